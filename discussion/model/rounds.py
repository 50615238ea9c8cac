"""Rounds as they are planned and as they run, and the case that they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from discussion.model.policy import Value
from discussion.model.round_kinds import RoundKind


@dataclass(frozen=True, slots=True)
class CaseStage:
    """One part of a case study, shown with one round."""

    title: str
    text: str
    question: str = ""
    """Asked in the round that shows this stage, instead of the format's question."""
    shown: tuple[str, ...] = ()
    """The sentences picked to be shown, as they stand in ``text``; none picked shows all of it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case study cut into stages."""

    title: str
    stages: tuple[CaseStage, ...]


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round as the format or the facilitator planned it."""

    kind: RoundKind
    title: str
    question: str
    length: timedelta
    stem: str = ""
    """The beginning of a sentence, offered to people who look for a way in."""
    case_stage: int | None = None
    """Which stage of the case the round shows, counted from 1."""
    attributed: bool = True
    """Whether names stand beside the words; a silent round may be revealed without."""
    planned: timedelta | None = None
    """The length as first planned, where ``length`` was changed to end the class on time."""
    again_of: int | None = None
    """The number of the round that this one holds once more, after going back."""
    own_question: bool = False
    """Whether the facilitator worded the question: a stage's own does not take its place."""

    @property
    def planned_length(self) -> timedelta:
        """The length as the format or the facilitator planned it."""
        return self.length if self.planned is None else self.planned


@dataclass(frozen=True, slots=True)
class Format:
    """A way to run a discussion: named rounds whose lengths share out the class time."""

    name: str
    title: str
    description: str
    rounds: tuple[RoundPlan, ...]
    pseudonyms: bool = False
    """Whether nameless words carry a pseudonym that is stable within one discussion."""
    policy: Mapping[str, Value] = field(default_factory=dict)
    """The rules that this format changes, by their names in ``Policy``."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the round's time stood still; open while ``ended_at`` is None."""

    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round that began; ``number`` counts from 1 and indexes the discussion's plans."""

    number: int
    began_at: datetime
    extended: timedelta = timedelta()
    pauses: tuple[Pause, ...] = ()
    ended_at: datetime | None = None
    opener_at: datetime | None = None
    """When the public opener was decided (sent or found unnecessary)."""
    waves: int = 0
    """How many waves of private invitations were decided."""
    quiet_button: bool = False
    """Whether the panel shows the quiet button, because a direct message could not be delivered."""
    move_on: frozenset[int] = frozenset()
    """Who voted to move on to the next round."""
    copilot_at: datetime | None = None
    """When the facilitator was told how many are still to be heard."""
    looked_at: datetime | None = None
    """When it was last looked whether somebody dominates."""
    hands_at: datetime | None = None
    """When its first hand went up; from then on a post shows the floor and the queue."""


@dataclass(frozen=True, slots=True)
class TurnOrder:
    """The announced order of a go-round.

    ``waiting`` begins with the person whose turn it is. Somebody whose turn ran out stands once
    more at the end (``deferred``); a second time they are left in peace.
    """

    round_number: int
    waiting: tuple[int, ...]
    turn_began_at: datetime
    done: tuple[int, ...] = ()
    deferred: tuple[int, ...] = ()
