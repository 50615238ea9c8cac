"""Whom the words of a contribution mention, by their ids."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Document

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contribution", sa.Column("mentions", Document(), nullable=True))


def downgrade() -> None:
    op.drop_column("contribution", "mentions")
