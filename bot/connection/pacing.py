"""Pacing: requests begin no faster than Discord takes them, so that it refuses few.

The library waits for the limit of each route before it sends, but learns of the limit of all routes
together only by being refused, and ten thousand refusals within ten minutes are a ban. So every
request waits for its turn at the library's own hook for tracing requests, which is awaited before
anything is sent: retries and requests that follow from others are counted as well.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp

A_SECOND: Final = 47
"""Requests, evenly spread."""
AT_ONCE: Final = 3
"""Requests that need not wait after a rest: with them it is 50 in any second, Discord's limit."""
_PATH: Final = "/api/"
_EXEMPT: Final = ("/interactions/", "/webhooks/")
"""Answers to commands and buttons, which Discord does not count."""


class Pace:
    """Gives turns at an even pace."""

    def __init__(
        self,
        *,
        speed: float = 1.0,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """``speed`` is that of a local Discord whose limits are so many times wider.

        ``now`` and ``sleep`` are in seconds.
        """
        self._gap = 1.0 / (A_SECOND * speed)
        self._now = now
        self._sleep = sleep
        self._free_at = 0.0

    async def turn(self) -> None:
        """Wait until one more request may begin; first come, first served."""
        now = self._now()
        begins = max(self._free_at, now - (AT_ONCE - 1) * self._gap)
        self._free_at = begins + self._gap
        if begins > now:
            await self._sleep(begins - now)


def paced(pace: Pace) -> aiohttp.TraceConfig:
    """The hook at which every request of a session waits for its turn."""

    async def begin(
        _: aiohttp.ClientSession, __: Any, request: aiohttp.TraceRequestStartParams
    ) -> None:
        path = request.url.path
        if path.startswith(_PATH) and not any(part in path for part in _EXEMPT):
            await pace.turn()

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begin)
    return trace
