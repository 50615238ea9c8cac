"""Actions: who means to do what by when, read from the words; gaps stay gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from discussion.model import Mention
from discussion.parsing.calendar_names import ALSO_WORDS, WEEKDAYS, folded
from discussion.parsing.dates import Found, find_dates, still_possible

_ONE_SELF = re.compile(r"\b(?:I will|I'll|I’ll|I am going to|I'm going to|I can)\b", re.IGNORECASE)
_AT = re.compile(r"(?<!\w)@")
_DUE: Final = re.compile(
    r"\b(?:by|until|till|before|due|deadline|no later than|bis|vor|pour|avant|antes del?|do)"
    r"[\s:]*(?:on |the |le |el |zum |den )*$"
)
_ON: Final = re.compile(r"\b(?:on|next|this|coming|am|le|el)[\s:]*(?:the )?$")
_NOT_DUE: Final = re.compile(
    r"\b(?:since|after|last|of|seit|nach|depuis|apres|desde)[\s:]*(?:the |last )*$"
)
_RANGE: Final = re.compile(r"\s*(?:to|until|till|and|-|\u2013)\s*")
_RANGE_BEFORE: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s*(?:to|and|-|\u2013)\s*$")
_A_WEEK_LATER: Final = re.compile(r"\bnext week\b")


@dataclass(frozen=True, slots=True)
class _Candidate:
    found: Found
    days: tuple[date, ...]
    due: bool
    """Whether the words before it say that it is the day by which."""


def due_date(text: str, said_on: date) -> date | None:
    """The date by which a text says that something will be done, seen from the day it was said.

    Understands what ``find_dates`` does, and ``next week`` (a week later). A day and month that is
    past by then means next year's; a written year holds, and what lies in the past is not the day
    by which something will be done. A stretch of days is over with its last. Anything vaguer
    ("before the next class"), and a date that may be read in two ways, is a gap, and None.
    """
    found = _candidates(text, said_on)
    chosen = next((each for each in found if each.due), found[0] if found else None)
    if chosen is not None:
        clear = len(chosen.days) == 1 and not chosen.found.clashes
        return chosen.days[0] if clear else None
    if _A_WEEK_LATER.search(folded(text)):
        return said_on + timedelta(days=7)
    return None


def owners(
    text: str,
    people: Mapping[int, str],
    author: int | None,
    mentions: Sequence[Mention] = (),
) -> tuple[int, ...]:
    """Who means to do it: the people named after an @, else the author who says "I will".

    ``mentions`` are those that Discord named by their ids, in the order of the words; they hold
    whoever else has that name. A typed name that several people may be is nobody's. ``author`` is
    None where the words are anonymous.
    """
    self_said = _ONE_SELF.search(text)
    waiting, found, named_at = list(mentions), list[int](), len(text)
    for at in (match.end() for match in _AT.finditer(text)):
        mention = max(
            (each for each in waiting if _stands(each.name, text, at)),
            key=lambda each: len(each.name),
            default=None,
        )
        if mention is not None:
            waiting.remove(mention)
        person = mention.person_id if mention else _typed(text, at, people)
        named_at = min(named_at, at)
        if person in people and person is not None:
            found.append(person)
    speaks_first = self_said is not None and self_said.start() < named_at
    if found and not (speaks_first and self_said):
        return tuple(dict.fromkeys(found))
    return (author,) if author is not None and self_said else ()


def owner_names(text: str, names: Iterable[str], author: str | None) -> tuple[str, ...]:
    """The same where people are known by their names alone, each of which is one person's."""
    people = dict(enumerate(dict.fromkeys([*names, *([author] if author else [])])))
    own = next((number for number, name in people.items() if name == author), None)
    return tuple(people[number] for number in owners(text, people, own))


def _typed(text: str, at: int, people: Mapping[int, str]) -> int | None:
    """The one person whose name was typed there; None if it may be several people's.

    "@Anna Bell" is Anna Bell, though there be an Anna; "@anna bell rings" may be either.
    """
    fitting = [(name, person) for person, name in people.items() if _begins(name, text, at)]
    longest = max((name for name, _ in fitting), key=len, default="")
    exact = text.startswith(longest, at)
    wanted = {person for name, person in fitting if len(name) == len(longest) or not exact}
    return wanted.pop() if len(wanted) == 1 else None


def _begins(name: str, text: str, at: int) -> bool:
    there = text[at : at + len(name)]
    return bool(name) and there.casefold() == name.casefold() and _ends(name, text, at)


def _stands(name: str, text: str, at: int) -> bool:
    return text.startswith(name, at)


def _ends(name: str, text: str, at: int) -> bool:
    after = text[at + len(name) : at + len(name) + 1]
    return not (after.isalnum() or after == "_")


def _candidates(text: str, said_on: date) -> list[_Candidate]:
    """The dates of a text by which something may be due, those past left out."""
    plain, made = folded(text), list[_Candidate]()
    dates = list(find_dates(text, said_on))
    for at, found in enumerate(dates):
        after = dates[at + 1] if at + 1 < len(dates) else None
        if after and _RANGE.fullmatch(plain[found.end : after.start]):
            continue  # the end of the stretch stands for it
        before = plain[: found.start]
        if starts := _RANGE_BEFORE.search(before):
            before = before[: starts.start()]
        days = still_possible(found, said_on)
        is_past = bool(days) and all(day < said_on for day in days)
        due = _DUE.search(before) is not None
        if is_past or not (due or _is_meant(found, text, before)):
            continue
        made.append(_Candidate(found, days, due))
    return made


def _is_meant(found: Found, text: str, before: str) -> bool:
    """Whether words that look like a date are one, and not a fraction, a verb or a look back."""
    if found.in_figures and not found.has_year:
        return _ON.search(before) is not None
    if _NOT_DUE.search(before):
        return False
    if found.relative:
        word = folded(found.relative)
        said = word.split()
        return len(said) > 1 or word not in WEEKDAYS or _ON.search(before) is not None
    if found.has_year:
        return True
    words = re.findall(r"[^\W\d_]+", text[found.start : found.end])
    lower = [each for each in words if each.islower() and folded(each) in ALSO_WORDS]
    return not lower or _ON.search(before) is not None
