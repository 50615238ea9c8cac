"""What a long past costs: ``python -m benchmarks.past``.

The same looks at a database without any past and at one with 10,000 past classes: a look into the
outbox when nothing waits (every second, on the only writer thread), a panel put there and leased,
a running class saved, and ``/participation`` over 1,000 classes beside 100. What matters is the
ratio. Nothing is pruned before it is measured.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import methodcaller
from pathlib import Path
from statistics import median
from typing import Self

from sqlalchemy import Engine, event, insert

from benchmarks.results import Line, show
from bot.clock import SystemClock
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Participant,
    Place,
    Round,
    RoundKind,
    RoundPlan,
    Source,
    State,
)
from discussion.model.effects import Post, PostKind
from discussion.model.policy import Policy
from discussion.service.after_class.archive import Archive
from storage.mapping.codec import data_document
from storage.mapping.rows import (
    contribution_values,
    discussion_values,
    participant_values,
    round_values,
)
from storage.rows.outbox import SENT, outbox
from storage.rows.queries import contributions, discussions, participants, rounds
from storage.store.outbox import Outbox
from storage.store.store import SqlStore
from storage.store.transaction import SqlTransaction

CLASSES = 10_000
POSTS = 20
"""Delivered posts of each past class, and contributions to it."""
SESSIONS = 1_000
PEOPLE = 10
LOOKS = 100
MOST_LOOK = 0.10
"""Milliseconds."""
MANY, SOME, FEW, RUNNING = (number << 58 for number in (1, 2, 3, 4))
"""Servers."""
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
_PLAN = RoundPlan(RoundKind.OPEN_FLOOR, "Open floor", "Who leads here?", timedelta(minutes=30))


def a_class(number: int, guild_id: int, state: State = State.PUBLISHED) -> Discussion:
    """A class of ten, a quarter of an hour after the one before it."""
    at = START + number * timedelta(minutes=15)
    people = {n: Participant(n, f"Student {n}", at) for n in range(1, PEOPLE + 1)}
    return Discussion(
        id=DiscussionId(f"{guild_id >> 58:x}{number:011x}"),
        place=Place(guild_id, guild_id + 1 + number),
        topic=f"Class {number}",
        format_name="talk",
        format_title="Talk",
        facilitator_id=1,
        plans=(_PLAN,),
        policy=Policy(),
        seed=number,
        state=state,
        started_at=at,
        rounds=(Round(1, at),),
        participants=people,
    )


def sent_post(one: Discussion, number: int, position: int) -> dict[str, object]:
    """The row of a post that was delivered."""
    return {
        "guild_id": one.place.guild_id,
        "position": position,
        "kind": PostKind.SAID.value,
        "dedup": f"{one.id}:said:{number}",
        "discussion_id": one.id,
        "channel_id": one.place.channel_id,
        "destination": one.place.channel_id,
        "data": data_document({}),
        "replaces": False,
        "state": SENT,
        "version": 1,
        "attempts": 1,
        "message_id": position,
        "settled_at": one.started_at,
    }


def words(one: Discussion, number: int) -> Contribution:
    """What somebody said in a class."""
    return Contribution(
        id=one.place.guild_id + (one.place.channel_id - one.place.guild_id) * 100 + number,
        discussion_id=one.id,
        guild_id=one.place.guild_id,
        channel_id=one.place.channel_id,
        author_id=number % PEOPLE + 1,
        round_number=1,
        text="The night staff were never asked what they would change.",
        words=10,
        said_at=one.started_at + timedelta(seconds=number),
        source=Source.MESSAGE,
    )


async def fill(store: SqlStore, classes: int, guild_id: int, position: int) -> None:
    """Put past classes into a database, as whole rows."""

    def unit(transaction: SqlTransaction) -> None:
        transaction.touched = True
        all_ = [a_class(number, guild_id) for number in range(classes)]
        run = transaction.connection.execute
        run(insert(discussions), [discussion_values(each) for each in all_])
        run(insert(rounds), [round_values(each, each.rounds[0]) for each in all_])
        people = [participant_values(d, p) for d in all_ for p in d.participants.values()]
        run(insert(participants), people)
        said = [contribution_values(words(d, n)) for d in all_ for n in range(POSTS)]
        run(insert(contributions), said)
        posts = [(d, n) for d in all_ for n in range(POSTS)]
        run(insert(outbox), [sent_post(d, n, position + i) for i, (d, n) in enumerate(posts)])

    await store.work(unit)


class DatabaseTime:
    """Milliseconds that statements take in the database while it is entered."""

    def __init__(self) -> None:
        self.milliseconds = 0.0
        self.statements = 0
        self._began = 0.0

    def __enter__(self) -> Self:
        event.listen(Engine, "before_cursor_execute", self._begin)
        event.listen(Engine, "after_cursor_execute", self._end)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._begin)
        event.remove(Engine, "after_cursor_execute", self._end)

    def _begin(self, *_: object) -> None:
        self._began = time.perf_counter()

    def _end(self, *_: object) -> None:
        self.milliseconds += (time.perf_counter() - self._began) * 1000
        self.statements += 1


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds, each the median of many."""

    look: float
    panel: float
    save: float


