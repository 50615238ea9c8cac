"""How late wake-ups are: ``python -m benchmarks.timers``.

A thousand discussions of ten people run at once, through the ticker, the service and the SQLite
store, without Discord. Their first rounds, an hour long and begun in the past, end while this
looks: spread over twenty seconds, and then all at the same instant. Lateness is from the instant
at which a round should close until its caller knows that the claim, the new state and the posts
are committed.
"""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from benchmarks.results import Line, quantile, show
from bot.clock import SystemClock
from bot.ticker import Ticker
from discussion.contributions import speaking
from discussion.lifecycle import rounds
from discussion.model import Discussion, DiscussionId, Person, Place, RoundKind, RoundPlan
from discussion.model.effects import Decision, DueAction, DueKind
from discussion.model.policy import Policy
from discussion.ports.store import Reader, Store, Transaction
from discussion.service import DiscussionService
from discussion.service.applying import apply
from storage.store.store import SqlStore

T = TypeVar("T")

DISCUSSIONS = 1_000
PEOPLE = 10
SPREAD = timedelta(seconds=20)
LATEST_P99 = 250.0
LATEST = 1_000.0
"""Milliseconds, for ends that are spread out; the burst has no bar."""
PREPARING = timedelta(seconds=15)
"""More than saving the discussions takes."""
PATIENCE = 120.0
ALL_WAVES = 1_000
_PLAN = RoundPlan(RoundKind.OPEN_FLOOR, "Open floor", "Who leads here?", timedelta(hours=1))


class ClaimsSeen:
    """A transaction that notes which due actions it was asked to claim."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.seen: list[DueAction] = []

    def claim_due(
        self, now: datetime, limit: int, held: Collection[DiscussionId] = ()
    ) -> list[DueAction]:
        """Claim as the transaction does."""
        claimed = list(self._transaction.claim_due(now, limit, held))
        self.seen += claimed
        return claimed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transaction, name)


class WatchedStore:
    """Fulfils ``discussion.ports.store.Store`` by another; notes when a claim was committed."""

    def __init__(self, store: Store, clock: SystemClock) -> None:
        self._store = store
        self._clock = clock
        self.lateness: list[float] = []
        """Milliseconds, of each round that closed."""
        self.all_closed = asyncio.Event()

    async def write(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit of work and note its claims after COMMIT."""
        claims: list[DueAction] = []

        def watched(transaction: Transaction) -> T:
            watching = ClaimsSeen(transaction)
            result = unit(cast("Transaction", watching))
            claims[:] = watching.seen
            return result

        result = await self._store.write(watched)
        now = self._clock.now()
        self.lateness += [
            (now - each.due_at).total_seconds() * 1000
            for each in claims
            if each.kind is DueKind.ROUND_CLOSE
        ]
        return result

    def write_soon(self, unit: Callable[[Transaction], object]) -> None:
        """Queue a unit of work."""
        self._store.write_soon(unit)

    async def read(self, query: Callable[[Reader], T]) -> T:
        """Answer a question."""
        return await self._store.read(query)

    async def next_due_at(self, held: Collection[DiscussionId] = ()) -> datetime | None:
        """When the earliest due action falls due: a tick's last question, so all is done then."""
        found = await self._store.next_due_at(held)
        if len(self.lateness) >= DISCUSSIONS:
            self.all_closed.set()
        return found


async def lateness(folder: Path, spread: timedelta) -> list[float]:
    """Let the rounds of all discussions end within ``spread``; returns milliseconds."""
    clock = SystemClock()
    async with SqlStore(folder / f"{spread.seconds}.db") as store:
        watched = WatchedStore(store, clock)
        service = DiscussionService(
            store=watched,
            clock=clock,
            formats={},
            policy=Policy(),
            zone="UTC",
            draw=lambda: DiscussionId(secrets.token_hex(6)),
            draw_secret=lambda: secrets.token_hex(32),
        )
        ends_at = clock.now() + PREPARING
        begins = (
            ends_at + spread * number / DISCUSSIONS - _PLAN.length for number in range(DISCUSSIONS)
        )
        await asyncio.gather(*(_begin(store, n, at) for n, at in enumerate(begins, start=1)))
        assert clock.now() < ends_at, "preparing took longer than expected"
        ticker = Ticker(wakes=service.wakes, clock=clock)
        ticker.start()
        async with asyncio.timeout(PATIENCE):
            await watched.all_closed.wait()
        await ticker.stop()
        return watched.lateness


async def _begin(store: Store, number: int, at: datetime) -> None:
    facilitator, *others = (Person(n, f"Student {n}") for n in range(1, PEOPLE + 1))
    discussion = Discussion(
        id=DiscussionId(f"{number:012x}"),
        place=Place(guild_id=1, channel_id=number),
        topic="Who leads here?",
        format_name="one-hour",
        format_title="One hour",
        facilitator_id=facilitator.id,
        plans=(_PLAN, _PLAN),
        policy=Policy(),
        seed=number,
        started_at=at,
    )
    discussion = rounds.started(discussion, facilitator, at).discussion
    for person in others:
        discussion = speaking.with_person(discussion, person, at)
    # The opener and every wave of invitations lie behind: what is to come is the round's end.
    behind = replace(discussion.current_round, opener_at=at, waves=ALL_WAVES)
    decision = Decision(discussion.with_round(behind))
    await store.write(lambda transaction: apply(transaction, decision, at))


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds of lateness."""

    middle: float
    p99: float
    most: float

    @classmethod
    def of(cls, late: list[float]) -> Found:
        """Condense what was measured."""
        return cls(quantile(late, 0.5), quantile(late, 0.99), max(late))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        spread = Found.of(asyncio.run(lateness(Path(scratch), SPREAD)))
        burst = Found.of(asyncio.run(lateness(Path(scratch), timedelta())))
    title = f"spread over {SPREAD.seconds} s"
    show(
        f"Timers: {DISCUSSIONS:,} discussions of {PEOPLE} people, lateness of the round's end",
        [
            Line(f"{title}: p50", f"{spread.middle:,.0f} ms"),
            Line(
                f"{title}: p99",
                f"{spread.p99:,.0f} ms",
                f"bar: at most {LATEST_P99:,.0f} ms",
                spread.p99 <= LATEST_P99,
            ),
            Line(
                f"{title}: max",
                f"{spread.most:,.0f} ms",
                f"bar: at most {LATEST:,.0f} ms",
                spread.most <= LATEST,
            ),
            Line("all at the same instant: p50", f"{burst.middle:,.0f} ms"),
            Line("all at the same instant: p99", f"{burst.p99:,.0f} ms"),
            Line(
                "all at the same instant: max",
                f"{burst.most:,.0f} ms",
                f"{DISCUSSIONS / burst.most * 1000:,.0f} rounds closed a second",
            ),
        ],
    )


if __name__ == "__main__":
    main()
