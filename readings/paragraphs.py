"""From rows in reading order to paragraphs: where one ends, and how its lines are joined."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from readings.headings import Paragraph, is_labelled
from readings.lines import Row

_WIDE_GAP: Final = 1.3
"""Lines this many times the usual distance apart are of two paragraphs."""
_INDENT: Final = 0.7
"""Letter sizes by which a first line is indented, at least."""
_SHORT: Final = 0.85
"""A line that ends before this share of the column is a last line."""
_USUAL_LEADING: Final = 1.2
_ENDS: Final = re.compile(r"[.!?:…。][\"'”’)\]\d]*\Z")
_BULLET: Final = re.compile(r"[•◦▪‣●○■□–—*·-]\s+\S")
_ITEM: Final = re.compile(r"\(?(?:[a-z]|\d{1,2})[.)]\s+\S")
_HYPHENS: Final = "-\u2010"
_SOFT_HYPHEN: Final = "\u00ad"
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+\Z")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row and the region of the page in which it stands."""

    text: str
    y: float
    x0: float
    x1: float
    size: float
    bold: bool
    region: int
    left: float
    right: float

    @property
    def is_short(self) -> bool:
        return self.x1 < self.left + _SHORT * (self.right - self.left)

    @property
    def is_indented(self) -> bool:
        return self.x0 - self.left > _INDENT * self.size


def paragraphs_of(regions: Iterable[Sequence[Row]]) -> list[Paragraph]:
    """The paragraphs of all regions; one that goes on in the next column or page is whole."""
    lines = list(_lines(regions))
    leadings = _leadings(lines)
    known = {word.casefold() for line in lines for word in _WORDS.findall(line.text)}
    groups = list[list[_Line]]()
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if groups and not _begins(groups[-1][-1], line, after, leadings):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Paragraph(_joined([line.text for line in group], known), group[0].size, group[0].bold)
        for group in groups
    ]


def _lines(regions: Iterable[Sequence[Row]]) -> Iterable[_Line]:
    for number, rows in enumerate(regions):
        left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
        for row in rows:
            size, bold = row.size, row.bold
            yield _Line(row.text, row.y, row.x0, row.x1, size, bold, number, left, right)


def _leadings(lines: Sequence[_Line]) -> dict[float, float]:
    """The usual distance from line to line, for each size of letters."""
    found = defaultdict[float, Counter[float]](Counter)
    for a, b in itertools.pairwise(lines):
        if a.region == b.region and a.size == b.size and a.y > b.y:
            found[a.size][round((a.y - b.y) * 2) / 2] += 1
    return {size: min(c, key=lambda gap: (-c[gap], gap)) for size, c in found.items()}


def _begins(before: _Line, line: _Line, after: _Line | None, leadings: dict[float, float]) -> bool:
    """Whether a line begins a paragraph."""
    if before.bold != line.bold or before.size != line.size:
        return True
    if before.text[-1] in _HYPHENS and line.text[0].islower() and line.y < before.y:
        return False
    ended = _ENDS.search(before.text) is not None
    if _BULLET.match(line.text) or (ended and before.is_short and _ITEM.match(line.text)):
        return True
    if before.region != line.region:
        return ended and not line.text[0].islower()
    leading = leadings.get(line.size, _USUAL_LEADING * line.size)
    if not 0 < before.y - line.y <= _WIDE_GAP * leading:
        return True
    new_start = not line.text[0].islower()
    if before.is_short and new_start and (ended or is_labelled(before.text)):
        return True
    if ended and is_labelled(line.text) and line.is_short:
        return True
    # An indented first line; where the next line is indented too, the paragraph hangs instead.
    returns = after is None or after.region != line.region or not after.is_indented
    return line.is_indented and not before.is_indented and returns and not line.bold


def _joined(texts: Sequence[str], known: set[str]) -> str:
    """The lines as one, with words whole again that a printer divided at the end of a line."""
    joined = ""
    for text in texts:
        if joined.endswith(_SOFT_HYPHEN):
            joined = joined[:-1] + text
        elif joined and joined[-1] in _HYPHENS and text[0].islower():
            joined = (joined if _keeps_hyphen(joined, text, known) else joined[:-1]) + text
        elif joined:
            joined += f" {text}"
        else:
            joined = text
    return joined.replace(_SOFT_HYPHEN, "")


def _keeps_hyphen(joined: str, text: str, known: set[str]) -> bool:
    """Whether a hyphen belongs to its word: only where the text has it within a line too."""
    head, tail = _LAST_WORD.search(joined[:-1]), _FIRST_WORD.match(text)
    if head is None or tail is None:
        return True
    first, second = head[0].casefold(), tail[0].casefold()
    hyphened = f"{first}-{second}" in known or f"{first}\u2010{second}" in known
    return hyphened and first + second not in known
