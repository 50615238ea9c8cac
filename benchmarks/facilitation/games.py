"""Playing many classes at once, on every core."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence

from benchmarks.facilitation.measures import Game, Outcome, played
from benchmarks.facilitation.model import Assumptions
from benchmarks.facilitation.ways import Way

KindOfClass = tuple[int, int]
"""The index of a temperament, and the members of a class."""
Played = Mapping[tuple[Way, KindOfClass], Sequence[Outcome]]
"""What came of each way in each kind of class, in the order of the seeds."""


def seeds(number: int, *, tuning: bool = False) -> range:
    """So many seeds: even ones to tune the policy on, odd ones to report, never both."""
    return range(0 if tuning else 1, 2 * number, 2)


def play_all(
    ways: Sequence[Way],
    kinds: Sequence[KindOfClass],
    seeds: Sequence[int],
    assumed: Assumptions | None = None,
) -> Played:
    """Play each way in each kind of class with each seed."""
    assumed = assumed or Assumptions()
    games: list[Game] = [
        (way, temperament, size, seed, assumed)
        for way in ways
        for temperament, size in kinds
        for seed in seeds
    ]
    found = iter(_outcomes(games))
    return {(way, kind): [next(found) for _ in seeds] for way in ways for kind in kinds}


def _outcomes(games: Sequence[Game]) -> list[Outcome]:
    if len(games) < 200:
        return [played(game) for game in games]
    # Spawned, not forked: the same on every system, and no lock is copied half-held.
    context = multiprocessing.get_context("spawn")
    with context.Pool(os.cpu_count()) as pool:
        return pool.map(played, games, chunksize=50)
