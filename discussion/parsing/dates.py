"""Dates as people write them in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from discussion.model.errors import BadInput
from discussion.parsing.actions import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_ISO = r"(?P<iso_year>\d{4})[-/](?P<iso_month>\d{1,2})[-/](?P<iso_day>\d{1,2})"
_NUMBERS = r"(?P<first>\d{1,2})[/.](?P<second>\d{1,2})[/.](?P<year>\d{4})"
_DAY_MONTH = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\.?,? (?P<of>\d{{4}})"
_MONTH_DAY = rf"(?P<name>{_MONTH})\.? (?P<nth>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<in>\d{{4}})"
DATE: Final = re.compile(
    rf"{_DAY}(?:{_ISO}|{_NUMBERS}|{_DAY_MONTH}|{_MONTH_DAY})(?![\d\w])", re.IGNORECASE
)
"""A whole date with its year, for ``fullmatch`` or at the beginning of a line."""


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether dates such as 24/11/2026 name the day first; None if none of them tells."""
    found = [match for text in texts if (match := DATE.fullmatch(text.strip())) and match["first"]]
    if any(int(match["first"]) > 12 for match in found):
        return True
    return False if any(int(match["second"]) > 12 for match in found) else None


def read_date(text: str, *, day_first: bool | None = None) -> date:
    """The date that a text is. Raises ``BadInput`` if it is none, unclear or not in the calendar.

    ``day_first`` says how the other dates of the list are written (see ``day_comes_first``).
    """
    match = DATE.fullmatch(" ".join(text.split()))
    if match is None:
        raise BadInput(
            f"Give a date with its year, such as 2026-11-24, instead of “{text.strip()[:40]}”."
        )
    if match["iso_year"]:
        year, month, day = match["iso_year"], int(match["iso_month"]), match["iso_day"]
    elif match["first"]:
        first, second = int(match["first"]), int(match["second"])
        if day_first is None and first != second and max(first, second) <= 12:
            raise BadInput(
                f"The date “{text.strip()}” may be read in two ways. Write it as "
                f"{match['year']}-{second:02d}-{first:02d} or {match['year']}-{first:02d}-"
                f"{second:02d}."
            )
        backwards = day_first is False or (day_first is None and second > 12)
        year, month, day = match["year"], first if backwards else second, match["first"]
        day = match["second"] if backwards else day
    elif match["day"]:
        year, month, day = match["of"], MONTHS[match["month"].casefold()], match["day"]
    else:
        year, month, day = match["in"], MONTHS[match["name"].casefold()], match["nth"]
    try:
        return date(int(year), month, int(day))
    except ValueError:
        raise BadInput(f"There is no day “{text.strip()}” in the calendar.") from None
