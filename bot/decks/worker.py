"""A spawned process that makes decks, so that the event loop never waits for one."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from types import FrameType
from typing import ParamSpec, TypeVar

from discussion.model.errors import DeckFailed, DiscussionError

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class DeckWorker:
    """One process; it is started with its first work and again when it died."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def run(self, what: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work there, twice if the process dies of it; ``what`` names it in the log.

        A ``DiscussionError`` comes back as it is; anything else becomes ``DeckFailed``.
        """
        for attempt in (1, 2):
            try:
                future = self._running().submit(_do, partial(work, *args, **kwargs))
                return await asyncio.wrap_future(future)
            except BrokenProcessPool:
                self._pool = None
                log.warning("The deck worker died (attempt %s).", attempt)
            except DiscussionError:
                raise
            except Exception as error:
                log.exception("Building %s failed.", what)
                raise DeckFailed("The deck could not be built. The record is safe.") from error
        raise DeckFailed("The deck could not be built: its worker died twice. The record is safe.")

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=_prepare)
        return self._pool

    async def close(self) -> None:
        """End the process; what it is at is broken off, a program that it started too."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        # Python has no public way to reach them before 3.14.
        for process in list((pool._processes or {}).values()):  # noqa: SLF001
            process.terminate()
        await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)


def _prepare() -> None:
    """In the process: end with the bot, and leave work cleanly when told to."""
    signal.signal(signal.SIGTERM, _leave)
    end_with_parent()


def _do(work: Callable[[], T]) -> T:
    """In the process: the work, and a plain sentence where the bot stops meanwhile."""
    try:
        return work()
    except SystemExit:
        raise DeckFailed("The bot is stopping. The record is safe; try again soon.") from None


def _leave(_: int, __: FrameType | None) -> None:
    sys.exit(1)


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
