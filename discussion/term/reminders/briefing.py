"""What a class is told at its beginning: the actions of earlier classes that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from discussion.model import Discussion
from discussion.model.effects import Json, Post, PostKind
from discussion.term.model import Promise

MOST_SHOWN: Final = 3
"""A briefing has few minutes: the rest stands in ``/actions list``."""
NOT_LATER: Final = timedelta(minutes=10)
"""What opens a class is of no use in the middle of it."""


def open_actions(discussion: Discussion, promises: Sequence[Promise]) -> Post | None:
    """The first open actions of earlier classes, beside the first panel; None if there are none.

    ``promises`` are those of the server in the order of their dates.
    """
    still = [
        each for each in promises if each.done_at is None and each.discussion_id != discussion.id
    ]
    if not still:
        return None
    shown: list[Json] = [
        {
            "text": each.text,
            "owner": each.owner_id,
            "due_on": each.due_on.isoformat() if each.due_on else None,
        }
        for each in still[:MOST_SHOWN]
    ]
    return Post(
        kind=PostKind.OPEN_ACTIONS,
        dedup=f"{discussion.id}:open_actions",
        guild_id=discussion.place.guild_id,
        discussion_id=discussion.id,
        channel_id=discussion.place.channel_id,
        data={"shown": shown, "more": len(still) - len(shown)},
        not_after=discussion.started_at + NOT_LATER,
    )
