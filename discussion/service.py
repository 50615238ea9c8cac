"""The one door to the rules: gather, decide, apply, each command in one unit of work.

Every method takes ``now`` once. A refusal is a ``DiscussionError`` whose text the person reads.
What a decision asks for (posts, wake-ups) is saved in the transaction that saves the state.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from discussion import contributions, lifecycle, recording, timing
from discussion.applying import apply, gather, live_at, running_at, turned
from discussion.contributions import HeardMessage, Words
from discussion.effects import Decision, DueAction, Post
from discussion.errors import BadInput, NothingRuns, WrongMoment
from discussion.formats import DEFAULT_FORMAT, fit
from discussion.model import (
    Answer,
    Case,
    Contribution,
    Discussion,
    DiscussionId,
    Format,
    Link,
    LinkKind,
    Person,
    Place,
)
from discussion.participation import (
    LedgerCounts,
    Standing,
    ledger,
    ledger_of_round,
    standing,
)
from discussion.policy import Policy
from discussion.ports import Clock, Reader, Store, Transaction
from discussion.record import Record
from discussion.talk import Talk
from discussion.text import clean_text

log = logging.getLogger(__name__)

MOST_WAKES = 256
"""How many due actions one wake-up works off before it looks at the clock again."""
LONGEST_TOPIC = 200


@dataclass(frozen=True, slots=True)
class Status:
    """What somebody sees of a running discussion."""

    discussion: Discussion
    now: datetime
    ends_at: datetime | None
    ledger: LedgerCounts
    round_ledger: LedgerCounts
    own: Standing | None
    own_words: int
    own_turns: int
    is_facilitator: bool


class DiscussionService:
    """What people and time can do to discussions."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        formats: Mapping[str, Format],
        policy: Policy,
        zone: str,
        draw: Callable[[], DiscussionId],
    ) -> None:
        """``zone`` is the IANA zone of the classes; ``draw`` makes a new discussion's id."""
        self.formats = formats
        self._store = store
        self._clock = clock
        self._policy = policy
        self._zone = zone
        self._draw = draw
        self.talk = Talk(store=store, clock=clock)

    # -- lifecycle -------------------------------------------------------------------------

    async def start(
        self,
        place: Place,
        by: Person,
        *,
        topic: str,
        format_name: str = DEFAULT_FORMAT,
        length: timedelta | None = None,
        case: Case | None = None,
        thread_of: int | None = None,
    ) -> Discussion:
        """Begin a discussion here, led by whoever asks. One runs in a place at a time."""
        format_ = self.formats.get(format_name)
        if format_ is None:
            raise BadInput(f"There is no format called “{format_name}”. Pick one from the list.")
        topic = clean_text(topic)
        if not 0 < len(topic) <= LONGEST_TOPIC:
            raise BadInput(f"Give the discussion a topic of 1 to {LONGEST_TOPIC} characters.")
        plans = fit(format_, length)
        new_id, now = self._draw(), self._clock.now()

        def unit(transaction: Transaction) -> Discussion:
            if transaction.discussion_at(place) is not None:
                raise WrongMoment(
                    "A discussion is already running here. End it with /discussion end, "
                    "or start yours in another channel or thread."
                )
            discussion = Discussion(
                id=new_id,
                place=place,
                topic=topic,
                format_name=format_.name,
                format_title=format_.title,
                facilitator_id=by.id,
                plans=plans,
                policy=self._policy,
                seed=int(new_id, 16),
                started_at=now,
                case=case,
                thread_of=thread_of,
            )
            return apply(transaction, lifecycle.started(discussion, by, now), now)

        return await self._store.write(unit)

    async def pause(self, place: Place, by: Person) -> Discussion:
        """Stop the round's time."""
        return await self._decide(place, lambda d, _, now: lifecycle.pause(d, by, now))

    async def resume(self, place: Place, by: Person) -> Discussion:
        """Let the round's time run again."""
        return await self._decide(place, lambda d, _, now: lifecycle.resume(d, by, now))

    async def extend(self, place: Place, by: Person, more: timedelta) -> Discussion:
        """Give the round more time."""
        return await self._decide(place, lambda d, _, now: lifecycle.extend(d, by, more, now))

    async def next_round(self, place: Place, by: Person) -> Discussion:
        """Go on to the next round, or end after the last."""
        return await self._decide(
            place, lambda d, t, now: lifecycle.next_round(d, by, gather(t, d), now)
        )

    async def end(self, place: Place, by: Person) -> Discussion:
        """End the discussion; the deck follows."""
        return await self._decide(place, lambda d, t, now: lifecycle.end(d, by, gather(t, d), now))

    async def status(self, place: Place, by: Person) -> Status:
        """How the discussion here stands, for whoever asks."""
        now = self._clock.now()

        def query(reader: Reader) -> Status:
            discussion = running_at(reader, place)
            tally = reader.tally(place.guild_id, discussion.id)
            own = discussion.participants.get(by.id)
            said = [heard for (person, _), heard in tally.items() if person == by.id]
            number = discussion.current_round.number
            return Status(
                discussion=discussion,
                now=now,
                ends_at=timing.ends_at(discussion, now),
                ledger=ledger(discussion, tally),
                round_ledger=ledger_of_round(discussion, number, tally),
                own=standing(discussion, own, tally) if own else None,
                own_words=sum(heard.words for heard in said),
                own_turns=sum(heard.turns for heard in said),
                is_facilitator=by.id == discussion.facilitator_id,
            )

        return await self._store.read(query)

    # -- taking part -----------------------------------------------------------------------

    async def join(self, place: Place, person: Person) -> Discussion:
        """Somebody says that they are here."""
        return await self._decide(
            place, lambda d, _, now: Decision(contributions.with_sign(d, person, now))
        )

    async def step_out(self, place: Place, person: Person) -> Discussion:
        """Somebody says that they have to go."""

        def decide(discussion: Discussion, _: Transaction, now: datetime) -> Decision:
            discussion = contributions.with_person(discussion, person, now)
            return turned(discussion, contributions.stepped_out(discussion, person.id, now), now)

        return await self._decide(place, decide)

    async def left_guild(self, guild_id: int, person_id: int) -> None:
        """Somebody left the server: they have stepped out of whatever runs there."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            for discussion in transaction.live_discussions():
                if discussion.place.guild_id == guild_id and discussion.is_live:
                    after = contributions.stepped_out(discussion, person_id, now)
                    if after is not discussion:
                        apply(transaction, turned(discussion, after, now), now)

        await self._store.write(unit)

    async def pass_turn(
        self,
        place: Place,
        person: Person,
        *,
        whole_session: bool = False,
        round_number: int | None = None,
    ) -> Discussion:
        """Somebody passes, in this round or for good. ``round_number`` is the round they mean."""

        def decide(discussion: Discussion, _: Transaction, now: datetime) -> Decision:
            current = discussion.current_round.number
            if not discussion.is_live or round_number not in (None, current):
                raise WrongMoment("That round is over; there is nothing left to pass in it.")
            choose = contributions.opted_out if whole_session else contributions.passed
            return turned(discussion, choose(discussion, person, now), now)

        return await self._decide(place, decide)

    async def say(
        self,
        place: Place,
        person: Person,
        *,
        event_id: int,
        text: str,
        tags: str = "",
        anonymous: bool = False,
        link: LinkKind | None = None,
        to: int | None = None,
    ) -> Contribution:
        """Record words given by command or form, and show them to everybody.

        ``event_id`` is the interaction's id: the same one twice is recorded once. ``to`` is the
        id of the contribution that ``link`` refers to.
        """
        words = Words(event_id, clean_text(text), self.talk.tags_in(tags), anonymous)
        now = self._clock.now()

        def unit(transaction: Transaction) -> Contribution:
            discussion = live_at(transaction, place)
            relation = Link(event_id, to, link) if link is not None and to is not None else None
            return self.talk.record(transaction, discussion, person, words, relation, now)

        return await self._store.write(unit)

    async def check_invitation(
        self, guild_id: int, discussion_id: str, invitation_id: str, person: Person
    ) -> Discussion:
        """The discussion of an open invitation; raises if it is over or not this person's."""
        discussion = await self.discussion(guild_id, discussion_id)
        contributions.open_invitation(discussion, invitation_id, person)
        return discussion

    async def answer_invitation(
        self,
        guild_id: int,
        discussion_id: str,
        invitation_id: str,
        person: Person,
        answer: Answer,
        *,
        event_id: int | None = None,
        text: str = "",
    ) -> Discussion:
        """Somebody answers an invitation. Contributing takes words and the interaction's id."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> Discussion:
            discussion = transaction.discussion(guild_id, DiscussionId(discussion_id))
            if discussion is None:
                raise NothingRuns("That discussion is not kept here any more.")
            invitation = contributions.open_invitation(discussion, invitation_id, person)
            known = discussion.participants[person.id]
            named = replace(person, name=known.name)
            if answer is Answer.PASS:
                after = contributions.passed(discussion, named, now)
            elif answer is Answer.NOT_THIS_SESSION:
                after = contributions.opted_out(discussion, named, now)
            else:
                words = Words(
                    event_id or 0,
                    clean_text(text),
                    anonymous=answer is Answer.CONTRIBUTE_ANONYMOUSLY,
                    invitation=invitation,
                )
                self.talk.record(transaction, discussion, named, words, None, now)
                return transaction.discussion(guild_id, discussion.id) or discussion
            return apply(transaction, turned(discussion, after, now), now)

        return await self._store.write(unit)

    # -- messages and menus: see discussion.talk ----------------------------------------------

    def typing(self, place: Place, person_id: int) -> None:
        """Somebody is writing: for a while, no invitation."""
        self.talk.typing(place, person_id)

    def hear(self, message: HeardMessage) -> None:
        """Record an ordinary message, without waiting for it."""
        self.talk.hear(message)

    def edited(self, guild_id: int, message_id: int, text: str) -> None:
        """A message has new words."""
        self.talk.edited(guild_id, message_id, text)

    def deleted(self, guild_id: int, message_ids: Iterable[int]) -> None:
        """Messages are gone; their words leave the record."""
        self.talk.deleted(guild_id, message_ids)

    def reacted(
        self, guild_id: int, message_id: int, person_id: int, emoji: str, *, added: bool
    ) -> None:
        """Somebody reacted to a message, or took it back."""
        self.talk.reacted(guild_id, message_id, person_id, emoji, added=added)

    async def contributions_in(
        self, place: Place, message: HeardMessage | None, message_id: int, by: Person
    ) -> Sequence[Contribution]:
        """What is recorded in a message; one's own is recorded first if it was not."""
        return await self.talk.contributions_in(place, message, message_id, by)

    async def tag(
        self,
        place: Place,
        by: Person,
        contribution_id: int,
        tags: str,
        *,
        anonymous: bool | None = None,
    ) -> Contribution:
        """Add tags to a contribution, and make one's own anonymous."""
        return await self.talk.tag(place, by, contribution_id, tags, anonymous=anonymous)

    async def endorse(self, place: Place, by: Person, contribution_id: int) -> bool:
        """Mark a contribution as speaking for oneself too, or take that back."""
        return await self.talk.endorse(place, by, contribution_id)

    async def recorded_ids(self, guild_id: int, discussion_id: str) -> frozenset[int]:
        """The ids of what is recorded of a discussion so far."""
        wanted = DiscussionId(discussion_id)
        facts = await self._store.read(lambda reader: reader.facts(guild_id, wanted))
        return frozenset(each.id for each in facts.contributions) if facts else frozenset()

    async def reconcile(
        self,
        guild_id: int,
        discussion_id: str,
        messages: Sequence[HeardMessage],
        *,
        known_before: Collection[int] | None = None,
    ) -> None:
        """Bring the record in line with the channel's history after a gap."""
        await self.talk.reconcile(guild_id, discussion_id, messages, known_before=known_before)

    # -- time --------------------------------------------------------------------------------

    async def wake(self) -> int:
        """Work off what is due now; returns how many due actions were taken."""
        now = self._clock.now()
        taken = 0
        while taken < MOST_WAKES:
            actions = await self._store.write(lambda transaction: self._wake_some(transaction, now))
            taken += actions
            if actions == 0:
                break
        return taken

    def _wake_some(self, transaction: Transaction, now: datetime) -> int:
        actions = transaction.claim_due(now, 32)
        for action in actions:
            self._wake_one(transaction, action, now)
        return len(actions)

    def _wake_one(self, transaction: Transaction, action: DueAction, now: datetime) -> None:
        discussion = transaction.discussion(action.guild_id, action.discussion_id)
        if discussion is None or not discussion.is_live:
            return
        try:
            known = gather(transaction, discussion, self.talk.typing_in(discussion.place, now))
            decision = lifecycle.wake(discussion, action, known, now)
        except Exception:
            # The row stays done: one broken discussion must not stop the clock of all others.
            log.exception("Waking discussion %s for %s failed.", discussion.id, action.kind)
            return
        apply(transaction, decision, now)

    async def next_due_at(self) -> datetime | None:
        """When the clock has to call again."""
        return await self._store.next_due_at()

    # -- posts -------------------------------------------------------------------------------

    async def delivered(self, post: Post, message_id: int | None, version: int = 1) -> None:
        """A post stands in Discord: note where, with what follows from it."""
        await self.talk.delivered(post, message_id, version)

    async def undeliverable(
        self, post: Post, reason: str, version: int = 1, *, direct_messages_closed: bool = False
    ) -> None:
        """A post can never be made: note why, with what follows from it."""
        await self.talk.undeliverable(
            post, reason, version, direct_messages_closed=direct_messages_closed
        )

    async def message_of(self, guild_id: int, dedup: str) -> int | None:
        """The message in which a post stands."""
        return await self._store.read(lambda reader: reader.message_of(guild_id, dedup))

    # -- reading -----------------------------------------------------------------------------

    async def live_discussions(self) -> Sequence[Discussion]:
        """Every discussion that is not published yet."""
        return await self._store.read(lambda reader: reader.live_discussions())

    async def discussions(self, guild_id: int) -> Sequence[Discussion]:
        """The guild's discussions, the latest first."""
        return await self._store.read(lambda reader: reader.discussions(guild_id))

    async def discussion(self, guild_id: int, discussion_id: str) -> Discussion:
        """One discussion of a guild."""
        wanted = DiscussionId(discussion_id)
        found = await self._store.read(lambda reader: reader.discussion(guild_id, wanted))
        if found is None:
            raise NothingRuns("There is no such discussion in this server.")
        return found

    async def record(self, guild_id: int, discussion_id: str, *, server_name: str = "") -> Record:
        """The record of a discussion, as far as it has come."""
        wanted = DiscussionId(discussion_id)

        def query(reader: Reader) -> Record | None:
            facts = reader.facts(guild_id, wanted)
            if facts is None:
                return None
            return recording.record_of(facts, zone=self._zone, server_name=server_name)

        found = await self._store.read(query)
        if found is None:
            raise NothingRuns("There is no such discussion in this server.")
        return found

    async def _decide(
        self, place: Place, decide: Callable[[Discussion, Transaction, datetime], Decision]
    ) -> Discussion:
        now = self._clock.now()

        def unit(transaction: Transaction) -> Discussion:
            discussion = live_at(transaction, place)
            return apply(transaction, decide(discussion, transaction, now), now)

        return await self._store.write(unit)
