"""A private word to whoever leads: something of their class cannot be posted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from discussion.model import Discussion, naming
from discussion.model.effects import Post, PostKind
from discussion.model.hindrance import DECKS, Hindrance
from discussion.posts.composing import compose

STALE_AFTER = timedelta(hours=1)
"""After this long a class is over, and a word about its channel helps nobody."""
_OF_NO_ACCOUNT = frozenset(
    {PostKind.HIDE, PostKind.GROUP_CLOSE, PostKind.DECK_PROGRESS, PostKind.PREVIEWS}
)
"""What nobody misses, or what is told of with the deck."""


def is_missed(post: Post) -> bool:
    """Whether people in a class miss a post that does not come."""
    return post.recipient_id is None and post.kind not in _OF_NO_ACCOUNT


def undelivered(
    discussion: Discussion,
    missed: Post,
    why: Hindrance,
    reason: str,
    others: Iterable[int],
    now: datetime,
) -> list[Post]:
    """One to each who leads, once a class and once for its deck; of that to ``others`` too."""
    about_deck = missed.kind in DECKS
    people = {discussion.facilitator_id, *discussion.co_facilitators}
    composed = compose(
        discussion,
        PostKind.UNDELIVERED,
        "",
        {
            "of": missed.kind.value,
            "why": why.value,
            "reason": reason,
            "topic": discussion.topic,
            "channel": missed.channel_id or discussion.place.channel_id,
        },
        not_after=None if about_deck else now + STALE_AFTER,
    )
    return [
        replace(
            composed,
            dedup=naming.undelivered(discussion.id, person, about_deck=about_deck),
            channel_id=None,
            recipient_id=person,
        )
        for person in sorted(people | set(others) if about_deck else people)
    ]
