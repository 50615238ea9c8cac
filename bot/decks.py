"""Building decks in a worker process, so that the event loop never waits for one."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from deck.build import build
from discussion.errors import DeckFailed
from discussion.ports import DeckFiles
from discussion.record import Record

log = logging.getLogger(__name__)


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
                running = asyncio.get_running_loop()
                return await running.run_in_executor(self._worker(), build, record, folder)
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
