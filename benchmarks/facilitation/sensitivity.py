"""Which assumptions the result depends on: each is varied alone, widely, and some together.

In every variation and for each size, the other way that hears most is compared with this policy,
class by class. The ranking *flips* where it hears more people by more than the 95 % margin; the
rules of thumb also stand at a strength that asks about as often as this policy does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.facilitation.games import KindOfClass, Played, play_all
from benchmarks.facilitation.measures import Mean, mean
from benchmarks.facilitation.model import Assumptions
from benchmarks.facilitation.ways import COLD_CALLS, COMPARED, OURS, SILENCE, Way

VARIED: Mapping[str, tuple[float, ...]] = {
    "private": (0.05, 0.2, 0.35, 0.7),
    "public": (0.05, 0.3, 0.6, 0.9),
    "cold": (0.3, 0.75, 0.9, 0.98),
    "turn": (0.1, 0.3, 0.5, 0.9),
    "shyness": (0.0, 0.9),
    "notices": (0.2, 0.5, 1.0),
    "typing": (10.0, 60.0, 90.0),
    "typing_shows": (0.0, 1.0),
    "crowding": (0.0, 1.0),
    "hesitation": (0.0, 1.0),
    "ease": (1.0, 3.0),
    "wearing": (0.0, 0.15, 0.3),
    "cost_private": (0.3, 3.0, 6.0),
    "cost_cold": (0.5, 1.0),
}
"""The values that each assumption takes beside its own, one assumption at a time."""
TOGETHER: tuple[Mapping[str, float], ...] = (
    {"private": 0.2, "turn": 0.3, "cold": 0.9},
    {"private": 0.05, "turn": 0.1, "cold": 0.98, "cost_cold": 0.5},
    {"private": 0.05, "turn": 0.1, "public": 0.9},
)
"""Worlds in which kind asking fails and the other ways work: several assumptions at a time."""
SIZES = (5, 20)
KINDS: tuple[KindOfClass, ...] = tuple((kind, size) for size in SIZES for kind in (1, 2, 3))
"""Mixed, reserved and dominated classes; in a lively one nearly everybody is heard anyway."""
WAYS = (
    *COMPARED,
    replace(SILENCE, name="silent 0.5 min × members", minutes=0.5),
    replace(COLD_CALLS, name="cold calls every 30 s", minutes=0.5),
)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way against this policy, in all classes of one size."""

    way: Way
    lead: Mean
    """How many more people it hears than this policy, as a share."""
    asks: float
    """How much more often it asks."""

    @property
    def flips(self) -> bool:
        """Whether it hears more people, beyond doubt."""
        return self.lead.value > self.lead.margin


@dataclass(frozen=True, slots=True)
class Variation:
    """All other ways under some assumptions, by size of class."""

    changed: Mapping[str, float]
    rivals: Mapping[int, Sequence[Rival]]

    def closest(self, size: int) -> Rival:
        """The other way that hears most."""
        return max(self.rivals[size], key=lambda each: each.lead.value)

    @property
    def flips_for_as_few(self) -> bool:
        """Whether any other way hears more people, beyond doubt, and asks no more often."""
        return any(r.flips and r.asks <= 0 for rivals in self.rivals.values() for r in rivals)


def vary(seeds: Sequence[int]) -> list[Variation]:
    """Play the classes under each variation."""
    alone = [{name: value} for name, values in VARIED.items() for value in values]
    return [
        _compared(changed, play_all(WAYS, KINDS, seeds, replace(Assumptions(), **changed)))
        for changed in (*alone, *TOGETHER)
    ]


def _compared(changed: Mapping[str, float], outcomes: Played) -> Variation:
    rivals = {
        size: [
            Rival(
                way,
                mean(_differences(outcomes, way, size, "heard")),
                mean(_differences(outcomes, way, size, "asked")).value,
            )
            for way in WAYS
            if way != OURS
        ]
        for size in SIZES
    }
    return Variation(changed, rivals)


def _differences(outcomes: Played, way: Way, size: int, measure: str) -> list[float]:
    return [
        getattr(other, measure) - getattr(own, measure)
        for kind in KINDS
        if kind[1] == size
        for other, own in zip(outcomes[way, kind], outcomes[OURS, kind], strict=True)
    ]
