"""A server's house style for its decks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "house",
        sa.Column("guild_id", SNOWFLAKE, nullable=False, autoincrement=False),
        sa.Column("title_text", sa.String(), nullable=False),
        sa.Column("main", sa.String(), nullable=False),
        sa.Column("accent", sa.String(), nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=True),
        sa.Column("template_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_house"),
    )


def downgrade() -> None:
    op.drop_table("house")
