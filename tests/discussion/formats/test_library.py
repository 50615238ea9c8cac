"""Formats are data; one that is wrong says where, one that fits keeps its proportions."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.formats.library import (
    DEFAULT_FORMAT,
    built_in_formats,
    fit,
    formats_in,
    read_format,
)
from discussion.model import Format, RoundKind
from discussion.model.errors import BadFile, BadInput
from tests.discussion.material import MINUTE, SECOND, a_plan, is_plain

GOOD = """
title = "Circle"
description = "Everybody once."
[[round]]
kind = "go_round"
title = "Round"
minutes = 5
question = "What now?"
"""


@pytest.mark.parametrize("name", built_in_formats())
def test_a_built_in_format_takes_forty_minutes(name: str) -> None:
    rounds = built_in_formats()[name].rounds
    assert sum((r.length for r in rounds), timedelta()) == 40 * MINUTE


def test_the_default_format_is_built_in() -> None:
    assert DEFAULT_FORMAT in built_in_formats()


@given(
    st.lists(st.integers(30, 3600), min_size=1, max_size=8),
    st.integers(1, 4 * 3600),
)
def test_fitting_keeps_the_whole_and_the_rounds(lengths: list[int], seconds: int) -> None:
    rounds = tuple(a_plan(RoundKind.OPEN_FLOOR, each * SECOND) for each in lengths)
    wanted = seconds * SECOND
    shortest = min(lengths) / sum(lengths) * seconds
    if shortest < 2:
        # Rounding to seconds may leave a round nothing, which is refused, or just enough.
        with contextlib.suppress(BadInput):
            assert all(p.length >= SECOND for p in fit(Format("x", "X", "x", rounds), wanted))
        return
    plans = fit(Format("x", "X", "x", rounds), wanted)
    assert sum((plan.length for plan in plans), timedelta()) == wanted
    assert len(plans) == len(rounds)
    for plan, planned in zip(plans, lengths, strict=True):
        assert abs(plan.length.total_seconds() - planned / sum(lengths) * seconds) <= 1


def test_without_a_length_the_format_stays_as_planned() -> None:
    format_ = read_format("circle", GOOD)
    assert fit(format_, None) == format_.rounds


@pytest.mark.parametrize("length", [timedelta(), -MINUTE, 2 * SECOND])
def test_a_class_too_short_is_refused(length: timedelta) -> None:
    with pytest.raises(BadInput, match="too short"):
        fit(built_in_formats()[DEFAULT_FORMAT], length)


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ('title = "Circle"\n', "", "title"),
        ('description = "Everybody once."', "description = 3", "description"),
        ('kind = "go_round"', 'kind = "shouting"', "kind"),
        ('kind = "go_round"', "kind = [1]", "kind"),
        ('title = "Round"', 'title = "  "', "title"),
        ('title = "Round"', 'title = "\\u0000"', "title"),
        ('title = "Round"', f'title = "{"x" * 81}"', "title"),
        ('question = "What now?"', "", "question"),
        ("minutes = 5", "", "minutes"),
        ("minutes = 5", 'minutes = "5"', "minutes"),
        ("minutes = 5", "minutes = 5\nseconds = 3", "minutes"),
        ("minutes = 5", "minutes = true", "minutes"),
        ("minutes = 5", "minutes = nan", "one second to two hours"),
        ("minutes = 5", "minutes = inf", "one second to two hours"),
        ("minutes = 5", "minutes = 1e300", "one second to two hours"),
        ("minutes = 5", "seconds = 0", "one second to two hours"),
        ("minutes = 5", "minutes = 5\nstem = 1", "stem"),
        ("minutes = 5", "minutes = 5\ncase_stage = 0", "case_stage"),
        ("minutes = 5", "minutes = 5\ncase_stage = true", "case_stage"),
        ("minutes = 5", "minutes = 5\ncolour = 1", "colour"),
        ("minutes = 5", "minutes = 5\nattributed = 0", "attributed"),
        ("minutes = 5", "minutes = 5\nattributed = false", "only silent_writing"),
    ],
)
def test_a_wrong_field_is_named(before: str, after: str, names: str) -> None:
    assert before in GOOD
    with pytest.raises(BadFile, match=names) as refused:
        read_format("circle", GOOD.replace(before, after))
    assert is_plain(refused.value)
    assert "“circle”" in str(refused.value)


@pytest.mark.parametrize(
    "text", ["title = ", 'title = "A"\ndescription = "B"', 'title="A"\ndescription="B"\nround=[1]']
)
def test_a_file_that_is_no_format_is_refused(text: str) -> None:
    with pytest.raises(BadFile, match="“mine”"):
        read_format("mine", text)


def test_a_silent_round_can_be_revealed_without_names() -> None:
    silent = GOOD.replace("go_round", "silent_writing")
    assert read_format("circle", silent).rounds[0].attributed
    nameless = silent.replace("minutes = 5", "minutes = 5\nattributed = false")
    assert not read_format("circle", nameless).rounds[0].attributed


def test_the_formats_that_come_with_the_project_fill_forty_minutes() -> None:
    formats = built_in_formats()
    assert set(formats) == {
        "appreciative-enquiry",
        "case-discussion",
        "fishbowl",
        "round-robin",
        "snowball",
        "system-map",
        "three-columns",
    }
    lengths = {sum((r.length for r in f.rounds), timedelta()) for f in formats.values()}
    assert lengths == {40 * MINUTE}


def test_words_of_a_format_are_made_safe() -> None:
    format_ = read_format("circle", GOOD.replace("What now?", "What\\u0000 now?"))
    assert format_.rounds[0].question == "What now?"


def test_a_lecturers_own_formats_are_found_by_file_name(tmp_path: Path) -> None:
    (tmp_path / "circle.toml").write_text(GOOD, "utf-8")
    (tmp_path / "notes.txt").write_text("no format", "utf-8")
    assert formats_in(tmp_path) == {"circle": read_format("circle", GOOD)}


def test_a_format_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes('title = "é"'.encode("utf-16"))
    with pytest.raises(BadFile, match=r"“mine” cannot be read as UTF-8"):
        formats_in(tmp_path)
