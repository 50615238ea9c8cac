"""Presenting: showing a published discussion's slides, and who presents which."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from discussion.after_class import presenting, slide_shares
from discussion.after_class import presenting_posts as posts
from discussion.after_class.presenting import Presentation
from discussion.model import Discussion, DiscussionId, Person, Place, State
from discussion.model.errors import NothingRuns, WrongMoment
from discussion.model.preferences import preferred
from discussion.ports.store import Reader, Transaction
from discussion.service.deciding import Deciding

_LOOKED_THROUGH = 200
"""How many of a server's latest discussions are looked through for the one of a channel."""

Change = Callable[[Discussion, Presentation, datetime], Presentation]


@dataclass(frozen=True, slots=True)
class Showing:
    """A presentation and the discussion that it shows."""

    discussion: Discussion
    presentation: Presentation


class Presenting(Deciding):
    """What people can do to a presentation. Every change shows in its one post."""

    async def published(self, guild_id: int) -> list[Discussion]:
        """The guild's discussions that can be presented, the latest first."""
        known = await self._store.read(lambda reader: reader.discussions(guild_id, _LOOKED_THROUGH))
        return [each for each in known if each.state is State.PUBLISHED]

    async def latest_in(self, place: Place) -> Discussion:
        """The latest published discussion of a channel. Raises ``NothingRuns`` without one."""
        known = await self.published(place.guild_id)
        found = next((each for each in known if each.place == place), None)
        if found is None:
            raise NothingRuns(
                "No discussion of this channel has a deck yet. Pick one with the option discussion."
            )
        return found

    async def here(self, place: Place) -> Showing:
        """What is being presented in a channel. Raises ``NothingRuns`` if nothing is."""
        return await self._store.read(lambda reader: _here(reader, place))

    async def of(self, guild_id: int, discussion_id: str, run: int) -> Showing:
        """One presentation that is not over. Raises ``WrongMoment`` if it is."""
        return await self._store.read(
            lambda reader: _of(reader, guild_id, DiscussionId(discussion_id), run)
        )

    async def start(
        self,
        place: Place,
        by: Person,
        discussion_id: str,
        slides: int,
        length: timedelta,
        *,
        gone: Collection[int] = (),
    ) -> Showing:
        """Show the first slide in a place, and share all of them out.

        ``gone`` are people who left the server since; they are given none.

        Raises:
            NothingRuns: There is no such discussion.
            WrongMoment: Something is being presented here.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> Showing:
            discussion = _discussion(transaction, place.guild_id, DiscussionId(discussion_id))
            other = transaction.presentation_at(place)
            if other is not None:
                raise presenting.taken(same=other.discussion_id == discussion.id)
            facts = transaction.facts(place.guild_id, discussion.id)
            said = facts.contributions if facts else ()
            there = slide_shares.openly_there(discussion, said)
            begun = presenting.begun(
                discussion,
                place,
                by,
                [each for each in there if each.id not in gone],
                slides,
                length,
                now,
                _ended_elsewhere(transaction, discussion, by, now),
            )
            transaction.save_presentation(begun)
            transaction.post(posts.slide(discussion, begun))
            return Showing(discussion, begun)

        return await self._store.write(unit)

    async def turn(
        self, guild_id: int, by: Person, discussion_id: str, run: int, slide: int, steps: int
    ) -> Showing:
        """Go on from a slide, or back; after the last one the presentation is over."""
        return await self._change(
            guild_id,
            discussion_id,
            run,
            lambda d, p, now: presenting.turned(d, p, by, slide, steps, now),
        )

    async def stop(self, place: Place, by: Person) -> Showing:
        """End what is being presented in a place."""
        showing = await self.here(place)
        return await self._change(
            place.guild_id,
            showing.discussion.id,
            showing.presentation.run,
            lambda d, p, now: presenting.stopped(d, p, by, now),
        )

    async def decline(self, guild_id: int, person_id: int, discussion_id: str, run: int) -> Showing:
        """Somebody would rather not present; others take over what they still had."""
        return await self._change(
            guild_id, discussion_id, run, lambda _d, p, _n: slide_shares.declined(p, person_id)
        )

    async def leave_out(self, guild_id: int, person_id: int) -> None:
        """Somebody left the server: others present what they still had."""
        running = await self._store.read(lambda reader: reader.running_presentations(guild_id))
        for each in (each for each in running if person_id in each.people):
            # It may have ended, or they said so themselves, in between.
            with suppress(WrongMoment):
                await self.decline(guild_id, person_id, each.discussion_id, each.run)

    async def join(self, guild_id: int, by: Person, discussion_id: str, run: int) -> Showing:
        """Somebody would like to present as well."""
        return await self._change(
            guild_id, discussion_id, run, lambda d, p, _: slide_shares.joined(d, p, by.id)
        )

    async def offer_swap(self, place: Place, by: Person, of: Person) -> Showing:
        """Somebody offers what they still have to present for what somebody else has."""
        showing = await self.here(place)
        return await self._change(
            place.guild_id,
            showing.discussion.id,
            showing.presentation.run,
            lambda _d, p, _n: slide_shares.offered(p, by.id, of.id),
        )

    async def answer_swap(
        self, guild_id: int, by: Person, discussion_id: str, run: int, number: int, *, accept: bool
    ) -> Showing:
        """Whoever was asked agrees to a swap, or does not."""
        return await self._change(
            guild_id,
            discussion_id,
            run,
            lambda _d, p, _n: slide_shares.answered(p, by.id, number, accept=accept),
        )

    async def ask(
        self,
        guild_id: int,
        by: Person,
        discussion_id: str,
        run: int,
        slide: int,
        text: str,
        *,
        nameless: bool | None = None,
    ) -> Showing:
        """Note a question to a slide; with a name unless whoever asks likes to leave it out."""
        chosen = await self._store.read(lambda reader: reader.preferences(guild_id))
        left_out = preferred(chosen, by.id).anonymous if nameless is None else nameless
        return await self._change(
            guild_id,
            discussion_id,
            run,
            lambda _d, p, now: presenting.asked(p, by, text, slide, now, nameless=left_out),
        )

    async def fit(self, guild_id: int, discussion_id: str, run: int, slides: int) -> None:
        """Go on with a deck that has more or fewer slides than when the presentation began."""
        await self._change(
            guild_id, discussion_id, run, lambda _d, p, _n: presenting.fitted(p, slides)
        )

    async def _change(self, guild_id: int, discussion_id: str, run: int, change: Change) -> Showing:
        now = self._clock.now()

        def unit(transaction: Transaction) -> Showing:
            showing = _of(transaction, guild_id, DiscussionId(discussion_id), run)
            discussion, before = showing.discussion, showing.presentation
            after = change(discussion, before, now)
            if after == before:
                return showing
            transaction.save_presentation(after)
            transaction.post(posts.slide(discussion, after))
            for post in posts.changed_offers(discussion, before, after):
                transaction.post(post)
            return Showing(discussion, after)

        return await self._store.write(unit)


def _ended_elsewhere(
    transaction: Transaction, discussion: Discussion, by: Person, now: datetime
) -> Presentation | None:
    """The presentation before, ended where it still runs: in another channel, maybe a lost one."""
    before = transaction.presentation(discussion.place.guild_id, discussion.id)
    if before is None or before.ended_at is not None:
        return before
    ended = presenting.stopped(discussion, before, by, now)
    for post in (posts.slide(discussion, ended), *posts.changed_offers(discussion, before, ended)):
        transaction.post(post)
    return ended


def _discussion(reader: Reader, guild_id: int, discussion_id: DiscussionId) -> Discussion:
    found = reader.discussion(guild_id, discussion_id)
    if found is None:
        raise NothingRuns("There is no such discussion in this server.")
    return found


def _here(reader: Reader, place: Place) -> Showing:
    presentation = reader.presentation_at(place)
    if presentation is None:
        raise NothingRuns("Nothing is being presented in this channel. /present start begins.")
    return Showing(_discussion(reader, place.guild_id, presentation.discussion_id), presentation)


def _of(reader: Reader, guild_id: int, discussion_id: DiscussionId, run: int) -> Showing:
    found = reader.presentation(guild_id, discussion_id)
    if found is not None and found.run != run:
        found = None
    presentation = presenting.check_runs(found)
    return Showing(_discussion(reader, guild_id, discussion_id), presentation)
