"""Weeks in seconds: a clock that leaps, and a bot that has done all it has to before each leap."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.application import Application
from bot.clock import SystemClock

PATIENCE = 20.0
"""Real seconds within which the bot must have done what is due at one instant."""


class LeapingClock(SystemClock):
    """The machine's clock, put forward by leaps."""

    def __init__(self, shows: datetime) -> None:
        super().__init__(shows=shows)
        self._leapt = timedelta()

    def now(self) -> datetime:
        """The present instant, leaps included."""
        return super().now() + self._leapt

    def leap(self, to: datetime) -> None:
        """Show an instant that is still to come; an earlier one changes nothing."""
        self._leapt += max(timedelta(), to - self.now())


async def settled(application: Application) -> None:
    """Wait until nothing is due and nothing waits to be sent."""
    async with asyncio.timeout(PATIENCE):
        while True:
            await application.ticker.tick()
            due = await application.service.wakes.next_due_at()
            waiting = await application.outbox.next_at()
            if waiting is None and (due is None or due > application.clock.now()):
                return
            # What is waited for is a request to Discord, whose end nobody else is told of.
            await asyncio.sleep(0.002)


async def leap(application: Application, clock: LeapingClock, to: datetime) -> None:
    """Put the clock forward to an instant, and stop at everything that is due before it."""
    while True:
        await settled(application)
        due = await application.service.wakes.next_due_at()
        if due is None or due > to:
            break
        clock.leap(due)
    clock.leap(to)
    await settled(application)
