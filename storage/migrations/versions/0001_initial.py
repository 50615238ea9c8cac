"""The first schema.

The types are written out here, not taken from ``storage.database.columns``: a migration describes the past
and must not change with the code.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# INTEGER is 64 bits wide on SQLite, and only a column of that type can be the row id.
SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
LENGTH = sa.BigInteger()


def upgrade() -> None:
    _discussion()
    _children()
    _talk()
    _due_action()
    _outbox()


def downgrade() -> None:
    for table in (
        "outbox",
        "due_action",
        "endorsement",
        "link",
        "contribution_tag",
        "contribution",
        "turn_order",
        "invitation",
        "participant",
        "round",
        "discussion",
    ):
        op.drop_table(table)


def _of_discussion(table: str, *, deferred: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["discussion_id", "guild_id"],
        ["discussion.id", "discussion.guild_id"],
        name=f"fk_{table}_discussion_id_guild_id",
        deferrable=deferred or None,
        initially="DEFERRED" if deferred else None,
    )


def _of_contribution(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["contribution.id"], name=f"fk_{table}_{column}")


def _partial_index(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def _discussion() -> None:
    op.create_table(
        "discussion",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel_id", SNOWFLAKE, nullable=False),
        sa.Column("thread_of", SNOWFLAKE),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("format_name", sa.String(), nullable=False),
        sa.Column("format_title", sa.String(), nullable=False),
        sa.Column("facilitator_id", SNOWFLAKE, nullable=False),
        sa.Column("seed", SNOWFLAKE, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("plans", sa.JSON(), nullable=False),
        sa.Column("case_study", sa.JSON()),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_discussion"),
        sa.UniqueConstraint("id", "guild_id", name="uq_discussion_id_guild_id"),
        sa.CheckConstraint("id <> ''", name=op.f("ck_discussion_id_given")),
    )
    op.create_index("ix_discussion_guild_started", "discussion", ["guild_id", "started_at"])
    _partial_index(
        "uq_discussion_place_live",
        "discussion",
        ["channel_id"],
        "state <> 'published'",
        unique=True,
    )


def _children() -> None:
    op.create_table(
        "round",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("extended", LENGTH, nullable=False),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("opener_at", INSTANT),
        sa.Column("waves", sa.Integer(), nullable=False),
        sa.Column("quiet_button", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("discussion_id", "number", name="pk_round"),
        _of_discussion("round"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_round_number_from_one")),
        sa.CheckConstraint("waves >= 0", name=op.f("ck_round_waves_counted")),
    )
    op.create_table(
        "participant",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("id", SNOWFLAKE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("last_sign_at", INSTANT),
        sa.Column("passed_rounds", sa.JSON(), nullable=False),
        sa.Column("opted_out_at", INSTANT),
        sa.PrimaryKeyConstraint("discussion_id", "id", name="pk_participant"),
        _of_discussion("participant"),
    )
    op.create_table(
        "invitation",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", SNOWFLAKE, nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String()),
        sa.Column("answered_at", INSTANT),
        sa.PrimaryKeyConstraint("discussion_id", "id", name="pk_invitation"),
        _of_discussion("invitation"),
        sa.CheckConstraint("round_number >= 1", name=op.f("ck_invitation_round_from_one")),
    )
    op.create_table(
        "turn_order",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("deferred", sa.JSON(), nullable=False),
        sa.Column("turn_began_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("discussion_id", name="pk_turn_order"),
        _of_discussion("turn_order"),
        sa.CheckConstraint("round_number >= 1", name=op.f("ck_turn_order_round_from_one")),
    )


def _talk() -> None:
    _contribution()
    op.create_table(
        "contribution_tag",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("contribution_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("contribution_id", "kind", "name", name="pk_contribution_tag"),
        _of_contribution("contribution_tag", "contribution_id"),
    )
    op.create_table(
        "link",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("from_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("to_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("from_id", "to_id", "kind", name="pk_link"),
        _of_contribution("link", "from_id"),
        _of_contribution("link", "to_id"),
        _of_discussion("link"),
    )
    op.create_index("ix_link_discussion", "link", ["discussion_id"])
    op.create_table(
        "endorsement",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("contribution_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("person_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("contribution_id", "person_id", name="pk_endorsement"),
        _of_contribution("endorsement", "contribution_id"),
        _of_discussion("endorsement"),
    )
    op.create_index("ix_endorsement_discussion", "endorsement", ["discussion_id"])


def _contribution() -> None:
    op.create_table(
        "contribution",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("channel_id", SNOWFLAKE, nullable=False),
        sa.Column("author_id", SNOWFLAKE, nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("message_id", SNOWFLAKE),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("case_stage", sa.Integer()),
        sa.Column("invitation_id", sa.String()),
        sa.Column("edited_at", INSTANT),
        sa.Column("withdrawn_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_contribution"),
        _of_discussion("contribution"),
        sa.CheckConstraint("round_number >= 1", name=op.f("ck_contribution_round_from_one")),
        sa.CheckConstraint("words >= 0", name=op.f("ck_contribution_words_counted")),
    )
    op.create_index("ix_contribution_discussion", "contribution", ["discussion_id", "said_at"])
    _partial_index(
        "ix_contribution_tally",
        "contribution",
        ["discussion_id", "author_id", "round_number"],
        "withdrawn_at IS NULL",
    )
    _partial_index(
        "ix_contribution_message", "contribution", ["message_id"], "message_id IS NOT NULL"
    )


def _due_action() -> None:
    op.create_table(
        "due_action",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", SNOWFLAKE, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dedup", sa.String(), nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_due_action"),
        _of_discussion("due_action", deferred=True),
        sa.UniqueConstraint("dedup", name="uq_due_action_dedup"),
        sa.CheckConstraint("state IN ('pending', 'done')", name=op.f("ck_due_action_state_known")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_due_action_version_from_one")),
    )
    op.create_index("ix_due_action_discussion", "due_action", ["discussion_id", "state"])
    _partial_index("ix_due_action_pending", "due_action", ["due_at"], "state = 'pending'")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("id", SNOWFLAKE, nullable=False),
        sa.Column("position", SNOWFLAKE, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dedup", sa.String(), nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("channel_id", SNOWFLAKE),
        sa.Column("recipient_id", SNOWFLAKE),
        sa.Column("destination", SNOWFLAKE, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", INSTANT),
        sa.Column("not_after", INSTANT),
        sa.Column("message_id", SNOWFLAKE),
        sa.Column("settled_at", INSTANT),
        sa.Column("reason", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        _of_discussion("outbox", deferred=True),
        sa.UniqueConstraint("dedup", name="uq_outbox_dedup"),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'failed', 'dropped')", name=op.f("ck_outbox_state_known")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_outbox_version_from_one")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts_counted")),
    )
    op.create_index("ix_outbox_position", "outbox", ["position"])
    _partial_index("ix_outbox_pending", "outbox", ["destination", "position"], "state = 'pending'")
