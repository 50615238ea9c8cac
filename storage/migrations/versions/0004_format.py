"""A lecturer's own formats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "format",
        sa.Column("guild_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "name", name="pk_format"),
    )


def downgrade() -> None:
    op.drop_table("format")
