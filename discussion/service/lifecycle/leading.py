"""Leading: naming who facilitates with one, handing over, taking over."""

from __future__ import annotations

from datetime import datetime

from discussion.lifecycle import leading
from discussion.model import Discussion, Person, Place
from discussion.model.effects import Decision
from discussion.model.preferences import preferred
from discussion.ports.store import Transaction
from discussion.service.deciding import Deciding


class Leading(Deciding):
    """Who facilitates."""

    async def hand_over(
        self, place: Place, by: Person, to: Person, *, together: bool = False
    ) -> Discussion:
        """Let somebody else facilitate, or facilitate as well."""

        def decide(discussion: Discussion, transaction: Transaction, now: datetime) -> Decision:
            wishes = preferred(transaction.preferences(place.guild_id), to.id)
            return leading.handed_over(discussion, by, to, now, together=together, wishes=wishes)

        return await self._decide(place, decide)

    async def take_over(self, place: Place, by: Person) -> Discussion:
        """Facilitate from now on."""
        return await self._decide(
            place,
            lambda d, t, now: leading.taken_over(d, by, t.tally(place.guild_id, d.id), now),
        )
