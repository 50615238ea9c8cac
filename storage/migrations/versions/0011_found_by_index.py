"""Indexes for all that is looked for, and what discussions are looked for by."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_discussion_channel_started", "discussion", ["channel_id", "started_at"], None),
    ("ix_discussion_unpublished", "discussion", ["guild_id", "started_at"], "state <> 'published'"),
    ("ix_link_to", "link", ["to_id"], None),
    ("ix_due_action_discussion", "due_action", ["discussion_id"], None),
    ("ix_due_action_done", "due_action", ["due_at"], "state = 'done'"),
    ("ix_outbox_discussion", "outbox", ["discussion_id"], None),
    ("ix_outbox_settled", "outbox", ["kind", "settled_at"], None),
    ("ix_outbox_waiting", "outbox", ["position", "id"], "state = 'pending'"),
    ("ix_swap_gives", "swap", ["gives"], None),
    ("ix_swap_takes", "swap", ["takes"], None),
    ("ix_presentation_running", "presentation", ["guild_id", "discussion_id"], "ended_at IS NULL"),
)
PORTION = 500


def upgrade() -> None:
    op.add_column(
        "discussion", sa.Column("sought", sa.String(), nullable=False, server_default=sa.text("''"))
    )
    _fill()
    for name, table, columns, where in INDEXES:
        condition = None if where is None else sa.text(where)
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    op.drop_column("discussion", "sought")


def _fill() -> None:
    """Write what discussions are looked for by, as storage does for new ones."""
    discussion = sa.table("discussion", sa.column("id"), sa.column("sought"))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, topic, started_at FROM discussion")).all()
    found = [{"of": id_, "text": _sought(topic, at)} for id_, topic, at in rows]
    change = (
        sa.update(discussion)
        .where(discussion.c.id == sa.bindparam("of"))
        .values(sought=sa.bindparam("text"))
    )
    for first in range(0, len(found), PORTION):
        connection.execute(change, found[first : first + PORTION])


def _sought(topic: str, at: str | datetime) -> str:
    started_at = datetime.fromisoformat(at) if isinstance(at, str) else at
    day = started_at.astimezone(UTC).strftime("%d %B %Y")
    return f"{' '.join(topic.split())} · {day}".casefold()
