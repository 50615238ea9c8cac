"""A machine's clock that is set: rounds neither stand still nor end all at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.clock import SteadyTime, SystemClock, real_now
from bot.ticker import Ticker
from discussion.service.lifecycle.wakes import Wakes

HOUR = timedelta(hours=1)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Machine:
    """A machine whose clock can be set; its seconds pass by hand."""

    def __init__(self) -> None:
        self.at, self.seconds = NINE, 500.0

    def now(self) -> datetime:
        return self.at

    def counted(self) -> float:
        return self.seconds

    def pass_by(self, length: timedelta) -> None:
        self.at += length
        self.seconds += length.total_seconds()

    def steady(self) -> SteadyTime:
        return SteadyTime(machine=self.now, seconds=self.counted)


@pytest.mark.parametrize("step", [-HOUR, HOUR])
def test_ten_minutes_last_about_ten_minutes_whichever_way_the_clock_is_set(step: timedelta) -> None:
    machine = Machine()
    time = machine.steady()
    began = time.now()
    machine.at += step
    assert time.now() == began
    for _ in range(600):
        machine.pass_by(timedelta(seconds=1))
        time.now()
    assert timedelta(minutes=9) <= time.now() - began <= timedelta(minutes=11)


@pytest.mark.parametrize("step", [-HOUR, HOUR])
def test_it_comes_to_agree_with_the_machine_and_never_runs_backwards(step: timedelta) -> None:
    machine = Machine()
    time = machine.steady()
    machine.at += step
    shown = [time.now()]
    for _ in range(11 * 60):
        machine.pass_by(timedelta(minutes=1))
        shown.append(time.now())
    assert shown == sorted(shown)
    assert shown[-1] == machine.at


@pytest.mark.parametrize("step", [timedelta(milliseconds=300), timedelta(hours=8)])
def test_what_nobody_notices_and_what_was_wrong_altogether_is_followed_at_once(
    step: timedelta,
) -> None:
    machine = Machine()
    time = machine.steady()
    machine.at += step
    assert time.now() == machine.at


class Deadline:
    """One thing that is due soon."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock = clock
        self.due: datetime | None = clock.now() + timedelta(seconds=2)
        self.late = timedelta()
        self.done = asyncio.Event()

    async def wake(self) -> int:
        now = self._clock.now()
        if self.due is None or self.due > now:
            return 0
        self.late, self.due = now - self.due, None
        self.done.set()
        return 1

    async def next_due_at(self) -> datetime | None:
        return self.due


@pytest.mark.parametrize("step", [-HOUR, HOUR])
async def test_a_deadline_is_kept_while_the_clock_is_set(step: timedelta) -> None:
    shift = timedelta()
    real = SteadyTime(machine=lambda: real_now() + shift).now
    clock = SystemClock(speed=20, real=real)
    deadline = Deadline(clock)
    ticker = Ticker(wakes=cast("Wakes", deadline), clock=clock)
    ticker.start()
    shift = step
    async with asyncio.timeout(10):
        await deadline.done.wait()
    await ticker.stop()
    assert deadline.late < timedelta(minutes=10)
    assert ticker.ticked_at is not None
