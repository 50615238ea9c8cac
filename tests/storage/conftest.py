"""Databases: an SQLite file each, and PostgreSQL as well where a server is named.

``ROUNDTABLE_TEST_POSTGRES`` holds the URL of an empty database that the tests may fill and clear.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import MetaData, text

from storage.database.engine import Use, database_url, open_engine
from storage.store.store import SqlStore
from tests.storage.material import a_discussion

POSTGRES = os.environ.get("ROUNDTABLE_TEST_POSTGRES")


@contextmanager
def alone_on(url: str) -> Iterator[None]:
    """Hold a lock of the server's: tests that run side by side share the one database."""
    engine = open_engine(database_url(url), Use.MIGRATE)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(4201)"))
        yield
    engine.dispose()


def clear(url: str) -> None:
    """Drop every table."""
    engine = open_engine(database_url(url), Use.MIGRATE)
    with engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        tables.drop_all(connection)
    engine.dispose()


NEEDS_POSTGRES = pytest.mark.skipif(
    not POSTGRES, reason="no PostgreSQL: set ROUNDTABLE_TEST_POSTGRES to an empty database's URL"
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=NEEDS_POSTGRES)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "postgresql" and POSTGRES:
        with alone_on(POSTGRES):
            clear(POSTGRES)
            yield POSTGRES
            clear(POSTGRES)
    else:
        yield str(tmp_path / "class.db")


@pytest.fixture
async def store(database: str) -> AsyncIterator[SqlStore]:
    """An open store without any discussion."""
    async with SqlStore(database) as opened:
        yield opened


@pytest.fixture
async def running(store: SqlStore) -> SqlStore:
    """A store in which one discussion runs."""
    await store.write(lambda tx: tx.save(a_discussion()))
    return store
