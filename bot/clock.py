"""The one clock: where ``now`` comes from, for everything."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

log = logging.getLogger(__name__)

UNNOTICED: Final = timedelta(seconds=1)
"""By how much the machine's clock may be set without anybody noticing; it is followed at once."""
LONGEST_EASED: Final = timedelta(hours=6)
"""A greater step is followed at once: the machine slept, or its clock was wrong altogether."""
EASING: Final = 0.1
"""The share of the time that passes by which this clock may approach the machine's."""


def real_now() -> datetime:
    """The machine's clock, aware UTC. Nothing else in the project reads it for the date."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def seconds_passing() -> float:
    """A count of real seconds that nobody can set; where the system can, it counts sleep too."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class SteadyTime:
    """The machine's time without its steps.

    A clock that is set back by an hour would hold up every round for that hour, and one that is set
    forward would close them all at once. So a step is made up for gradually: a round lasts a tenth
    longer or shorter until both agree. A process that starts anew shows the machine's time.
    """

    def __init__(
        self,
        *,
        machine: Callable[[], datetime] = real_now,
        seconds: Callable[[], float] = seconds_passing,
    ) -> None:
        self._machine, self._seconds = machine, seconds
        self._shown, self._shown_at = machine(), seconds()
        self._easing = False

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        machine, at = self._machine(), self._seconds()
        passed = timedelta(seconds=max(0.0, at - self._shown_at))
        expected = self._shown + passed
        off = machine - expected
        if UNNOTICED < abs(off) <= LONGEST_EASED:
            if not self._easing:
                log.warning("The machine's clock was set by %s; it is followed gradually.", off)
            self._easing = True
            most = passed * EASING
            self._shown = expected + min(max(off, -most), most)
        else:
            if abs(off) > LONGEST_EASED:
                log.warning("The machine's clock was set by %s; it is followed at once.", off)
            self._easing = False
            self._shown = machine
        self._shown_at = at
        return self._shown


class SystemClock:
    """The machine's clock without its steps, or one that runs faster from an anchor on.

    The faster clock is a pure function of the machine's: two processes with the same anchor and
    speed agree, and a process that is killed and started again goes on where it would be.
    """

    def __init__(
        self,
        *,
        speed: float = 1.0,
        anchor: datetime | None = None,
        shows: datetime | None = None,
        real: Callable[[], datetime] | None = None,
    ) -> None:
        """``speed`` is seconds of this clock in one real second.

        At the real instant ``anchor`` (now, if None) it shows ``shows`` (the same, if None).
        ``real`` is where real time comes from: the machine's, without its steps, if None.
        """
        self.speed = speed
        self._real = real if real is not None else SteadyTime().now
        self._anchor = anchor if anchor is not None else self._real()
        self._shows = shows if shows is not None else self._anchor

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return self._shows + (self._real() - self._anchor) * self.speed

    def real_seconds_until(self, instant: datetime) -> float:
        """How many real seconds pass until this clock shows an instant; never negative."""
        return max(0.0, (instant - self.now()).total_seconds() / self.speed)

    def lasting(self, real: timedelta) -> timedelta:
        """How much this clock advances in a length of real time."""
        return real * self.speed
