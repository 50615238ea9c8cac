"""Values of rules as people write them: "60 %", "90 s", "2 min 30 s", "3", "1.5 times"."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Final

from discussion.model.policy import Value

_NUMBER: Final = r"\d{1,9}(?:[.,]\d{1,9})?"
_SHARE: Final = re.compile(rf"({_NUMBER})\s*(%|per ?cent|)", re.ASCII)
_TIMES: Final = re.compile(rf"({_NUMBER})\s*(?:times?|x|×|)", re.ASCII)
_COUNT: Final = re.compile(r"(\d{1,9})\s*([a-z]*)", re.ASCII)
_PART: Final = re.compile(rf"({_NUMBER})\s*([a-z]+)\s*", re.ASCII)
_LENGTH: Final = re.compile(rf"(?:{_PART.pattern})+", re.ASCII)
_SECONDS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
}
_LONGEST: Final = 10**7
"""More seconds than any rule allows, and few enough for a length of time."""


class Unit(StrEnum):
    """What kind of value a rule has."""

    SHARE = "share"
    """A share from 0 to 1, written in per cent."""
    TIMES = "times"
    """A number that multiplies something."""
    LENGTH = "length"
    """A length of time, in whole seconds."""
    NUMBER = "number"
    """A whole number of something."""


def parsed(unit: Unit, of: tuple[str, str], typed: str) -> Value | None:
    """The value that somebody typed; None where it is none of this unit.

    ``of`` is what a whole number counts, for one and for many. Shares are kept to a hundredth of a
    per cent, lengths to the second.
    """
    text = typed.strip().casefold()[:60]
    match unit:
        case Unit.SHARE:
            return _share(text)
        case Unit.TIMES:
            times = _TIMES.fullmatch(text)
            return round(_number(times[1]), 2) if times else None
        case Unit.LENGTH:
            return _length(text)
        case Unit.NUMBER:
            count = _COUNT.fullmatch(text)
            return int(count[1]) if count and count[2] in ("", *of) else None


def written(value: Value, unit: Unit, of: tuple[str, str] = ("", "")) -> str:
    """A value as people read and write it."""
    if isinstance(value, timedelta):
        return _written_length(round(value.total_seconds()))
    if unit is Unit.SHARE:
        return f"{round(100 * value, 2):g} %"
    if unit is Unit.TIMES:
        return f"{value:g} {'time' if value == 1 else 'times'}"
    return f"{value} {of[0] if value == 1 else of[1]}".strip()


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _share(text: str) -> float | None:
    found = _SHARE.fullmatch(text)
    if found is None:
        return None
    number = _number(found[1])
    if found[2]:
        return round(number / 100, 4)
    # "60" without a sign may be meant in per cent and "0.6" cannot be; nobody's guess about "1".
    fraction = "." in found[1] or "," in found[1] or number == 0
    return round(number, 4) if fraction and number <= 1 else None


def _length(text: str) -> timedelta | None:
    if text == "0":
        return timedelta()
    if not _LENGTH.fullmatch(text):
        return None
    seconds = 0.0
    for number, unit in _PART.findall(text):
        if unit not in _SECONDS:
            return None
        seconds += _number(number) * _SECONDS[unit]
    return timedelta(seconds=round(min(seconds, _LONGEST)))


def _written_length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if minutes == 0 or (seconds < 120 and rest):
        return f"{seconds} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
