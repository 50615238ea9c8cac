"""The term: courses, topics, planned classes, swaps, reminders, promises.

Due actions and posts need no longer belong to a discussion; a due action belongs to a subject.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
LENGTH = sa.BigInteger()


def upgrade() -> None:
    op.add_column("due_action", sa.Column("subject", sa.String(), nullable=True))
    op.execute("UPDATE due_action SET subject = discussion_id")
    with op.batch_alter_table("due_action") as batch:
        batch.alter_column("subject", existing_type=sa.String(), nullable=False)
        batch.alter_column("discussion_id", existing_type=sa.String(), nullable=True)
    op.drop_index("ix_due_action_discussion", "due_action")
    op.create_index("ix_due_action_subject", "due_action", ["subject", "state"])
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("discussion_id", existing_type=sa.String(), nullable=True)
    _prepare()
    _follow_up()


def downgrade() -> None:
    for table in ("promise", "reminder_setting", "swap", "planned_class", "topic", "course"):
        op.drop_table(table)
    op.execute("DELETE FROM outbox WHERE discussion_id IS NULL")
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("discussion_id", existing_type=sa.String(), nullable=False)
    op.execute("DELETE FROM due_action WHERE discussion_id IS NULL")
    op.drop_index("ix_due_action_subject", "due_action")
    op.create_index("ix_due_action_discussion", "due_action", ["discussion_id", "state"])
    with op.batch_alter_table("due_action") as batch:
        batch.alter_column("discussion_id", existing_type=sa.String(), nullable=False)
        batch.drop_column("subject")


def _prepare() -> None:
    op.create_table(
        "course",
        sa.Column("guild_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("class_length", LENGTH, nullable=False),
        sa.Column("lecturer_role_id", SNOWFLAKE),
        sa.Column("class_role_id", SNOWFLAKE),
        sa.Column("channel_id", SNOWFLAKE),
        sa.Column("voice_channel_id", SNOWFLAKE),
        sa.PrimaryKeyConstraint("guild_id", name="pk_course"),
    )
    op.create_table(
        "topic",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("reading", sa.JSON()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
    )
    op.create_index("ix_topic_guild", "topic", ["guild_id", "position"])
    op.create_table(
        "planned_class",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("length", LENGTH, nullable=False),
        sa.Column("channel_id", SNOWFLAKE),
        sa.Column("voice_channel_id", SNOWFLAKE),
        sa.Column("topic_id", sa.String()),
        sa.Column("facilitator_id", SNOWFLAKE),
        sa.Column("format_name", sa.String(), nullable=False),
        sa.Column("plans", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("event_id", SNOWFLAKE),
        sa.Column("event_starts_at", INSTANT),
        sa.Column("discussion_id", sa.String()),
        sa.Column("facilitator_name", sa.String(), nullable=False),
        sa.Column("asked_at", INSTANT),
        sa.Column("asked_lecturer", sa.Boolean(), nullable=False),
        sa.Column("reminded_until", INSTANT),
        sa.Column("unreached", sa.JSON()),
        sa.Column("unreached_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_planned_class"),
        _refers("planned_class", "topic_id", "topic"),
        _refers("planned_class", "discussion_id", "discussion"),
    )
    op.create_index("ix_planned_class_guild", "planned_class", ["guild_id", "starts"])
    given = sa.text("event_id IS NOT NULL")
    op.create_index(
        "uq_planned_class_event",
        "planned_class",
        ["event_id"],
        unique=True,
        sqlite_where=given,
        postgresql_where=given,
    )
    op.create_table(
        "swap",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("gives", sa.String(), nullable=False),
        sa.Column("takes", sa.String(), nullable=False),
        sa.Column("asked_by", SNOWFLAKE, nullable=False),
        sa.Column("asked_of", SNOWFLAKE, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_swap"),
        _refers("swap", "gives", "planned_class"),
        _refers("swap", "takes", "planned_class"),
    )
    op.create_index("ix_swap_guild", "swap", ["guild_id", "state"])


def _follow_up() -> None:
    op.create_table(
        "reminder_setting",
        sa.Column("guild_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("person_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lead", LENGTH),
        sa.PrimaryKeyConstraint("guild_id", "person_id", "kind", name="pk_reminder_setting"),
    )
    op.create_table(
        "promise",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("contribution_id", SNOWFLAKE, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", SNOWFLAKE),
        sa.Column("due_on", sa.String()),
        sa.Column("done_at", INSTANT),
        sa.Column("reminded_until", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_promise"),
        _refers("promise", "discussion_id", "discussion"),
        sa.CheckConstraint("text <> ''", name=op.f("ck_promise_text_given")),
    )
    op.create_index("ix_promise_guild", "promise", ["guild_id", "due_on"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")
