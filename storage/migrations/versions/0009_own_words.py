"""What somebody called, described or put elsewhere in a class's event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORDS = ("event_shown", "own_title", "own_place")


def upgrade() -> None:
    for name in WORDS:
        op.add_column(
            "planned_class",
            sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''")),
        )
    op.add_column("planned_class", sa.Column("own_notes", sa.String(), nullable=True))


def downgrade() -> None:
    for name in ("own_notes", *reversed(WORDS)):
        op.drop_column("planned_class", name)
