"""A look at what was set up, without opening the store: nothing is made or changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from discussion.term.model import Course
from storage.database.engine import Use, database_url, open_engine
from storage.database.errors import StorageError
from storage.database.schema import look_at
from storage.rows.term import SqlTermReader


def courses_in(target: str) -> Sequence[Course]:
    """What was set up in all servers; nothing where the database is not there or not readable."""
    try:
        if not look_at(target).is_current:
            return []
        engine = open_engine(database_url(target), Use.READ)
        try:
            with engine.connect() as connection:
                return SqlTermReader(connection).courses()
        finally:
            engine.dispose()
    except (StorageError, SQLAlchemyError, OSError):
        # Whoever looks at the database itself says what is wrong with it.
        return []
