"""Pulse: the one anonymous tap at the close."""

from __future__ import annotations

from discussion.model import Discussion, Person, Place
from discussion.model.effects import Decision
from discussion.participation import pulse
from discussion.ports.store import Transaction
from discussion.service.applying import apply, running_at
from discussion.service.deciding import Deciding


class PulseAnswers(Deciding):
    """Whether people felt heard."""

    async def give(self, place: Place, person: Person, value: int) -> Discussion:
        """Somebody answers, once; who gave which value is kept nowhere."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> Discussion:
            discussion = running_at(transaction, place)
            return apply(transaction, Decision(pulse.given(discussion, person.id, value)), now)

        return await self._store.write(unit)
