"""Opening a database: made by its migrations, brought up to date, or refused in one sentence."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text

from storage.database import schema
from storage.database.engine import Use, database_url, open_engine, sqlite_file
from storage.database.errors import SchemaTooNew, StorageError, StorageUnavailable, StoreClosed
from storage.database.schema import bring_up_to_date
from storage.store.store import SqlStore
from storage.tables.discussions import SCHEMA
from tests.storage.material import GUILD, ID, a_discussion


def test_the_migrations_make_the_tables_that_the_code_knows(database: str) -> None:
    url = database_url(database)
    assert bring_up_to_date(url).found is None
    engine = open_engine(url, Use.MIGRATE)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, SCHEMA) == []
        found = inspect(connection)
        for table in SCHEMA.sorted_tables:
            checks = {each["name"] for each in found.get_check_constraints(table.name)}
            wanted = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
            assert checks == wanted
    engine.dispose()


def test_the_last_step_can_be_undone(database: str) -> None:
    url = database_url(database)
    bring_up_to_date(url)
    engine = open_engine(url, Use.MIGRATE)
    with engine.begin() as connection:
        schema.downgrade(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()


async def test_opening_again_keeps_everything(database: str) -> None:
    async with SqlStore(database) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
    assert bring_up_to_date(database_url(database)).is_current
    async with SqlStore(database) as store:
        assert await store.write(lambda tx: tx.discussion(GUILD, ID)) == a_discussion()


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
async def test_a_class_of_an_earlier_schema_is_read_after_the_upgrade(
    database: str, revision: str
) -> None:
    async with SqlStore(database) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
    url = database_url(database)
    engine = open_engine(url, Use.MIGRATE)
    with engine.begin() as connection:
        schema.downgrade(connection, revision)
    engine.dispose()
    async with SqlStore(database) as store:
        assert await store.write(lambda tx: tx.discussion(GUILD, ID)) == a_discussion()


async def test_a_later_schema_is_refused(database: str) -> None:
    url = database_url(database)
    bring_up_to_date(url)
    engine = open_engine(url, Use.MIGRATE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SchemaTooNew, match="9999"):
        await SqlStore(database).open()


async def test_an_older_sqlite_file_is_copied_before_it_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "class.db"
    async with SqlStore(file) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
    upgraded: list[object] = []
    known = schema.schema_state

    def older(connection: object) -> schema.SchemaState:
        state = known(connection)  # type: ignore[arg-type]  # passed through as it came
        return schema.SchemaState(found=state.found, wanted="9998")

    monkeypatch.setattr(schema, "schema_state", older)
    monkeypatch.setattr(schema, "upgrade", upgraded.append)
    bring_up_to_date(database_url(file))
    bring_up_to_date(database_url(file))
    assert len(upgraded) == 2
    for name in ("class.db.before-9998", "class.db.before-9998.2"):
        with closing(sqlite3.connect(tmp_path / name)) as copy:
            assert copy.execute("SELECT id FROM discussion").fetchall() == [(ID,)]


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StorageUnavailable, match="not Roundtable's"):
        await SqlStore(file).open()


@pytest.mark.parametrize("kind", ["directory", "below a file", "not a database"])
async def test_what_cannot_be_opened_is_said_in_one_sentence(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "class.db"
    if kind == "directory":
        file.mkdir()
    else:
        file.write_bytes(b"These are notes, not a database." * 100)
    with pytest.raises(StorageUnavailable) as caught:
        await SqlStore(file / "x.db" if kind == "below a file" else file).open()
    assert "\n" not in str(caught.value)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x", "what://is this:this"]
)
def test_a_url_that_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(StorageUnavailable):
        SqlStore(url)


def test_a_url_names_the_driver_and_the_file() -> None:
    assert database_url("postgres" + "ql://me@host/x").drivername == "postgresql+psycopg"
    assert sqlite_file(database_url("sqlite:///some/class.db")) == Path("some/class.db")
    assert sqlite_file(database_url("postgresql://me@host/x")) is None


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "class.db")
    with pytest.raises(StoreClosed):
        await store.read(lambda r: r.live_discussions())
    await store.open()
    await store.open()
    await store.close()
    await store.close()
    with pytest.raises(StorageError):
        await store.next_due_at()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
async def test_every_sqlite_connection_is_durable_and_checks_references(
    tmp_path: Path, pragma: str, value: object
) -> None:
    async with SqlStore(tmp_path / "class.db") as store:

        def ask(connection: Connection) -> object:
            return connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()

        assert await store.ask(ask) == value
        assert await store.work(lambda tx: ask(tx.connection)) == value
