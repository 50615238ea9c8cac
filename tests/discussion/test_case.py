"""A case study is cut into stages at its headings."""

from __future__ import annotations

import pytest

from discussion.case import MOST_STAGES, parse_case
from discussion.errors import BadInput
from discussion.model import CaseStage
from tests.discussion.material import is_plain


def test_headings_begin_stages() -> None:
    case = parse_case("# The flat\r\n\r\n## 1. Monday\nRain.\n\n## Tuesday ##\nSun.\nWind.", "x.md")
    assert case.title == "The flat"
    assert case.stages == (CaseStage("Monday", "Rain."), CaseStage("Tuesday", "Sun.\nWind."))


def test_text_without_headings_is_one_stage() -> None:
    case = parse_case("Only words.", "My case")
    assert (case.title, case.stages) == ("My case", (CaseStage("My case", "Only words."),))


def test_words_before_the_first_stage_are_kept_under_the_title() -> None:
    case = parse_case("# Title\nBefore.\n## A\nAfter.", "x")
    assert case.stages == (CaseStage("Title", "Before."), CaseStage("A", "After."))


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert parse_case("# A\x00B\n\ud800text", "x").stages[0] == CaseStage("AB", "text")


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "\x00", "# Title\n## Empty", "".join(f"## {n}\nx\n" for n in range(13))],
)
def test_a_case_that_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_case(text, "x")
    assert is_plain(refused.value)


def test_as_many_stages_as_can_be_shown_are_taken() -> None:
    assert len(parse_case("".join(f"## {n}\nx\n" for n in range(12)), "x").stages) == MOST_STAGES
