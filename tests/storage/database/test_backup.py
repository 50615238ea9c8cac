"""A backup is whole, is made beside a running bot, and overwrites nothing."""

import asyncio
from pathlib import Path

import pytest

from storage.database.backup import backup
from storage.database.errors import BackupRefused
from storage.store.store import SqlStore
from tests.storage.material import GUILD, ID, a_contribution, a_discussion


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def test_a_backup_made_while_the_bot_writes_holds_what_was_committed(tmp_path: Path) -> None:
    file, copy = tmp_path / "class.db", tmp_path / "copy.db"
    async with SqlStore(file) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        await store.write(lambda tx: tx.add_contribution(a_contribution(1)))
        await asyncio.to_thread(backup, file, copy)
        await store.write(lambda tx: tx.add_contribution(a_contribution(2)))
    async with SqlStore(copy) as copied:
        facts = await copied.read(lambda r: r.facts(GUILD, ID))
    assert facts is not None
    assert facts.contributions == (a_contribution(1),)
    assert names(tmp_path) == ["class.db", "copy.db"]


async def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    file, copy = tmp_path / "class.db", tmp_path / "copy.db"
    async with SqlStore(file):
        pass
    copy.write_text("precious")
    with pytest.raises(BackupRefused, match="never overwrites"):
        backup(file, copy)
    assert copy.read_text() == "precious"


def test_what_is_not_there_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="no database"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_gives_no_backup(tmp_path: Path) -> None:
    file, copy = tmp_path / "class.db", tmp_path / "copy.db"
    file.write_bytes(b"not a database at all, but long enough" * 100)
    with pytest.raises(BackupRefused, match="failed"):
        backup(file, copy)
    assert names(tmp_path) == ["class.db"]


def test_postgresql_has_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup("postgresql://localhost/x", tmp_path / "copy")
