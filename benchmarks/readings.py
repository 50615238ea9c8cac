"""How many stages of readings are found: ``python -m benchmarks.readings``.

Readings whose stages are known are printed and written in every kind of ``tests/readings/kinds.py``
and read again. A stage is found if its title came back, and whole if every word of it did.
"""

from __future__ import annotations

import time

from benchmarks.results import Line, show
from readings.reading import read
from tests.readings.kinds import KINDS, Kind
from tests.readings.knowing import Found, a_reading, found_of

READINGS = 10
"""Readings of each kind, of three to seven stages."""


def measure(kind: Kind) -> tuple[list[Found], float]:
    """Read every reading of a kind; returns what was found and the milliseconds for each."""
    found, seconds = list[Found](), 0.0
    for seed in range(READINGS):
        known = a_reading(seed, stages=3 + seed % 5, paragraphs=4 + seed % 7)
        data = kind.make(known)
        began = time.perf_counter()
        reading = read(kind.file, data)
        seconds += time.perf_counter() - began
        found.append(found_of(kind.expected(known), reading))
    return found, seconds * 1000 / READINGS


def main() -> None:
    """Print the table."""
    lines = list[Line]()
    for kind in KINDS:
        found, milliseconds = measure(kind)
        stages = sum(each.stages for each in found)
        titles, whole = (sum(each.titles for each in found), sum(each.whole for each in found))
        extra = sum(each.extra for each in found)
        beside = f"whole {whole / stages:.1%}, {extra} too many, {milliseconds:.0f} ms a file"
        lines.append(Line(kind.name, f"{titles / stages:.1%} of {stages} found", beside))
    show("Stages of readings", lines)


if __name__ == "__main__":
    main()
