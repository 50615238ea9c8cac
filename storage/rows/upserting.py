"""Inserting rows, or overwriting those that are there."""

from __future__ import annotations

from sqlalchemy import Connection, Table

from storage.database.engine import insert_into
from storage.rows.mapping import Values


def upsert(connection: Connection, table: Table, rows: list[Values]) -> int:
    """Insert rows, or overwrite those whose primary key is there already in the same guild.

    Returns:
        How many rows were written.
    """
    statement = insert_into(connection, table)
    keys = [column.name for column in table.primary_key.columns]
    others = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    same_guild = table.c.guild_id == statement.excluded.guild_id
    # Without the option SQLAlchemy does not say how many rows an INSERT wrote.
    written = connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=others, where=same_guild),
        rows,
        execution_options={"preserve_rowcount": True},
    )
    return written.rowcount
