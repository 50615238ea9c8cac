"""Health and metrics over HTTP, for whatever watches the process; off unless a port is set.

``/health`` answers 200 while the bot serves and 503 with the reasons while it does not;
``/metrics`` gives figures in the Prometheus text format. Neither holds anybody's words or names.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

import discord
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import SystemClock, real_now
from bot.ticker import Ticker
from storage.database.errors import StorageError
from storage.store.outbox import Outbox
from storage.store.store import SqlStore

LONGEST_WITHOUT_TICK: Final = timedelta(seconds=30)
"""A ticker that was silent for this long has stopped; it ticks at least once a second."""
LONGEST_ANSWER: Final = 5.0
"""Real seconds in which the database must answer."""


class HealthError(Exception):
    """The address for health is taken; ``str()`` is one sentence."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """How the process is, at one moment."""

    connected: bool
    latency: float
    """Seconds between Discord's heartbeat and its answer; NaN before the first."""
    servers: int
    ticked_at: datetime | None
    database: bool
    """Whether the database answered in time; the figures below are 0 if not."""
    live: int = 0
    waiting: int = 0
    """Posts in the outbox that are not sent yet."""
    overdue: float = 0.0
    """How many seconds the earliest pending wake-up is late."""

    def troubles(self, now: datetime) -> list[str]:
        """What keeps the bot from serving; none if it serves."""
        ticked = self.ticked_at is not None and now - self.ticked_at < LONGEST_WITHOUT_TICK
        states = {
            "not connected to Discord": self.connected,
            "the ticker has stopped": ticked,
            "the database does not answer": self.database,
        }
        return [trouble for trouble, fine in states.items() if not fine]

    def metrics(self) -> str:
        """The figures in the Prometheus text format."""
        figures = (
            ("connected", "Whether the gateway is connected.", float(self.connected)),
            ("gateway_latency_seconds", "Discord's answer to a heartbeat.", self.latency),
            ("servers", "Servers that the bot is in.", float(self.servers)),
            ("database_up", "Whether the database answers.", float(self.database)),
            ("live_discussions", "Discussions not yet published.", float(self.live)),
            ("waiting_posts", "Posts in the outbox, not yet sent.", float(self.waiting)),
            ("overdue_seconds", "Lateness of the earliest wake-up.", self.overdue),
        )
        return "".join(
            f"# HELP roundtable_{name} {meaning}\n# TYPE roundtable_{name} gauge\n"
            f"roundtable_{name} {_number(value)}\n"
            for name, meaning, value in figures
        )


def _number(value: float) -> str:
    return f"{value:g}" if math.isfinite(value) else "NaN"


class Health:
    """Serves the two addresses while it is open."""

    def __init__(self, *, look: Callable[[], Awaitable[Vitals]], host: str, port: int) -> None:
        self._look = look
        self._host = host
        self._port = port
        routes = web.Application()
        routes.add_routes([web.get("/health", self._health), web.get("/metrics", self._metrics)])
        self._runner = web.AppRunner(routes, access_log=None)

    async def __aenter__(self) -> Self:
        """Begin to serve. Raises ``HealthError`` where the address cannot be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise HealthError(
                f"Health cannot be served at {self._host}:{self._port}; set another "
                "ROUNDTABLE_HEALTH_PORT."
            ) from error
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop serving."""
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        troubles = (await self._look()).troubles(real_now())
        if troubles:
            return web.Response(status=503, text="\n".join(troubles) + "\n")
        return web.Response(text="ok\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(text=(await self._look()).metrics())


async def vitals(
    *, client: discord.Client, ticker: Ticker, store: SqlStore, outbox: Outbox, clock: SystemClock
) -> Vitals:
    """Look how the process is."""
    try:
        async with asyncio.timeout(LONGEST_ANSWER):
            due_at = await store.next_due_at()
            live = await store.read(lambda reader: len(reader.live_discussions()))
            waiting = await outbox.waiting()
    except (TimeoutError, StorageError, SQLAlchemyError):
        due_at, live, waiting, database = None, 0, 0, False
    else:
        database = True
    late = (clock.now() - due_at).total_seconds() if due_at is not None else 0.0
    return Vitals(
        connected=client.is_ready() and not client.is_closed(),
        latency=client.latency,
        servers=len(client.guilds),
        ticked_at=ticker.ticked_at,
        database=database,
        live=live,
        waiting=waiting,
        overdue=max(0.0, late),
    )
