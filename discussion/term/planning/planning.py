"""Shaping the session of a class: its format, its rounds, what each asks and how long it lasts.

A class follows its format, fitted to its length, until somebody changes a round; then it has rounds
of its own. The questions of the reading's parts are looked up when a round is shown or held, so
that they follow the reading; only a question that was worded for a round stays with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from discussion.formats.library import DEFAULT_FORMAT, fit
from discussion.model import Case, Format, RoundKind, RoundPlan
from discussion.model.errors import BadInput, WrongMoment
from discussion.model.policy import Policy
from discussion.parsing.stages import with_stage_questions
from discussion.term.model import PlannedClass

ADDS_UP_WITHIN: Final = timedelta(seconds=30)
"""A plan that misses the length of its class by less than this adds up."""
OWN_TITLE: Final = "A session of one's own"
"""What a shaped session is called once its format was removed."""
_MINUTE: Final = timedelta(minutes=1)
_ASKS_IN_TURN = frozenset({RoundKind.GO_ROUND, RoundKind.CHECK_OUT})
_TIME_TO_THINK = frozenset({RoundKind.SILENT_WRITING, RoundKind.PAIRS, RoundKind.FOURS})
_TALK = frozenset({RoundKind.OPEN_FLOOR, RoundKind.FISHBOWL})


@dataclass(frozen=True, slots=True)
class Plan:
    """A session as it will be held."""

    format: Format
    rounds: tuple[RoundPlan, ...]
    length: timedelta
    """Of the class."""
    case: Case | None = None
    shaped: bool = False
    """Whether somebody changed rounds; else they are those of the format."""
    format_gone: bool = False
    """Whether the format that was chosen is not there any more."""

    @property
    def asked(self) -> tuple[RoundPlan, ...]:
        """The rounds with the questions that they will ask."""
        return with_stage_questions(self.rounds, self.case)

    @property
    def total(self) -> timedelta:
        """How long all rounds take."""
        return sum((each.length for each in self.rounds), timedelta())

    @property
    def over(self) -> timedelta:
        """By how much that is longer than the class; negative if it is shorter, 0 if it adds up."""
        over = self.total - self.length
        return timedelta() if abs(over) < ADDS_UP_WITHIN else over

    @property
    def is_neat(self) -> bool:
        """Whether ``fitted`` would change nothing: it adds up, in whole minutes."""
        return not self.over and all(each.length % _MINUTE == timedelta() for each in self.rounds)

    @property
    def longest(self) -> int:
        """The number of the longest round, the first of several."""
        lengths = [each.length for each in self.rounds]
        return lengths.index(max(lengths)) + 1

    @property
    def mark(self) -> str:
        """A short name for these rounds as they are: it tells whether they changed meanwhile."""
        return mark(repr((self.format.name, self.rounds)))

    def round(self, number: int) -> RoundPlan:
        """A round by its number, counted from 1. Raises ``BadInput`` if there is none."""
        if not 1 <= number <= len(self.rounds):
            raise BadInput(f"There is no round {number}; the last one is {len(self.rounds)}.")
        return self.rounds[number - 1]


class Hint(StrEnum):
    """What could make a session better."""

    SHORT = "short"
    """A round is so short that people hardly begin."""
    NO_PART = "no_part"
    """A round shows a part that the reading does not have."""
    VOTE_FIRST = "vote_first"
    """A vote comes before anybody said anything to choose between."""
    TALK_FIRST = "talk_first"
    """Open talk comes before any time to write or to talk in small groups."""
    NO_TURNS = "no_turns"
    """The session ends without a round in which everybody is asked."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A hint, and the round it is about; 0: the whole session."""

    hint: Hint
    number: int = 0


def plan_of(planned: PlannedClass, formats: Mapping[str, Format], case: Case | None) -> Plan:
    """The session of a class, with the formats of its server.

    Raises:
        BadInput: The class is too short for its format.
    """
    wanted = planned.format_name or DEFAULT_FORMAT
    gone = wanted not in formats
    format_ = formats[DEFAULT_FORMAT] if gone else formats[wanted]
    if not planned.plans:
        rounds = fit(format_, planned.length)
        return Plan(format_, rounds, planned.length, case, format_gone=gone)
    if gone:
        format_ = Format(wanted, OWN_TITLE, "", planned.plans)
    return Plan(format_, planned.plans, planned.length, case, shaped=True, format_gone=gone)


def mark_of(round_: RoundPlan) -> str:
    """A short name for one round as it is."""
    return mark(repr(round_))


def number_of(plan: Plan, number: int, mark: str) -> int:
    """Where a round stands that stood at ``number``. Raises ``WrongMoment`` if it is gone."""
    if 1 <= number <= len(plan.rounds) and mark_of(plan.rounds[number - 1]) == mark:
        return number
    for at, each in enumerate(plan.rounds, 1):
        if mark_of(each) == mark:
            return at
    raise WrongMoment(
        "That round was changed or removed meanwhile. Open /session plan again and look."
    )


def with_format(planned: PlannedClass, format_: Format) -> PlannedClass:
    """The class in a format, without rounds of its own. Raises ``BadInput`` if it is too short."""
    fit(format_, planned.length)
    return replace(planned, format_name=format_.name, plans=())


def advice(plan: Plan, policy: Policy) -> tuple[Advice, ...]:
    """What could make the session better; nobody has to follow it.

    The rules behind it are those of docs/facilitation.md: time to think before talk, and a round
    at the end in which everybody is asked.
    """
    kinds = [each.kind for each in plan.rounds]
    parts = len(plan.case.stages) if plan.case else None
    found = list[Advice]()
    for number, each in enumerate(plan.rounds, 1):
        if each.length < policy.shortest_round:
            found.append(Advice(Hint.SHORT, number))
        if parts is not None and each.case_stage is not None and each.case_stage > parts:
            found.append(Advice(Hint.NO_PART, number))
    said = set(kinds[: kinds.index(RoundKind.VOTE)]) if RoundKind.VOTE in kinds else None
    if said is not None and said <= {RoundKind.BRIEFING}:
        found.append(Advice(Hint.VOTE_FIRST, kinds.index(RoundKind.VOTE) + 1))
    talk = next((at for at, kind in enumerate(kinds) if kind in _TALK), None)
    if talk is not None and not _TIME_TO_THINK & set(kinds[:talk]):
        found.append(Advice(Hint.TALK_FIRST, talk + 1))
    if not _ASKS_IN_TURN & set(kinds[-2:]):
        found.append(Advice(Hint.NO_TURNS))
    return tuple(found)


def minutes_of(length: timedelta) -> str:
    """A length as people write it and ``edited`` reads it: 8, or 7:30."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02d}" if seconds else str(minutes)


def adds_up(plans: Sequence[RoundPlan], length: timedelta) -> bool:
    """Whether rounds take as long as their class."""
    total = sum((each.length for each in plans), timedelta())
    return abs(total - length) < ADDS_UP_WITHIN


def mark(text: str) -> str:
    """A short name for a text, the same for the same text: it fits a button and is no text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]
