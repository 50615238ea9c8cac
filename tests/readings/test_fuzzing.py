"""Damaged files are read or refused; they never break the reader."""

from __future__ import annotations

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.model.errors import BadInput
from discussion.parsing.case import MOST_STAGES
from readings.reading import read
from tests.discussion.material import is_plain
from tests.readings.kinds import KINDS
from tests.readings.knowing import a_reading

_KINDS = {kind.name: kind for kind in KINDS}


@cache
def _whole(name: str) -> bytes:
    return _KINDS[name].make(a_reading(5, stages=3, paragraphs=2))


def damaged(data: bytes, seed: int) -> bytes:
    """The file with bytes changed, cut out, doubled or cut off."""
    draw = random.Random(seed)  # noqa: S311 - damage, not a secret
    found = bytearray(data)
    for _ in range(draw.choice((1, 3, 30))):
        at = draw.randrange(len(found) + 1)
        length = draw.choice((1, 4, 64))
        match draw.randrange(4):
            case 0:
                found[at : at + length] = draw.randbytes(length)
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = found[at : at + length]
            case _:
                found[at : at + 1] = draw.choice((b"0", b"9" * 9, b"<<", b"R", b"(", b"\xff"))
    if draw.random() < 0.1:
        del found[draw.randrange(len(found) + 1) :]
    return bytes(found)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(_KINDS)), st.integers(0, 1 << 32))
def test_a_damaged_file_is_read_or_refused_in_a_sentence(name: str, seed: int) -> None:
    data = damaged(_whole(name), seed)
    try:
        reading = read(_KINDS[name].file, data)
    except BadInput as refusal:
        assert is_plain(refusal)  # noqa: PT017 - what is raised is one of two good outcomes
    else:
        assert 1 <= len(reading.stages) <= MOST_STAGES
        assert reading.title
        assert all(stage.title and stage.text for stage in reading.stages)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["x.txt", "x.md", "x.pdf", "x.docx"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_a_sentence(name: str, data: bytes) -> None:
    try:
        assert read(name, data).stages
    except BadInput as refusal:
        assert is_plain(refusal)  # noqa: PT017 - what is raised is one of two good outcomes


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_no_word_of_a_text_is_lost(text: str, markdown: bool) -> None:
    marked = text.replace("#", "")
    try:
        reading = read("x.md" if markdown else "x.txt", marked.encode("utf-8", "ignore"))
    except BadInput:
        return
    letters = {character for character in marked if character.isalpha() and character.isascii()}
    kept = reading.title + "".join(stage.title + stage.text for stage in reading.stages)
    assert letters <= set(kept)
