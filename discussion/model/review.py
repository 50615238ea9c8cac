"""The review window as it is kept: who looks at their words, and the choice of headlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may become a theme's headline: where it stands, never what it says.

    So nothing of words that are taken back stays here. ``begin`` and ``length`` count characters
    of the contribution's text; ``digest`` tells whether the same words still stand there.
    """

    contribution_id: int
    begin: int
    length: int
    digest: str

    @property
    def key(self) -> str:
        """What a vote names it by."""
        return f"{self.contribution_id}.{self.digest}"


@dataclass(frozen=True, slots=True)
class Review:
    """The time after the last round in which everybody may look at their words.

    ``awaited`` are those who said something and were there when it began; who looks beside them
    counts as well. ``votes`` names candidates by (person, theme); nothing of it leaves the rules
    but the words that were chosen.
    """

    closes_at: datetime
    awaited: frozenset[int]
    looked: frozenset[int] = frozenset()
    """Who has looked at their words, or said that they are fine."""
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    """For each theme, in the deck's own order, the best first."""
    votes: Mapping[tuple[int, str], str] = field(default_factory=dict)
    closed_at: datetime | None = None
