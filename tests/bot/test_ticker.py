"""The ticker: a deadline is kept even when it comes due while the last wake-up still runs."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import cast

from bot.clock import SystemClock
from bot.ticker import Ticker
from discussion.service.lifecycle.wakes import Wakes


class Waking:
    """A service with deadlines, each following the one before by a twentieth of a second."""

    def __init__(self, clock: SystemClock, deadlines: int) -> None:
        self._clock = clock
        self._left = deadlines
        self._due: datetime | None = clock.now()
        self.late: list[timedelta] = []
        self.begun = asyncio.Event()
        self.done = asyncio.Event()

    async def wake(self) -> int:
        """Work off the deadline if it is due."""
        now = self._clock.now()
        if self._due is None or self._due > now:
            return 0
        self.late.append(now - self._due)
        self.begun.set()
        self._left -= 1
        self._due = now + timedelta(milliseconds=50) if self._left else None
        if not self._left:
            self.done.set()
        return 1

    async def next_due_at(self) -> datetime | None:
        """The deadline that comes next."""
        return self._due


async def test_deadlines_do_not_wait_for_the_heartbeat() -> None:
    clock = SystemClock()
    service = Waking(clock, deadlines=12)
    ticker = Ticker(wakes=cast("Wakes", service), clock=clock)
    ticker.start()
    async with asyncio.timeout(10):
        await service.done.wait()
    await ticker.stop()
    # With only the heartbeat of a second, twelve deadlines would take twelve seconds.
    assert len(service.late) == 12


async def test_a_stopped_ticker_wakes_nothing() -> None:
    clock = SystemClock()
    service = Waking(clock, deadlines=1000)
    ticker = Ticker(wakes=cast("Wakes", service), clock=clock)
    ticker.start()
    async with asyncio.timeout(10):
        await service.begun.wait()
    await ticker.stop()
    before = len(service.late)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(service.late) == before
