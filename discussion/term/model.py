"""What a term is made of: plain frozen values.

Class times are kept as wall-clock time in the class's zone (``discussion.term.rota.walltime``), so
that they survive clock changes; every other instant is aware UTC. People, channels, roles and
events are Discord ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from discussion.model import Case, DiscussionId, RoundPlan

TopicId = NewType("TopicId", str)
"""Twelve lower-case hexadecimal digits, drawn at random, as are the following ids."""
ClassId = NewType("ClassId", str)
SwapId = NewType("SwapId", str)
PromiseId = NewType("PromiseId", str)


@dataclass(frozen=True, slots=True)
class Course:
    """What a lecturer set up for the classes of one server; None where nothing was chosen."""

    guild_id: int
    zone: str
    """IANA name of the zone in which classes meet."""
    class_length: timedelta = timedelta(minutes=40)
    lecturer_role_id: int | None = None
    class_role_id: int | None = None
    """The role of everybody in the class; reminders to everyone mention it."""
    channel_id: int | None = None
    """Where classes meet and reminders appear, unless a class has a channel of its own."""
    voice_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a class can be about, with its reading."""

    id: TopicId
    guild_id: int
    title: str
    added_at: datetime
    position: int = 0
    notes: str = ""
    """A link or a sentence about the reading."""
    reading: Case | None = None
    removed_at: datetime | None = None


class ClassState(StrEnum):
    """Where a planned class is in its life."""

    PLANNED = "planned"
    READY = "ready"
    """The facilitator says that everything is prepared: it opens by itself at its time."""
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    """Its time passed and nobody opened it."""


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """A class at a date: a slot of the rota, and later a discussion."""

    id: ClassId
    guild_id: int
    starts: datetime
    """Wall-clock time in ``zone``, without an offset."""
    zone: str
    length: timedelta
    channel_id: int | None = None
    voice_channel_id: int | None = None
    topic_id: TopicId | None = None
    facilitator_id: int | None = None
    format_name: str = ""
    """Empty: the default format."""
    plans: tuple[RoundPlan, ...] = ()
    """The rounds as the facilitator shaped them; empty: those of the format."""
    state: ClassState = ClassState.PLANNED
    locked: bool = False
    """Whether the lecturer holds topic and facilitator as they are."""
    event_id: int | None = None
    """The native scheduled event in Discord."""
    event_starts_at: datetime | None = None
    """When the event began as Discord last showed it: tells an edit there from one here."""
    event_shown: str = ""
    """What the event said when Discord last showed it (``showing.snapshot``); empty: not known."""
    own_title: str = ""
    """What somebody called its event in Discord; empty: as its topic."""
    own_notes: str | None = None
    """What somebody wrote into its event there; None: the notes of its topic."""
    own_place: str = ""
    """Where somebody put its event outside Discord, or apart from the voice channel of classes."""
    discussion_id: DiscussionId | None = None
    facilitator_name: str = ""
    """How the facilitator was called when they took it on: a class can open without them acting."""
    asked_at: datetime | None = None
    """When somebody was first asked to open it, because it was not said to be ready."""
    asked_lecturer: bool = False
    reminded_until: datetime | None = None
    """Reminders up to this instant were made or dropped, or were past when the class was set."""
    unreached: frozenset[int] = frozenset()
    """People whose direct message with a reminder did not arrive; one mention stands for them."""
    unreached_at: datetime | None = None
    lost_place_id: int | None = None
    """The channel that was deleted from under it, until somebody says where it meets instead."""


class SwapState(StrEnum):
    """What became of an offer to swap."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Swap:
    """One facilitator offers their class to another for that one's class."""

    id: SwapId
    guild_id: int
    gives: ClassId
    takes: ClassId
    asked_by: int
    asked_of: int
    asked_at: datetime
    state: SwapState = SwapState.OFFERED


class ReminderKind(StrEnum):
    """What somebody is reminded of."""

    PREPARE_WEEK = "prepare_week"
    PREPARE_DAY = "prepare_day"
    PREPARE_HOUR = "prepare_hour"
    CLASS_DAY = "class_day"
    CLASS_SOON = "class_soon"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class ReminderSetting:
    """How one person changed one kind of reminder; ``lead`` None: none of it."""

    guild_id: int
    person_id: int
    kind: ReminderKind
    lead: timedelta | None


@dataclass(frozen=True, slots=True)
class Promise:
    """An action that came out of a class, followed up until it is done."""

    id: PromiseId
    guild_id: int
    discussion_id: DiscussionId
    contribution_id: int
    text: str
    owner_id: int | None = None
    due_on: date | None = None
    done_at: datetime | None = None
    reminded_until: datetime | None = None
    """Reminders up to this instant were made or dropped, or were past when it was promised."""
