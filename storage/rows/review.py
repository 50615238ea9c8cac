"""The document of a review window; none (NULL) before the end and in classes without one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from discussion.model.review import Candidate, Review
from storage.rows.codec import Document, body, instant, to_instant, versioned


def review_document(review: Review | None) -> Document | None:
    """The window. JSON knows only text as keys, so votes are triples of person, theme and key."""
    if review is None:
        return None
    row = {
        "closes_at": instant(review.closes_at),
        "closed_at": instant(review.closed_at),
        "awaited": sorted(review.awaited),
        "looked": sorted(review.looked),
        "candidates": [
            [theme, [[c.contribution_id, c.begin, c.length, c.digest] for c in some]]
            for theme, some in review.candidates.items()
        ],
        # In the order of their names: in the order of voting they would say who was first.
        "votes": sorted([person, theme, key] for (person, theme), key in review.votes.items()),
    }
    return versioned("review", row)


def review_of(document: Any) -> Review | None:
    """The window again."""
    if document is None:
        return None
    row = body(document, "review")
    return Review(
        closes_at=datetime.fromisoformat(row["closes_at"]),
        awaited=frozenset(row["awaited"]),
        looked=frozenset(row["looked"]),
        candidates={
            theme: tuple(Candidate(*each) for each in some) for theme, some in row["candidates"]
        },
        votes={(person, theme): key for person, theme, key in row["votes"]},
        closed_at=to_instant(row["closed_at"]),
    )
