"""Readings of every kind give back the stages with which they were written."""

from __future__ import annotations

import pytest

from readings.reading import read
from tests.readings.kinds import KINDS, Kind
from tests.readings.knowing import a_reading, found_of

_CERTAIN = [kind for kind in KINDS if "three columns" not in kind.name]


@pytest.mark.parametrize("kind", _CERTAIN, ids=lambda kind: kind.name)
@pytest.mark.parametrize("seed", [3, 8])
def test_every_stage_comes_back_whole(kind: Kind, seed: int) -> None:
    known = a_reading(seed, stages=4, paragraphs=6)
    reading = read(kind.file, kind.make(known))
    found = found_of(kind.expected(known), reading)
    assert (reading.title, found.titles, found.extra) == (known.title, found.stages, 0)
    assert found.whole == found.stages
    assert reading.at_headings
