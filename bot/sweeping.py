"""Sweeping: what nobody asks for any more leaves the database, when nothing waits to be posted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta
from typing import Final

from bot.clock import SystemClock
from storage.store.outbox import AT_ONCE, Outbox
from storage.store.pruning import prune
from storage.store.store import SqlStore

log = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(days=7)
"""How long what was posted can still be looked up."""
EVERY: Final = 600.0
"""Real seconds between two sweeps; the first comes as late after the start."""
BETWEEN: Final = 1.0
"""Real seconds between two portions: others write meanwhile."""


class Sweeper:
    """Sweeps now and then, a portion at a time, and stops for whatever waits."""

    def __init__(self, *, store: SqlStore, outbox: Outbox, clock: SystemClock) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to sweep now and then."""
        self._loop = asyncio.create_task(self._run(), name="sweeper")

    async def stop(self) -> None:
        """Stop; a portion under way is committed or not, whole."""
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop

    async def sweep(self, between: float = BETWEEN) -> int:
        """Remove what is old, portion by portion, until a post can be sent; how many rows left."""
        before, gone = self._clock.now() - KEPT_FOR, 0
        while await self._outbox.next_at() != AT_ONCE:
            portion = await prune(self._store, before)
            if not portion:
                break
            gone += portion
            await asyncio.sleep(between)
        return gone

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                if gone := await self.sweep():
                    log.info("%s rows that nobody asks for any more left the database.", gone)
            except Exception:
                log.exception("Sweeping failed; it is tried again.")
