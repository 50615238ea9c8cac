"""The review window after the last round, and who holds a deck."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ADDED = ("review", "deck_holders")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("discussion", sa.Column(name, sa.JSON(), nullable=True))


def downgrade() -> None:
    for name in reversed(ADDED):
        op.drop_column("discussion", name)
