"""The outbox as the sender sees it: posts under a lease, in order, one at a time a destination.

A lease is durable before it is returned. A sender that dies lets it run out, and the post is
leased again with ``attempts`` above 1: whoever gets it then looks for the post in the channel's
history before sending. Sent and failed posts are settled by ``Transaction.mark_sent`` and
``mark_failed``, in the transaction that applies the consequence.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select, tuple_, update

from discussion.model.effects import Post, PostKind
from storage.database.columns import inline
from storage.database.errors import DomainError
from storage.mapping.rows import Stored, to_post
from storage.rows.outbox import DROPPED, NO_DATA, PENDING, outbox
from storage.store.store import SqlStore
from storage.store.transaction import SqlTransaction

log = logging.getLogger(__name__)

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""What ``next_at`` says when a post waits already."""


@dataclass(frozen=True, slots=True)
class LeasedPost:
    """A post to be sent now, by whoever leased it.

    ``attempts`` counts this one. ``first_tried_at`` is when the first began: None if this is it.
    ``version`` goes back to ``mark_sent`` or ``mark_failed``.
    """

    post: Post
    attempts: int
    first_tried_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Lease:
    """What one call leased, and the posts that it dropped because they were too late."""

    posts: tuple[LeasedPost, ...]
    dropped: tuple[Post, ...]


class Outbox:
    """Hands out the posts of a store."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def lease(self, now: datetime, *, lease_for: timedelta, limit: int) -> Lease:
        """Lease the oldest unsent post of each destination, the oldest first.

        A destination whose oldest post is leased already gives none. Posts past their
        ``not_after`` are dropped first, unless they are under a lease.
        """

        def unit(transaction: SqlTransaction) -> Lease:
            transaction.touched = True
            dropped = _drop_late(transaction.connection, now)
            posts = _lease(transaction.connection, now, now + lease_for, limit)
            return Lease(posts=posts, dropped=dropped)

        return await self._store.work(unit)

    async def retry(self, dedup: str, at: datetime, reason: str) -> None:
        """Give a leased post back, to be tried again at ``at``; those behind it wait too."""
        await self._give_back(dedup, at, reason)

    async def release(self, dedup: str) -> None:
        """Give a leased post back, to be tried again at once (at shutdown, say)."""
        await self._give_back(dedup, None, None)

    async def recover(self) -> None:
        """End every lease: for the start of the only process that sends from this database."""

        def unit(transaction: SqlTransaction) -> None:
            transaction.touched = True
            transaction.connection.execute(
                update(outbox)
                .where(
                    outbox.c.state == inline(PENDING),
                    outbox.c.lease_until.is_not(None),
                )
                .values(lease_until=None)
            )

        await self._store.work(unit)

    async def next_at(self) -> datetime | None:
        """When ``lease`` can next give something; ``AT_ONCE`` if it can now, None if never."""
        return await self._store.ask(_next_at)

    async def waiting(self) -> int:
        """How many posts are not sent yet."""
        query = select(func.count()).where(outbox.c.state == inline(PENDING))
        return await self._store.ask(lambda connection: connection.execute(query).scalar_one())

    async def messages(self) -> dict[int, PostKind]:
        """What kind of post stands in each message that was sent and not forgotten."""
        sent = select(outbox.c.message_id, outbox.c.kind).where(outbox.c.message_id.is_not(None))
        rows = await self._store.ask(lambda connection: connection.execute(sent).all())
        return {message_id: PostKind(kind) for message_id, kind in rows}

    async def _give_back(self, dedup: str, at: datetime | None, reason: str | None) -> None:
        def unit(transaction: SqlTransaction) -> None:
            transaction.touched = True
            transaction.connection.execute(
                update(outbox)
                .where(outbox.c.dedup == dedup, outbox.c.state == inline(PENDING))
                .values(lease_until=at, reason=reason)
            )

        await self._store.work(unit)


def _drop_late(connection: Connection, now: datetime) -> tuple[Post, ...]:
    late = (
        select(outbox)
        .where(outbox.c.state == inline(PENDING), outbox.c.not_after < now, _free(now))
        .order_by(outbox.c.position)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(late).mappings().all()
    if rows:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row["id"] for row in rows]))
            .values(state=DROPPED, data=NO_DATA, lease_until=None, settled_at=now)
        )
    return tuple(post for row in rows if (post := _read(row)) is not None)


def _read(row: Stored) -> Post | None:
    """The post of a row; None where it cannot be read, as one of a later version of the bot."""
    try:
        return to_post(row)
    except (ValueError, LookupError, DomainError):
        log.error("A post of the outbox cannot be read and is left out.")
        return None


def _lease(
    connection: Connection, now: datetime, until: datetime, limit: int
) -> tuple[LeasedPost, ...]:
    query = (
        select(outbox)
        .where(outbox.c.state == inline(PENDING), _free(now), _is_oldest())
        .order_by(outbox.c.position, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(query).mappings().all()
    posts = {row["id"]: _read(row) for row in rows}
    if unread := [each for each, post in posts.items() if post is None]:
        # What waits behind it must go on.
        gone = {"state": DROPPED, "reason": "it cannot be read", "settled_at": now}
        connection.execute(update(outbox).where(outbox.c.id.in_(unread)).values(gone))
    rows = [row for row in rows if posts[row["id"]] is not None]
    if rows:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row["id"] for row in rows]))
            .values(
                lease_until=until,
                attempts=outbox.c.attempts + 1,
                first_tried_at=func.coalesce(outbox.c.first_tried_at, now),
            )
        )
    return tuple(
        LeasedPost(
            post=post,
            attempts=row["attempts"] + 1,
            first_tried_at=row["first_tried_at"],
            version=row["version"],
        )
        for row in rows
        if (post := posts[row["id"]]) is not None
    )


def _next_at(connection: Connection) -> datetime | None:
    heads = select(outbox.c.lease_until).where(outbox.c.state == inline(PENDING), _is_oldest())
    query = heads.order_by(outbox.c.lease_until.asc().nulls_first()).limit(1)
    found: Sequence[datetime | None] = connection.execute(query).scalars().all()
    return (found[0] or AT_ONCE) if found else None


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now)


def _is_oldest() -> ColumnElement[bool]:
    """Whether no other unsent post for the same destination stands before this one."""
    earlier = outbox.alias("earlier")
    return ~exists().where(
        earlier.c.state == inline(PENDING),
        earlier.c.destination == outbox.c.destination,
        tuple_(earlier.c.position, earlier.c.id) < tuple_(outbox.c.position, outbox.c.id),
    )
