"""How words are shown: the name beside them, and the order of those without one."""

from __future__ import annotations

import hashlib

from discussion.model import Contribution, Discussion


def shown_name(discussion: Discussion, contribution: Contribution) -> str | None:
    """The name beside somebody's words; None where they are anonymous."""
    if contribution.anonymous:
        return None
    author = discussion.participants.get(contribution.author_id)
    return author.name if author else None


def drawn_by_words(contribution: Contribution) -> bytes:
    """What nameless words of a silent round are sorted by.

    Who wrote first may have been seen, and an order drawn with the public seed could be turned
    back.
    """
    text = contribution.text.encode()
    return hashlib.sha256(text).digest() + text
