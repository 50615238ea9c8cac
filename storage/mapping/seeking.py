"""How discussions are looked for by what somebody types: by topic and day, in any case."""

from __future__ import annotations

from datetime import datetime


def sought(topic: str, started_at: datetime) -> str:
    """What a discussion is looked for by.

    Folded here and kept, because the databases fold other letters than those of English each in
    their own way, or not at all.
    """
    return f"{' '.join(topic.split())} · {started_at:%d %B %Y}".casefold()


def words(typed: str) -> list[str]:
    """The words that all have to stand in it."""
    return typed.casefold().split()
