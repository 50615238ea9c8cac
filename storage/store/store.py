"""The store: one writer, a few readers, opened fully or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from discussion.model import DiscussionId
from discussion.ports.store import Reader, Transaction
from storage.database.engine import Use, database_url, open_engine
from storage.database.errors import DomainError, StorageUnavailable, StoreClosed
from storage.database.schema import bring_up_to_date
from storage.rows.queries import SqlReader
from storage.store.due import aside, next_due_at
from storage.store.live import Live
from storage.store.transaction import SqlTransaction
from storage.store.writer import Writer

T = TypeVar("T")

READERS = 3


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an open store holds."""

    writer: Writer
    writing: Engine
    reading: Engine
    readers: ThreadPoolExecutor


class SqlStore:
    """Facts in SQLite or PostgreSQL; fulfils ``discussion.ports.store.Store``.

    Use it as an async context manager, or ``open`` and ``close`` it. One process writes to a
    database. Processes that share one on PostgreSQL must each serve guilds of their own: live
    discussions are kept in the writer's memory, and what is not there does not exist for it.
    """

    def __init__(
        self,
        database: str | Path,
        *,
        readers: int = READERS,
        on_posts: Callable[[], None] | None = None,
    ) -> None:
        """``database`` is a URL, or the path of an SQLite file.

        ``on_posts`` is called on the event loop whenever new posts wait in the outbox.

        Raises:
            StorageUnavailable: The URL cannot be understood.
        """
        self._url = database_url(database)
        self._reader_count = readers
        self._on_posts = on_posts
        self._parts: _Parts | None = None

    async def open(self) -> None:
        """Bring the schema up to date and start the writer.

        Raises:
            SchemaTooNew: A later version of the bot wrote the database.
            BackupRefused: An upgrade is due and the copy to be made before it failed.
            StorageUnavailable: The database cannot be opened or written.
        """
        if self._parts is not None:
            return
        writing, reading, live = await asyncio.to_thread(
            _open_engines, self._url, self._reader_count
        )
        self._parts = _Parts(
            writer=Writer(writing, live, on_posts=self._on_posts),
            writing=writing,
            reading=reading,
            readers=ThreadPoolExecutor(self._reader_count, thread_name_prefix="storage-reader"),
        )

    async def close(self) -> None:
        """Finish what is queued, end the threads and close every connection."""
        if self._parts is None:
            return
        parts, self._parts = self._parts, None
        await parts.writer.close()
        await asyncio.to_thread(parts.readers.shutdown)
        parts.reading.dispose()
        # The last: SQLite then folds its write-ahead log into the file.
        parts.writing.dispose()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def write(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit of work and return its result after COMMIT.

        It may run twice (``storage.store.writer``), and runs even if the caller is cancelled.

        Raises:
            StoreClosed: The store is not open.
            Exception: Whatever the unit raised; nothing of it stays.
        """
        return await self._open_parts().writer.write(unit)

    def write_soon(self, unit: Callable[[Transaction], object]) -> None:
        """Queue a unit of work whose result nobody waits for; a failure is logged.

        Raises:
            StoreClosed: The store is not open.
        """
        self._open_parts().writer.write_soon(unit)

    async def read(self, query: Callable[[Reader], T]) -> T:
        """Answer a question from what is committed, in one snapshot.

        Raises:
            StoreClosed: The store is not open.
            Exception: Whatever the query raised.
        """
        return await self.ask(lambda connection: query(SqlReader(connection)))

    async def next_due_at(self, held: Collection[DiscussionId] = ()) -> datetime | None:
        """When the earliest pending due action falls due, but for discussions that are held."""
        return await self.ask(lambda connection: next_due_at(connection, held))

    async def put_aside(self) -> int:
        """How many due actions failed and wait to be tried again."""
        return await self.ask(aside)

    async def work(self, unit: Callable[[SqlTransaction], T]) -> T:
        """``write`` for other modules of storage, which know the connection."""
        return await self._open_parts().writer.write(unit)

    async def ask(self, query: Callable[[Connection], T]) -> T:
        """``read`` for other modules of storage, which know the connection."""
        parts = self._open_parts()

        def run() -> T:
            with parts.reading.begin() as connection:
                return query(connection)

        return await asyncio.get_running_loop().run_in_executor(parts.readers, run)

    def _open_parts(self) -> _Parts:
        if self._parts is None:
            raise StoreClosed("The store is not open.")
        return self._parts


def _open_engines(url: URL, readers: int) -> tuple[Engine, Engine, Live]:
    bring_up_to_date(url)
    writing = open_engine(url, Use.WRITE)
    reading = open_engine(url, Use.READ, connections=readers)
    try:
        with writing.begin() as connection:
            live = Live(SqlReader(connection).live_discussions())
    except (SQLAlchemyError, ValueError, LookupError, DomainError) as error:
        writing.dispose()
        raise StorageUnavailable(
            f"The database {url.render_as_string()} cannot be read: a running class in it is "
            "damaged or was written by a later version of the bot. `python -m bot restore` puts a "
            "backup in its place."
        ) from error
    return writing, reading, live
