"""Sweeping: old rows leave while nothing waits, and a class is never kept waiting for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.posting import sweeping
from bot.posting.sweeping import KEPT_FOR, Sweeper
from discussion.model import State
from discussion.ports.store import Transaction
from storage.store import pruning
from storage.store.outbox import Outbox
from storage.store.store import SqlStore
from tests.storage.material import GUILD, a_discussion, a_post

PAST = 7


def long_past(transaction: Transaction) -> None:
    """A published class whose posts were settled before the time they are kept for."""
    settled_at = SystemClock().now() - KEPT_FOR - timedelta(hours=1)
    transaction.save(replace(a_discussion(), state=State.PUBLISHED))
    for number in range(PAST):
        transaction.post(a_post(f"p{number}"))
        transaction.mark_sent(f"p{number}", 500 + number, settled_at)


async def test_all_that_is_old_leaves_in_portions_unless_a_post_can_be_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "PORTION", 3)
    async with SqlStore(tmp_path / "class.db") as store:
        box, clock = Outbox(store), SystemClock()
        sweeper = Sweeper(store=store, outbox=box, clock=clock)
        await store.write(long_past)
        await store.write(lambda tx: tx.post(a_post("waits")))
        assert await sweeper.sweep(0) == 0
        await box.lease(clock.now(), lease_for=timedelta(minutes=1), limit=1)
        # On its way, or to be tried again later, it holds nothing up.
        assert await sweeper.sweep(0) == PAST
        assert await sweeper.sweep(0) == 0
        assert await store.read(lambda r: r.message_of(GUILD, "p0")) is None


async def test_it_comes_by_itself_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "EVERY", 0.02)
    swept = asyncio.Event()
    async with SqlStore(tmp_path / "class.db") as store:
        sweeper = Sweeper(store=store, outbox=Outbox(store), clock=SystemClock())

        async def sweep(between: float = 0) -> int:
            swept.set()
            return 0

        monkeypatch.setattr(sweeper, "sweep", sweep)
        sweeper.start()
        async with asyncio.timeout(10):
            await swept.wait()
        await sweeper.stop()
    assert swept.is_set()
