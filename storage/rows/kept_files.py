"""Files of words that the bot takes out of sight, kept until they stand in a message of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Index, delete, insert, select
from sqlmodel import Field

from discussion.model import DiscussionId
from discussion.model.kept_files import KeptFile
from storage.database.columns import Snowflake
from storage.mapping.rows import checked
from storage.tables.discussions import KEY, Row, of_discussion, table_of


class KeptFileRow(Row, table=True):
    """One file of a contribution; ``number`` is its place among them."""

    __tablename__ = "kept_file"
    __table_args__ = (of_discussion(), Index("ix_kept_file_discussion", "discussion_id"))

    contribution_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    number: int = Field(primary_key=True, sa_column_kwargs=KEY)
    discussion_id: str
    name: str
    data: bytes


files = table_of(KeptFileRow)


def of_contribution(
    connection: Connection, guild_id: int, contribution_id: int
) -> Sequence[KeptFile]:
    """The files of a contribution, in their order."""
    query = select(files.c.name, files.c.data).where(
        files.c.guild_id == guild_id, files.c.contribution_id == contribution_id
    )
    return [KeptFile(*row) for row in connection.execute(query.order_by(files.c.number))]


def with_files(
    connection: Connection, guild_id: int, discussion_id: DiscussionId
) -> frozenset[int]:
    """The contributions of a discussion of which files are kept."""
    query = select(files.c.contribution_id).where(
        files.c.guild_id == guild_id, files.c.discussion_id == discussion_id
    )
    return frozenset(connection.scalars(query))


def put(
    connection: Connection,
    guild_id: int,
    discussion_id: DiscussionId,
    contribution_id: int,
    kept: Sequence[KeptFile],
) -> None:
    """Keep the files of a contribution, in place of what was kept of it before.

    Raises:
        DomainError: There is a NUL in a name.
    """
    remove(connection, guild_id, contribution_id)
    rows = [
        checked(
            {
                "guild_id": guild_id,
                "contribution_id": contribution_id,
                "number": number,
                "discussion_id": discussion_id,
                "name": each.name,
                "data": each.data,
            }
        )
        for number, each in enumerate(kept, start=1)
    ]
    if rows:
        connection.execute(insert(files), rows)


def remove(connection: Connection, guild_id: int, contribution_id: int) -> None:
    """Forget the files of a contribution."""
    of_it = files.c.guild_id == guild_id, files.c.contribution_id == contribution_id
    connection.execute(delete(files).where(*of_it))
