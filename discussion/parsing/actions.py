"""Actions: who means to do what by when, read from the words; gaps stay gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b(?:by|on|next|before) ({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_ONE_SELF = re.compile(r"\b(?:I will|I'll|I’ll|I am going to|I'm going to|I can)\b", re.IGNORECASE)


def due_date(text: str, said_on: date) -> date | None:
    """The first date that a text names, seen from the day on which it was said.

    Understands ``2026-11-24``, ``24 November``, ``Nov 24th``, ``by Friday``, ``tomorrow`` and
    ``next week`` (a week later). A day and month that is past by then means next year's. Anything
    vaguer ("before the next class") is a gap, and None.
    """
    if found := _ISO.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.search(text):
        return _coming(MONTHS[found[2].casefold()], int(found[1]), said_on)
    if found := _MONTH_DAY.search(text):
        return _coming(MONTHS[found[1].casefold()], int(found[2]), said_on)
    if found := _WEEKDAY.search(text):
        ahead = (_WEEKDAYS.index(found[1].casefold()) - said_on.weekday() - 1) % 7 + 1
        return said_on + timedelta(days=ahead)
    lower = text.casefold()
    if re.search(r"\btomorrow\b", lower):
        return said_on + timedelta(days=1)
    if re.search(r"\bnext week\b", lower):
        return said_on + timedelta(days=7)
    return None


def owners(text: str, names: Iterable[str], author: str | None) -> tuple[str, ...]:
    """Who means to do it: the people whose names follow an @, else the author who says "I will".

    ``author`` is None where the words are anonymous.
    """
    found = [
        (match.start(), name)
        for name in names
        if (match := re.search(rf"@{re.escape(name)}(?!\w)", text, re.IGNORECASE))
    ]
    if found:
        return tuple(name for _, name in sorted(found))
    return (author,) if author and _ONE_SELF.search(text) else ()


def _coming(month: int, day: int, said_on: date) -> date | None:
    this_year = _date(said_on.year, month, day)
    if this_year is not None and this_year >= said_on:
        return this_year
    return _date(said_on.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
