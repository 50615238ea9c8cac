"""The one clock: where ``now`` comes from, for everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, or one that runs faster from an anchor on.

    The faster clock is a pure function of the machine's: two processes with the same anchor and
    speed agree, and a process that is killed and started again goes on where it would be.
    """

    def __init__(
        self,
        *,
        speed: float = 1.0,
        anchor: datetime | None = None,
        shows: datetime | None = None,
    ) -> None:
        """``speed`` is seconds of this clock in one real second.

        At the real instant ``anchor`` (now, if None) it shows ``shows`` (the same, if None).
        """
        self.speed = speed
        self._anchor = anchor if anchor is not None else real_now()
        self._shows = shows if shows is not None else self._anchor

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return self._shows + (real_now() - self._anchor) * self.speed

    def real_seconds_until(self, instant: datetime) -> float:
        """How many real seconds pass until this clock shows an instant; never negative."""
        return max(0.0, (instant - self.now()).total_seconds() / self.speed)

    def lasting(self, real: timedelta) -> timedelta:
        """How much this clock advances in a length of real time."""
        return real * self.speed


def real_now() -> datetime:
    """The machine's clock, aware UTC. Nothing else in the project reads it for the date."""
    return datetime.now(UTC)  # noqa: TID251 - the one place
