"""Wake-ups that failed are put aside with their reason and tried again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEX = "ix_due_action_aside"
ASIDE = sa.text("state = 'pending' AND tries > 0")


def upgrade() -> None:
    op.add_column("due_action", sa.Column("wanted_at", Instant(), nullable=True))
    op.add_column(
        "due_action", sa.Column("tries", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("due_action", sa.Column("reason", sa.String(), nullable=True))
    op.create_index(INDEX, "due_action", ["tries"], sqlite_where=ASIDE, postgresql_where=ASIDE)


def downgrade() -> None:
    op.drop_index(INDEX, "due_action")
    for name in ("reason", "tries", "wanted_at"):
        op.drop_column("due_action", name)
