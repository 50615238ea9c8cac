"""Markdown and plain text are cut at what their writers use as headings."""

from __future__ import annotations

import pytest

from discussion.model.errors import BadInput
from discussion.parsing.case import Reading
from readings.reading import read


def _titles(reading: Reading) -> list[str]:
    return [stage.title for stage in reading.stages]


def test_markdown_is_cut_at_its_headings() -> None:
    reading = read("x.md", b"# A handover\r\n\r\n## 1. Evening ##\r\nRain.\nWind.\n## Dawn\nSun.")
    assert reading.title == "A handover"
    assert _titles(reading) == ["Evening", "Dawn"]
    assert reading.stages[0].text == "Rain.\nWind."


def test_underlined_headings_count() -> None:
    reading = read("x.md", b"A handover\n==========\n\nEvening\n-------\nOne.\n\nDawn\n---\nTwo.")
    assert (reading.title, _titles(reading)) == ("A handover", ["Evening", "Dawn"])


def test_a_line_below_a_paragraph_is_no_heading() -> None:
    reading = read("x.md", b"## One\nFirst line.\nSecond line.\n\n---\n\nMore.\n## Two\nEnd.")
    assert _titles(reading) == ["One", "Two"]


def test_what_is_fenced_is_no_heading() -> None:
    reading = read("x.md", b"## One\nText.\n```\n# no heading\n```\nMore.\n## Two\nEnd.")
    assert _titles(reading) == ["One", "Two"]
    assert "# no heading" in reading.stages[0].text


def test_plain_text_may_use_the_headings_of_markdown() -> None:
    assert _titles(read("x.txt", b"## One\nFirst.\n## Two\nSecond.")) == ["One", "Two"]


def test_a_heading_may_stand_right_above_its_text() -> None:
    reading = read("x.txt", b"PART ONE\nIt rained.\n\nPART TWO\nIt stopped.")
    assert _titles(reading) == ["PART ONE", "PART TWO"]
    assert reading.stages[1].text == "It stopped."


@pytest.mark.parametrize(
    "text",
    [
        "Bring these:\n\n1. Pens\n\n2. Paper\n\n3. Patience\n\nAnd then we begin, as agreed.",
        "In the beginning.\n\n7. Seven came alone\n\nThe rest of it is told here.",
        "They met.\n\n1. It was late, and she said that she would not sign.\n\nThen left.",
        "Week 1 was hard for everyone on the ward that winter\n\nThey slept little.",
    ],
)
def test_lists_and_sentences_are_no_headings(text: str) -> None:
    reading = read("night_shift.txt", text.encode())
    assert not reading.at_headings
    assert _titles(reading) == ["night shift"]


def test_text_of_a_windows_editor_is_read() -> None:
    assert read("x.txt", "“Café” – naïve…".encode("cp1252")).stages[0].text == "“Café” – naïve…"
    assert read("x.txt", "Беседа".encode("utf-16")).stages[0].text == "Беседа"


def test_text_in_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(BadInput, match="UTF-8"):
        read("x.txt", "Беседа за чаем".encode("koi8-r"))


def test_the_name_of_the_file_is_the_title_of_last_resort() -> None:
    assert read("C:\\readings\\night-shift_2.TXT", b"One.").title == "night shift 2"
