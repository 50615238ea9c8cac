"""Plain words for numbers, names, dates and lengths, shared by all slides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def many(number: int, one: str, more: str = "") -> str:
    """A number and its noun: ``1 person``, ``12 people``; without ``more`` the plural has an s."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def was(number: int) -> str:
    """``was`` for one, ``were`` for any other number."""
    return "was" if number == 1 else "were"


def people(number: int) -> str:
    """``1 person`` or ``12 people``."""
    return many(number, "person", "people")


def listed(names: Sequence[str], most: int = 0) -> str:
    """Names with commas and *and*; beyond ``most`` (0: no limit) the rest is a number."""
    if most and len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def minutes(length: timedelta) -> int:
    """A length in whole minutes, at least one where there is any."""
    return max(1, round(length.total_seconds() / 60)) if length > timedelta() else 0


def clocked(length: timedelta) -> str:
    """A short length as minutes and seconds, such as 2:05."""
    seconds = round(length.total_seconds())
    return f"{seconds // 60}:{seconds % 60:02}"


def zone_of(name: str) -> tzinfo:
    """The zone by its IANA name; UTC where the name is unknown, so that a deck is still made."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def day(instant: datetime | date) -> str:
    """A day as in ``12 November 2026``."""
    return f"{instant.day} {_MONTHS[instant.month - 1]} {instant.year}"


def short_day(instant: date) -> str:
    """A day as in ``12 Nov 2026``."""
    return f"{instant.day} {_MONTHS[instant.month - 1][:3]} {instant.year}"


def capital(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def shortened(text: str, longest: int) -> str:
    """The text in one line, cut at a word to at most ``longest`` characters."""
    line = one_line(text)
    if len(line) <= longest:
        return line
    head, space, _ = line[: longest - 1].rpartition(" ")
    return (head if space and len(head) > longest // 2 else line[: longest - 1]).rstrip(
        ",;: "
    ) + "…"
