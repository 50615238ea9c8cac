"""The schema and its history: what happens to a database when it is opened.

A new database is made by the migrations, an older one is brought up to date after a backup, and a
newer one is refused: its facts may mean something that this code does not know.
"""

from __future__ import annotations

import itertools
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from storage.database.backup import backup_sqlite
from storage.database.engine import Use, database_url, open_engine, sqlite_file
from storage.database.errors import SchemaTooNew, StorageUnavailable

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parents[1] / "migrations"


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Where a database stands: the revision it has (None: empty) and the one this code wants."""

    found: str | None
    wanted: str

    @property
    def is_current(self) -> bool:
        """Whether there is nothing to do."""
        return self.found == self.wanted


def bring_up_to_date(url: URL) -> SchemaState:
    """Create or upgrade the schema of a database.

    Returns:
        The state in which it was found.

    Raises:
        SchemaTooNew: A later version of the bot wrote it.
        StorageUnavailable: It cannot be opened or written, or belongs to something else.
    """
    file = sqlite_file(url)
    try:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = open_engine(url, Use.MIGRATE)
        try:
            with engine.begin() as connection:
                state = schema_state(connection)
            if state.is_current:
                return state
            if file is not None and state.found is not None:
                copy = _name_of_copy(file, state)
                backup_sqlite(file, copy)
                log.info("Before the schema is upgraded, a copy was kept in %s", copy)
            with engine.begin() as connection:
                upgrade(connection)
                _check_references(connection)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise StorageUnavailable(
            f"The database {url.render_as_string()} cannot be opened or written: {_cause(error)}."
        ) from error
    return state


def look_at(target: str) -> SchemaState:
    """Where a database stands, given by URL or path; nothing is made or changed.

    Raises:
        SchemaTooNew: A later version of the bot wrote it.
        StorageUnavailable: It cannot be opened, or belongs to something else.
    """
    url = database_url(target)
    file = sqlite_file(url)
    try:
        if file is not None and not file.exists():
            _check_can_be_made(file)
            wanted = ScriptDirectory.from_config(_config()).get_current_head()
            return SchemaState(found=None, wanted=str(wanted))
        engine = open_engine(url, Use.READ)
        try:
            with engine.connect() as connection:
                return schema_state(connection)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise StorageUnavailable(
            f"The database {url.render_as_string()} cannot be opened: {_cause(error)}."
        ) from error


def _check_can_be_made(file: Path) -> None:
    nearest = next(each for each in file.absolute().parents if each.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        raise StorageUnavailable(f"The database {file} cannot be made there.")


def schema_state(connection: Connection) -> SchemaState:
    """Where a database stands.

    Raises:
        SchemaTooNew: Its revision is not in this code's history.
        StorageUnavailable: It holds tables, but not ours.
    """
    scripts = ScriptDirectory.from_config(_config())
    wanted = scripts.get_current_head()
    if wanted is None:
        raise StorageUnavailable("The migrations were not installed with the bot.")
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None and inspect(connection).get_table_names():
        raise StorageUnavailable("The database holds tables that are not Roundtable's.")
    if found is not None and found not in {each.revision for each in scripts.walk_revisions()}:
        raise SchemaTooNew(
            f"The database has schema {found}, which this version of the bot does not know: "
            "install the version that wrote it, or a later one."
        )
    return SchemaState(found=found, wanted=wanted)


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def downgrade(connection: Connection, revision: str) -> None:
    """Undo migrations down to a revision ("base": all) in the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise StorageUnavailable(
            f"The upgrade was undone: it would have left {len(broken)} rows without their parents."
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _name_of_copy(file: Path, state: SchemaState) -> Path:
    """A name that is not taken: an upgrade that failed before has left its copy."""
    name = f"{file.name}.before-{state.wanted}"
    names = itertools.chain([name], (f"{name}.{n}" for n in itertools.count(2)))
    return next(copy for each in names if not (copy := file.with_name(each)).exists())


def _cause(error: Exception) -> str:
    """The driver's own words in one line, without the statement."""
    return " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")
