"""Preferences: what people choose for themselves in the classes of one server."""

from __future__ import annotations

from collections.abc import Callable

from discussion.model.preferences import Preferences, preferred
from discussion.ports.store import Transaction
from discussion.service.deciding import Deciding


class PersonalPreferences(Deciding):
    """How each person wishes to be treated. What they change holds at once, also mid-round."""

    async def of(self, guild_id: int, person_id: int) -> Preferences:
        """What somebody chose in this guild, or the defaults."""
        return await self._store.read(
            lambda reader: preferred(reader.preferences(guild_id), person_id)
        )

    async def change(
        self, guild_id: int, person_id: int, change: Callable[[Preferences], Preferences]
    ) -> Preferences:
        """Change some of it and keep the rest; returns what holds now."""

        def unit(transaction: Transaction) -> Preferences:
            after = change(preferred(transaction.preferences(guild_id), person_id))
            transaction.set_preferences(guild_id, person_id, after)
            return after

        return await self._store.write(unit)
