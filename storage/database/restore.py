"""Restoring: a backup takes the place of a database, and what was there is kept aside.

An SQLite database is up to three files. A copy laid beside the old ``-wal`` is read together with
it and is malformed, which is why files are never to be copied by hand.
"""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database.backup import PRIVATE, backup_sqlite
from storage.database.engine import database_url, sqlite_file
from storage.database.errors import BackupRefused
from storage.database.schema import look_at

COMPANIONS = ("-wal", "-shm", "-journal")
"""What may lie beside an SQLite file and belongs to it alone."""


def restore(database: str | Path, copy: Path) -> Path | None:
    """Put a backup in the place of a database, given by URL or path.

    The bot must not run. Gives where the old database is kept, or None where there was none. The
    backup itself stays as it is; until the new file takes the place nothing is changed.

    Raises:
        BackupRefused: A bot runs, or the backup is missing, not sound or not Roundtable's.
        SchemaTooNew: A later version of the bot wrote the backup.
        StorageUnavailable: The URL cannot be understood, or the backup belongs to something else.
    """
    file = sqlite_file(database_url(database))
    if file is None:
        raise BackupRefused("PostgreSQL databases are restored with pg_restore.")
    if copy.exists() and file.exists() and copy.samefile(file):
        raise BackupRefused(f"{copy} is the database itself; name a backup of it.")
    _refuse_while_used(file)
    made = file.with_name(f"{file.name}.restoring")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove(made)
        _copied(copy, made)
        if look_at(str(made)).found is None:
            raise BackupRefused(f"{copy} holds no class: it is empty.")
        _folded(made)
        return _exchanged(file, made)
    except OSError as error:
        raise BackupRefused(f"{copy} could not be restored: {error}.") from error
    finally:
        _remove(made)


def _copied(copy: Path, made: Path) -> None:
    try:
        backup_sqlite(copy, made)
    except BackupRefused as error:
        if error.__cause__ is None:
            raise
        raise BackupRefused(
            f"{copy} cannot be restored, and nothing was changed: {error.__cause__}."
        ) from None


def _refuse_while_used(file: Path) -> None:
    """Fold the old ``-wal`` into its file, which succeeds only where nobody else has it open."""
    if not file.is_file():
        return
    try:
        _folded(file)
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise BackupRefused(
                f"A bot runs on {file}. Stop it first, then restore, then start it again."
            ) from None
        # What cannot be read any more is what people restore from: it is kept as it is.
    except sqlite3.DatabaseError:
        pass


def _folded(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=1.0)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()


def _exchanged(file: Path, made: Path) -> Path | None:
    """Give the restored file its name once everything of the old one has another."""
    names = itertools.chain([""], (f".{number}" for number in itertools.count(2)))
    aside = next(
        name
        for each in names
        if not (name := file.with_name(f"{file.name}.before-restore{each}")).exists()
    )
    found = [end for end in ("", *COMPANIONS) if _beside(file, end).exists()]
    # The companions first: a file beside those of another is what this is here to prevent.
    for end in reversed(found):
        _beside(file, end).rename(_beside(aside, end))
    made.chmod(PRIVATE)
    made.replace(file)
    return aside if found else None


def _remove(file: Path) -> None:
    for end in ("", *COMPANIONS):
        _beside(file, end).unlink(missing_ok=True)


def _beside(file: Path, end: str) -> Path:
    return file.with_name(f"{file.name}{end}")
