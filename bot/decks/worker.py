"""A spawned process that makes decks, so that the event loop never waits for one."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from types import FrameType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from discussion.model.errors import DeckBroken, DeckFailed, DiscussionError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


IDLE_SECONDS = 600.0
"""After so long without work a worker ends: it holds more memory than the bot itself."""


@dataclass(frozen=True, slots=True)
class WorkModule:
    """A module that only workers import; its functions are named here and found there."""

    name: str

    def __getattr__(self, function: str) -> _Work:
        if function.startswith("__"):
            raise AttributeError(function)
        return _Work(self.name, function)


@dataclass(frozen=True, slots=True)
class _Work:
    module: str
    function: str

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(self.module), self.function)(*args, **kwargs)


class DeckWorker:
    """One process; started with its first work, ended when idle, started again when it died."""

    def __init__(self, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._idle_seconds = idle_seconds
        self._under_way = 0
        self._rest: asyncio.TimerHandle | None = None
        self._leaving = set[asyncio.Task[None]]()

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._pool is not None

    async def run(self, what: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work there, twice if the process dies of it; ``what`` names it in the log.

        A ``DiscussionError`` comes back as it is; anything else becomes ``DeckFailed``.
        """
        self._under_way += 1
        self._stay()
        try:
            return await self._run(what, partial(work, *args, **kwargs))
        finally:
            self._under_way -= 1
            if not self._under_way and self._pool is not None:
                loop = asyncio.get_running_loop()
                self._rest = loop.call_later(self._idle_seconds, self._leave)

    async def _run(self, what: str, work: Callable[[], T]) -> T:
        for attempt in (1, 2):
            pool = self._running()
            try:
                return await asyncio.wrap_future(pool.submit(_do, work))
            except BrokenExecutor:
                self._replace(pool)
                log.warning("The deck worker died (attempt %s).", attempt)
            except DiscussionError:
                raise
            except Exception as error:
                log.exception("Building %s failed.", what)
                if isinstance(error, MemoryError):
                    # What filled it goes with the process.
                    self._replace(pool)
                raise _failure(error) from error
        raise DeckFailed(
            "The process that makes it was ended twice, as happens where memory is short. "
            "The record is safe."
        )

    def _replace(self, pool: ProcessPoolExecutor) -> None:
        """Work with a new process from now on; another work may have begun one already."""
        if self._pool is pool:
            self._pool = None
        pool.shutdown(wait=False)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Only here: an idle bot has no use for what starts processes.
            import multiprocessing  # noqa: PLC0415 - see above
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above

            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=_prepare)
        return self._pool

    def _stay(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _leave(self) -> None:
        """Let the idle process go; its memory goes with it."""
        pool, self._pool = self._pool, None
        if pool is not None:
            # It has nothing to do, so it ends at once; waiting for that is not the loop's.
            leaving = asyncio.create_task(asyncio.to_thread(pool.shutdown, wait=True))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def close(self) -> None:
        """End the process; what it is at is broken off, a program that it started too."""
        self._stay()
        if self._leaving:
            await asyncio.wait(self._leaving)
        pool, self._pool = self._pool, None
        if pool is None:
            return
        # Python has no public way to reach them before 3.14.
        for process in list((pool._processes or {}).values()):  # noqa: SLF001
            process.terminate()
        await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)


def _failure(error: Exception) -> DeckFailed:
    """Why a deck failed, for people who can do something about it."""
    if isinstance(error, MemoryError):
        return DeckFailed("There was too little memory to make it. The record is safe.")
    if isinstance(error, OSError) and error.strerror:
        return DeckFailed(f"The disk did not take it: {error.strerror}. The record is safe.")
    return DeckBroken("The deck could not be built. The record is safe.")


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
    from multiprocessing import parent_process  # noqa: PLC0415 - as above

    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="end-with-parent").start()
