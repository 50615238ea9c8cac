"""Ten thousand reminders due within one minute: ``python -m benchmarks.reminders``.

Five thousand classes in fifty servers begin within the same minute of tomorrow. A day before, each
wants two reminders: one in its server's channel, and one by direct message to whoever prepares it,
which costs two requests (the channel of direct messages has to be opened first). The real bot sends
them to a local Discord in another process that limits requests as Discord does, at real speed.

Measured is how long the event loop keeps others waiting (a heartbeat of 5 ms), and how late each
reminder is: from the instant at which it was due until it is known and committed that it stands in
Discord. Beside that stands the REST budget: the same reminders in the same order, sent by somebody
who needs no time at all, under 50 requests a second and 5 messages per 5 seconds and channel.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import secrets
import sqlite3
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.results import Line, quantile, show
from bot.application import Application
from bot.clock import real_now
from bot.config import Settings
from discussion.ports.store import Transaction
from discussion.service.term.applying import apply
from discussion.term.model import ClassId, Course, PlannedClass
from simulator import LocalDiscord
from storage.store.store import SqlStore

SERVERS = 50
CLASSES = 100
"""Classes of each server; each has two reminders in the minute."""
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PREPARING = timedelta(seconds=150)
"""More than saving the classes and connecting takes."""
GLOBAL_LIMIT, CHANNEL_LIMIT, CHANNEL_WINDOW = 50, 5, 5.0
"""Requests a second of one bot; messages per so many seconds of one channel."""
MOST_INVALID = 10_000
"""Refused requests within ten minutes for which Discord bans an address."""
LONGEST_WAIT = 50.0
"""Milliseconds that the event loop may keep others waiting."""
BEYOND_BUDGET = 1.1
"""How much later than the budget the last reminder may stand."""
BEAT = 0.005
PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class School:
    """One server as the local Discord made it."""

    guild_id: int
    channel_id: int
    role_id: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that stands in Discord: when it was due, where, and how many seconds late."""

    due_at: datetime
    place: str
    late: float
    requests: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run found; waits in milliseconds."""

    sent: list[Sent]
    waits: list[float]
    refused: int


def planned(school: School, first: datetime) -> list[PlannedClass]:
    """The classes of a server, spread over a minute from ``first`` on."""
    return [
        PlannedClass(
            id=ClassId(secrets.token_hex(6)),
            guild_id=school.guild_id,
            starts=(first + MINUTE * number / CLASSES).replace(tzinfo=None, microsecond=0),
            zone="UTC",
            length=timedelta(minutes=40),
            facilitator_id=person,
            facilitator_name=f"Student {number}",
            reminded_until=first - DAY - timedelta(seconds=1),
        )
        for number, person in enumerate(school.members)
    ]


async def prepared(database: Path, schools: Iterable[School], first: datetime) -> None:
    """Save courses and classes as the bot would, without their events."""
    async with SqlStore(database) as store:
        for school in schools:
            course = Course(
                school.guild_id, "UTC", class_role_id=school.role_id, channel_id=school.channel_id
            )
            await _save(store, course, planned(school, first))


async def _save(store: SqlStore, course: Course, classes: Iterable[PlannedClass]) -> None:
    def unit(transaction: Transaction) -> None:
        transaction.term.save_course(course)
        for each in classes:
            apply(transaction, each, "UTC", and_event=False)

    await store.write(unit)


async def measured(folder: Path) -> Measured:
    """Run the bot until every reminder stands in Discord."""
    database = folder / "class.db"
    async with local_discord() as (schools, token, url, pipe):
        first = (real_now() + PREPARING + DAY).replace(microsecond=0)
        await prepared(database, schools, first)
        settings = Settings(
            token=token, database=str(database), decks=folder, formats=None, discord_url=url
        )
        async with Application(settings) as application:
            serving = asyncio.create_task(application.run())
            await asyncio.sleep((first - DAY - real_now()).total_seconds())
            assert application.client.is_ready(), "preparing took longer than expected"
            waits: list[float] = []
            beating = asyncio.create_task(_beat(waits))
            await _all_sent(database)
            beating.cancel()
            serving.cancel()
            await asyncio.wait({serving})
        return Measured(_sent(database), waits, await _ask(pipe, "refused"))


async def _beat(waits: list[float]) -> None:
    """Beat on the event loop and note by how much each beat came late."""
    before = time.perf_counter()
    while True:
        await asyncio.sleep(BEAT)
        now = time.perf_counter()
        waits.append((now - before - BEAT) * 1000)
        before = now


async def _all_sent(database: Path) -> None:
    """Look twice a second from another thread, so that looking keeps nobody waiting."""
    wanted = SERVERS * CLASSES * 2
    async with asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(_count, database) < wanted:  # noqa: ASYNC110 - in a database
            await asyncio.sleep(0.5)


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        query = f"SELECT count(*) FROM outbox WHERE {_REMINDERS} AND state <> 'pending'"  # noqa: S608
        (found,) = connection.execute(query).fetchone()
        return int(found)


_REMINDERS = "kind IN ('reminder', 'reminder_to_all')"


def _sent(database: Path) -> list[Sent]:
    """Every reminder with its lateness; its name ends in the instant at which it was due."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT dedup, destination, settled_at, state, kind FROM outbox "  # noqa: S608
            f"WHERE {_REMINDERS} ORDER BY position, id"
        ).fetchall()
    found = []
    for dedup, place, settled_at, state, kind in rows:
        assert state == "sent", f"{dedup} is {state}"
        due_at = datetime.strptime(dedup.rpartition(":")[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        late = (_instant(settled_at) - due_at).total_seconds()
        found.append(Sent(due_at, str(place), late, 2 if kind == "reminder" else 1))
    return found


def _instant(stored: str | int) -> datetime:
    if isinstance(stored, int):
        return datetime.fromtimestamp(stored / 1_000_000, UTC)
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def budget(sent: list[Sent]) -> list[float]:
    """How late each reminder would be for somebody whose only limits are Discord's, in seconds."""
    begins = min(each.due_at for each in sent)
    recent: deque[float] = deque(maxlen=GLOBAL_LIMIT)
    channels: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=CHANNEL_LIMIT))
    waiting = deque(sent)
    late = []
    now = 0.0
    while waiting:
        # Whoever is first in the line and may write goes; a channel that is full holds no other up.
        chosen = _next(waiting, channels, now, begins)
        if chosen is None:
            now += 0.01
            continue
        for _ in range(chosen.requests):
            if len(recent) == GLOBAL_LIMIT:
                now = max(now, recent[0] + 1.0)
            recent.append(now)
        channels[chosen.place].append(now)
        waiting.remove(chosen)
        late.append(now - (chosen.due_at - begins).total_seconds())
    return late


