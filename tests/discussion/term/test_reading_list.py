"""What a class was given to read, as its deck lists it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from discussion.model import Case, CaseStage
from discussion.record.record import RecordedReading
from discussion.term.model import Topic, TopicId
from discussion.term.planning.reading_list import reading_list

CASE = Case("A night shift", (CaseStage("One", "It rang."),))
LINK = "https://example.org/stigma"


def topic(notes: str) -> Topic:
    added_at = datetime(2026, 9, 1, tzinfo=UTC)
    return Topic(TopicId("a" * 12), 1, "Who is blamed?", added_at, notes=notes)


@pytest.mark.parametrize(
    ("notes", "reading"),
    [
        (LINK, RecordedReading("Who is blamed?", "", LINK)),
        (f"Stigma, ch. 2\n{LINK}", RecordedReading("Stigma, ch. 2", "on Who is blamed?", LINK)),
        (f"see {LINK}.", RecordedReading("see", "on Who is blamed?", LINK)),
        ("24 November 2026\nStigma", RecordedReading("Stigma", "on Who is blamed?", None)),
        ("javascript:alert(1)", RecordedReading("javascript:alert(1)", "on Who is blamed?", None)),
    ],
)
def test_without_a_case_the_notes_of_the_topic_are_the_reading(
    notes: str, reading: RecordedReading
) -> None:
    assert reading_list(None, topic(notes)) == (reading,)


def test_a_case_is_listed_by_its_own_title_and_the_notes_say_where_it_is_from() -> None:
    assert reading_list(CASE, None) == (RecordedReading("A night shift"),)
    found = reading_list(CASE, topic(f"Module handbook\n{LINK}"))
    assert found == (RecordedReading("A night shift", "Module handbook", LINK),)


@pytest.mark.parametrize("notes", ["", "24 November 2026"])
def test_nothing_given_is_no_reading(notes: str) -> None:
    assert reading_list(None, None) == ()
    assert reading_list(None, topic(notes)) == ()
