"""Published classes are found by when they ended; files of words are kept for their reveal."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_discussion_ended", "discussion", ["ended_at"])


def downgrade() -> None:
    op.drop_index("ix_discussion_ended", table_name="discussion")
