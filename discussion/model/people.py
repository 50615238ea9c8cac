"""Who takes part and where, how they were invited, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

DiscussionId = NewType("DiscussionId", str)
"""Twelve lower-case hexadecimal digits, drawn at random: safe in custom ids and file names."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a discussion happens: a channel or thread of one guild."""

    guild_id: int
    channel_id: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts, as Discord shows them in this guild at this moment."""

    id: int
    name: str
    is_lecturer: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in the discussion, and what they chose."""

    id: int
    name: str
    joined_at: datetime
    present: bool = True
    last_sign_at: datetime | None = None
    """The last press or command; messages are counted from the contributions themselves."""
    passed_rounds: frozenset[int] = frozenset()
    opted_out_at: datetime | None = None
    pseudonym: str | None = None
    """How nameless words are signed in this discussion, where its format wants that."""
    cued_rounds: frozenset[int] = frozenset()
    """Rounds in which this person was privately asked to bring others in."""
    in_voice: bool = False
    """Whether they are in the discussion's voice channel."""


class Answer(StrEnum):
    """What a person chose when they were invited to speak."""

    CONTRIBUTE = "contribute"
    CONTRIBUTE_ANONYMOUSLY = "contribute_anonymously"
    PASS = "pass"  # noqa: S105 - a word of the domain, not a password
    NOT_THIS_SESSION = "not_this_session"


class InvitationState(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A private invitation to speak."""

    id: str
    person_id: int
    round_number: int
    made_at: datetime
    state: InvitationState = InvitationState.OPEN
    answer: Answer | None = None
    answered_at: datetime | None = None
