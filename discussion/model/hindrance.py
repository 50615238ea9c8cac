"""What keeps a post from its place, and how long one may wait before somebody has to know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from discussion.model.effects import PostKind


class Hindrance(StrEnum):
    """Why a post does not stand where it should."""

    CLOSED = "closed"
    """The bot may not post there, or the place is gone."""
    REFUSED = "refused"
    """Discord does not take this very post, or a mistake of ours keeps it."""
    NOT_TAKEN = "not_taken"
    """Discord takes nothing at the moment, or cannot be reached."""
    UNMADE = "unmade"
    """What it shows could not be made: the deck."""


DECKS = frozenset({PostKind.DECK, PostKind.DECK_AGAIN})
"""Posts that are tried for days: nobody can replace a deck."""
_LATE_AFTER = timedelta(seconds=30)
"""Real time: in a round everybody waits for it."""
_SLOW: Mapping[PostKind, timedelta] = {
    PostKind.DECK: timedelta(minutes=3),
    PostKind.DECK_AGAIN: timedelta(minutes=15),
    PostKind.PREVIEWS: timedelta(minutes=10),
    PostKind.SLIDE: timedelta(minutes=3),
    PostKind.EVENT: timedelta(minutes=5),
    PostKind.REMINDER: timedelta(minutes=10),
}
"""Posts whose making takes its time, or for which nobody sits and waits."""


def late_after(kind: PostKind) -> timedelta:
    """How much real time a post may take from its first try on."""
    return _SLOW.get(kind, _LATE_AFTER)


def is_made_first(kind: PostKind) -> bool:
    """Whether a post is made before it is sent, so that its being on the way says nothing."""
    return kind in (*DECKS, PostKind.PREVIEWS, PostKind.SLIDE)
