"""Sweeping: what nobody asks for any more leaves the database, when nothing waits to be posted.

A scheduler calls it: nothing is lost when a sweep comes late or is skipped. What must not be late
is the ticker's (``bot.ticker``).
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

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
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin to sweep now and then."""
        self._scheduler.add_job(self._now_and_then, "interval", seconds=EVERY)
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop; a portion under way is committed or not, whole."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

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

    async def _now_and_then(self) -> None:
        try:
            if gone := await self.sweep():
                log.info("%s rows that nobody asks for any more left the database.", gone)
        except Exception:
            log.exception("Sweeping failed; it is tried again.")
