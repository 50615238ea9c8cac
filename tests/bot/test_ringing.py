"""The ringing store rings when something was written, and only then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ringing import RingingStore
from discussion.ports import Transaction
from storage.store import SqlStore


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[RingingStore]:
    async with SqlStore(tmp_path / "class.db") as opened:
        yield RingingStore(opened)


async def test_a_write_rings_and_gives_its_result(store: RingingStore) -> None:
    assert await store.write(lambda _: 7) == 7
    assert store.bell.is_set()


async def test_a_queued_write_rings(store: RingingStore) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    store.write_soon(lambda _: loop.call_soon_threadsafe(done.set))
    assert store.bell.is_set()
    await asyncio.wait_for(done.wait(), 5)


async def test_reading_does_not_ring(store: RingingStore) -> None:
    assert await store.read(lambda reader: list(reader.live_discussions())) == []
    assert await store.next_due_at() is None
    assert not store.bell.is_set()


async def test_a_write_that_failed_does_not_ring(store: RingingStore) -> None:
    def unit(_: Transaction) -> None:
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        await store.write(unit)
    assert not store.bell.is_set()
