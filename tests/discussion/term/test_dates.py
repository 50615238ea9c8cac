"""Dates as lecturers type them."""

from datetime import date, datetime, time

import pytest

from discussion.errors import BadInput
from discussion.term.dates import day_from, days_from, moment_from, moments_from, time_from

WALL = datetime(2026, 12, 1, 14, 0)  # noqa: DTZ001 - wall-clock time has no offset


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01 14:00",
        "2026-12-1T14:00",
        "1.12.2026 14.00",
        "01/12/2026 2 pm",
        "1 December 2026, 2pm",
        "Tuesday, 1st of Dec 2026 14h00",
        "  1 December 2026 14:00;",
    ],
)
def test_a_date_and_time_is_read_however_it_is_written(text: str) -> None:
    assert moment_from(text) == WALL


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
    assert days_from("2026-12-22, 29.12.2026;\n5 January 2027") == {
        date(2026, 12, 22),
        date(2026, 12, 29),
        date(2027, 1, 5),
    }
    assert day_from("29 February 2028") == date(2028, 2, 29)
    assert time_from("12 am") == time(0)
    assert time_from("12:30 pm") == time(12, 30)
