"""Lists as they are pasted from Word, mail and notes: marks go, words stay, nothing is silent."""

from __future__ import annotations

from datetime import date

import pytest

from discussion.parsing.topic_lists import parse_topics

TITLES = ["Power and the rota", "Whose voice counts", "Keys, rooms and rest"]
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "marks",
    [
        *(
            [f"{sign}{gap}"] * 3
            for sign in "•·▪◦●‣–—-*§➢✓☐\uf0b7\uf0a7"
            for gap in ("\t", " ", "\u00a0")
        ),
        *([f"{sign}\t"] * 3 for sign in "ovqØü"),
        ["•"] * 3,
        ["a) ", "b) ", "c) "],
        ["a. ", "b. ", "c. "],
        ["A.\t", "B.\t", "C.\t"],
        ["(1) ", "(2) ", "(3) "],
        ["(a)\t", "(b)\t", "(c)\t"],
        ["i. ", "ii. ", "iii. "],
        ["i)\t", "ii)\t", "iii)\t"],
        ["1.\t", "2.\t", "3.\t"],
        ["1) ", "2) ", "3) "],
        ["1.1 ", "1.2 ", "1.3 "],
        ["1 ", "2 ", "3 "],
        ["- [ ] ", "- [x] ", "- [ ] "],
        ["", "", ""],
    ],
)
def test_no_mark_stays_in_a_title(marks: list[str]) -> None:
    text = "\n".join(mark + title for mark, title in zip(marks, TITLES, strict=True))
    found = parse_topics(text)
    assert [each.title for each in found.topics] == TITLES
    assert not found.problems


def test_what_looks_like_a_mark_and_is_a_word_stays() -> None:
    lines = ["A. Bell on power", "3.5 million voices", "I. Vale and the keys"]
    assert [each.title for each in parse_topics("\n".join(lines)).topics] == lines


def test_a_heading_is_no_topic_and_is_said() -> None:
    found = parse_topics("Autumn term\n•\tPower\n•\tKeys\n\nLater\n•\tRest")
    assert [each.title for each in found.topics] == ["Power", "Keys", "Rest"]
    assert [(each.line, each.words) for each in found.asides] == [(1, "Autumn term"), (5, "Later")]


def test_a_column_that_is_not_used_is_said() -> None:
    found = parse_topics("Topic,Room\nPower,Attic\nKeys,Cellar")
    assert [each.title for each in found.topics] == ["Power", "Keys"]
    assert any("Room" in each.reason for each in found.asides)


def test_dates_stand_before_titles_with_a_year_or_without() -> None:
    found = parse_topics(
        "•\t**1 December**: Power\n•\t8. Dezember 2026 – **Keys**\n•\t1 May riots\n"
        "•\t3/4/2027 Rest",
        today=TODAY,
    )
    assert [(each.title, each.on) for each in found.topics] == [
        ("Power", date(2026, 12, 1)),
        ("Keys", date(2026, 12, 8)),
        ("1 May riots", None),
    ]
    (asked,) = found.problems
    assert "Saturday 3 April 2027 or Thursday 4 March 2027" in asked.reason
