"""The way of every command: gather, decide, apply, in one unit of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from discussion.model import Discussion, Place
from discussion.model.effects import Decision
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.applying import apply, live_at

Decide = Callable[[Discussion, Transaction, datetime], Decision]


class Deciding:
    """What the subjects of the service share: a store, a clock, and the way of a command."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def _decide(self, place: Place, decide: Decide) -> Discussion:
        """Decide about the live discussion in a place. Raises ``NothingRuns`` if there is none."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> Discussion:
            discussion = live_at(transaction, place)
            return apply(transaction, decide(discussion, transaction, now), now)

        return await self._store.write(unit)
