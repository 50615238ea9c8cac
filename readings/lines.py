"""From glyphs with their places to words and the rows in which they stand."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

_SAME_ROW: Final = 0.5
"""How far apart baselines in one row may be, in letter sizes: raised and lowered signs belong."""
_WORD_GAP: Final = 0.17
_WORD_GAP_BESIDE_BLANKS: Final = 0.3
"""The gap that parts words, in letter sizes, without and with blanks among the glyphs."""
_TWICE: Final = 0.2
"""A glyph drawn again within this share of its width only makes it bolder."""
_RAISED: Final = 0.75
"""Figures this small beside larger letters are marks of footnotes."""
_MOSTLY: Final = 0.8


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page: lengths in points, ``y`` of the baseline, counted upwards."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a gap."""

    text: str
    x0: float
    x1: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one baseline, from left to right; in columns, those of one column."""

    y: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def size(self) -> float:
        """The size of most of its letters, to half a point."""
        return usual_size([self])

    @property
    def bold(self) -> bool:
        """Whether nearly all of it is bold."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) >= _MOSTLY * letters


def usual_size(rows: Iterable[Row]) -> float:
    """The size of most letters, to half a point."""
    sizes = Counter[float]()
    for row in rows:
        for word in row.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows of a page from top to bottom."""
    rows = list[list[Glyph]]()
    for glyph in sorted(glyphs, key=lambda each: (-each.y, each.x0)):
        anchor = rows[-1][0] if rows else None
        if anchor and anchor.y - glyph.y <= _SAME_ROW * max(anchor.size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found = [(median(glyph.y for glyph in row), _words(row)) for row in rows]
    return [Row(y, words) for y, words in found if words]


def _words(row: Sequence[Glyph]) -> tuple[Word, ...]:
    row = _without_marks(sorted(row, key=lambda each: each.x0))
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(row)]
    # Letters that are spaced out have gaps of their own.
    between = max(0.0, median(gaps)) if gaps else 0.0
    blanks = any(glyph.text.isspace() for glyph in row)
    wide = _WORD_GAP_BESIDE_BLANKS if blanks else _WORD_GAP
    words, current = list[Word](), list[Glyph]()
    for glyph in row:
        last = current[-1] if current else None
        if last and glyph.text == last.text and glyph.x0 - last.x0 < _TWICE * (last.x1 - last.x0):
            continue
        apart = last is not None and glyph.x0 - last.x1 > wide * glyph.size + between
        if current and (apart or glyph.text.isspace()):
            words.append(_word(current))
            current = []
        if not glyph.text.isspace():
            current.append(glyph)
    if current:
        words.append(_word(current))
    return tuple(words)


def _without_marks(row: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without the small figures behind words that lead to footnotes."""
    largest = max(glyph.size for glyph in row)
    kept = list[Glyph]()
    for glyph in row:
        is_small = glyph.size < _RAISED * largest and glyph.text.isdecimal()
        if not (is_small and kept and not kept[-1].text.isspace() and kept[-1].size == largest):
            kept.append(glyph)
    return kept


def _word(glyphs: Sequence[Glyph]) -> Word:
    return Word(
        text="".join(glyph.text for glyph in glyphs),
        x0=glyphs[0].x0,
        x1=max(glyph.x1 for glyph in glyphs),
        size=median(glyph.size for glyph in glyphs),
        bold=sum(glyph.bold for glyph in glyphs) * 2 > len(glyphs),
    )
