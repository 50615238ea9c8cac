"""Due actions: the pending rows of a subject are a projection of its state."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select, update

from discussion.model import DiscussionId
from discussion.model.effects import DueAction
from storage.database.columns import inline
from storage.database.engine import insert_into
from storage.database.errors import DomainError
from storage.mapping.rows import Values, checked, to_due_action
from storage.tables.discussions import DueActionRow, table_of

log = logging.getLogger(__name__)

UNREAD_FOR: Final = timedelta(hours=1)
"""After how long a row that cannot be read is looked at again."""
_UNREADABLE: Final = (ValueError, TypeError, DomainError)
"""What a damaged row, or one of a later version of the bot, raises."""
PENDING = "pending"
DONE = "done"

due_actions = table_of(DueActionRow)


def expect(connection: Connection, guild_id: int, subject: str, due: Sequence[DueAction]) -> None:
    """Make ``due`` exactly the pending due actions of a subject.

    A row that changes counts its ``version`` up; one that was done and is expected again becomes
    pending again.

    Raises:
        DomainError: One of ``due`` is of another guild or subject.
    """
    if any(each.guild_id != guild_id or each.subject != subject for each in due):
        raise DomainError(f"A due action is not of {subject}.")
    mine = (
        due_actions.c.guild_id == guild_id,
        due_actions.c.subject == subject,
        due_actions.c.state == inline(PENDING),
    )
    found, unread = _found(connection, select(due_actions).where(*mine))
    if unread:
        # What the subject asks for is put in its place.
        connection.execute(delete(due_actions).where(due_actions.c.id.in_(unread)))
    pending = {each.dedup: each for each in found.values()}
    wanted = {each.dedup: each for each in due}
    if gone := [dedup for dedup in pending if dedup not in wanted]:
        connection.execute(delete(due_actions).where(*mine, due_actions.c.dedup.in_(gone)))
    changed = [_values(each) for each in wanted.values() if pending.get(each.dedup) != each]
    if changed:
        _upsert(connection, changed)


def claim(
    connection: Connection, now: datetime, limit: int, held: Collection[DiscussionId] = ()
) -> list[DueAction]:
    """Take pending actions with ``due_at <= now``, the earliest first, and mark them done.

    Those of discussions that are ``held`` stay pending.
    """
    query = (
        select(due_actions)
        .where(due_actions.c.state == inline(PENDING), due_actions.c.due_at <= now, *_but(held))
        .order_by(due_actions.c.due_at, due_actions.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed, unread = _found(connection, query)
    if claimed:
        _change(connection, claimed, state=DONE)
    if unread:
        # Of a later version of the bot, perhaps: it stays for whoever can read it.
        log.error("%s due actions cannot be read; they are looked at again later.", len(unread))
        _change(connection, unread, due_at=now + UNREAD_FOR, tries=due_actions.c.tries + 1)
        return [*claimed.values(), *claim(connection, now, len(unread), held)]
    return list(claimed.values())


def _found(connection: Connection, query: Select[Any]) -> tuple[dict[int, DueAction], list[int]]:
    """The due actions of rows by their ids, and the ids of those that cannot be read."""
    try:
        rows = connection.execute(query).mappings().all()
        return {row["id"]: to_due_action(row) for row in rows}, []
    except _UNREADABLE:
        found, unread = dict[int, DueAction](), list[int]()
        for each in connection.execute(query.with_only_columns(due_actions.c.id)).scalars().all():
            one = select(due_actions).where(due_actions.c.id == each)
            try:
                found[each] = to_due_action(connection.execute(one).mappings().one())
            except _UNREADABLE:
                unread.append(each)
        return found, unread


def _change(connection: Connection, ids: Collection[int], **values: Any) -> None:
    connection.execute(
        update(due_actions)
        .where(due_actions.c.id.in_(ids))
        .values(version=due_actions.c.version + 1, **values)
    )


def put_aside(connection: Connection, action: DueAction, reason: str, until: datetime) -> None:
    """Make a claimed action pending again, to be tried at ``until``.

    It stays what its subject asks for (``wanted_at``), so that ``expect`` leaves it where it is.
    """
    connection.execute(
        update(due_actions)
        .where(due_actions.c.dedup == action.dedup, due_actions.c.guild_id == action.guild_id)
        .values(
            state=PENDING,
            due_at=until,
            wanted_at=action.due_at,
            tries=due_actions.c.tries + 1,
            reason=reason,
            version=due_actions.c.version + 1,
        )
    )


def aside(connection: Connection) -> int:
    """How many pending due actions were tried and put aside."""
    query = (
        select(func.count())
        .select_from(due_actions)
        .where(due_actions.c.state == PENDING, due_actions.c.tries > 0)
    )
    return int(connection.execute(query).scalar_one())


def next_due_at(connection: Connection, held: Collection[DiscussionId] = ()) -> datetime | None:
    """When the earliest pending due action falls due, but for discussions that are ``held``."""
    pending = due_actions.c.state == inline(PENDING)
    earliest = select(due_actions.c.due_at).where(pending, *_but(held))
    query = earliest.order_by(due_actions.c.due_at).limit(1)
    try:
        found: datetime | None = connection.execute(query).scalar_one_or_none()
    except _UNREADABLE:
        # The next look comes with the heartbeat, and puts it off.
        return None
    return found


def _but(held: Collection[DiscussionId]) -> tuple[ColumnElement[bool], ...]:
    if not held:
        return ()
    of = due_actions.c.discussion_id
    return (or_(of.is_(None), of.not_in(sorted(held))),)


def _values(action: DueAction) -> Values:
    return checked(
        {
            "guild_id": action.guild_id,
            "kind": action.kind.value,
            "dedup": action.dedup,
            "subject": action.subject,
            "discussion_id": str(action.discussion_id) or None,
            "due_at": action.due_at,
            "state": PENDING,
            "version": 1,
            "wanted_at": None,
            "tries": 0,
            "reason": None,
        }
    )


def _upsert(connection: Connection, rows: list[Values]) -> None:
    statement = insert_into(connection, due_actions)
    new = statement.excluded
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["dedup"],
            set_={
                "kind": new.kind,
                "due_at": new.due_at,
                "state": PENDING,
                "version": due_actions.c.version + 1,
                "wanted_at": None,
                "tries": 0,
                "reason": None,
            },
            where=(due_actions.c.guild_id == new.guild_id)
            & (due_actions.c.subject == new.subject)
            & or_(
                due_actions.c.state != PENDING,
                due_actions.c.due_at != new.due_at,
                due_actions.c.tries > 0,
                due_actions.c.kind != new.kind,
            ),
        ),
        rows,
    )