def _next(
    waiting: deque[Sent], channels: dict[str, deque[float]], now: float, begins: datetime
) -> Sent | None:
    full = set[str]()
    for each in waiting:
        if (each.due_at - begins).total_seconds() > now or len(full) > SERVERS:
            return None
        if each.place in full:
            continue
        used = channels[each.place]
        if len(used) < CHANNEL_LIMIT or used[0] + CHANNEL_WINDOW <= now:
            return each
        full.add(each.place)
    return None


@asynccontextmanager
async def local_discord() -> AsyncIterator[tuple[list[School], str, str, Connection]]:
    """Run a local Discord with the servers in a spawned process, and stop it at the end."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs, SERVERS, CLASSES), daemon=True)
    process.start()
    try:
        schools, token, url = await asyncio.to_thread(ours.recv)
        yield schools, token, url, ours
        ours.send(None)
        await asyncio.to_thread(process.join, 30)
    finally:
        process.kill()


async def _ask(pipe: Connection, what: str) -> int:
    pipe.send(what)
    found: int = await asyncio.to_thread(pipe.recv)
    return found


def _serve(pipe: Connection, servers: int, classes: int) -> None:
    asyncio.run(_answer(pipe, servers, classes))


async def _answer(pipe: Connection, servers: int, classes: int) -> None:
    async with LocalDiscord() as discord:
        schools = [_school(discord, number, classes) for number in range(servers)]
        pipe.send((schools, discord.token, discord.url))
        while await asyncio.to_thread(pipe.recv) is not None:
            pipe.send(sum(400 <= each.status < 500 for each in discord.requests))


def _school(discord: LocalDiscord, number: int, classes: int) -> School:
    guild = discord.add_guild(f"Class {number}")
    role, channel = guild.add_role("Year 2"), guild.add_text_channel("class")
    members = [guild.add_member(f"Student {n}", roles=[role]) for n in range(classes)]
    return School(guild.id, channel.id, role.id, tuple(member.id for member in members))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        found = asyncio.run(measured(Path(scratch)))
    late, allowed = [each.late for each in found.sent], budget(found.sent)
    ratio = max(late) / max(allowed)
    wait = quantile(found.waits, 0.99)
    requests = sum(each.requests for each in found.sent)
    show(
        f"Reminders: {len(late):,} due within one minute, {requests:,} requests",
        [
            Line(
                "the event loop keeps others waiting: p99",
                f"{wait:,.1f} ms",
                f"bar: at most {LONGEST_WAIT:,.0f} ms",
                wait <= LONGEST_WAIT,
            ),
            Line(
                "the event loop keeps others waiting: max",
                f"{max(found.waits):,.1f} ms",
                f"bar: at most {LONGEST_WAIT:,.0f} ms",
                max(found.waits) <= LONGEST_WAIT,
            ),
            _lateness("p50", quantile(late, 0.5), quantile(allowed, 0.5)),
            _lateness("p99", quantile(late, 0.99), quantile(allowed, 0.99)),
            Line(
                "lateness of the last one",
                f"{max(late):,.1f} s",
                f"the REST budget: {max(allowed):,.1f} s; ratio {ratio:.2f}, "
                f"bar: at most {BEYOND_BUDGET}",
                ratio <= BEYOND_BUDGET,
            ),
            Line(
                "requests that Discord refused",
                f"{found.refused:,}",
                f"ban: {MOST_INVALID:,} in ten minutes",
                found.refused < MOST_INVALID,
            ),
        ],
    )


def _lateness(what: str, ours: float, allowed: float) -> Line:
    return Line(f"lateness: {what}", f"{ours:,.1f} s", f"the REST budget: {allowed:,.1f} s")


if __name__ == "__main__":
    main()
