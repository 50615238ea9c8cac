"""Engines, and the few places in which SQLite and PostgreSQL differ.

SQLite: WAL, ``synchronous=FULL`` (a commit survives a power cut), foreign keys, and transactions
that take the write lock when they begin (``BEGIN IMMEDIATE``), so that two writers wait instead of
failing half-way. PostgreSQL: psycopg 3, readers in one snapshot. ``FOR UPDATE SKIP LOCKED`` is
left out by SQLAlchemy where the database has none; ``ON CONFLICT`` is the same in both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage.database.errors import StorageUnavailable

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another process (a backup, say) before it gives up."""


class Use(Enum):
    """What an engine is for."""

    WRITE = "write"
    READ = "read"
    MIGRATE = "migrate"
    """Foreign keys are not enforced while tables are rebuilt; they are checked afterwards."""


def database_url(target: str | Path) -> URL:
    """The URL of a database, given as URL or as the path of an SQLite file.

    Raises:
        StorageUnavailable: The URL cannot be understood or names no file.
    """
    text = str(target)
    if isinstance(target, Path) or "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Not quoted: a URL may hold a password.
        raise StorageUnavailable("The database URL cannot be understood.") from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise StorageUnavailable(
            f"The database must be SQLite or PostgreSQL, not {url.get_backend_name()}."
        )
    if url.database in (None, "", ":memory:"):
        raise StorageUnavailable("The SQLite database must be a file.")
    return url


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for any other."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def open_engine(url: URL, use: Use, *, connections: int = 1) -> Engine:
    """An engine with a fixed number of connections, which are made when first needed.

    Raises:
        StorageUnavailable: The driver is not installed.
    """
    common: dict[str, Any] = {
        "poolclass": QueuePool,
        "pool_size": connections,
        "max_overflow": 0,
        # An error's text ends in the log, where nobody's words and no author may stand.
        "hide_parameters": True,
    }
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"check_same_thread": False}, **common)
        _set_up_sqlite(engine, use)
        return engine
    isolation = "REPEATABLE READ" if use is Use.READ else "READ COMMITTED"
    try:
        return create_engine(url, isolation_level=isolation, pool_pre_ping=True, **common)
    except ImportError:
        raise StorageUnavailable(
            "PostgreSQL needs psycopg: install roundtable with its 'postgres' extra."
        ) from None


def _set_up_sqlite(engine: Engine, use: Use) -> None:
    begin = "BEGIN" if use is Use.READ else "BEGIN IMMEDIATE"
    pragmas = [
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"foreign_keys={'OFF' if use is Use.MIGRATE else 'ON'}",
    ]
    if use is Use.READ:
        pragmas.append("query_only=ON")

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN comes too late and is never IMMEDIATE.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def insert_into(connection: Connection, table: Table) -> sqlite.Insert:
    """An INSERT that knows ON CONFLICT.

    The two dialects have a class each with the same methods; both are typed as SQLite's.
    """
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - loaded with its engine

        return cast("sqlite.Insert", postgresql.insert(table))
    return sqlite.insert(table)


def insert_sql(connection: Connection, table: Table, columns: Sequence[str], rows: int) -> str:
    """The text of an INSERT of several rows at once, existing ones left alone.

    One statement for many rows is what makes the writer fast beside a busy event loop: the
    SQLite driver gives up the interpreter's lock once a statement, and waits to get it back.
    """
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(each) for each in columns)
    row = f"({_marks(connection, len(columns))})"
    values = ", ".join([row] * rows)
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES {values} ON CONFLICT DO NOTHING"  # noqa: S608 - names come from the metadata, values are bound


def known_sql(connection: Connection, table: Table, column: str, values: int) -> str:
    """The text of a SELECT of those among several values that a column holds already."""
    quote = connection.dialect.identifier_preparer.quote
    name, marks = quote(column), _marks(connection, values)
    return f"SELECT {name} FROM {quote(table.name)} WHERE {name} IN ({marks})"  # noqa: S608 - as above


def _marks(connection: Connection, values: int) -> str:
    """Places for values to be bound, as the driver spells them."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    return ", ".join([mark] * values)
