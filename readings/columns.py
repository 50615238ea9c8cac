"""Reading pages in columns: down the first, then down the next.

A gutter is an upright strip that many rows leave free, with prose on both sides of it. Rows that
cross it (a title over both columns) part the page into bands, each read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from statistics import median
from typing import Final

from readings.lines import Row, Word, usual_size

_STEP: Final = 2.0
"""Points from one place where a gutter may be to the next."""
_HALF_GUTTER: Final = 0.35
"""Half a gutter's width in letter sizes; two columns of print are about one size apart."""
_OUTER: Final = 0.2
"""The share of the width on either side in which no gutter is looked for."""
_FREE: Final = 0.5
"""The share of rows that leave a gutter free."""
_FEWEST_ROWS: Final = 4
_PROSE: Final = 9
"""Letter sizes that a row of prose is wide; labels before values are narrower."""
_MOST_TRIED: Final = 8
_MOST_CUTS: Final = 2
"""A page is halved, and its halves again: up to four columns."""


@dataclass(frozen=True, slots=True)
class _Gutter:
    """An upright strip, by its middle and half its width in points."""

    middle: float
    half: float


def in_reading_order(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Regions in the order in which they are read; each is a stretch of one column.

    A page with too few rows to show its columns (often the last) has those of the other pages.
    """
    gutters = [_gutter(rows) for rows in pages]
    usual = _usual([gutter for gutter in gutters if gutter is not None])
    regions = list[list[Row]]()
    for rows, own in zip(pages, gutters, strict=True):
        gutter = own or (usual if usual and _is_kept(rows, usual) else None)
        regions += _regions(rows, gutter, 1)
    return regions


def _usual(gutters: Sequence[_Gutter]) -> _Gutter | None:
    return sorted(gutters, key=lambda each: each.middle)[len(gutters) // 2] if gutters else None


def _is_kept(rows: Sequence[Row], gutter: _Gutter) -> bool:
    free = sum(1 for row in rows if _is_free(row, gutter))
    return free >= _FREE * len(rows) and all(_halves(rows, gutter))


def _regions(rows: Sequence[Row], gutter: _Gutter | None, cuts: int) -> list[list[Row]]:
    if gutter is None:
        return [list(rows)] if rows else []
    regions, plain = list[list[Row]](), list[Row]()
    for free, band in groupby(rows, key=lambda row: _is_free(row, gutter)):
        band_rows = list(band)
        left, right = _halves(band_rows, gutter)
        if not free or not left or not right:
            plain += band_rows
            continue
        regions += [plain] if plain else []
        plain = []
        for half in (left, right):
            regions += _regions(half, _gutter(half) if cuts < _MOST_CUTS else None, cuts + 1)
    return regions + ([plain] if plain else [])


def _gutter(rows: Sequence[Row]) -> _Gutter | None:
    """The strip that most rows leave free and that has prose on both sides, if there is one."""
    if len(rows) < 2 * _FEWEST_ROWS:
        return None
    size = usual_size(rows)
    half = max(2.5, _HALF_GUTTER * size)
    begin, end = min(row.x0 for row in rows), max(row.x1 for row in rows)
    start = begin + (end - begin) * _OUTER
    blocked = _blocked(rows, half, start, end - (end - begin) * _OUTER)
    strips, at = list[tuple[int, int, float]](), 0
    for count, run in groupby(blocked):
        length = len(list(run))
        if len(rows) - count >= _FREE * len(rows):
            strips.append((count, -length, start + _STEP * (at + (length - 1) / 2)))
        at += length
    for _, _, middle in sorted(strips)[:_MOST_TRIED]:
        gutter = _Gutter(middle, half)
        left, right = _halves([row for row in rows if _is_free(row, gutter)], gutter)
        prose = _is_prose(left, half, size) and _is_prose(right, half, size)
        if prose and _side_by_side(left, right):
            return gutter
    return None


def _blocked(rows: Sequence[Row], half: float, start: float, stop: float) -> list[int]:
    """How many rows have words within ``half`` of each place from ``start`` to ``stop``."""
    places = max(0, int((stop - start) / _STEP))
    changes = [0] * (places + 1)
    for row in rows:
        for x0, x1 in _stretches(row.words, 2 * half):
            first = max(0, int((x0 - half - start) / _STEP) + 1)
            last = min(places, int((x1 + half - start) / _STEP) + 1)
            if first < last:
                changes[first] += 1
                changes[last] -= 1
    return list(accumulate(changes[:-1]))


def _stretches(words: Sequence[Word], gap: float) -> list[tuple[float, float]]:
    """Where words stand without a gap as wide as a gutter."""
    found = list[tuple[float, float]]()
    for word in words:
        if found and word.x0 - found[-1][1] < gap:
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
    return found


def _is_free(row: Row, gutter: _Gutter) -> bool:
    begin, end = gutter.middle - gutter.half, gutter.middle + gutter.half
    return not any(x0 < end and x1 > begin for x0, x1 in _stretches(row.words, 2 * gutter.half))


def _halves(rows: Sequence[Row], gutter: _Gutter) -> tuple[list[Row], list[Row]]:
    left, right = list[Row](), list[Row]()
    for row in rows:
        for side, words in (
            (left, tuple(word for word in row.words if word.x1 <= gutter.middle)),
            (right, tuple(word for word in row.words if word.x1 > gutter.middle)),
        ):
            if words:
                side.append(Row(row.y, words))
    return left, right


def _is_prose(rows: Sequence[Row], half: float, size: float) -> bool:
    if len(rows) < _FEWEST_ROWS:
        return False
    widest = (max(x1 - x0 for x0, x1 in _stretches(row.words, 2 * half)) for row in rows)
    return median(widest) >= _PROSE * size


def _side_by_side(left: Sequence[Row], right: Sequence[Row]) -> bool:
    top = min(left[0].y, right[0].y)
    bottom = max(left[-1].y, right[-1].y)
    shorter = min(left[0].y - left[-1].y, right[0].y - right[-1].y)
    return top - bottom >= shorter / 2
