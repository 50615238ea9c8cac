"""Dates as people write them: the one reader for rota, topics, actions and days off.

Dates in figures may name the day or the month first. What a list writes elsewhere tells
(``day_comes_first``), dots are written by those who name the day first, a weekday beside the date
tells too; where nothing does, both readings are kept, and nobody guesses which was meant.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from discussion.model.errors import BadInput
from discussion.parsing.calendar_names import (
    COUNTS,
    DAYS_AHEAD,
    MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    WORDS_TOO,
    folded,
)
from discussion.parsing.text import clean_text, shorten

_Parts: TypeAlias = tuple[int | None, int, int]
"""A year, if one was written, a month and a day."""


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))


_MONTH = _any(MONTHS)
_WEEKDAY = rf"\b(?:{_any(WEEKDAYS)})\b"
_BEFORE = rf"(?:(?P<weekday>{_WEEKDAY}|\b(?:{_any(SHORT_WEEKDAYS)})\b)\.?,?\s+(?:the |den |dem )?)?"
_AFTER = rf"(?:,?\s+\(?(?P<weekday_after>{_WEEKDAY})\)?)?"
_NUMBER = r"(?<![\d.,/:-])"
_ISO = (
    r"(?P<iso_year>\d{4})(?P<iso>[-/.])(?P<iso_month>\d{1,2})(?P=iso)(?P<iso_day>\d{1,2})(?![\d])"
)
_FIGURES = (
    r"(?P<first>\d{1,2})(?:(?P<sign>\.\s?|/|-)(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?!\w)"
    r"|/(?P<slashed>\d{1,2})|\.\s?(?P<dotted>\d{1,2})\.)"
)
_DAY_MONTH = (
    r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|eme|[ºª°])?\.?[\s-]*"
    r"(?:(?:of|de|d'|de mhi na|de mhi|mi na|mi) )?(?P<month>" + _MONTH + r")(?![^\W\d_])\.?"
    r"(?:,?(?:\s+|-)?(?:(?:de|del|of) )?(?P<of>\d{4}|'\d{2}|"
    r"\d{2}(?=$|[,;)!?]|\.$|\s\d{1,2}[:.h]\d\d))(?!\w))?"
)
_MONTH_DAY = (
    r"(?P<name>\b(?:" + _MONTH + r"))\.?[\s-]+(?:the )?(?P<nth>\d{1,2})(?:st|nd|rd|th|er)?"
    r"(?![\d.:h]\d|\d|\s?[ap]\.?m\b)(?:,?\s+(?P<in>\d{4}|'\d{2})(?!\w))?"
)
_ABSOLUTE: Final = re.compile(
    rf"{_BEFORE}(?:{_NUMBER}{_ISO}|{_NUMBER}{_DAY_MONTH}|{_NUMBER}{_FIGURES}|{_MONTH_DAY})"
    rf"(?![\w/-]{0, 20}[^\W\dt_]|[/-]?\d|\.\d){_AFTER}"
)
_COUNT = rf"(?P<count>\d{{1,4}}|{_any(COUNTS)})"
_UNIT = r"(?P<unit>day|week|fortnight|month)s?"
_NEXT = r"(?P<next>next|this|coming|nachsten|nachster|kommenden|proximo|an)"
_THEN = r"(?P<then>next|prochain|proximo|que viene|week|seo chugainn)"
_RELATIVE: Final = re.compile(
    rf"\b(?:(?P<named>{_any(DAYS_AHEAD)})|in {_COUNT} {_UNIT}"
    rf"|{_COUNT.replace('count', 'from')} {_UNIT.replace('unit', 'length')} from (?:now|today)"
    rf"|(?:{_NEXT} )?(?P<day>{_WEEKDAY})(?: {_THEN})?)\b"
)
_LEADS: Final = re.compile(r"(?:on|by|am|le|el|an|the|next|this|coming)\s+")
_LONGEST_DATE: Final = 80
_LEAP_YEAR: Final = date(2000, 1, 1)
"""Seen from here every day of a year is still to come."""
_EARLIEST_IN_A_LIST: Final = timedelta(days=90)
"""A list without years may have begun that long before it is pasted."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: where it stands, and the days that it may be."""

    start: int
    end: int
    days: tuple[date, ...]
    """None: there is no such day. Several: nothing tells which of them was meant."""
    has_year: bool = True
    in_figures: bool = False
    relative: str = ""
    """The weekday or the word that it is seen from today by."""
    parts: tuple[_Parts, ...] = ()
    clashes: bool = False
    """Whether the weekday beside it is another one."""
    day_first: bool | None = None
    """What a date in figures tells of the others in its list."""


