"""Reviews: everybody looks at their own words before the deck is made, and headlines are picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from discussion.contributions import speaking
from discussion.lifecycle import review
from discussion.lifecycle.review import Choice
from discussion.model import Contribution, Discussion, DiscussionId, Person, Place
from discussion.model.effects import Decision
from discussion.model.errors import BadInput, DeckFailed, NothingRuns, WrongMoment
from discussion.parsing.text import clean_text
from discussion.ports.deck import DeckDrawer, DeckPreview, ShownLine
from discussion.ports.store import Clock, Facts, Reader, Store, Transaction
from discussion.record import recording
from discussion.record.record import Record
from discussion.service.after_class.archive import zone_in
from discussion.service.applying import apply, running_at
from discussion.service.contributions import taking_back
from discussion.service.deciding import Deciding

Change = Callable[[Transaction, Discussion, Contribution, datetime], None]


@dataclass(frozen=True, slots=True)
class OwnWord:
    """One of somebody's own contributions and the lines of it that the deck would show."""

    contribution: Contribution
    shown: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What somebody said in a discussion, in the order in which it was said."""

    discussion: Discussion
    words: tuple[OwnWord, ...]
    drawn: bool
    """Whether it is known what the deck would show; its drawing may have failed."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A discussion as it stands, its record, and where its contributions are in that."""

    facts: Facts
    record: Record
    numbers: Mapping[int, int]
    """The record's number of each contribution that it shows."""


