"""Presentations of finished discussions, and what people wrote for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
LENGTH = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "presentation",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("channel_id", SNOWFLAKE, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("length", LENGTH, nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("slide", sa.Integer(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("shown_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("discussion_id", name="pk_presentation"),
        _of_discussion("presentation"),
        sa.CheckConstraint("run >= 1", name=op.f("ck_presentation_run_from_one")),
        sa.CheckConstraint("slide >= 1", name=op.f("ck_presentation_slide_from_one")),
    )
    live = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_presentation_place_live",
        "presentation",
        ["channel_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_table(
        "reflection",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("person_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("shared", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("discussion_id", "person_id", name="pk_reflection"),
        _of_discussion("reflection"),
        sa.CheckConstraint(
            "shared IN ('nobody', 'with_name', 'without_name')",
            name=op.f("ck_reflection_shared_known"),
        ),
    )
    op.create_index("ix_reflection_person", "reflection", ["guild_id", "person_id"])


def downgrade() -> None:
    op.drop_table("reflection")
    op.drop_table("presentation")


def _of_discussion(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["discussion_id", "guild_id"],
        ["discussion.id", "discussion.guild_id"],
        name=f"fk_{table}_discussion_id_guild_id",
    )
