"""What the notebook holds of people, of planned rounds, of votes and of the look at one's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from discussion.model import RoundKind
from tests.discussion.material import MINUTE


@dataclass
class Known:
    """What is known of somebody."""

    joined_at: datetime
    sign_at: datetime
    present: bool = True
    out: bool = False
    passed: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    """Rounds in which they spoke under their name."""
    nameless: set[int] = field(default_factory=set)
    """Rounds in which they spoke without it."""
    nameless_at: datetime | None = None

    @property
    def takes_part(self) -> bool:
        return self.present and not self.out


@dataclass(frozen=True)
class Planned:
    """A round as it was first planned."""

    kind: RoundKind
    attributed: bool
    length: timedelta
    origin: int
    """The number of the round that it holds once more; its own if it does not."""

    @property
    def at_least(self) -> timedelta:
        """Two minutes, or half of a plan that is shorter than four."""
        return min(2 * MINUTE, self.length / 2)


@dataclass
class Vote:
    """A round of voting."""

    options: list[str]
    choices: dict[int, frozenset[str]] = field(default_factory=dict)
    result: list[tuple[str, int]] | None = None

    def close(self, counted: Collection[int]) -> None:
        """Count the votes of some; the others' are void."""
        self.choices = {who: those for who, those in self.choices.items() if who in counted}
        sums = Counter(theme for those in self.choices.values() for theme in those)
        ranked = sorted(self.options, key=lambda theme: -sums[theme])
        self.result = [(theme, sums[theme]) for theme in ranked]


@dataclass
class Look:
    """The time in which people look at their words, while it is open."""

    closes_at: datetime
    awaited: set[int]
    looked: set[int] = field(default_factory=set)

    @property
    def is_done(self) -> bool:
        return self.awaited <= self.looked
