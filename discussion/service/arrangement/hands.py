"""Hands: asking for the floor, and handing it on."""

from __future__ import annotations

from datetime import datetime

from discussion.arrangement import hands
from discussion.contributions import speaking
from discussion.lifecycle.leading import check_may_control
from discussion.model import Discussion, Person, Place
from discussion.model.effects import Decision
from discussion.model.errors import WrongMoment
from discussion.ports.store import Transaction
from discussion.service.applying import gather, turned
from discussion.service.deciding import Deciding


class Hands(Deciding):
    """The queue and the floor. ``round_number`` is the round that somebody means by a button."""

    async def toggle(
        self, place: Place, person: Person, *, round_number: int | None = None
    ) -> Discussion:
        """Somebody raises their hand, or lowers it."""

        def decide(discussion: Discussion, transaction: Transaction, now: datetime) -> Decision:
            _check_round(discussion, round_number)
            known = gather(transaction, discussion)
            after = speaking.with_sign(discussion, person, now)
            after = hands.toggled(after, person.id, known.tally, now)
            return turned(discussion, after, now)

        return await self._decide(place, decide)

    async def done(
        self, place: Place, person: Person, *, round_number: int | None = None
    ) -> Discussion:
        """A speaker has finished, on the floor or in a go-round that is spoken aloud."""

        def decide(discussion: Discussion, _: Transaction, now: datetime) -> Decision:
            _check_round(discussion, round_number)
            after = speaking.with_sign(discussion, person, now)
            order = after.turns
            if order is not None and order.waiting[:1] == (person.id,):
                return _turn_spoken(discussion, after, now)
            return Decision(hands.done(after, person.id, now))

        return await self._decide(place, decide)

    async def next_speaker(
        self, place: Place, by: Person, *, round_number: int | None = None
    ) -> Discussion:
        """Whoever leads gives the floor to the next in line, or lets a go-round move on."""

        def decide(discussion: Discussion, _: Transaction, now: datetime) -> Decision:
            check_may_control(discussion, by)
            _check_round(discussion, round_number)
            if discussion.turns is not None and discussion.turns.waiting:
                return _turn_spoken(discussion, discussion, now)
            return Decision(hands.next_speaker(discussion, now))

        return await self._decide(place, decide)


def _check_round(discussion: Discussion, round_number: int | None) -> None:
    if round_number not in (None, discussion.current_round.number):
        raise WrongMoment("That round is over. The newest panel has a button for this one.")


def _turn_spoken(before: Discussion, after: Discussion, now: datetime) -> Decision:
    """A turn of a go-round ends: whoever spoke it aloud was heard, others get another chance."""
    after, speeches = hands.turn_handed_on(after, now)
    decision = turned(before, after, now)
    return Decision(after, decision.posts, speeches)
