"""Presence: who is there, who goes, and who passes."""

from __future__ import annotations

from datetime import datetime

from discussion.contributions import speaking
from discussion.lifecycle import review
from discussion.model import Discussion, Person, Place
from discussion.model.effects import Decision
from discussion.model.errors import WrongMoment
from discussion.ports.store import Transaction
from discussion.service.applying import apply, turned
from discussion.service.deciding import Deciding


class Presence(Deciding):
    """Coming, going and passing."""

    async def join(self, place: Place, person: Person) -> Discussion:
        """Somebody says that they are here."""

        def decide(discussion: Discussion, _: Transaction, now: datetime) -> Decision:
            after = speaking.with_sign(discussion, person, now, place.channel_id)
            return turned(discussion, after, now)

        return await self._decide(place, decide)

    async def step_out(self, place: Place, person: Person) -> Discussion:
        """Somebody says that they have to go."""

        def decide(discussion: Discussion, _: Transaction, now: datetime) -> Decision:
            known = speaking.with_person(discussion, person, now)
            return turned(discussion, speaking.stepped_out(known, person.id, now), now)

        return await self._decide(place, decide)

    async def left_guild(self, guild_id: int, person_id: int) -> None:
        """Somebody left the server: they have stepped out of whatever runs there."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            for discussion in transaction.live_discussions():
                if discussion.place.guild_id != guild_id:
                    continue
                if discussion.is_in_review:
                    tally = transaction.tally(guild_id, discussion.id)
                    apply(transaction, review.gone(discussion, person_id, tally), now)
                elif discussion.is_live:
                    after = speaking.stepped_out(discussion, person_id, now)
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
            choose = speaking.opted_out if whole_session else speaking.passed
            return turned(discussion, choose(discussion, person, now), now)

        return await self._decide(place, decide)
