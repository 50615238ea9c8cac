"""The gateway: connected, and connected again for as long as that can help.

The library's own loop ends the process where the very first connection fails, writes a traceback
for each later one, begins anew without a pause, and ends where an event cannot be read. This one
keeps its way of resuming (``DiscordWebSocket``; the version is pinned) and waits instead.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.connection.patience import NETWORK, Patience, reason_of

log = logging.getLogger(__name__)

LAST_CODES: Final = frozenset({4004, 4010, 4011, 4012, 4013, 4014})
"""Close codes after which Discord wants no other try: token, shards, version, intents."""
STEADY_SECONDS: Final = 5.0
"""A connection that lived so long was a good one: the next may begin at once."""
CONNECT_SECONDS: Final = 60.0
AT_ONCE: Final = 50
"""Sessions that may begin without waiting; Discord grants 1,000 a day."""
APART: Final = 5.0
"""Seconds between two sessions' beginnings, which is Discord's own limit."""
IDENTIFY_SECONDS: Final = 120.0
"""One more session may begin for each of these: 50 + 720 a day at most."""
_ESSENTIAL: Final = frozenset({"READY", "RESUMED"})
"""Without these there is no session."""

Parsers = dict[str, Callable[[Any], Any]]


class IdentifyBudget:
    """Keeps the day's sessions from being used up by a connection that comes and goes."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """``now`` and ``sleep`` are in seconds."""
        self._now, self._sleep = now, sleep
        self._left = float(AT_ONCE)
        self._counted_at = now()
        self._began_at: float | None = None

    async def turn(self) -> None:
        """Wait until one more session may begin."""
        moment = self._now()
        self._left = min(AT_ONCE, self._left + (moment - self._counted_at) / IDENTIFY_SECONDS)
        self._counted_at = moment
        self._left -= 1.0
        wait = 0.0 if self._began_at is None else self._began_at + APART - moment
        if self._left < 0.0:
            wait = max(wait, -self._left * IDENTIFY_SECONDS)
            log.warning("Many sessions began in a short time; the next one in %.0f s.", wait)
        self._began_at = moment + max(0.0, wait)
        if wait > 0.0:
            await self._sleep(wait)


class Connection:
    """Keeps one client connected."""

    def __init__(self, client: discord.Client, patience: Patience) -> None:
        self._client = client
        self._patience = patience
        self._budget = IdentifyBudget(sleep=patience.sleep)
        self._failures = 0

    async def stay(self) -> None:
        """Serve until the client is closed.

        Raises:
            discord.ConnectionClosed: Discord closed with one of ``LAST_CODES``.
        """
        while not self._client.is_closed():
            began, socket = time.monotonic(), None
            try:
                socket = await self._connect()
                while True:
                    await socket.poll_event()
            except discord.ConnectionClosed as error:
                if error.code in LAST_CODES:
                    raise
                trouble: Exception = error
            except (ReconnectWebSocket, *NETWORK) as error:
                trouble = error
            except Exception as error:
                # What it still knows of the session may be wrong, so it begins a new one.
                await self._forget(socket)
                trouble = error
            if self._client.is_closed():
                return
            self._client.dispatch("disconnect")
            has_served = socket is not None and socket.session_id is not None
            await self._pause(trouble, connected=has_served, since=began)

    async def _connect(self) -> DiscordWebSocket:
        client, last = self._client, self._client.ws
        resumes: dict[str, Any] = {}
        # The library declares a socket where there is none before the first connection.
        if last is not None and last.session_id is not None:
            resumes = {
                "resume": True,
                "session": last.session_id,
                "sequence": last.sequence,
                "gateway": last.gateway,
            }
        else:
            await self._budget.turn()
        # "Initial": the pause before all others is the budget's.
        opening = DiscordWebSocket.from_client(
            client, initial=True, shard_id=client.shard_id, **resumes
        )
        client.ws = await asyncio.wait_for(opening, CONNECT_SECONDS)
        return client.ws

    @staticmethod
    async def _forget(socket: DiscordWebSocket | None) -> None:
        if socket is not None:
            socket.session_id = None
            await socket.close()

    async def _pause(self, trouble: Exception, *, connected: bool, since: float) -> None:
        if connected and time.monotonic() - since >= STEADY_SECONDS:
            self._failures = 0
        self._failures += 1
        if connected and self._failures == 1:
            log.info("The connection to Discord ended (%s); connecting again.", _said(trouble))
            return
        seconds = self._patience.delay(self._failures)
        what = "The connection to Discord ended" if connected else "Discord cannot be reached"
        log.warning("%s (%s); trying again in %.0f s.", what, _said(trouble), seconds)
        await self._patience.sleep(seconds)


def _said(trouble: Exception) -> str:
    if isinstance(trouble, ReconnectWebSocket):
        return "it may be resumed" if trouble.resume else "the session is over"
    if isinstance(trouble, discord.ConnectionClosed):
        return f"code {trouble.code}"
    return reason_of(trouble) if isinstance(trouble, NETWORK) else type(trouble).__name__


def forgiving(parsers: Parsers) -> None:
    """Let an event that the library cannot read cost that event alone."""
    for event in parsers.keys() - _ESSENTIAL:
        parsers[event] = _forgiving(event, parsers[event])


def _forgiving(event: str, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_or_leave(data: Any) -> Any:
        try:
            return read(data)
        except Exception as error:
            # Its text may hold people's words; where it happened does not.
            where = traceback.extract_tb(error.__traceback__)[-1]
            log.warning(
                "An event %s could not be read and was left out (%s, %s:%s).",
                event,
                type(error).__name__,
                Path(where.filename).name,
                where.lineno,
            )
            return None

    return read_or_leave
