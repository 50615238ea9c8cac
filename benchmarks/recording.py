"""How many contributions a second are recorded durably: ``python -m benchmarks.recording``.

The real bot, with a discussion in an open-floor round, is flooded through the gateway by a local
Discord in another process. Counted is the time from the first message that reaches the bot until
the last one is committed (SQLite, WAL, ``synchronous=FULL``). Beside it stand the limit of the
library's parser (the same client class with a listener that only counts, the same flood), and the
same rows written to a database of the same schema by the driver alone. Parser and bot take turns,
each in a process of its own, and the share is the median of the pairs', so that a machine busy with
other things slows both. The bot keeps what start-up made out of the garbage collector's rounds
(``gc.freeze``), which the library does not by itself; the parser with that too stands beside it.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import discord

from benchmarks.flooding import FORMAT, PEOPLE, local_discord
from benchmarks.results import Line, show
from bot.application import Application
from bot.config import Settings
from bot.connection.client import Client, intents, use_server

MESSAGES = 20_000
RUNS = 5
BAR = 0.6
"""The least share of the parser's speed at which the bot records."""
ONE_BY_ONE = 2_000
"""How many rows are written with a commit each: enough for a rate, and soon done."""
PATIENCE = 120.0
_FORMAT_FILE = """
title = "One hour"
description = "One open floor, an hour long."
[[round]]
kind = "open_floor"
title = "Open floor"
minutes = 60
question = "Who leads here?"
"""
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


@dataclass(frozen=True, slots=True)
class Measured:
    """Messages a second of each run, and rows a second of the driver alone."""

    bot: list[float]
    parser: list[float]
    frozen_parser: list[float]
    grouped: float
    one_by_one: float


async def recorded_a_second(folder: Path) -> float:
    """Flood the bot and return how many messages a second it recorded."""
    (folder / f"{FORMAT}.toml").write_text(_FORMAT_FILE, "utf-8")
    database = folder / "class.db"
    async with local_discord() as server:
        settings = Settings(
            token=server.token,
            database=str(database),
            decks=folder,
            formats=folder,
            discord_url=server.url,
        )
        async with Application(settings) as application:
            serving = asyncio.create_task(application.run())
            await server.start_discussion()
            first = asyncio.create_task(_first_message(application.client))
            last = await server.flood(MESSAGES)
            with closing(sqlite3.connect(database)) as connection:
                await _until(lambda: _has(connection, last))
                ended = time.perf_counter()
                (found,) = connection.execute("SELECT count(*) FROM contribution").fetchone()
            assert found == MESSAGES, f"{found} of {MESSAGES} messages were recorded"
            serving.cancel()
            await asyncio.wait({serving})
    return MESSAGES / (ended - first.result())


class Counting(Client):
    """The bot's client with a listener that does nothing but count."""

    def __init__(self) -> None:
        super().__init__(
            intents=intents(message_content=True, members=True),
            on_first_ready=self._nothing,
            on_new_session=self._nothing,
            guild_ready_timeout=0.2,
        )
        self.heard = 0
        self.began = self.ended = 0.0
        self.add_listener(self._count, "on_message")

    async def _nothing(self) -> None:
        """Nothing follows from being ready here."""

    async def _count(self, _: discord.Message) -> None:
        if self.heard == 0:
            self.began = time.perf_counter()
        self.heard += 1
        if self.heard == MESSAGES:
            self.ended = time.perf_counter()


async def parsed_a_second(*, freeze: bool) -> float:
    """Flood the counting client and return how many messages a second it was handed."""
    async with local_discord() as server:
        use_server(server.url)
        async with Counting() as client:
            serving = asyncio.create_task(client.start(server.token))
            await client.wait_until_ready()
            if freeze:
                gc.collect()
                gc.freeze()
            await server.flood(MESSAGES)
            await _until(lambda: client.ended > 0)
            serving.cancel()
            await asyncio.wait({serving})
    return MESSAGES / (client.ended - client.began)


