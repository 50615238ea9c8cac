"""Apply what was decided about the term: the facts, the wake-ups and the posts that follow."""

from __future__ import annotations

from datetime import datetime

from discussion.ports import Transaction
from discussion.term import posts
from discussion.term.model import PlannedClass, Swap


def apply(transaction: Transaction, planned: PlannedClass, now: datetime) -> PlannedClass:
    """Save a planned class."""
    transaction.term.save_class(planned)
    return planned


def apply_swap(
    transaction: Transaction, swap: Swap, gives: PlannedClass, takes: PlannedClass
) -> None:
    """Save an offer to swap, and ask the other one."""
    transaction.term.save_swap(swap)
    transaction.post(posts.swap(swap, gives, takes))
