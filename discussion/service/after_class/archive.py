"""The archive: reading discussions, their status and their records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from discussion.after_class.presenting import presented
from discussion.lifecycle.leading import leads
from discussion.model import Discussion, DiscussionId, Person, Place, timing
from discussion.model.errors import NothingRuns
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import (
    Evenness,
    LedgerCounts,
    Standing,
    as_seen,
    evenness,
    ledger,
    ledger_of_round,
    standing,
    under_names,
)
from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.record import recording
from discussion.record.attendance import Session, session_of
from discussion.record.record import Record
from discussion.service.applying import running_at
from discussion.service.deciding import Deciding
from discussion.term.model import Topic
from discussion.term.planning.reading_list import reading_list
from discussion.term.reminders.following import followed

SESSIONS_A_READ = 250
"""As many discussions are in memory at a time, while all of a server are gone through."""
HONOURED_FOR = timedelta(days=14)
"""How long after publication the channel is looked at for what was deleted or edited in it while
the bot was away. What it is told of is honoured at any time."""


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
    own_airtime: timedelta
    """How long they spoke aloud in turns of their own."""
    all_words: int
    """Under people's names, as the turns and the evenness."""
    all_turns: int
    evenness: Evenness | None
    is_facilitator: bool
    """Whether whoever asks leads this discussion, alone or with others."""
    is_lecturer: bool
    nameless_left_out: bool
    """Whether there are nameless words, which these figures leave out."""


