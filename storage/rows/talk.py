"""Writing what was said: the hot path.

Contributions are buffered and written many rows a statement, before anything could see them and
at COMMIT. Event handlers put one contribution a unit of work; a group of units shares the flush.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, select, update

from discussion.model import Contribution, DiscussionId, Endorsement, Link, Speech
from storage.database.engine import insert_into, insert_sql, known_sql
from storage.database.errors import DomainError
from storage.rows.codec import refuse_nul
from storage.rows.mapping import Values, contribution_values, speech_values, tag_values
from storage.rows.queries import contributions, endorsements, links, speeches, tags

T = TypeVar("T")

ROWS_A_STATEMENT = (256, 64, 16, 4, 1)
"""How many rows one INSERT brings. PostgreSQL binds 65,535 values a statement at most, SQLite
32,766; a row here has 19. The same few texts again and again are parsed by the driver once."""


class Talk:
    """Writes contributions, links, endorsements and spoken turns over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._added: dict[int, Contribution] = {}

    def add(self, contribution: Contribution) -> None:
        """Buffer a contribution; the same id a second time changes nothing.

        Raises:
            DomainError: There is a NUL in its text or its tags.
        """
        _refuse_nul_in(contribution)
        self._added.setdefault(contribution.id, contribution)

    def flush(self) -> None:
        """Write what is buffered."""
        if not self._added:
            return
        added, self._added = self._added, {}
        # The tags of something that is already recorded must not come back with it: it may have
        # been changed or withdrawn since.
        for ids in portions(list(added)):
            text = known_sql(self._connection, contributions, "id", len(ids))
            for (known,) in self._connection.exec_driver_sql(text, tuple(ids)):
                del added[known]
        self._insert(contributions, [contribution_values(each) for each in added.values()])
        self._insert(tags, [tag_values(c, tag) for c in added.values() for tag in c.tags])

    def replace(self, contribution: Contribution) -> None:
        """Bring a contribution and its tags up to date.

        Raises:
            DomainError: There is no such contribution in this guild, or a NUL in its text
                or its tags.
        """
        _refuse_nul_in(contribution)
        self.flush()
        values = contribution_values(contribution)
        changed = self._connection.execute(
            update(contributions)
            .where(
                contributions.c.id == contribution.id,
                contributions.c.guild_id == contribution.guild_id,
            )
            .values(values)
        )
        if changed.rowcount != 1:
            raise DomainError(f"There is no contribution {contribution.id} to replace.")
        self._connection.execute(delete(tags).where(tags.c.contribution_id == contribution.id))
        self._insert(tags, [tag_values(contribution, tag) for tag in contribution.tags])

    def link(self, guild_id: int, link: Link) -> None:
        """Record a relation once. Raises ``DomainError`` unless both ends are in this guild."""
        discussion_id = self._discussion_of(guild_id, link.from_id)
        self._discussion_of(guild_id, link.to_id)
        values = {
            "guild_id": guild_id,
            "from_id": link.from_id,
            "to_id": link.to_id,
            "kind": link.kind.value,
            "discussion_id": discussion_id,
        }
        self._connection.execute(
            insert_into(self._connection, links).on_conflict_do_nothing(), [values]
        )

    def endorse(self, guild_id: int, endorsement: Endorsement) -> None:
        """Record an endorsement once. Raises ``DomainError`` for a contribution elsewhere."""
        values = {
            "guild_id": guild_id,
            "contribution_id": endorsement.contribution_id,
            "person_id": endorsement.person_id,
            "discussion_id": self._discussion_of(guild_id, endorsement.contribution_id),
        }
        self._connection.execute(
            insert_into(self._connection, endorsements).on_conflict_do_nothing(), [values]
        )

    def unendorse(self, guild_id: int, endorsement: Endorsement) -> None:
        """Take an endorsement back; changes nothing where there is none."""
        self._connection.execute(
            delete(endorsements).where(
                endorsements.c.guild_id == guild_id,
                endorsements.c.contribution_id == endorsement.contribution_id,
                endorsements.c.person_id == endorsement.person_id,
            )
        )

    def speak(self, speech: Speech) -> None:
        """Record a spoken turn once. Raises ``IntegrityError`` for a discussion elsewhere."""
        self._connection.execute(
            insert_into(self._connection, speeches).on_conflict_do_nothing(),
            [speech_values(speech)],
        )

    def _discussion_of(self, guild_id: int, contribution_id: int) -> DiscussionId:
        self.flush()
        found = self._connection.execute(
            select(contributions.c.discussion_id).where(
                contributions.c.guild_id == guild_id, contributions.c.id == contribution_id
            )
        ).scalar_one_or_none()
        if found is None:
            raise DomainError(f"There is no contribution {contribution_id} in this guild.")
        return DiscussionId(found)

    def _insert(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert rows, many a statement; existing ones are left alone."""
        names = [column.name for column in table.columns]
        columns = []
        for name in names:
            values = [row[name] for row in rows]
            bind = _binder(self._connection, table, name)
            columns.append(
                values if bind is None else [None if v is None else bind(v) for v in values]
            )
        bound = list(zip(*columns, strict=True))
        for some in portions(bound):
            text = insert_sql(self._connection, table, names, len(some))
            self._connection.exec_driver_sql(text, tuple(chain.from_iterable(some)))


def portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Items in portions for one statement each, the largest first."""
    start = 0
    for size in ROWS_A_STATEMENT:
        while len(items) - start >= size:
            yield items[start : start + size]
            start += size


def _refuse_nul_in(contribution: Contribution) -> None:
    refuse_nul(contribution.text)
    for tag in contribution.tags:
        refuse_nul(tag.name)


def _binder(connection: Connection, table: Table, name: str) -> Callable[[Any], Any] | None:
    """What the column's type does to a value on its way to the driver."""
    kind = table.c[name].type.dialect_impl(connection.dialect)
    return kind.bind_processor(connection.dialect)
