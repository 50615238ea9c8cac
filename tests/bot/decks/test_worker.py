"""The deck worker: its process lives as long as there is work."""

from __future__ import annotations

import asyncio
import os
import sys

from bot.decks.worker import DeckWorker, WorkModule


async def test_an_idle_worker_ends_and_the_next_work_starts_another() -> None:
    worker = DeckWorker(idle_seconds=0.0)
    try:
        first = await worker.run("a number", os.getpid)
        async with asyncio.timeout(10):
            while worker.is_running:  # noqa: ASYNC110 - the end comes with a turn of the loop
                await asyncio.sleep(0)
        second = await worker.run("a number", os.getpid)
    finally:
        await worker.close()
    assert len({first, second, os.getpid()}) == 3


async def test_what_only_workers_need_is_loaded_by_them_alone() -> None:
    worker = DeckWorker()
    sys.modules.pop("colorsys", None)
    try:
        found = await worker.run("a colour", WorkModule("colorsys").rgb_to_hls, 1.0, 1.0, 1.0)
    finally:
        await worker.close()
    assert found == (0.0, 1.0, 0.0)
    assert "colorsys" not in sys.modules
