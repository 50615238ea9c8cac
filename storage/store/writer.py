"""The one writer thread, with group commit.

Units of work that wait together share a transaction and its COMMIT, which is what a durable write
costs. Units that nobody waits for (ordinary messages) linger a moment, so that more of them share
one; meanwhile the thread sleeps and leaves the interpreter to the event loop.

If a unit raises after it wrote, the transaction is rolled back and each unit runs again in one of
its own: the failing one gets its exception, the others commit. **A unit may therefore run twice**;
it must have no effect but on the transaction.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from storage.database.errors import StoreClosed
from storage.store.live import Live
from storage.store.transaction import SqlTransaction

log = logging.getLogger(__name__)

T = TypeVar("T")

GROUP_SIZE = 1_000
"""The most units that share a COMMIT; bounds what one of them waits for."""
LINGER = 0.02
"""Seconds for which a unit that nobody waits for lets others join it."""
CAPACITY = 20_000
"""How many units may wait before those who bring more are held up."""

Unit = Callable[[SqlTransaction], Any]
Waiting = tuple[Unit, "asyncio.Future[Any] | None"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit that somebody waits for, or (``future`` is None) that failed."""

    future: asyncio.Future[Any] | None
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Runs units of work on a thread of its own, in the order in which they came.

    An instance belongs to the event loop that runs when it is made, and ``write`` and
    ``write_soon`` are called on that loop's thread.
    """

    def __init__(
        self,
        engine: Engine,
        live: Live,
        *,
        on_posts: Callable[[], None] | None = None,
        group_size: int = GROUP_SIZE,
        capacity: int = CAPACITY,
    ) -> None:
        """``on_posts`` is called on the event loop after a COMMIT that put posts in the outbox."""
        self._engine = engine
        self._live = live
        self._on_posts = on_posts
        self._group_size = group_size
        self._capacity = capacity
        self._waiting: deque[Waiting] = deque()
        self._called = threading.Event()
        self._will_call = False
        self._room = threading.Condition()
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="storage-writer", daemon=True)
        self._thread.start()

    async def write(self, unit: Callable[[SqlTransaction], T]) -> T:
        """Run a unit and return its result after COMMIT.

        If the caller is cancelled, the unit runs all the same.

        Raises:
            StoreClosed: The writer was closed.
            Exception: Whatever the unit raised; nothing of it stays.
        """
        while len(self._waiting) >= self._capacity:
            await asyncio.to_thread(self._wait_for_room)
        self._refuse_if_closed()
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append((unit, future))
        self._called.set()
        return await future

    def write_soon(self, unit: Unit) -> None:
        """Queue a unit whose result nobody waits for; a failure is logged.

        When ``CAPACITY`` units wait, this blocks the event loop until there is room: the gateway
        is then read more slowly and nothing is lost.

        Raises:
            StoreClosed: The writer was closed.
        """
        if len(self._waiting) >= self._capacity:
            self._wait_for_room()
        if self._closed:
            self._refuse_if_closed()
        self._waiting.append((unit, None))
        if not self._will_call:
            self._will_call = True
            self._loop.call_later(LINGER, self._call)

    async def close(self) -> None:
        """Refuse new units, finish those that wait, and end the thread. May be called twice."""
        self._closed = True
        self._called.set()
        await asyncio.to_thread(self._thread.join)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreClosed("The store is closed.")

    def _call(self) -> None:
        self._will_call = False
        self._called.set()

    def _wait_for_room(self) -> None:
        self._called.set()
        with self._room:
            self._room.wait_for(lambda: len(self._waiting) < self._capacity)

    def _run(self) -> None:
        last = False
        while not last:
            self._called.wait()
            self._called.clear()
            # Asked before the rest is taken: once it is set, nothing is added.
            last = self._closed
            while group := self._taken():
                self._hand_back(self._settle(group))
                if len(group) < self._group_size and not last:
                    # Whoever came meanwhile calls for themselves, at once or with others.
                    break

    def _taken(self) -> list[Waiting]:
        """The group whose turn it is, taken from those that wait."""
        size = min(len(self._waiting), self._group_size)
        group = [self._waiting.popleft() for _ in range(size)]
        with self._room:
            self._room.notify_all()
        return group

    def _settle(self, group: list[Waiting]) -> list[Outcome]:
        try:
            return self._attempt(group)
        except BaseException as error:  # A unit's error is its caller's.
            if len(group) == 1:
                return [Outcome(group[0][1], error=error)]
        return [outcome for each in group for outcome in self._settle([each])]

    def _attempt(self, group: list[Waiting]) -> list[Outcome]:
        """Run a group in one transaction. Raises if any of it must be undone."""
        outcomes: list[Outcome] = []
        with self._engine.begin() as connection:
            transaction = SqlTransaction(connection, self._live)
            for unit, future in group:
                transaction.touched = False
                try:
                    result = unit(transaction)
                except Exception as error:
                    # After a failed statement PostgreSQL accepts no other one.
                    if transaction.touched or isinstance(error, SQLAlchemyError):
                        raise
                    outcomes.append(Outcome(future, error=error))
                else:
                    if future is not None:
                        outcomes.append(Outcome(future, result))
            transaction.flush()
        transaction.promote()
        if transaction.posted and self._on_posts is not None:
            self._on_loop(self._on_posts)
        return outcomes

    def _hand_back(self, outcomes: list[Outcome]) -> None:
        waited_for = []
        for each in outcomes:
            if each.future is not None:
                waited_for.append(each)
            else:
                log.error("A unit of work failed", exc_info=each.error)
        if waited_for:
            self._on_loop(lambda: _resolve(waited_for))

    def _on_loop(self, call: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            log.warning("The event loop ended before the writer could answer.")


def _resolve(outcomes: list[Outcome]) -> None:
    """Give the waiting callers what became of their units, on the event loop."""
    for each in outcomes:
        future, error = each.future, each.error
        if future is None or future.done():
            continue
        if isinstance(error, StopIteration):
            # A future cannot carry it.
            error = RuntimeError(f"A unit of work raised {error!r}")
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(each.result)
