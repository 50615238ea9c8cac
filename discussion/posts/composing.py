"""What every post of a discussion shares."""

from __future__ import annotations

from datetime import datetime

from discussion.model import Contribution, Discussion
from discussion.model.effects import Json, Post, PostKind


def compose(
    discussion: Discussion,
    kind: PostKind,
    dedup: str,
    data: dict[str, Json],
    *,
    channel_id: int | None = None,
    not_after: datetime | None = None,
    replaces: bool = False,
) -> Post:
    """A post of a discussion, in its own channel unless another is named."""
    return Post(
        kind=kind,
        dedup=dedup,
        guild_id=discussion.place.guild_id,
        discussion_id=discussion.id,
        channel_id=channel_id or discussion.place.channel_id,
        data=data,
        not_after=not_after,
        replaces=replaces,
    )


def shown_name(discussion: Discussion, contribution: Contribution) -> str | None:
    """The name beside somebody's words; None where they are anonymous."""
    if contribution.anonymous:
        return None
    author = discussion.participants.get(contribution.author_id)
    return author.name if author else None
