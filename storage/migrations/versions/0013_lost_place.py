"""Classes that wait for another channel, because theirs was deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SNOWFLAKE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("planned_class", sa.Column("lost_place_id", SNOWFLAKE, nullable=True))


def downgrade() -> None:
    op.drop_column("planned_class", "lost_place_id")
