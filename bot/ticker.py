"""The ticker: wakes the rules when something is due. It keeps nothing.

What is due stands in the database, so a crash loses nothing. Between two looks it waits on the
event loop, whose time is monotonic: a scheduler that compares instants sleeps for an hour when the
machine's clock is set back by one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import Final

from bot.clock import SystemClock
from discussion.service.lifecycle.wakes import Wakes

log = logging.getLogger(__name__)

HEARTBEAT: Final = 1.0
"""Real seconds between two looks, at a clock that is not faster."""
SHORTEST_HEARTBEAT: Final = 0.05
SHORTEST_WAIT: Final = 0.005
"""Real seconds between two looks however near the next deadline is."""


class Ticker:
    """Calls ``wakes.wake`` at each deadline and at each heartbeat."""

    def __init__(self, *, wakes: Wakes, clock: SystemClock) -> None:
        self._wakes = wakes
        self._clock = clock
        self._heartbeat = max(SHORTEST_HEARTBEAT, HEARTBEAT / clock.speed)
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.ticked_at: float | None = None
        """When it last looked for what is due and found no trouble; ``time.monotonic``."""

    def start(self) -> None:
        """Begin to tick."""
        self._task = asyncio.create_task(self._run(), name="ticker")

    async def stop(self) -> None:
        """Stop ticking, after the wake-up under way has ended."""
        if self._task is None:
            return
        async with self._lock:
            self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._task = None

    async def _run(self) -> None:
        while True:
            wait = await self.tick()
            await asyncio.sleep(wait)

    async def tick(self) -> float:
        """Work off what is due; returns how many real seconds to wait for what comes next."""
        async with self._lock:
            return await self._look()

    async def _look(self) -> float:
        try:
            while await self._wakes.wake():
                pass
            next_at = await self._wakes.next_due_at()
        except Exception:
            log.exception("Waking failed; the next heartbeat tries again.")
            return self._heartbeat
        self.ticked_at = time.monotonic()
        if next_at is None:
            return self._heartbeat
        until = self._clock.real_seconds_until(next_at)
        return max(SHORTEST_WAIT, min(self._heartbeat, until))
