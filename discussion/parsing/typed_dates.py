"""Dates and times as a lecturer types them: one sentence for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from discussion.model.errors import BadInput
from discussion.parsing.calendar_names import folded
from discussion.parsing.dates import (
    day_comes_first,
    find_dates,
    in_year,
    read_day,
    the_day,
)
from discussion.parsing.text import clean_text, shorten

_TO = re.compile(r"\s+(?:to|until|till|through|bis|-)\s+|\s*[\u2013\u2014]\s*", re.IGNORECASE)
_DAYS_TO = re.compile(r"(\d{1,2})\s*(?:-|\u2013|to)\s*(\d{1,2}\D.*)", re.IGNORECASE)
_COMMA = re.compile(r";|\n|,(?!\s*\d{4}(?![\d/.-]))")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?\s*(?:uhr|h)?\s*([ap])?\.?(?:m\.?)?")
_BETWEEN = re.compile(
    r"^(?:[\s,]|(?:at|on|um|a las|a|from|the)\b|t(?=\d))+"
    r"|(?:[\s,]|\b(?:at|on|um|le|el|the)|(?<!\d)(?<!\d\s)\bam)+$"
)
"""What stands between a date and its time."""
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
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


def day_from(text: str, today: date | None = None) -> date:
    """A date to come: 2026-12-01, 1 December 2026 or, with ``today``, next Tuesday.

    Raises:
        BadInput: It cannot be read, there is no such day (30 February), or it may be read in two
            ways.
    """
    return read_day(text, today, to_come=True)


def time_from(text: str) -> time:
    """A time of day: 14:00, 14.30, 9h15, 14 Uhr, 2 pm or noon.

    Raises:
        BadInput: It cannot be read.
    """
    words = clean_text(text)
    found = _time_in(folded(words))
    if found is None:
        raise BadInput(f"“{shorten(words, 40)}” is no time of day that I can read. Write 14:00.")
    return found


def moment_from(text: str, today: date | None = None, *, day_first: bool | None = None) -> datetime:
    """A date to come and a time of day, in either order, as wall-clock time without an offset.

    Raises:
        BadInput: One of them cannot be read, or the date may be read in two ways.
    """
    words = clean_text(text).rstrip(",;")
    dates = [
        (found, _BETWEEN.sub("", folded(words[: found.start] + " " + words[found.end :])))
        for found in find_dates(words, today, day_first=day_first)
    ]
    for found, rest in dates:
        at = _time_in(rest)
        if at is not None:
            named = words[found.start : found.end]
            return datetime.combine(the_day(named, found, today), at)
    raise BadInput(_what_is_missing(words, [rest for _, rest in dates]))


def moments_from(text: str, today: date | None = None) -> list[datetime]:
    """Dates with times, one a line (or with semicolons between them).

    Raises:
        BadInput: Nothing is given, or a line cannot be read; says which and why.
    """
    lines = [line.strip(" -•*") for line in re.split(r"[\n;]", clean_text(text)) if line.strip()]
    if not lines:
        raise BadInput(f"Write at least one date with its time, such as {_EXAMPLE}.")
    day_first, found = day_comes_first(lines), []
    for number, line in enumerate(lines, 1):
        try:
            found.append(moment_from(line, today, day_first=day_first))
        except BadInput as error:
            raise BadInput(f"Line {number}: {error}") from None
    return found


def spans_from(text: str, today: date | None = None) -> list[Span]:
    """Days and stretches of days (2026-12-21 to 2027-01-03).

    Between them stand commas, semicolons or line ends.

    Raises:
        BadInput: One cannot be read, ends before it begins, or is longer than a year.
    """
    parts, day_first = _parts(clean_text(text)), day_comes_first([text])
    return [_span(part, today, day_first) for part in parts]


def days_of(spans: Iterable[Span]) -> frozenset[date]:
    """Every day of these stretches, first and last included."""
    return frozenset(
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    )


def _time_in(words: str) -> time | None:
    words = words.strip()
    if words in _NAMED_TIMES:
        return _NAMED_TIMES[words]
    match = _TIME.fullmatch(words)
    if match is None or words.isdecimal():
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _what_is_missing(words: str, rests: list[str]) -> str:
    """Why no date and time could be read: a sentence."""
    said = shorten(words, 40)
    if any(rests):
        wrong = shorten(next(rest for rest in rests if rest), 40)
        return f"“{wrong}” is no time of day that I can read. Write {_EXAMPLE}."
    head, _, tail = words.rpartition(" ")
    if not rests and head and _time_in(folded(tail)):
        return f"There is no date that I can read in “{shorten(head, 40)}”. Write {_EXAMPLE}."
    return f"“{said}” needs a date and a time, such as {_EXAMPLE}."


def _parts(text: str) -> list[str]:
    """What stands between commas; a comma within a date is none of them."""
    parts = list[str]()
    for part in (each.strip() for each in _COMMA.split(text)):
        if parts and parts[-1].isalpha() and part:
            # "Tuesday, 1 December 2026" is one day.
            parts[-1] = f"{parts[-1]}, {part}"
        elif part:
            parts.append(part)
    return parts


def _span(text: str, today: date | None, day_first: bool | None) -> Span:
    ends = [end.strip() for end in _TO.split(text)]
    if match := _DAYS_TO.fullmatch(text):
        ends = [match[1], match[2]]
    if len(ends) > 2:
        raise BadInput(f"“{shorten(text, 40)}” has more than one “to”. Put commas between.")
    last = read_day(ends[-1], today, day_first=day_first)
    first = _first_day(ends[0], last, today, day_first) if len(ends) == 2 else last
    if last < first:
        raise BadInput(f"“{shorten(text, 40)}” ends before it begins. Check the dates.")
    if last - first > LONGEST_SPAN:
        raise BadInput(f"“{shorten(text, 40)}” is longer than a year. Check the year.")
    return first, last


def _first_day(text: str, last: date, today: date | None, day_first: bool | None) -> date:
    """Where a stretch begins; a year or a month that stands only at its end holds here too."""
    if text.isdecimal() and 1 <= int(text) <= last.day:
        return last.replace(day=int(text))
    found = next(find_dates(text, last, day_first=day_first), None)
    if found is None or found.has_year or found.relative or found.end - found.start < len(text):
        return read_day(text, today, day_first=day_first)
    this_year = in_year(found, last.year)
    before = [day for day in this_year.days if day <= last]
    return the_day(text, this_year if before else in_year(found, last.year - 1))


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