class Archive(Deciding):
    """What can be read of discussions."""

    def __init__(self, *, store: Store, clock: Clock, zone: str) -> None:
        """``zone`` is the IANA zone of servers in which no other was set up."""
        super().__init__(store=store, clock=clock)
        self._zone = zone

    async def status(self, place: Place, by: Person) -> Status:
        """How the discussion here stands, for whoever asks."""
        now = self._clock.now()

        def query(reader: Reader) -> Status:
            discussion = running_at(reader, place)
            tally = reader.tally(place.guild_id, discussion.id)
            named, own = under_names(tally), discussion.participants.get(by.id)
            said = [heard for (person, _), heard in tally.items() if person == by.id]
            number, seen = discussion.current_round.number, as_seen(discussion, tally)
            return Status(
                discussion=discussion,
                now=now,
                ends_at=timing.ends_at(discussion, now),
                ledger=disclosed(ledger(discussion, seen)),
                round_ledger=disclosed(
                    ledger_of_round(discussion, number, as_seen(discussion, tally, number))
                ),
                own=standing(discussion, own, tally) if own else None,
                own_words=sum(heard.words for heard in said),
                own_turns=sum(heard.turns for heard in said),
                own_airtime=sum((heard.airtime for heard in said), timedelta()),
                all_words=sum(heard.words for heard in named.values()),
                all_turns=sum(heard.turns for heard in named.values()),
                evenness=evenness(discussion.participants, named, policy=discussion.policy),
                is_facilitator=leads(discussion, by.id),
                is_lecturer=by.is_lecturer,
                nameless_left_out=any(h.named_turns < h.turns for h in tally.values()),
            )

        return await self._store.read(query)

    async def live(self) -> Sequence[Discussion]:
        """Every discussion that is not published yet."""
        return await self._store.read(lambda reader: reader.live_discussions())

    async def published_of_late(self) -> Sequence[Discussion]:
        """Every published discussion whose authors' deletions and edits are still looked for."""
        since = self._clock.now() - HONOURED_FOR
        # The review comes between the end and the publication; it never lasts a day.
        ended = await self._store.read(
            lambda reader: reader.published_discussions(since - timedelta(days=1))
        )
        return [each for each in ended if _published_at(each) >= since]

    async def all_of(self, guild_id: int, typed: str = "") -> Sequence[Discussion]:
        """The guild's latest discussions with what somebody typed in topic or day."""
        return await self._store.read(lambda reader: reader.discussions(guild_id, typed=typed))

    async def meant_in(self, place: Place) -> Discussion | None:
        """The discussion running here, else the latest here, else the latest of the server."""

        def query(reader: Reader) -> Discussion | None:
            running = reader.discussion_at(place)
            if running is not None:
                return running
            guild_id = place.guild_id
            here = reader.discussions(guild_id, 1, channel_id=place.channel_id)
            return next(iter(here or reader.discussions(guild_id, 1)), None)

        return await self._store.read(query)

    async def sessions(self, guild_id: int) -> Sequence[Session]:
        """The guild's discussions that have ended, as a lecturer may see them, the latest first.

        All of them, however many: a portion is read at once and summed up before the next.
        """
        ended = await self._store.read(lambda reader: reader.ended(guild_id))
        sessions = list[Session]()
        for first in range(0, len(ended), SESSIONS_A_READ):
            portion = ended[first : first + SESSIONS_A_READ]

            def query(reader: Reader, ids: Sequence[DiscussionId] = portion) -> list[Session]:
                return [session_of(facts) for facts in reader.facts_of(guild_id, ids)]

            sessions += await self._store.read(query)
        return sessions

    async def one(self, guild_id: int, discussion_id: str) -> Discussion:
        """One discussion of a guild."""
        wanted = DiscussionId(discussion_id)
        found = await self._store.read(lambda reader: reader.discussion(guild_id, wanted))
        if found is None:
            raise NothingRuns("There is no such discussion in this server.")
        return found

    async def record(self, guild_id: int, discussion_id: str, *, server_name: str = "") -> Record:
        """The record of a discussion, as far as it has come."""
        wanted = DiscussionId(discussion_id)
        found = await self._store.read(
            lambda reader: self._record(reader, guild_id, wanted, server_name)
        )
        if found is None:
            raise NothingRuns("There is no such discussion in this server.")
        return found

    async def given(self, guild_id: int, discussion_id: str, person: Person) -> None:
        """Somebody was given a deck in private: they are told once a newer one takes its place."""

        def unit(transaction: Transaction) -> None:
            discussion = transaction.discussion(guild_id, DiscussionId(discussion_id))
            if discussion is not None:
                holders = discussion.deck_holders | {person.id}
                transaction.save(replace(discussion, deck_holders=holders))

        await self._store.write(unit)

    async def term(self, guild_id: int, latest: int, *, server_name: str = "") -> Sequence[Record]:
        """The records of the ``latest`` discussions that have ended, the earliest first.

        Their actions say what became of them. One read for each, so that a long term holds up
        nobody.
        """
        known = await self._store.read(lambda reader: reader.ended(guild_id))
        ended = known[:latest]
        records = list[Record]()
        for discussion_id in reversed(ended):

            def query(reader: Reader, wanted: DiscussionId = discussion_id) -> Record | None:
                record = self._record(reader, guild_id, wanted, server_name)
                promises = reader.term.promises(guild_id, wanted)
                return followed(record, promises) if record else None

            found = await self._store.read(query)
            records += [found] if found else []
        return records

    def _record(
        self, reader: Reader, guild_id: int, discussion_id: DiscussionId, server_name: str
    ) -> Record | None:
        facts = reader.facts(guild_id, discussion_id)
        if facts is None:
            return None
        record = recording.record_of(
            facts,
            zone=zone_in(reader, guild_id, self._zone),
            server_name=server_name,
            readings=reading_list(facts.discussion.case, _topic_of(reader, facts.discussion)),
        )
        shown = reader.presentation(guild_id, discussion_id)
        return presented(record, facts.discussion, shown)


def _published_at(discussion: Discussion) -> datetime:
    review, ended_at = discussion.review, discussion.ended_at or discussion.started_at
    return (review.closed_at if review is not None else None) or ended_at


def zone_in(reader: Reader, guild_id: int, otherwise: str) -> str:
    """The IANA zone that was set up for a server's classes, or another where none was."""
    course = reader.term.course(guild_id)
    return course.zone if course else otherwise


def _topic_of(reader: Reader, discussion: Discussion) -> Topic | None:
    """The topic of the planned class that a discussion was opened for, if it was."""
    guild_id = discussion.place.guild_id
    planned = reader.term.class_of_discussion(guild_id, discussion.id)
    if planned is None or planned.topic_id is None:
        return None
    return reader.term.topic(guild_id, planned.topic_id)
