"""Posts at the end of a discussion: that its deck is being made, the deck, and its pictures."""

from __future__ import annotations

from discussion.model import Discussion, naming
from discussion.model.effects import Post, PostKind
from discussion.posts.composing import compose


def publication(discussion: Discussion) -> tuple[Post, Post]:
    """The deck, and before it a line that says it is being made, whose place the deck takes."""
    return _progress(discussion, failed=False), deck(discussion)


def deck(discussion: Discussion) -> Post:
    """The deck with a short summary."""
    return compose(discussion, PostKind.DECK, naming.deck(discussion.id), {})


def deck_missing(discussion: Discussion) -> Post:
    """The line says that there is no deck, for one that can never be posted."""
    return _progress(discussion, failed=True)


def previews(discussion: Discussion) -> Post:
    """Pictures of the deck as it is now; posted again, they take the place of the older ones."""
    name = naming.previews(discussion.id)
    return compose(discussion, PostKind.PREVIEWS, name, {}, replaces=True)


def _progress(discussion: Discussion, *, failed: bool) -> Post:
    return compose(
        discussion,
        PostKind.DECK_PROGRESS,
        naming.deck_progress(discussion.id),
        {"topic": discussion.topic, "failed": failed},
        replaces=True,
    )
