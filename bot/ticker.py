"""The ticker: wakes the rules when something is due. It keeps nothing.

APScheduler's stored jobs lose work in a crash (docs/architecture.md), so what is due stands in the
database, and the scheduler holds two jobs in memory: a heartbeat, and one for the next deadline.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock, real_now
from discussion.service.lifecycle.wakes import Wakes

log = logging.getLogger(__name__)

HEARTBEAT = 1.0
"""Real seconds between two looks, at a clock that is not faster."""
SHORTEST_HEARTBEAT = 0.05


class Ticker:
    """Calls ``wakes.wake`` at each deadline and at each heartbeat."""

    def __init__(self, *, wakes: Wakes, clock: SystemClock) -> None:
        self._wakes = wakes
        self._clock = clock
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # Two: a tick that sets the next alarm still counts as running when that one goes off
            # at once; with one, the scheduler would skip it until the heartbeat. The lock is what
            # keeps ticks apart.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
        )
        self._lock = asyncio.Lock()
        self.ticked_at: datetime | None = None
        """When it last looked for what is due and found no trouble; the machine's clock."""

    def start(self) -> None:
        """Begin to tick."""
        seconds = max(SHORTEST_HEARTBEAT, HEARTBEAT / self._clock.speed)
        self._scheduler.add_job(self.tick, "interval", seconds=seconds, next_run_time=real_now())
        self._scheduler.start()

    async def tick(self) -> None:
        """Work off what is due and set the alarm for what comes next."""
        if self._lock.locked():
            return
        async with self._lock:
            try:
                while await self._wakes.wake():
                    pass
                next_at = await self._wakes.next_due_at()
                self.ticked_at = real_now()
            except Exception:
                log.exception("Waking failed; the next heartbeat tries again.")
                return
        if next_at is not None:
            wait = timedelta(seconds=self._clock.real_seconds_until(next_at))
            self._scheduler.add_job(
                self.tick,
                "date",
                run_date=real_now() + wait,
                id="deadline",
                replace_existing=True,
            )

    async def stop(self) -> None:
        """Stop ticking, after the wake-up under way has ended."""
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._lock:
                self._scheduler.shutdown(wait=False)
