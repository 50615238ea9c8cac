"""``python -m benchmarks.facilitation [--seeds N] [--tuning]``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.facilitation import picture, report
from benchmarks.facilitation.games import Played, play_all, seeds
from benchmarks.facilitation.measures import kinds_of_class, summary
from benchmarks.facilitation.model import SIZES
from benchmarks.facilitation.picture import Line, Point
from benchmarks.facilitation.sensitivity import vary
from benchmarks.facilitation.ways import (
    COMPARED,
    NO_PROMPTING,
    OURS,
    PARTS,
    Way,
    at_other_strengths,
)

SEEDS = 200
"""Seeds of each size and temperament that are reported: none of them was used for tuning."""
FEWER = 4
"""The strengths and the varied assumptions get a quarter and a fifth of the seeds: there are many
of them, and each mean is over several kinds of class."""
DOCUMENT = Path("docs/facilitation.md")
PICTURE = Path("docs/facilitation.svg")


def main() -> None:
    """Play, print, and write the tables and the picture into the docs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.facilitation")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="seeds of each kind of class")
    parser.add_argument("--tuning", action="store_true", help="the seeds for tuning; print only")
    options = parser.parse_args()
    number = max(2, options.seeds)
    began = time.perf_counter()
    outcomes = play_all((*COMPARED, *PARTS), kinds_of_class(), seeds(number, tuning=options.tuning))
    if options.tuning:
        print("\n".join(report.by_size(outcomes, (*COMPARED, *PARTS))))
        return
    few = seeds(max(2, number // FEWER))
    strengths = [way for ways in at_other_strengths().values() for way in ways]
    stronger = play_all((OURS, NO_PROMPTING, *strengths), kinds_of_class(), few)
    varied = vary(seeds(max(2, number // (FEWER + 1))))
    lines = _lines(number, outcomes, stronger)
    lines += ["", "### Which assumptions it depends on", "", *report.sensitivity(varied)]
    print("\n".join(lines))
    print(f"\nPlayed in {time.perf_counter() - began:.0f} seconds.")
    DOCUMENT.write_text(report.into(DOCUMENT.read_text("utf-8"), lines), "utf-8")
    PICTURE.write_text(picture.draw(_panels(stronger)), "utf-8")


def _lines(number: int, outcomes: Played, stronger: Played) -> list[str]:
    rules = [way for ways in at_other_strengths().values() for way in ways]
    return [
        f"### {number} classes of each size and temperament, none of them used for tuning",
        "",
        *report.by_size(outcomes, COMPARED),
        "",
        "### By temperament, classes of 20",
        "",
        *report.by_temperament(outcomes, COMPARED, 20),
        "",
        "### The parts: invitations without the go-round, and the others with one",
        "",
        *report.by_size(outcomes, PARTS),
        "",
        "### Where another way hears more people and asks no more often",
        "",
        *report.better_elsewhere(outcomes, (*COMPARED, *PARTS)),
        "",
        "The rules of thumb at other strengths:",
        "",
        *report.better_elsewhere(stronger, rules),
    ]


def _panels(stronger: Played) -> dict[int, list[Line]]:
    lines = [(OURS, (OURS,)), (NO_PROMPTING, (NO_PROMPTING,)), *at_other_strengths().items()]
    return {
        size: [(way.name, _points(stronger, ways, size)) for way, ways in lines] for size in SIZES
    }


def _points(outcomes: Played, ways: Sequence[Way], size: int) -> list[Point]:
    found = [summary(report.of_size(outcomes, way, size)) for way in ways]
    return [Point(each["asked"], each["heard"]) for each in found]


if __name__ == "__main__":
    main()
