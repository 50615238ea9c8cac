"""Building decks in a worker process, so that the event loop never waits for one."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import chain
from pathlib import Path

from deck.build import build
from discussion.errors import DeckFailed
from discussion.ports import DeckFiles
from discussion.record import Record

log = logging.getLogger(__name__)

PIECE = 250
"""How many contributions are packed for the worker at a time."""


class DeckPool:
    """Fulfils ``discussion.ports.DeckBuilder`` with one spawned worker."""

    def __init__(self, folder: Path) -> None:
        """Decks are kept in ``folder``, one folder for each discussion."""
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None

    async def build(self, record: Record) -> DeckFiles:
        """Build all files of a record. Raises ``DeckFailed`` with one plain sentence."""
        folder = self._folder / record.discussion_id
        for attempt in (1, 2):
            try:
                packed = await asyncio.to_thread(_packed, record)
                running = asyncio.get_running_loop()
                return await running.run_in_executor(self._worker(), _build, packed, folder)
            except BrokenProcessPool:
                self._pool = None
                log.warning("The deck worker died (attempt %s).", attempt)
            except DeckFailed:
                raise
            except Exception as error:
                log.exception("Building the deck of %s failed.", record.discussion_id)
                raise DeckFailed("The deck could not be built. The record is safe.") from error
        raise DeckFailed("The deck could not be built: its worker died twice. The record is safe.")

    def _worker(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                max_workers=1, mp_context=spawn, initializer=end_with_parent
            )
        return self._pool

    async def close(self) -> None:
        """End the worker."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)


def end_with_parent() -> None:
    """In a worker: end when the bot does, also when it was killed.

    The worker holds both ends of its queue, so it would wait for work for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="end-with-parent").start()


def _packed(record: Record) -> list[bytes]:
    """The record in pieces small enough that packing one does not hold up the event loop.

    Packing is one long call that lets no other thread run: 10,000 contributions at once took
    longer than the loop may wait.
    """
    said = record.contributions
    pieces = [said[start : start + PIECE] for start in range(0, len(said), PIECE)]
    return [pickle.dumps(each) for each in (replace(record, contributions=()), *pieces)]


def _build(packed: list[bytes], folder: Path) -> DeckFiles:
    """In the worker: unpack a record and build its files."""
    # What is unpacked here was packed by this program a moment ago.
    record, *pieces = (pickle.loads(each) for each in packed)  # noqa: S301
    said = tuple(chain.from_iterable(pieces))
    return build(replace(record, contributions=said), folder)
