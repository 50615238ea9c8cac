"""Leaving out what a printed page says of itself: running heads, footers and page numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from readings.lines import Row, usual_size

_EDGE: Final = 2
"""How many rows at the top and at the bottom of a page may be running heads."""
_SHARE: Final = 0.3
"""The share of pages on which a running head stands: left and right pages may have their own."""
_LARGER: Final = 1.15
"""Letters this much larger than the text's are a heading, unless most pages repeat it."""
_NUMBER: Final = re.compile(
    r"\W*(?:page|p\.?|seite)?\s*\d{1,4}(?:\s*(?:of|/|\||von)\s*\d{1,4})?\W*", re.IGNORECASE
)
_ROMAN: Final = re.compile(r"\W*[ivxlc]{1,7}\W*")
_BESIDE_NUMBER: Final = re.compile(r"(?:(\d{1,4})(?:\s*[|·•–—-])?\s+\D.*|.*\D\s+(\d{1,4}))")
_SMALLER: Final = 0.9
_APART: Final = 1.8
"""Letters this much smaller than the text's, this many of its letter sizes away from it."""
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row near the top or bottom of a page, and how far in it stands."""

    page: int
    top: bool
    depth: int
    row: Row
    text: str
    apart: float
    """Points to the next row inwards."""

    @property
    def alike(self) -> tuple[bool, str]:
        """What running heads have in common when they carry the page's number."""
        return self.top, _DIGITS.sub("0", self.text)


def without_running_heads(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The pages without the rows that repeat at their edges and without page numbers."""
    body = usual_size(row for page in pages for row in page)
    edges = [edge for number, page in enumerate(pages) for edge in _edges(number, page)]
    exact = Counter((edge.top, edge.text) for edge in edges)
    alike = Counter(edge.alike for edge in edges)
    offsets = Counter((e.top, offset) for e in edges if (offset := _offset(e)) is not None)
    often = max(2, round(_SHARE * len(pages)))
    left_out = list[_Edge]()
    for edge in sorted(edges, key=lambda each: each.depth):
        stands_out = edge.row.size > body * _LARGER or edge.row.bold
        repeated = exact[edge.top, edge.text]
        offset = _offset(edge)
        if (
            (repeated >= often and (not stands_out or repeated * 2 > len(pages)))
            or (not stands_out and alike[edge.alike] >= often and len(edge.text) > 1)
            or (
                not stands_out and offset is not None and offsets[edge.top, offset] >= max(3, often)
            )
            or (offset is not None and _is_small_and_apart(edge, body))
            or (_is_page_number(edge, body) and _is_outermost(edge, left_out))
        ):
            left_out.append(edge)
    rows = {(edge.page, id(edge.row)) for edge in left_out}
    return [
        [row for row in page if (number, id(row)) not in rows] for number, page in enumerate(pages)
    ]


def _edges(number: int, page: Sequence[Row]) -> list[_Edge]:
    """The rows at the edges; a page of few rows has no edge in its middle."""
    most = min(_EDGE, max(1, len(page) // 2))
    tops = [(True, depth, row) for depth, row in enumerate(page[:most])]
    bottoms = [(False, depth, row) for depth, row in enumerate(reversed(page[most:][-most:]))]
    return [
        _Edge(number, top, depth, row, " ".join(row.text.casefold().split()), _apart(page, row))
        for top, depth, row in tops + bottoms
    ]


def _apart(page: Sequence[Row], row: Row) -> float:
    return min((abs(row.y - other.y) for other in page if other is not row), default=math.inf)


def _offset(edge: _Edge) -> int | None:
    """How far the number beside a running head is from the page's place in the file."""
    match = _BESIDE_NUMBER.fullmatch(edge.text)
    return int(match[1] or match[2]) - edge.page if match else None


def _is_small_and_apart(edge: _Edge, body: float) -> bool:
    """Whether a single page already shows that a row is none of its text."""
    return edge.row.size <= body * _SMALLER and edge.apart >= body * _APART


def _is_page_number(edge: _Edge, body: float) -> bool:
    if edge.row.size > body * _LARGER:
        return False
    if _NUMBER.fullmatch(edge.text):
        return True
    return not edge.top and _ROMAN.fullmatch(edge.text) is not None


def _is_outermost(edge: _Edge, left_out: Sequence[_Edge]) -> bool:
    """Whether nothing that stays stands between the row and the page's edge."""
    return edge.depth == 0 or any(
        (other.page, other.top, other.depth) == (edge.page, edge.top, edge.depth - 1)
        for other in left_out
    )
