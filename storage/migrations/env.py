"""Runs migrations in the transaction of the connection that ``storage.database.schema`` passes in."""

from __future__ import annotations

from alembic import context

from storage.tables.discussions import SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SCHEMA,
    # SQLite alters a table by building it anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
