"""Dates that come again: every so many weeks at the same wall-clock time, with exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from discussion.model.errors import BadInput
from discussion.parsing.typed_dates import Span

MOST_DATES = 60
"""The most classes of one series: more than any term or year of weeks has."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """A class every ``every`` weeks, ``weeks`` dates from ``first`` on, weeks off left out.

    A week off is not made up for: ten weeks with one off are nine classes.
    """

    first: date
    at: time
    """Wall-clock time, without an offset."""
    weeks: int
    every: int = 1
    off: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= MOST_DATES:
            raise BadInput(f"Give a series from 1 to {MOST_DATES} dates.")
        if not 1 <= self.every <= 8:
            raise BadInput("A class can meet every week, or every 2 to 8 weeks.")


def dates_of(series: Weekly) -> list[datetime]:
    """The wall-clock times of a series, in their order.

    Raises:
        BadInput: A date lies beyond the calendar.
    """
    try:
        days = [series.first + timedelta(weeks=series.every * n) for n in range(series.weeks)]
    except OverflowError:
        raise BadInput("Those dates lie beyond the calendar.") from None
    return [datetime.combine(day, series.at) for day in days if day not in series.off]


def unknown_days_off(series: Weekly, off: Iterable[Span]) -> list[Span]:
    """Stretches off in which no class would have been: often a slip, worth a word."""
    met = [series.first + timedelta(weeks=series.every * n) for n in range(series.weeks)]
    return sorted(
        (first, last) for first, last in off if not any(first <= day <= last for day in met)
    )
