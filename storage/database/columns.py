"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    DateTime,
    Index,
    Integer,
    String,
    TextClause,
    literal,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.database.errors import DomainError

MICROSECOND = timedelta(microseconds=1)


def inline(value: str) -> BindParameter[str]:
    """A value that stands in the statement itself, for the condition of a partial index.

    Bound to the statement later, it could be anything, and no such index would be used.
    """
    return literal(value, literal_execute=True)


class Snowflake(TypeDecorator[int]):
    """A Discord id, or another whole number of up to 63 bits.

    SQLite's INTEGER is 64 bits wide, and only a column of exactly that type can be the row id.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite, BIGINT elsewhere."""
        kind = Integer() if dialect.name == "sqlite" else BigInteger()
        return dialect.type_descriptor(kind)


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC, to the microsecond; a naive one is refused with ``DomainError``.

    SQLite has no such type: there it is text of fixed width with its offset
    (``2026-01-31 09:00:00.000000+00:00``), which sorts as the instants do.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, TIMESTAMP WITH TIME ZONE elsewhere."""
        kind = String(32) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Bring an instant to UTC. Raises ``DomainError`` if it is naive."""
        if value is None:
            return None
        if value.tzinfo is not UTC:
            if value.utcoffset() is None:
                raise DomainError(f"An instant without a time zone cannot be stored: {value!r}")
            value = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return value.isoformat(" ", "microseconds")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read an instant back, aware and in UTC."""
        if value is None:
            return None
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        return instant.astimezone(UTC)


class Length(TypeDecorator[timedelta]):
    """A length of time, kept as whole microseconds (the resolution of ``timedelta``)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """The length in microseconds."""
        return None if value is None else value // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """The length again."""
        return None if value is None else timedelta(microseconds=value)


class Document(TypeDecorator[Any]):
    """JSON in a form that ``mapping.codec`` writes and reads; Python's None is SQL's NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True


def partial_index(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of those rows alone that fulfil a condition.

    The migrations make it on both databases. Here it is told to one: the dialect of the other
    would be loaded by every bot for the sake of a word, and takes two megabytes.
    """
    return Index(name, *columns, unique=unique, sqlite_where=where)
