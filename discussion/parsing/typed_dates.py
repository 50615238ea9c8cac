"""Dates and times as a lecturer types them: one sentence for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from discussion.model.errors import BadInput
from discussion.parsing.actions import MONTHS
from discussion.parsing.text import clean_text, shorten

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_WORDS = re.compile(
    rf"(?:[a-z]+,? )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\.?,? (\d{{4}})", re.IGNORECASE
)
_TO = re.compile(r"\s+(?:to|until|till|-|\u2013)\s+", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_LEAD = re.compile(r"(\d{1,3})\s*(min(?:ute)?s?|h(?:ours?)?|d(?:ays?)?|w(?:eeks?)?)")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_OFF = frozenset({"off", "no", "never", "stop"})
_EXAMPLE = "2026-12-01 14:00"
LONGEST_SPAN = timedelta(days=366)
"""The longest stretch of days off; a longer one is a slip in the year."""
Span: TypeAlias = tuple[date, date]
"""A first and a last day, which may be the same."""


def day_from(text: str) -> date:
    """A date: 2026-12-01, 1.12.2026, 01/12/2026 (day first) or 1 December 2026.

    Raises:
        BadInput: It cannot be read, or there is no such day (30 February).
    """
    words = clean_text(text)
    if match := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMBERS.fullmatch(words):
        day, month, year = (int(part) for part in match.groups())
    elif match := _WORDS.fullmatch(words):
        day, month, year = int(match[1]), MONTHS[match[2].casefold()], int(match[3])
    else:
        raise BadInput(f"“{shorten(words, 40)}” is no date that I can read. Write 2026-12-01.")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(f"There is no such day as “{shorten(words, 40)}”. Check it.") from None


def time_from(text: str) -> time:
    """A time of day: 14:00, 14.30, 9h15 or 2 pm.

    Raises:
        BadInput: It cannot be read.
    """
    words = clean_text(text)
    match = _TIME.fullmatch(words)
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
            half = ""
        if not half and hour < 24 and minute < 60 and (match[2] or match[3]):
            return time(hour, minute)
    raise BadInput(f"“{shorten(words, 40)}” is no time of day that I can read. Write 14:00.")


def moment_from(text: str) -> datetime:
    """A date and a time of day, as wall-clock time without an offset.

    Raises:
        BadInput: One of them cannot be read.
    """
    words = clean_text(text).replace("T", " ").rstrip(",;")
    head, space, tail = words.rpartition(" ")
    if tail.casefold() in ("am", "pm"):
        head, space, before = head.rpartition(" ")
        tail = f"{before} {tail}"
    if not space:
        raise BadInput(f"“{shorten(words, 40)}” needs a date and a time, such as {_EXAMPLE}.")
    return datetime.combine(day_from(head.rstrip(",")), time_from(tail))


def moments_from(text: str) -> list[datetime]:
    """Dates with times, one a line (or with semicolons between them).

    Raises:
        BadInput: Nothing is given, or a line cannot be read; says which and why.
    """
    lines = [line for line in re.split(r"[\n;]", clean_text(text)) if line.strip()]
    if not lines:
        raise BadInput(f"Write at least one date with its time, such as {_EXAMPLE}.")
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(moment_from(line.strip(" -•*")))
        except BadInput as error:
            raise BadInput(f"Line {number}: {error}") from None
    return found


def spans_from(text: str) -> list[Span]:
    """Days and stretches of days (2026-12-21 to 2027-01-03).

    Between them stand commas, semicolons or line ends.

    Raises:
        BadInput: One cannot be read, ends before it begins, or is longer than a year.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", clean_text(text))]
    return [_span(part) for part in parts if part]


def days_of(spans: Iterable[Span]) -> frozenset[date]:
    """Every day of these stretches, first and last included."""
    return frozenset(
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    )


def _span(text: str) -> Span:
    ends = [day_from(end) for end in _TO.split(text)]
    if len(ends) > 2:
        raise BadInput(f"“{shorten(text, 40)}” has more than one “to”. Put commas between.")
    first, last = ends[0], ends[-1]
    if last < first:
        raise BadInput(f"“{shorten(text, 40)}” ends before it begins. Check the dates.")
    if last - first > LONGEST_SPAN:
        raise BadInput(f"“{shorten(text, 40)}” is longer than a year. Check the year.")
    return first, last


def lead_from(text: str) -> timedelta | None:
    """How long before something: 2 hours, 30 min, 3 days, 1 week; None for "off".

    Raises:
        BadInput: It cannot be read.
    """
    words = clean_text(text).casefold().removesuffix(" before")
    if words in _OFF:
        return None
    match = _LEAD.fullmatch(words)
    if match is None:
        raise BadInput(
            f"“{shorten(words, 40)}” is no length of time that I can read. "
            "Write 2 hours, 30 min, 3 days, or off."
        )
    return int(match[1]) * _UNITS[match[2][0]]
