"""Dates as lecturers type them."""

from datetime import date, datetime, time

import pytest

from discussion.model.errors import BadInput
from discussion.parsing.typed_dates import (
    day_from,
    days_of,
    moment_from,
    moments_from,
    spans_from,
    time_from,
)

WALL = datetime(2026, 12, 1, 14, 0)  # noqa: DTZ001 - wall-clock time has no offset


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01 14:00",
        "2026-12-1T14:00",
        "1.12.2026 14.00",
        "01/12/2026 2 pm",
        "2 pm on Tuesday, December 1, 2026",
        "1 December 2026, 2pm",
        "Tuesday, 1st of Dec 2026 14h00",
        "  1 December 2026 14:00;",
    ],
)
def test_a_date_and_time_is_read_however_it_is_written(text: str) -> None:
    assert moment_from(text, date(2026, 11, 27)) == WALL


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("soon", "needs a date and a time"),
        ("2026-12-01", "needs a date and a time"),
        ("30 February 2026 14:00", "no such day"),
        ("29.2.2027 14:00", "no such day"),
        ("2026-12-01 25:00", "no time of day"),
        ("2026-12-01 14", "no time of day"),
        ("2026-12-01 13 pm", "no time of day"),
        ("12/2026 14:00", "no date"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        moment_from(text)


def test_a_list_says_which_line_is_wrong() -> None:
    assert moments_from("- 2026-12-01 14:00\n\n• 2026-12-08 14:00; 2028-02-29 9:30")[1:] == [
        WALL.replace(day=8),
        datetime(2028, 2, 29, 9, 30),  # noqa: DTZ001
    ]
    with pytest.raises(BadInput, match=r"^Line 2: .*no such day"):
        moments_from("2026-12-01 14:00\n2026-13-08 14:00")
    with pytest.raises(BadInput, match="at least one date"):
        moments_from(" \n ")


def test_days_off_and_times_stand_alone() -> None:
    assert days_of(spans_from("2026-12-22, 29.12.2026;\n5 January 2027")) == {
        date(2026, 12, 22),
        date(2026, 12, 29),
        date(2027, 1, 5),
    }
    assert day_from("29 February 2028") == date(2028, 2, 29)
    assert time_from("12 am") == time(0)
    assert time_from("12:30 pm") == time(12, 30)


def test_a_stretch_of_days_off_has_both_its_ends() -> None:
    (span, day) = spans_from("21 December 2026 to 3 January 2027, 2027-02-02")
    assert span == (date(2026, 12, 21), date(2027, 1, 3))
    assert day == (date(2027, 2, 2), date(2027, 2, 2))
    assert len(days_of([span, day])) == 15
    assert spans_from("1.12.2026 - 2.12.2026") == spans_from("2026-12-01 until 2026-12-02")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2027-01-03 to 2026-12-21", "ends before it begins"),
        ("2026-12-21 to 2028-01-03", "longer than a year"),
        ("2026-12-21 to 2026-12-22 to 2026-12-23", "more than one"),
        ("2026-12-21 to Easter", "no date that I can read"),
    ],
)
def test_a_stretch_that_cannot_be_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        spans_from(text)
