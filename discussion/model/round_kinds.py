"""The kinds of rounds: one table that says what each is like. A new kind is an entry here.

What a round does follows from its traits (``RoundKind.traits``); no other place lists kinds. Its
rules, where it has some of its own, stand in ``discussion.arrangement``; its words in
``cogs.text.panel``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final


class RoundKind(StrEnum):
    """How people take part in a round."""

    BRIEFING = "briefing"
    SILENT_WRITING = "silent_writing"
    OPEN_FLOOR = "open_floor"
    GO_ROUND = "go_round"
    PAIRS = "pairs"
    FOURS = "fours"
    FISHBOWL = "fishbowl"
    VOTE = "vote"
    CHECK_OUT = "check_out"

    @property
    def traits(self) -> Traits:
        """What this kind of round is like."""
        return _TRAITS[self]


class Arranged(Enum):
    """How people are arranged while a round runs."""

    TOGETHER = "together"
    TURNS = "turns"
    PAIRS = "pairs"
    FOURS = "fours"
    CIRCLES = "circles"
    BALLOT = "ballot"

    @property
    def in_groups(self) -> bool:
        """Whether people talk in small groups, each in a thread of its own."""
        return self in (Arranged.PAIRS, Arranged.FOURS)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a kind of round is like."""

    arranged: Arranged = Arranged.TOGETHER
    arriving: bool = False
    """People are still coming: nobody moves on, passes or is waited for."""
    silent: bool = False
    """Words are hidden until the round ends, and appear together."""
    asks_for_words: bool = True
    """Else people read or choose: whether all have spoken says nothing of them."""
    opener: bool = False
    """A public opener may come, and one floor for too many people is noticed."""
    invites: bool = False
    """People choose when to speak, so that quiet ones are invited. A go-round asks everybody by its
    order, and in pairs and fours the others do."""
    hears_each_other: bool = False
    """Everybody hears everybody and chooses when to speak: hands are raised, and whoever says much
    may get a private cue."""
    names_all: bool = False
    """The panel names everybody who is there, whatever they said."""
    asks_all: bool = False
    """Everybody is asked for a word, one after another or at the end."""
    frames: bool = False
    """It begins or ends the class; its words are not what the class was about."""

    @property
    def time_to_think(self) -> bool:
        """Whether people collect their thoughts in it before all talk together."""
        return self.silent or self.arranged.in_groups

    @property
    def quiet_by_nature(self) -> bool:
        """Whether quiet is no sign that people are done."""
        return self.silent or not self.asks_for_words


_TRAITS: Final[Mapping[RoundKind, Traits]] = {
    RoundKind.BRIEFING: Traits(arriving=True, asks_for_words=False, frames=True),
    RoundKind.SILENT_WRITING: Traits(silent=True, invites=True),
    RoundKind.OPEN_FLOOR: Traits(opener=True, invites=True, hears_each_other=True),
    RoundKind.GO_ROUND: Traits(arranged=Arranged.TURNS, names_all=True, asks_all=True),
    RoundKind.PAIRS: Traits(arranged=Arranged.PAIRS, names_all=True),
    RoundKind.FOURS: Traits(arranged=Arranged.FOURS, names_all=True),
    RoundKind.FISHBOWL: Traits(
        arranged=Arranged.CIRCLES, invites=True, hears_each_other=True, names_all=True
    ),
    RoundKind.VOTE: Traits(arranged=Arranged.BALLOT, asks_for_words=False),
    RoundKind.CHECK_OUT: Traits(invites=True, hears_each_other=True, asks_all=True, frames=True),
}
