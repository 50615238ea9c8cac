"""Groups, circles, ballots, hands, airtime, pseudonyms and preferences."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
LENGTH = sa.BigInteger()

# All of them may be null: what earlier classes did not have, they do not have.
COLUMNS: dict[str, dict[str, Any]] = {
    "discussion": {
        "ends_by": INSTANT,
        "co_facilitators": sa.JSON(),
        "voice_channel_id": SNOWFLAKE,
        "pseudonym_secret": sa.String(),
        "groups": sa.JSON(),
        "fishbowl": sa.JSON(),
        "ballots": sa.JSON(),
        "hands": sa.JSON(),
        "floor": sa.JSON(),
        "pulse": sa.JSON(),
    },
    "round": {
        "move_on": sa.JSON(),
        "copilot_at": INSTANT,
        "looked_at": INSTANT,
        "hands_at": INSTANT,
    },
    "participant": {
        "pseudonym": sa.String(),
        "cued_rounds": sa.JSON(),
        "in_voice": sa.Boolean(),
    },
    "contribution": {"group_number": sa.Integer(), "once_named": sa.Boolean()},
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "speech",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("person_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("length", LENGTH, nullable=False),
        sa.PrimaryKeyConstraint("discussion_id", "person_id", "began_at", name="pk_speech"),
        sa.ForeignKeyConstraint(
            ["discussion_id", "guild_id"],
            ["discussion.id", "discussion.guild_id"],
            name="fk_speech_discussion_id_guild_id",
        ),
        sa.CheckConstraint("round_number >= 1", name=op.f("ck_speech_round_from_one")),
    )
    op.create_index("ix_speech_discussion", "speech", ["discussion_id"])
    op.create_table(
        "preference",
        sa.Column("guild_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("person_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("invite_by", sa.String(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name_to_facilitator", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "person_id", name="pk_preference"),
    )


def downgrade() -> None:
    op.drop_table("preference")
    op.drop_table("speech")
    for table, columns in COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
