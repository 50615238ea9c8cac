"""Pacing: how many requests may begin now, so that Discord refuses few of them.

The library waits for the limit of each route before it sends, but learns of the limit of all routes
together only by being refused, and ten thousand refusals within ten minutes are a ban.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

A_SECOND: Final = 47
"""Requests: Discord takes 50 of one bot, and commands ask for some besides the posts."""


class Pace:
    """Counts what began within the last second: any second, as Discord does."""

    def __init__(
        self,
        *,
        speed: float = 1.0,
        most: int = A_SECOND,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """``speed`` divides the second, for a local Discord that is faster; ``now`` is seconds."""
        self._window = 1.0 / speed
        self._most = most
        self._now = now
        self._begun: deque[float] = deque()

    def room(self) -> int:
        """How many requests may begin at this moment."""
        since = self._now() - self._window
        while self._begun and self._begun[0] <= since:
            self._begun.popleft()
        return max(0, self._most - len(self._begun))

    def take(self, requests: int) -> None:
        """Note that so many begin now."""
        self._begun.extend([self._now()] * requests)

    def seconds_until(self, requests: int) -> float:
        """How long until there is room for so many; 0 if there is."""
        missing = requests - self.room()
        if missing <= 0:
            return 0.0
        return max(
            0.0, self._begun[min(missing, len(self._begun)) - 1] + self._window - self._now()
        )
