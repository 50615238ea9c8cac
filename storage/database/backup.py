"""Backups: a consistent copy of an SQLite database, made while the bot runs."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database.engine import database_url, sqlite_file
from storage.database.errors import BackupRefused


def backup(database: str | Path, copy: Path) -> None:
    """Copy a database, given by URL or path, to a new file.

    Raises:
        BackupRefused: The copy exists, cannot be written or is not sound, or the database is
            PostgreSQL, which has a tool of its own.
        StorageUnavailable: The URL cannot be understood.
    """
    file = sqlite_file(database_url(database))
    if file is None:
        raise BackupRefused("PostgreSQL databases are backed up with pg_dump.")
    backup_sqlite(file, copy)


def backup_sqlite(file: Path, copy: Path) -> None:
    """Copy an SQLite file with ``VACUUM INTO``, check the copy, and only then give it its name.

    Raises:
        BackupRefused: There is nothing to copy, the copy exists, or it failed.
    """
    if not file.is_file():
        raise BackupRefused(f"There is no database at {file}.")
    if copy.exists():
        raise BackupRefused(f"{copy} exists already; a backup never overwrites.")
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(file, isolation_level=None)) as source:
            source.execute("VACUUM INTO ?", (str(unfinished),))
        _check(unfinished)
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        unfinished.rename(copy)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise BackupRefused(f"The backup of {file} to {copy} failed: {error}.") from error


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        answers = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if answers != ["ok"] or broken:
        raise sqlite3.DatabaseError("the copy is not sound")
