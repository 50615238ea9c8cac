"""A backup takes a database's place whole, or nothing changes; what was there is kept."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from discussion.ports.store import Transaction
from storage.database.backup import backup
from storage.database.errors import BackupRefused, SchemaTooNew, StorageError, StorageUnavailable
from storage.database.restore import restore
from storage.store.store import SqlStore
from tests.storage.material import GUILD, ID, a_contribution, a_discussion


@pytest.fixture(autouse=True)
def _everybody_may_read() -> Iterator[None]:
    """Rights must not hang on how the machine is set."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def rights(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def _say(number: int, tx: Transaction) -> None:
    tx.add_contribution(a_contribution(number))


async def a_class(file: Path, said: int) -> None:
    async with SqlStore(file) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        for number in range(1, said + 1):
            await store.write(partial(_say, number))


async def said_in(file: Path) -> list[int]:
    async with SqlStore(file) as store:
        facts = await store.read(lambda r: r.facts(GUILD, ID))
    return [] if facts is None else [each.id for each in facts.contributions]


async def killed(file: Path, said: int) -> None:
    """A database as a kill leaves it: the last words stand in its -wal."""
    running = file.with_name("running.db")
    async with SqlStore(running) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        for number in range(1, said + 1):
            await store.write(partial(_say, number))
        for end in ("", "-wal"):
            shutil.copy(f"{running}{end}", f"{file}{end}")
    running.unlink()


async def test_a_backup_restored_beside_an_old_wal_is_whole_and_the_old_file_is_kept(
    tmp_path: Path,
) -> None:
    file, copy = tmp_path / "class.db", tmp_path / "copy.db"
    await a_class(copy, 1)
    await killed(file, 3)
    assert (tmp_path / "class.db-wal").stat().st_size > 0
    aside = await asyncio.to_thread(restore, file, copy)
    assert aside == tmp_path / "class.db.before-restore"
    assert names(tmp_path) == ["class.db", "class.db.before-restore", "copy.db"]
    assert len(await said_in(file)) == 1
    assert len(await said_in(aside)) == 3


async def test_a_database_that_was_spoiled_by_a_copy_beside_its_wal_is_mended(
    tmp_path: Path,
) -> None:
    file, copy = tmp_path / "class.db", tmp_path / "copy.db"
    await a_class(copy, 1)
    await killed(file, 3)
    file.write_bytes(b"no database at all, but long enough to look like one" * 200)
    assert await asyncio.to_thread(restore, file, copy) == tmp_path / "class.db.before-restore"
    assert len(await said_in(file)) == 1
    assert not (tmp_path / "class.db-wal").exists()


async def test_nothing_is_restored_under_a_running_bot(tmp_path: Path) -> None:
    file, copy = tmp_path / "class.db", tmp_path / "copy.db"
    await a_class(copy, 1)
    async with SqlStore(file) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        with pytest.raises(BackupRefused, match="Stop it first"):
            await asyncio.to_thread(restore, file, copy)
        await store.write(lambda tx: tx.add_contribution(a_contribution(7)))
    assert len(await said_in(file)) == 1
    assert names(tmp_path) == ["class.db", "copy.db"]


async def test_what_is_no_sound_backup_of_roundtable_changes_nothing(tmp_path: Path) -> None:
    file, other = tmp_path / "class.db", tmp_path / "other.db"
    await a_class(file, 2)
    wrong: dict[str, type[StorageError]] = {
        "missing": BackupRefused,
        "text": BackupRefused,
        "strange": StorageUnavailable,
        "later": SchemaTooNew,
        "itself": BackupRefused,
    }
    for kind, refused in wrong.items():
        other.unlink(missing_ok=True)
        if kind == "text":
            other.write_bytes(b"a shopping list, and long enough" * 200)
        elif kind == "strange":
            with closing(sqlite3.connect(other)) as connection:
                connection.execute("CREATE TABLE shop (item TEXT)")
        elif kind == "later":
            shutil.copy(file, other)
            with closing(sqlite3.connect(other, isolation_level=None)) as connection:
                connection.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(refused):
            await asyncio.to_thread(restore, file, file if kind == "itself" else other)
        other.unlink(missing_ok=True)
        assert names(tmp_path) == ["class.db"], kind
    assert len(await said_in(file)) == 2


async def test_a_second_restore_keeps_both_files_that_were_there(tmp_path: Path) -> None:
    file, copy = tmp_path / "class.db", tmp_path / "copy.db"
    await a_class(copy, 1)
    assert await asyncio.to_thread(restore, file, copy) is None
    first = await asyncio.to_thread(restore, file, copy)
    second = await asyncio.to_thread(restore, file, copy)
    assert first != second
    assert names(tmp_path) == [
        "class.db",
        "class.db.before-restore",
        "class.db.before-restore.2",
        "copy.db",
    ]


async def test_nobody_else_may_read_database_wal_backup_or_restored_file(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    file, copy = folder / "class.db", folder / "copy.db"
    async with SqlStore(file) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        await asyncio.to_thread(backup, file, copy)
        beside = {each.name: rights(each) for each in folder.iterdir()}
    assert {"class.db", "class.db-wal", "copy.db"} <= beside.keys()
    assert set(beside.values()) == {"0o600"}
    assert rights(folder) == "0o700"
    file.chmod(0o644)
    await asyncio.to_thread(restore, file, copy)
    assert rights(file) == "0o600"


async def test_a_database_that_everybody_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "class.db"
    await a_class(file, 1)
    file.chmod(0o644)
    assert len(await said_in(file)) == 1
    assert rights(file) == "0o600"


def test_postgresql_has_its_own_tool_for_restoring(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="pg_restore"):
        restore("postgresql://localhost/x", tmp_path / "copy")
