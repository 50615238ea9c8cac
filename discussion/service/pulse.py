"""Pulse: the one anonymous tap at the close."""

from __future__ import annotations

from discussion import pulse
from discussion.effects import Decision
from discussion.model import Discussion, Person, Place
from discussion.service.deciding import Deciding


class PulseAnswers(Deciding):
    """Whether people felt heard."""

    async def give(self, place: Place, person: Person, value: int) -> Discussion:
        """Somebody answers, once; who gave which value is kept nowhere."""
        return await self._decide(
            place, lambda d, _, now: Decision(pulse.given(d, person.id, value))
        )
