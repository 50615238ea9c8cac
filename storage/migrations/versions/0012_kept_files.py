"""Published classes are found by when they ended; files of words are kept for their reveal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_discussion_ended", "discussion", ["ended_at"])
    op.create_table(
        "kept_file",
        sa.Column("guild_id", SNOWFLAKE, nullable=False),
        sa.Column("contribution_id", SNOWFLAKE, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id", "guild_id"],
            ["discussion.id", "discussion.guild_id"],
            name="fk_kept_file_discussion_id",
        ),
        sa.PrimaryKeyConstraint("contribution_id", "number", name="pk_kept_file"),
    )
    op.create_index("ix_kept_file_discussion", "kept_file", ["discussion_id"])


def downgrade() -> None:
    op.drop_table("kept_file")
    op.drop_index("ix_discussion_ended", table_name="discussion")
