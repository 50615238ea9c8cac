"""The offer of a moment for oneself, once a discussion is published."""

from __future__ import annotations

from discussion.model import Discussion, naming
from discussion.model.effects import Post, PostKind
from discussion.posts.composing import compose


def reflection(discussion: Discussion) -> Post:
    """One post with one button, for everybody alike; nobody is written to."""
    return compose(
        discussion,
        PostKind.REFLECTION,
        naming.reflection(discussion.id),
        {"topic": discussion.topic},
    )
