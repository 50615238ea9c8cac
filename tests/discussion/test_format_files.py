"""Every mistake in a format file is told at once, with its round, field and line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from discussion import format_files
from discussion.formats import built_in_formats

BROKEN = """\
title = "Three chairs"

[[round]]
kind = "shouting"
title = "First"
minutes = 5
question = "What now?"

[[round]]
kind = "open_floor"
title = "Second"
minutes = "five"
colour = 1
"""


def test_every_mistake_is_found_with_its_round_and_line() -> None:
    format_, mistakes = format_files.read("chairs", BROKEN)
    assert format_ is None
    assert [(each.round_number, each.line) for each in mistakes] == [
        (None, None),
        (1, 4),
        (2, 13),
        (2, 9),
        (2, 12),
    ]
    fields = ("description", "kind", "colour", "question", "minutes")
    assert all(f"“{name}”" in each.words for name, each in zip(fields, mistakes, strict=True))


def test_a_file_that_is_no_toml_says_in_which_line() -> None:
    _, (mistake,) = format_files.read("chairs", 'title = "A"\ntitle = \n')
    assert mistake.line == 2
    assert "not valid TOML" in mistake.words


@given(st.text(max_size=200) | st.sampled_from([BROKEN]).map(lambda text: text.swapcase()))
def test_any_text_is_a_format_or_has_mistakes(text: str) -> None:
    format_, mistakes = format_files.read("any", text)
    assert (format_ is None) == bool(mistakes)


def test_only_writing_can_be_without_names() -> None:
    text = BROKEN.replace('title = "Three chairs"', 'title = "A"\ndescription = "B"')
    text = text.replace('"shouting"', '"silent_writing"\nattributed = false')
    text = text.replace('"five"', "5\nattributed = false").replace("colour = 1", 'question = "Q"')
    _, (mistake,) = format_files.read("chairs", text)
    assert (mistake.round_number, "silent_writing" in mistake.words) == (2, True)


def test_the_built_in_formats_have_no_mistakes() -> None:
    assert all(each.rounds for each in built_in_formats().values())
