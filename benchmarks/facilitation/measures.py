"""What is reported of a class, and of many: means with 95 % confidence intervals.

An interval is 1.96 standard errors to either side of the mean over classes (normal approximation;
each mean is over hundreds of classes). Differences between two ways are taken class by class, since
both are played with the same people.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import fmean

from benchmarks.facilitation.classroom import Classroom
from benchmarks.facilitation.model import SIZES, TEMPERAMENTS, Assumptions
from benchmarks.facilitation.ways import Way
from discussion.participation.ledger import evenness, ledger


@dataclass(frozen=True, slots=True)
class Outcome:
    """One class. Shares are of all members but whoever facilitates."""

    accounted_for: float
    """The share that the ledger accounts for."""
    heard: float
    """The share that spoke, under their name or not."""
    gini: float
    """The Gini coefficient of words, over everybody in the ledger."""
    asked: float
    """How often a member was asked: privately, by name, with everybody or by a turn."""
    annoyance: float
    """Per member; one polite private message is 1."""


MEASURES = tuple(field.name for field in fields(Outcome))


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean and half the width of its 95 % confidence interval."""

    value: float
    margin: float


Game = tuple[Way, int, int, int, Assumptions]
"""A class to be played: way, index of its temperament, members, seed, assumptions."""


def played(game: Game) -> Outcome:
    """Play one class."""
    way, temperament, size, seed, assumed = game
    room = Classroom(way, TEMPERAMENTS[temperament], size, seed, assumed)
    room.play()
    counts = ledger(room.discussion, room.tally)
    spread = evenness(room.discussion.participants, room.tally)
    lives = list(room.lives.values())[1:]
    # Whoever facilitates always speaks. Who never came stands in no ledger.
    members = counts.participants - 1
    return Outcome(
        accounted_for=(counts.accounted_for - 1) / members if members else 1.0,
        heard=(counts.heard - 1) / members if members else 1.0,
        gini=spread.gini_words if spread else 0.0,
        asked=fmean(life.asked for life in lives),
        annoyance=fmean(life.annoyance for life in lives),
    )


def mean(values: Sequence[float]) -> Mean:
    """The mean of at least one value, with its margin."""
    middle = fmean(values)
    if len(values) < 2:
        return Mean(middle, 0.0)
    variance = sum((value - middle) ** 2 for value in values) / (len(values) - 1)
    return Mean(middle, 1.96 * math.sqrt(variance / len(values)))


def summary(outcomes: Sequence[Outcome]) -> dict[str, Mean]:
    """The mean of each measure."""
    return {name: mean([getattr(each, name) for each in outcomes]) for name in MEASURES}


def kinds_of_class() -> list[tuple[int, int]]:
    """Every temperament (by its index) with every size."""
    return [(temperament, size) for temperament in range(len(TEMPERAMENTS)) for size in SIZES]
