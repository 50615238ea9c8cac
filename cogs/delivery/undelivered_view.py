"""The private word that something of a class cannot be posted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cogs.interactions import undelivered_words as words
from cogs.interactions.drawing import Rendered
from cogs.interactions.undelivered import Notice
from discussion.model.effects import Post, PostKind
from discussion.model.hindrance import Hindrance


def notice_of(post: Post) -> Notice:
    """What such a post tells."""
    data: Mapping[str, Any] = post.data
    return Notice(
        post.discussion_id,
        str(data["topic"]),
        int(data["channel"]),
        PostKind(data["of"]),
        Hindrance(data["why"]),
        str(data["reason"]),
    )


def undelivered(post: Post) -> Rendered:
    """A sentence, with nothing to press."""
    return Rendered(content=words.notice(notice_of(post)))
