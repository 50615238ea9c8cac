"""What nobody asks for any more leaves the database, a small portion at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, or_, select

from discussion.model import State
from discussion.model.effects import PostKind
from storage.database.columns import inline
from storage.rows.outbox import PENDING, outbox
from storage.rows.queries import discussions
from storage.store.due import DONE, due_actions
from storage.store.store import SqlStore
from storage.store.transaction import SqlTransaction

PORTION: Final = 200
"""Rows that leave at once: a unit of work of so many holds a class up by a few milliseconds."""
PASSING: Final = frozenset(
    {
        PostKind.PANEL_EDIT,
        PostKind.OPENER,
        PostKind.INVITATION,
        PostKind.SAID,
        PostKind.COPILOT,
        PostKind.CUE,
        PostKind.LEADS,
        PostKind.ASKED,
        PostKind.REVEAL,
        PostKind.GROUP,
        PostKind.GROUP_THREAD,
        PostKind.GROUP_NOTE,
        PostKind.GROUP_CLOSE,
        PostKind.HIDE,
        PostKind.DECK_OUTDATED,
        PostKind.SWAP_ANSWERED,
        PostKind.REMINDER,
        PostKind.REMINDER_TO_ALL,
        PostKind.REMINDERS_MISSED,
        PostKind.REMINDERS_UNREACHED,
        PostKind.CLASS_ASK,
        PostKind.CLASS_FREE,
        PostKind.PROMISE,
        PostKind.CLASS_NEWS,
    }
)
"""Posts whose rows serve nothing once their class is published.

Where words stand is kept with the words. All others stay, because a later post changes their
message (panels, decks, slides, events) or their name alone keeps them from being posted twice.
"""


async def prune(store: SqlStore, before: datetime) -> int:
    """Remove a portion of what was settled before an instant; how many rows left."""

    def unit(transaction: SqlTransaction) -> int:
        transaction.touched = True
        return _posts(transaction.connection, before) + _due(transaction.connection, before)

    return await store.work(unit)


def _posts(connection: Connection, before: datetime) -> int:
    """Posts of classes that are not published stay: a name may still come again there."""
    published = select(discussions.c.id).where(
        discussions.c.id == outbox.c.discussion_id,
        discussions.c.state == State.PUBLISHED.value,
    )
    old = (
        select(outbox.c.id)
        .where(
            outbox.c.kind.in_([each.value for each in PASSING]),
            outbox.c.settled_at < before,
            outbox.c.state != PENDING,
            or_(outbox.c.discussion_id.is_(None), published.exists()),
        )
        .limit(PORTION)
    )
    return connection.execute(delete(outbox).where(outbox.c.id.in_(old))).rowcount


def _due(connection: Connection, before: datetime) -> int:
    """A due action that is expected again is simply a new one."""
    old = (
        select(due_actions.c.id)
        .where(due_actions.c.state == inline(DONE), due_actions.c.due_at < before)
        .limit(PORTION)
    )
    return connection.execute(delete(due_actions).where(due_actions.c.id.in_(old))).rowcount