async def costs(store: SqlStore) -> Costs:
    """What the bot does again and again, in the database alone."""
    box, now = Outbox(store), START
    running = a_class(0, RUNNING, State.RUNNING)
    await store.write(methodcaller("save", running))
    looks, panels, saves = list[float](), list[float](), list[float]()
    for number in range(LOOKS):
        with DatabaseTime() as taken:
            await box.lease(now, lease_for=timedelta(seconds=90), limit=100)
        looks.append(taken.milliseconds)
        panel = Post(
            kind=PostKind.PANEL,
            dedup=f"panel {number}",
            guild_id=running.place.guild_id,
            discussion_id=running.id,
            channel_id=running.place.channel_id,
        )
        with DatabaseTime() as taken:
            await store.write(methodcaller("post", panel))
            await box.lease(now, lease_for=timedelta(seconds=90), limit=100)
            await store.write(methodcaller("mark_sent", panel.dedup, number, now))
        panels.append(taken.milliseconds)
        running = replace(running, seed=number + 1)
        with DatabaseTime() as taken:
            await store.write(methodcaller("save", running))
        saves.append(taken.milliseconds)
    return Costs(median(looks), median(panels), median(saves))


async def participation(store: SqlStore, guild_id: int) -> tuple[float, int]:
    """Milliseconds and statements of ``/participation``, until its sessions are summed up."""
    archive = Archive(store=store, clock=SystemClock(), zone="UTC")
    began = time.perf_counter()
    with DatabaseTime() as taken:
        await archive.sessions(guild_id)
    return (time.perf_counter() - began) * 1000, taken.statements


async def measure(folder: Path) -> list[Line]:
    """Measure an empty database and one with a past, in the same run."""
    async with SqlStore(folder / "empty.db") as store:
        empty = await costs(store)
    async with SqlStore(folder / "past.db") as store:
        await fill(store, CLASSES, MANY, 1)
        past = await costs(store)
        await fill(store, SESSIONS, SOME, CLASSES * POSTS + 1)
        await fill(store, SESSIONS // 10, FEW, (CLASSES + SESSIONS) * POSTS + 1)
        of_few, few = await participation(store, FEW)
        of_all, statements = await participation(store, SOME)
    return [
        _beside("a look into the outbox", past.look, empty.look, MOST_LOOK),
        _beside("a panel: put there, leased, settled", past.panel, empty.panel),
        _beside("a running class saved", past.save, empty.save),
        Line(f"/participation over {SESSIONS:,}", f"{of_all:,.0f} ms", f"{statements} statements"),
        Line(f"/participation over {SESSIONS // 10}", f"{of_few:,.0f} ms", f"{few} statements"),
    ]


def _beside(what: str, past: float, empty: float, most: float | None = None) -> Line:
    ratio = f"empty {empty:.3f} ms, ratio {past / empty:.2f}"
    return Line(what, f"{past:.3f} ms", ratio, None if most is None else past <= most)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        lines = asyncio.run(measure(Path(folder)))
    show(f"{CLASSES:,} past classes with {POSTS} posts each beside none, in the database", lines)


if __name__ == "__main__":
    main()
