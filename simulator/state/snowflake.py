"""Discord ids: time-ordered 64-bit numbers ("snowflakes").

The layout is Discord's own: milliseconds since 2015 in the upper 42 bits, 22 bits below for workers
and a counter (https://docs.discord.com/developers/reference#snowflakes).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""Discord's epoch: the first moment an id can express."""

TIME_SHIFT = 22
"""How many low bits of an id are not time."""


def created_at(snowflake: int) -> datetime:
    """Return the aware UTC instant that an id carries, to the millisecond."""
    return EPOCH + timedelta(milliseconds=snowflake >> TIME_SHIFT)


class SnowflakeSource:
    """Hands out ever larger ids whose time part follows an injected clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = 0

    def next(self) -> int:
        """Return a new id, larger than every id before it, also where the clock stands still."""
        milliseconds = (self._now() - EPOCH) // timedelta(milliseconds=1)
        self._last = max(self._last + 1, milliseconds << TIME_SHIFT)
        return self._last
