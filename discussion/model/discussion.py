"""What a discussion is: plain frozen values, the one language that every room speaks.

Instants end in ``_at`` and are aware UTC; lengths are ``timedelta``; people, guilds, channels and
messages are Discord ids (``int``). State that follows from these facts and the time (the stage of
a round, what is left of it, the ledger) is computed elsewhere and never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, NewType

from discussion.model.arrangement import Ballot, Fishbowl, Floor, Group, Hand, Pulse
from discussion.model.policy import Policy, Value
from discussion.model.review import Review
from discussion.model.round_kinds import RoundKind

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


class State(StrEnum):
    """Where a discussion is in its life; the order of the members is the order of the life."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    PUBLISHED = "published"


OVER = (State.ENDED, State.PUBLISHED)
"""The states in which no more rounds are to be closed."""


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


@dataclass(frozen=True, slots=True, order=True)
class Tag:
    """A label that a person gave to a contribution; ``name`` is lower case with spaces."""

    kind: TagKind
    name: str


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


@dataclass(frozen=True, slots=True)
class Discussion:
    """One class: the aggregate that every command loads, decides on and saves."""

    id: DiscussionId
    place: Place
    topic: str
    format_name: str
    format_title: str
    facilitator_id: int
    plans: tuple[RoundPlan, ...]
    policy: Policy
    seed: int
    started_at: datetime
    state: State = State.RUNNING
    case: Case | None = None
    ended_at: datetime | None = None
    rounds: tuple[Round, ...] = ()
    participants: Mapping[int, Participant] = field(default_factory=dict)
    invitations: tuple[Invitation, ...] = ()
    turns: TurnOrder | None = None
    thread_of: int | None = None
    """The parent channel, where the place is a thread."""
    ends_by: datetime | None = None
    """When the class is meant to end; the rounds that remain are re-planned to keep to it."""
    co_facilitators: frozenset[int] = frozenset()
    voice_channel_id: int | None = None
    """The voice or stage channel in which people talk, if there is one."""
    pseudonym_secret: str | None = None
    """What pseudonyms are drawn with, where the format wants them; it never leaves the store."""
    groups: tuple[Group, ...] = ()
    fishbowl: Fishbowl | None = None
    ballots: tuple[Ballot, ...] = ()
    """One for each round of voting so far."""
    hands: tuple[Hand, ...] = ()
    floor: Floor | None = None
    pulse: Pulse = Pulse()  # noqa: RUF009 - frozen, so it can be shared
    review: Review | None = None
    """The time for looking at one's words, once it began."""
    deck_holders: frozenset[int] = frozenset()
    """Who was given a deck of it in private and was not told of a newer one since."""

    @property
    def current_round(self) -> Round:
        """The round that runs, or the last one of a discussion that ended."""
        return self.rounds[-1]

    @property
    def current_plan(self) -> RoundPlan:
        """The plan of the current round."""
        return self.plans[self.current_round.number - 1]

    def plan_of(self, round_: Round) -> RoundPlan:
        """The plan that a round follows."""
        return self.plans[round_.number - 1]

    @property
    def places(self) -> tuple[Place, ...]:
        """Wherever people talk or talked: the discussion's own place and its groups' threads."""
        threads = (group.thread_id for group in self.groups if group.thread_id is not None)
        return (self.place, *(Place(self.place.guild_id, thread) for thread in threads))

    @property
    def is_live(self) -> bool:
        """Whether rounds are still to be closed."""
        return self.state in (State.RUNNING, State.PAUSED)

    @property
    def is_in_review(self) -> bool:
        """Whether everybody looks at their words now, before the deck is made."""
        review = self.review
        return self.state is State.ENDED and review is not None and review.closed_at is None

    def with_round(self, round_: Round) -> Discussion:
        """The discussion with one of its rounds replaced by its number."""
        rounds = tuple(round_ if r.number == round_.number else r for r in self.rounds)
        return replace(self, rounds=rounds)

    def with_participant(self, participant: Participant) -> Discussion:
        """The discussion with somebody added or replaced."""
        return replace(self, participants={**self.participants, participant.id: participant})

    def with_invitation(self, invitation: Invitation) -> Discussion:
        """The discussion with an invitation added, or replaced by its id."""
        if all(i.id != invitation.id for i in self.invitations):
            return replace(self, invitations=(*self.invitations, invitation))
        changed = (invitation if i.id == invitation.id else i for i in self.invitations)
        return replace(self, invitations=tuple(changed))


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