def written_a_second(source: Path, folder: Path, *, one_by_one: bool) -> float:
    """Write the recorded rows, tags included, by the driver alone; returns rows a second."""
    target = folder / "raw.db"
    with closing(sqlite3.connect(source)) as connection:
        target.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(target),))
        said = connection.execute("SELECT * FROM contribution ORDER BY id").fetchall()
        tags = connection.execute("SELECT * FROM contribution_tag").fetchall()
    if one_by_one:
        said, tags = said[:ONE_BY_ONE], []
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        # Before foreign keys are switched on; what refers to a contribution goes as well.
        for table in ("contribution_tag", "link", "endorsement", "contribution"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        if one_by_one:
            for row in said:
                _insert(connection, "contribution", [row])
        else:
            connection.execute("BEGIN IMMEDIATE")
            _insert(connection, "contribution", said)
            _insert(connection, "contribution_tag", tags)
            connection.execute("COMMIT")
        return len(said) / (time.perf_counter() - began)


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    marks = ", ".join("?" for _ in rows[0])
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our names


async def _first_message(client: discord.Client) -> float:
    await client.wait_for("message", check=_by_person)
    return time.perf_counter()


def _by_person(message: discord.Message) -> bool:
    return not message.author.bot


def _has(connection: sqlite3.Connection, contribution: int) -> bool:
    query = "SELECT 1 FROM contribution WHERE id = ?"
    return connection.execute(query, (contribution,)).fetchone() is not None


async def _until(is_so: Callable[[], bool]) -> None:
    """Look every 10 ms, by primary key or attribute, so that looking costs next to nothing."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - what is waited for is in a database
            await asyncio.sleep(0.01)


def measure() -> Measured:
    """Run everything, bot and parser in turn."""
    bot, parser, frozen = [], [], []
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        for run in range(RUNS):
            folder = Path(scratch) / str(run)
            folder.mkdir()
            parser.append(_alone(_parse, False))
            bot.append(_alone(_record, folder))
            frozen.append(_alone(_parse, True))
        database = folder / "class.db"
        return Measured(
            bot=bot,
            parser=parser,
            frozen_parser=frozen,
            grouped=written_a_second(database, folder, one_by_one=False),
            one_by_one=written_a_second(database, folder, one_by_one=True),
        )


def _parse(freeze: bool) -> float:
    return asyncio.run(parsed_a_second(freeze=freeze))


def _record(folder: Path) -> float:
    return asyncio.run(recorded_a_second(folder))


def _alone(run: Callable[[Any], float], given: object) -> float:
    """Run in a fresh process: what one run leaves in memory must not slow or speed the next."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return pool.submit(run, given).result()


def main() -> None:
    """Print the table."""
    found = measure()
    ours, limit = median(found.bot), median(found.parser)
    shares = [mine / its for mine, its in zip(found.bot, found.parser, strict=True)]
    share = median(shares)
    frozen_shares = [m / its for m, its in zip(found.bot, found.frozen_parser, strict=True)]
    show(
        f"Recording: {MESSAGES:,} messages by {PEOPLE} people, contributions a second, "
        f"median of {RUNS}",
        [
            Line("the bot, through the gateway, durable", _rate(ours), _runs(found.bot)),
            Line("limit: the library's parser, counting only", _rate(limit), _runs(found.parser)),
            Line(
                f"share of the limit, {min(shares):.2f} to {max(shares):.2f}, median",
                f"{share:.2f}",
                f"bar: at least {BAR}",
                share >= BAR,
            ),
            Line(
                "the parser with start-up's objects frozen, too",
                _rate(median(found.frozen_parser)),
                f"share of that: {median(frozen_shares):.2f}",
            ),
            Line("sqlite3 alone, all rows and tags in one commit", _rate(found.grouped)),
            Line("sqlite3 alone, a commit for each row", _rate(found.one_by_one)),
        ],
    )


def _rate(a_second: float) -> str:
    return f"{a_second:,.0f}/s"


def _runs(rates: list[float]) -> str:
    return "runs: " + ", ".join(f"{each:,.0f}" for each in rates)


if __name__ == "__main__":
    main()