def in_full(day: date) -> str:
    """A day as every answer shows it: with its weekday and year."""
    return f"{day:%A} {day.day} {day:%B} {day.year:04d}"


def moment_in_full(wall: datetime) -> str:
    """A day and a time of day, as every answer shows them."""
    return f"{in_full(wall)}, {wall:%H:%M}"


def find_dates(
    text: str, today: date | None = None, *, day_first: bool | None = None
) -> Iterator[Found]:
    """The dates in a text, in their order; those without a year only with ``today``.

    A date without a year is the next one from ``today`` on.
    """
    plain, at = folded(text), 0
    while at <= len(plain):
        match = _ABSOLUTE.search(plain, at)
        near = _RELATIVE.search(plain, at) if today else None
        if near and (match is None or near.end() <= match.start()):
            found = _relative(near, today) if today else None
            at = near.end()
        elif match:
            found = _absolute(match, today, day_first)
            at = match.end()
        else:
            return
        if found is not None:
            yield found


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether dates such as 24/11/2026 name the day first; None if none of them tells."""
    told = {
        found.day_first
        for text in texts
        for found in find_dates(text)
        if found.day_first is not None
    }
    return told.pop() if len(told) == 1 else None


def read_day(
    text: str, today: date | None = None, *, day_first: bool | None = None, to_come: bool = False
) -> date:
    """The day that a text is; ``to_come`` if none before ``today`` can be meant.

    Raises:
        BadInput: It is no date, there is no such day, or it may be read in two ways: both are
            named then.
    """
    words = clean_text(text).strip(",; ")
    found = _whole(words, today, day_first)
    if found is None:
        raise BadInput(_no_date(words, today))
    return the_day(words, found, today if to_come else None)


def the_day(words: str, found: Found, earliest: date | None = None) -> date:
    """The one day that a date in a text is. Raises ``BadInput`` as ``read_day`` does."""
    days = still_possible(found, earliest)
    if not days:
        raise BadInput(f"There is no such day as “{shorten(words, 40)}” in the calendar. Check it.")
    if found.clashes:
        named = " or ".join(in_full(each) for each in days)
        raise BadInput(
            f"The weekday in “{shorten(words, 40)}” is another one: it may be {named}, or another "
            "day. Write it again without the weekday."
        )
    if len(days) > 1:
        first, second = days
        raise BadInput(
            f"The date “{shorten(words, 40)}” may be {in_full(first)} or {in_full(second)}. "
            f"Write {first.isoformat()} or {second.isoformat()}."
        )
    return days[0]


def still_possible(found: Found, earliest: date | None) -> tuple[date, ...]:
    """The days that a date may be; of two, one that is past is not meant."""
    if earliest is None or len(found.days) < 2:
        return found.days
    return tuple(day for day in found.days if day >= earliest) or found.days


def in_year(found: Found, year: int) -> Found:
    """A date without a year, in that year: the one written behind it holds for it too."""
    return replace(
        found, days=_days([(year, m, d) for _, m, d in found.parts], None), has_year=True
    )


def list_day(text: str, today: date | None, *, day_first: bool | None = None) -> date:
    """The day of an item of a list, which may have begun a while before ``today``.

    Raises ``BadInput`` as ``read_day`` does; "next week" is none, for lists are kept.
    """
    words = clean_text(text).strip(",; ")
    began = _in_calendar(today, -_EARLIEST_IN_A_LIST) if today else None
    found = _whole(words, began, day_first)
    if found is None or found.relative:
        raise BadInput(_no_date(words, today))
    return the_day(words, found)


def leading_date(text: str) -> Found | None:
    """The date that a line begins with, in whatever year."""
    found = next(find_dates(text[:_LONGEST_DATE], _LEAP_YEAR), None)
    return found if found and found.start == 0 and not found.relative else None


def looks_like_date(text: str) -> bool:
    """Whether a whole text is a date, in whatever year."""
    found = leading_date(text.strip())
    return found is not None and found.end == len(text.strip())


def _no_date(words: str, today: date | None) -> str:
    year = "" if today else " with its year"
    example = "2026-12-01 or 1 December 2026"
    return (
        f"There is no date that I can read in “{shorten(words, 40)}”. Write it{year} as {example}."
    )


def _whole(words: str, today: date | None, day_first: bool | None) -> Found | None:
    plain = folded(words)
    lead = _LEADS.match(plain)
    for start in (0, lead.end() if lead else 0):
        found = next(find_dates(words[start:], today, day_first=day_first), None)
        if found and found.start == 0 and found.end == len(words) - start:
            return found
    return None


def _absolute(match: re.Match[str], today: date | None, day_first: bool | None) -> Found | None:
    tells: bool | None = None
    parts: list[_Parts]
    if match["iso_year"]:
        parts = [(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))]
    elif match["first"]:
        parts, tells = _figures(match, day_first)
    elif match["day"]:
        parts = [(_year(match["of"]), MONTHS[match["month"]], int(match["day"]))]
    else:
        parts = [(_year(match["in"]), MONTHS[match["name"]], int(match["nth"]))]
    has_year = parts[0][0] is not None
    if not has_year and today is None:
        return None
    found = Found(
        match.start(),
        match.end(),
        _days(parts, today),
        has_year,
        in_figures=match["first"] is not None,
        parts=tuple(parts),
        day_first=tells,
    )
    return _by_weekday(found, match["weekday"] or match["weekday_after"])


def _figures(match: re.Match[str], day_first: bool | None) -> tuple[list[_Parts], bool | None]:
    """What a date in figures may be, and whether it tells that the day comes first."""
    first, year = int(match["first"]), _year(match["year"])
    second = int(match["second"] or match["slashed"] or match["dotted"])
    by_day, by_month = (year, second, first), (year, first, second)
    tells = first > 12 if (first > 12) != (second > 12) else None
    if match["dotted"] or (match["sign"] or "").startswith("."):
        return [by_month if tells is False else by_day], tells
    known = tells if tells is not None else day_first
    if known is None and first != second:
        return [by_day, by_month], None
    return [by_month if known is False else by_day], tells


def _by_weekday(found: Found, name: str | None) -> Found:
    """A date with the weekday beside it, which may tell which of two days was meant."""
    if not name or not found.days:
        return found
    number = WEEKDAYS.get(name, SHORT_WEEKDAYS.get(name, -1))
    fitting = tuple(day for day in found.days if day.weekday() == number)
    if fitting:
        return replace(found, days=fitting)
    return replace(found, clashes=name not in WORDS_TOO)


def _relative(match: re.Match[str], today: date) -> Found | None:
    if match["named"]:
        ahead = timedelta(days=DAYS_AHEAD[match["named"]])
    elif match["day"]:
        days = (WEEKDAYS[match["day"]] - today.weekday() - 1) % 7 + 1
        if match["next"] == "this" and days == 7:
            days = 0
        ahead = timedelta(days=days + (7 if match["then"] == "week" else 0))
    else:
        written, unit = match["count"] or match["from"], match["unit"] or match["length"]
        count = int(written) if written.isdecimal() else COUNTS[written]
        if count == 0:
            return None
        if unit == "month":
            day = _months_on(today, count)
            return Found(match.start(), match.end(), (day,), relative=match[0]) if day else None
        ahead = timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    day = _in_calendar(today, ahead)
    return Found(match.start(), match.end(), (day,), relative=match[0])


def _months_on(today: date, count: int) -> date | None:
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    if year > date.max.year:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))


def _in_calendar(day: date, ahead: timedelta) -> date:
    try:
        return day + ahead
    except OverflowError:
        return date.min if ahead < timedelta() else date.max


def _year(written: str | None) -> int | None:
    if not written:
        return None
    digits = written.lstrip("'")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _days(parts: Iterable[_Parts], earliest: date | None) -> tuple[date, ...]:
    found = dict.fromkeys(_day(each, earliest) for each in parts)
    return tuple(day for day in found if day is not None)


def _day(parts: _Parts, earliest: date | None) -> date | None:
    year, month, day = parts
    if year is not None:
        return _date(year, month, day)
    if earliest is None:
        return None
    this_year = _date(earliest.year, month, day)
    return (
        this_year if this_year and this_year >= earliest else _date(earliest.year + 1, month, day)
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
