"""Circles: choosing themes at a ballot, taking a seat in a fishbowl, swapping its circles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from discussion.arrangement import fishbowl, voting
from discussion.contributions import speaking
from discussion.lifecycle.leading import check_may_control
from discussion.model import Discussion, Person, Place
from discussion.model.effects import Decision
from discussion.model.errors import WrongMoment
from discussion.ports.store import Reader, Transaction
from discussion.service.applying import gather, turned
from discussion.service.deciding import Deciding


class Circles(Deciding):
    """What people do in rounds that arrange them."""

    async def choose(
        self, place: Place, person: Person, choices: Collection[str], *, round_number: int
    ) -> Discussion:
        """Somebody chooses themes at the ballot of a round, or changes their choice."""

        def decide(discussion: Discussion, _: Transaction, now: datetime) -> Decision:
            _check_round(discussion, round_number)
            after = speaking.with_sign(discussion, person, now, place.channel_id)
            return turned(discussion, voting.chosen(after, person.id, choices), now)

        return await self._decide(place, decide)

    async def take_seat(self, place: Place, person: Person, *, round_number: int) -> Discussion:
        """Somebody takes a seat in the inner circle."""

        def decide(discussion: Discussion, transaction: Transaction, now: datetime) -> Decision:
            _check_round(discussion, round_number)
            after = speaking.with_sign(discussion, person, now, place.channel_id)
            tally = gather(transaction, discussion).tally
            return turned(discussion, fishbowl.seated(after, person.id, tally), now)

        return await self._decide(place, decide)

    async def listens(self, place: Place, person_id: int) -> bool:
        """Whether somebody sits in the outer circle of a fishbowl that runs here."""

        def query(reader: Reader) -> bool:
            discussion = reader.discussion_at(place)
            return discussion is not None and fishbowl.listens(discussion, person_id)

        return await self._store.read(query)

    async def swap(self, place: Place, by: Person) -> Discussion:
        """The circles swap, when whoever leads the round says so."""

        def decide(discussion: Discussion, transaction: Transaction, now: datetime) -> Decision:
            check_may_control(discussion, by)
            tally = gather(transaction, discussion).tally
            return turned(discussion, fishbowl.swapped(discussion, tally), now)

        return await self._decide(place, decide)


def _check_round(discussion: Discussion, round_number: int) -> None:
    if discussion.current_round.number != round_number:
        raise WrongMoment("That round is over; use the newest panel in the channel.")
