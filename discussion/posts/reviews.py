"""Posts around the deck: the review before it, and what replaces it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discussion.model import Discussion, naming
from discussion.model.effects import Post, PostKind
from discussion.posts.composing import compose


def review(discussion: Discussion, looked: int, all_: int) -> Post:
    """Where everybody looks at their words: posted once, and the same message from then on."""
    window = discussion.review
    until = window.closes_at if window is not None and discussion.is_in_review else None
    return compose(
        discussion,
        PostKind.REVIEW,
        naming.review(discussion.id),
        {
            "until": until.isoformat() if until is not None else None,
            "looked": looked,
            "all": all_,
        },
        replaces=True,
    )


def deck_again(discussion: Discussion, now: datetime) -> Post:
    """The deck anew, where the one that was posted stands."""
    return compose(
        discussion,
        PostKind.DECK_AGAIN,
        naming.deck_again(discussion.id),
        {"at": now.isoformat()},
        replaces=True,
    )


def deck_outdated(discussion: Discussion, person_id: int, now: datetime) -> Post:
    """A private word to somebody who holds a deck with words that were taken back since."""
    stamp = int(now.timestamp() * 1000)
    post = compose(
        discussion,
        PostKind.DECK_OUTDATED,
        naming.deck_outdated(discussion.id, person_id, stamp),
        {"topic": discussion.topic},
    )
    return replace(post, recipient_id=person_id)
