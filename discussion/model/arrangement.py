"""How people are arranged at the moment: in groups and circles, in a queue, at a ballot.

Plain frozen values like those of ``discussion.model``, which holds them. People are Discord ids;
instants are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Group:
    """A pair or a larger group of one round, talking in a thread of its own."""

    round_number: int
    number: int
    """Counted from 1 within its round."""
    members: tuple[int, ...]
    merged_from: tuple[int, ...] = ()
    """The numbers of the smaller groups of the round before that came together in it."""
    thread_id: int | None = None
    """None until Discord has made the thread."""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fishbowl:
    """Two circles: the inner one talks, the outer one listens; they swap."""

    round_number: int
    inner: tuple[int, ...]
    outer: tuple[int, ...]
    """Whoever has waited longest for a seat stands first."""
    swaps: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """Which themes matter most: what can be chosen, and what each person chose.

    Who chose what is kept only until the close, so that a choice can be changed; from then on
    there are the sums, and who took part without what they chose.
    """

    round_number: int
    options: tuple[str, ...]
    votes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    voters: frozenset[int] = frozenset()
    """Who took part in a ballot that is closed."""
    result: tuple[tuple[str, int], ...] | None = None
    """How often each option was chosen, most first; None until the close."""

    @property
    def took_part(self) -> frozenset[int]:
        """Whose choice is in the ballot."""
        return self.voters | self.votes.keys()


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody waits for a turn to speak."""

    person_id: int
    raised_at: datetime
    heard: int = 0
    """How much they had been heard when it went up, in words. Kept, so that nothing said without
    a name while waiting moves a queue that everybody sees."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has the floor, in text or by voice."""

    person_id: int
    began_at: datetime
    sign_at: datetime | None = None
    """When the gentle sign was given that the turn's time is up."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The anonymous "I was heard" at the close: who answered, and how often each value was given.

    The two are kept apart, so that nothing says who gave which value.
    """

    answered: frozenset[int] = frozenset()
    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    """How often 1, 2, 3, 4 and 5 were given."""
