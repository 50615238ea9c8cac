"""What a discussion is: plain frozen values, the one language that every room speaks.

Instants end in ``_at`` and are aware UTC; lengths are ``timedelta``; people, guilds, channels and
messages are Discord ids (``int``). State that follows from these facts and the time (the stage of
a round, what is left of it, the ledger) is computed elsewhere and never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from discussion.model.arrangement import Ballot, Fishbowl, Floor, Group, Hand, Pulse
from discussion.model.people import DiscussionId, Invitation, Participant, Place
from discussion.model.policy import Policy
from discussion.model.review import Review
from discussion.model.rounds import Case, Round, RoundPlan, TurnOrder


class State(StrEnum):
    """Where a discussion is in its life; the order of the members is the order of the life."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    PUBLISHED = "published"


OVER = (State.ENDED, State.PUBLISHED)
"""The states in which no more rounds are to be closed."""


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
