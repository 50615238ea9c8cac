"""The rows of the outbox: putting posts in, and noting what became of them.

A post that replaces has versions: 1 when it is first put in, one more whenever its data change.
Whoever sends it says which version they sent, so that a newer one that came in meanwhile is sent
as well.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, func, null, select, update

from discussion.model import DiscussionId
from discussion.model.effects import Post
from storage.database.engine import insert_into
from storage.database.errors import DomainError
from storage.rows.codec import data_document
from storage.rows.mapping import Values, checked, to_post
from storage.tables.discussions import PostRow, table_of

PENDING = "pending"
SENT = "sent"
FAILED = "failed"
DROPPED = "dropped"

outbox = table_of(PostRow)
NO_DATA = data_document({})


def put(connection: Connection, post: Post) -> None:
    """Put a post in the outbox; its name a second time changes nothing, unless it replaces.

    One that replaces keeps its place and its lease while it is unsent; after that it queues
    again at the end, so that a panel that is often edited never holds other posts up.

    Raises:
        DomainError: It has no destination, or there is a NUL in its data.
    """
    statement = insert_into(connection, outbox).values(_values(post))
    if not post.replaces:
        connection.execute(statement.on_conflict_do_nothing(index_elements=["dedup"]))
        return
    new = statement.excluded
    unsent = outbox.c.state == PENDING
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["dedup"],
            set_={
                "channel_id": new.channel_id,
                "recipient_id": new.recipient_id,
                "destination": new.destination,
                "data": new.data,
                "not_after": new.not_after,
                "replaces": True,
                "state": PENDING,
                "version": outbox.c.version + 1,
                "position": case((unsent, outbox.c.position), else_=new.position),
                "lease_until": case((unsent, outbox.c.lease_until), else_=null()),
                "attempts": case((unsent, outbox.c.attempts), else_=0),
                "first_tried_at": case((unsent, outbox.c.first_tried_at), else_=null()),
                "settled_at": null(),
                "reason": null(),
            },
            where=outbox.c.guild_id == new.guild_id,
        )
    )


def mark_sent(
    connection: Connection, dedup: str, message_id: int | None, now: datetime, version: int
) -> None:
    """Note that a version of a post was made and where it stands, and forget its data."""
    stands_at = func.coalesce(message_id, outbox.c.message_id)
    of_version = (outbox.c.dedup == dedup, outbox.c.version == version)
    settled = {"state": SENT, "data": NO_DATA, "lease_until": None, "reason": None}
    connection.execute(
        update(outbox).where(*of_version).values(message_id=stands_at, settled_at=now, **settled)
    )
    _free_newer(connection, dedup, version)
    connection.execute(
        update(outbox)
        .where(outbox.c.dedup == dedup, outbox.c.version > version)
        .values(message_id=stands_at)
    )


def mark_failed(
    connection: Connection, dedup: str, reason: str, now: datetime, version: int
) -> None:
    """Note that a version of a post can never be made, and forget its data."""
    connection.execute(
        update(outbox)
        .where(outbox.c.dedup == dedup, outbox.c.version == version, outbox.c.state == PENDING)
        .values(state=FAILED, data=NO_DATA, lease_until=None, reason=reason, settled_at=now)
    )
    _free_newer(connection, dedup, version)


def unsent(connection: Connection, guild_id: int, discussion_id: DiscussionId) -> list[Post]:
    """The posts of a discussion that were never tried, in their order."""
    query = (
        select(outbox)
        .where(
            outbox.c.guild_id == guild_id,
            outbox.c.discussion_id == discussion_id,
            outbox.c.state == PENDING,
            outbox.c.attempts == 0,
        )
        .order_by(outbox.c.position, outbox.c.id)
    )
    return [to_post(row) for row in connection.execute(query).mappings()]


def drop(connection: Connection, post: Post, now: datetime) -> None:
    """Take a post that was never tried out of the outbox, and forget its data."""
    connection.execute(
        update(outbox)
        .where(
            outbox.c.guild_id == post.guild_id,
            outbox.c.dedup == post.dedup,
            outbox.c.state == PENDING,
            outbox.c.attempts == 0,
        )
        .values(state=DROPPED, data=NO_DATA, lease_until=None, settled_at=now)
    )


def message_of(connection: Connection, guild_id: int, dedup: str) -> int | None:
    """The message in which a post stands, once it was sent."""
    found: int | None = connection.execute(
        select(outbox.c.message_id).where(outbox.c.guild_id == guild_id, outbox.c.dedup == dedup)
    ).scalar_one_or_none()
    return found


def _free_newer(connection: Connection, dedup: str, version: int) -> None:
    """Let a version that came in while an older one was on its way be sent at once."""
    connection.execute(
        update(outbox)
        .where(outbox.c.dedup == dedup, outbox.c.version > version, outbox.c.state == PENDING)
        .values(lease_until=None, attempts=0, first_tried_at=None)
    )


def _values(post: Post) -> Values:
    destination = post.channel_id if post.recipient_id is None else post.recipient_id
    if destination is None:
        raise DomainError(f"The post {post.dedup!r} has neither a channel nor a recipient.")
    last = select(func.coalesce(func.max(outbox.c.position), 0)).scalar_subquery()
    return {
        "position": last + 1,
        "data": data_document(post.data),
        **checked(
            {
                "guild_id": post.guild_id,
                "kind": post.kind.value,
                "dedup": post.dedup,
                "discussion_id": str(post.discussion_id) or None,
                "channel_id": post.channel_id,
                "recipient_id": post.recipient_id,
                "destination": destination,
                "not_after": post.not_after,
                "replaces": post.replaces,
                "state": PENDING,
                "version": 1,
                "attempts": 0,
            }
        ),
    }