class Reviews(Deciding):
    """What people do in the time between the last round and the deck.

    Every discussion is named by its guild and id: buttons bring both, and they outlive the place.
    """

    def __init__(self, *, store: Store, clock: Clock, zone: str) -> None:
        """``zone`` is the IANA zone of servers in which no other was set up."""
        super().__init__(store=store, clock=clock)
        self._zone = zone

    async def own_words(
        self, guild_id: int, discussion_id: str, person: Person, decks: DeckDrawer
    ) -> OwnWords:
        """Everything that somebody said, and how it will appear; they have looked by that."""

        def look(transaction: Transaction) -> _Seen:
            self._decided(
                transaction, guild_id, discussion_id, lambda d, t, _: _looked(d, t, person)
            )
            return self._seen(transaction, guild_id, discussion_id)

        seen = await self._store.write(look)
        preview = await _preview(decks, seen.record)
        shown: dict[int, list[ShownLine]] = {}
        for line in preview.lines if preview else ():
            shown.setdefault(line.contribution_id, []).append(line)
        own = (c for c in seen.facts.contributions if c.author_id == person.id)
        kept = sorted(
            (c for c in own if c.withdrawn_at is None), key=lambda each: (each.said_at, each.id)
        )
        words = tuple(
            OwnWord(each, tuple(shown.get(seen.numbers.get(each.id, 0), ()))) for each in kept
        )
        return OwnWords(seen.facts.discussion, words, preview is not None)

    async def fine(self, guild_id: int, discussion_id: str, person: Person) -> bool:
        """Somebody says that their words are fine; False for who has none here."""

        def unit(transaction: Transaction) -> bool:
            after = self._decided(
                transaction, guild_id, discussion_id, lambda d, t, _: _looked(d, t, person)
            )
            return after.review is not None and person.id in after.review.looked

        return await self._store.write(unit)

    async def publish(self, guild_id: int, discussion_id: str, by: Person) -> Discussion:
        """The deck is made now instead of when the time is over."""
        return await self._store.write(
            lambda t: self._decided(
                t,
                guild_id,
                discussion_id,
                lambda d, t, now: review.published_early(d, by, t.tally(guild_id, d.id), now),
            )
        )

    async def publish_at(self, place: Place, by: Person) -> Discussion:
        """The same of the discussion in a place."""

        def unit(transaction: Transaction) -> Discussion:
            discussion = running_at(transaction, place)
            if discussion.is_live:
                raise WrongMoment("The rounds are still running. /discussion end closes them.")
            tally, now = transaction.tally(place.guild_id, discussion.id), self._clock.now()
            decision = review.published_early(discussion, by, tally, now)
            return apply(transaction, decision, now)

        return await self._store.write(unit)

    async def put_right(
        self, guild_id: int, discussion_id: str, by: Person, contribution_id: int, text: str
    ) -> Contribution:
        """Somebody's own words read as they want them to; returns them as they are now."""
        words = clean_text(text)

        def change(
            transaction: Transaction, discussion: Discussion, before: Contribution, now: datetime
        ) -> None:
            after = speaking.put_right(before, words, now)
            taking_back.with_other_words(transaction, discussion, before, after)

        return await self._change(guild_id, discussion_id, by, contribution_id, change)

    async def take_name_off(
        self, guild_id: int, discussion_id: str, by: Person, contribution_id: int
    ) -> Contribution:
        """Somebody's own words stand without their name, for good."""

        def change(
            transaction: Transaction, discussion: Discussion, before: Contribution, now: datetime
        ) -> None:
            if not before.anonymous:
                taking_back.without_name(transaction, discussion, before, speaking.nameless(before))

        return await self._change(guild_id, discussion_id, by, contribution_id, change)

    async def one_word(
        self, guild_id: int, discussion_id: str, by: Person, contribution_id: int
    ) -> Contribution:
        """One of somebody's own contributions, to be put right."""

        def query(reader: Reader) -> Contribution:
            discussion = _of(reader, guild_id, discussion_id)
            review.check_open(discussion)
            return _own(reader, discussion, by, contribution_id)

        return await self._store.read(query)

    async def headlines(
        self, guild_id: int, discussion_id: str, person: Person, decks: DeckDrawer
    ) -> Sequence[Choice]:
        """What the class may choose among, and what this person chose.

        The deck's candidates are looked for when they are first wanted, and again once words of
        theirs have changed. Raises ``DeckFailed`` where they cannot be.
        """
        seen = await self._store.read(lambda reader: self._seen(reader, guild_id, discussion_id))
        discussion = seen.facts.discussion
        if review.is_stale(discussion, seen.facts.contributions):
            preview = await decks.preview(seen.record)
            ids = {number: contribution for contribution, number in seen.numbers.items()}
            found = {
                theme: [(ids[line.contribution_id], line.text) for line in some]
                for theme, some in preview.headlines.items()
            }

            def offer(transaction: Transaction) -> Facts:
                facts = _facts(transaction, guild_id, discussion_id)
                after = review.offered(facts.discussion, found, facts.contributions)
                transaction.save(after)
                return replace(facts, discussion=after)

            facts = await self._store.write(offer)
        else:
            facts = seen.facts
        return review.choices(facts.discussion, person, facts.contributions)

    async def choose(
        self, guild_id: int, discussion_id: str, person: Person, theme_id: str, key: str | None
    ) -> Sequence[Choice]:
        """Somebody chooses a headline, or none; in secret, and as often as they like."""

        def unit(transaction: Transaction) -> Sequence[Choice]:
            facts = _facts(transaction, guild_id, discussion_id)
            after = review.chosen(facts.discussion, person, theme_id, key)
            transaction.save(after)
            return review.choices(after, person, facts.contributions)

        return await self._store.write(unit)

    def _decided(
        self,
        transaction: Transaction,
        guild_id: int,
        discussion_id: str,
        decide: Callable[[Discussion, Transaction, datetime], Decision],
    ) -> Discussion:
        now, discussion = self._clock.now(), _of(transaction, guild_id, discussion_id)
        decision = decide(discussion, transaction, now)
        if decision.discussion is discussion:
            return discussion
        return apply(transaction, decision, now)

    async def _change(
        self, guild_id: int, discussion_id: str, by: Person, contribution_id: int, change: Change
    ) -> Contribution:
        """Change somebody's own words while the review is open; they have looked by that."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> Contribution:
            discussion = _of(transaction, guild_id, discussion_id)
            review.check_open(discussion)
            before = _own(transaction, discussion, by, contribution_id)
            change(transaction, discussion, before, now)
            self._decided(transaction, guild_id, discussion_id, lambda d, t, _: _looked(d, t, by))
            return transaction.contribution(guild_id, contribution_id) or before

        return await self._store.write(unit)

    def _seen(self, reader: Reader, guild_id: int, discussion_id: str) -> _Seen:
        facts = _facts(reader, guild_id, discussion_id)
        zone = zone_in(reader, guild_id, self._zone)
        record = recording.record_of(facts, zone=zone, server_name="")
        return _Seen(facts, record, recording.numbered(facts))


async def _preview(decks: DeckDrawer, record: Record) -> DeckPreview | None:
    try:
        return await decks.preview(record)
    except DeckFailed:
        return None


def _looked(discussion: Discussion, transaction: Transaction, person: Person) -> Decision:
    tally = transaction.tally(discussion.place.guild_id, discussion.id)
    return review.looked(discussion, person, tally)


def _of(reader: Reader, guild_id: int, discussion_id: str) -> Discussion:
    found = reader.discussion(guild_id, DiscussionId(discussion_id))
    if found is None:
        raise NothingRuns("There is no such discussion in this server.")
    return found


def _facts(reader: Reader, guild_id: int, discussion_id: str) -> Facts:
    review.check_open(_of(reader, guild_id, discussion_id))
    found = reader.facts(guild_id, DiscussionId(discussion_id))
    if found is None:
        raise NothingRuns("There is no such discussion in this server.")
    return found


def _own(
    reader: Reader, discussion: Discussion, person: Person, contribution_id: int
) -> Contribution:
    found = reader.contribution(discussion.place.guild_id, contribution_id)
    if (
        found is None
        or found.author_id != person.id
        or found.discussion_id != discussion.id
        or found.withdrawn_at is not None
    ):
        raise BadInput("Those words are not in the record any more, or they are not yours.")
    return found
