"""Leading: naming who facilitates with one, handing over, taking over."""

from __future__ import annotations

from discussion import leading
from discussion.model import Discussion, Person, Place
from discussion.service.deciding import Deciding


class Leading(Deciding):
    """Who facilitates."""

    async def hand_over(
        self, place: Place, by: Person, to: Person, *, together: bool = False
    ) -> Discussion:
        """Let somebody else facilitate, or facilitate as well."""
        return await self._decide(
            place, lambda d, _, now: leading.handed_over(d, by, to, now, together=together)
        )

    async def take_over(self, place: Place, by: Person) -> Discussion:
        """Facilitate from now on."""
        return await self._decide(
            place,
            lambda d, t, now: leading.taken_over(d, by, t.tally(place.guild_id, d.id), now),
        )
