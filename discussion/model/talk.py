"""What people say, and how it hangs together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from discussion.model.people import DiscussionId


class TagKind(StrEnum):
    """What a tag says of a contribution."""

    THEME = "theme"
    SOCIAL_LOCATION = "social_location"
    OPPRESSION = "oppression"
    PRACTICE = "practice"
    EXPERIENCE = "experience"
    THEORY = "theory"
    CASE = "case"
    QUESTION = "question"
    ACTION = "action"


class LinkKind(StrEnum):
    """What one contribution does to another."""

    BUILDS_ON = "builds_on"
    CHALLENGES = "challenges"
    SUPPORTS = "supports"


@dataclass(frozen=True, slots=True, order=True)
class Tag:
    """A label that a person gave to a contribution; ``name`` is lower case with spaces."""

    kind: TagKind
    name: str


class Source(StrEnum):
    """How a contribution reached the record."""

    MESSAGE = "message"
    SAY = "say"
    INVITATION = "invitation"
    REVIEW = "review"
    """Put right by its author in the review; their own message may read differently."""


class Mention(NamedTuple):
    """Somebody whom Discord named by their id, and the name that stands in the words for them."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said.

    ``id`` is the Discord id of the message or interaction that brought it, so that the same event
    read twice is recorded once. ``message_id`` is where the words can be read now: None while
    they are held for the reveal of a silent round or wait for an anonymous post.
    """

    id: int
    discussion_id: DiscussionId
    guild_id: int
    channel_id: int
    author_id: int
    round_number: int
    text: str
    words: int
    said_at: datetime
    source: Source
    anonymous: bool = False
    message_id: int | None = None
    held: bool = False
    case_stage: int | None = None
    invitation_id: str | None = None
    group_number: int | None = None
    """In which group of its round it was said; None where everybody was together."""
    once_named: bool = False
    """Whether nameless words may have been read under their author's name before."""
    edited_at: datetime | None = None
    withdrawn_at: datetime | None = None
    tags: frozenset[Tag] = frozenset()
    mentions: tuple[Mention, ...] = ()
    """Whom the words name by id, in their order."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two contributions, by their ids."""

    from_id: int
    to_id: int
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Somebody marked a contribution as speaking for them too."""

    contribution_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Speech:
    """A turn that somebody spoke aloud: who and how long, never what."""

    discussion_id: DiscussionId
    guild_id: int
    person_id: int
    round_number: int
    began_at: datetime
    length: timedelta
