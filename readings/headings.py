"""Telling headings from paragraphs by how they look and how they are numbered.

Word styles and Markdown say what a heading is. Printed pages and plain text only look like it:
larger or bold letters, capitals, numbers that count up, words such as "Part two".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from discussion.parsing.case import Block

LONGEST: Final = 120
"""Characters of a heading; a longer line is a paragraph."""
LARGER: Final = 1.12
"""How much larger than the text a heading's letters are, at least."""

_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_LABELS = "part|chapter|stage|scene|section|act|week|day|unit|episode|phase|step|case"
_LABEL = re.compile(
    rf"(?:the\s+)?(?:(?:{_LABELS})\s+(?:\d{{1,3}}|[ivxlc]{{1,6}}|[a-h]|{_ONES})"
    rf"|(?:{_ORDINALS})\s+(?:{_LABELS}))\b\s*(?:[.:–—-]\s*\S.*)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,2})((?:\.\d{1,2})*)[.):]?\s+(?=[^\W\d_]|[“\"‘'])")
_ROMAN = re.compile(r"([IVX]{1,5})[.):]\s+(?=[^\W\d_])")
_DIGITS = {"I": 1, "V": 5, "X": 10}
_LEADERS = re.compile(r"(?:[.·…]\s?){4}")
"""The dots that lead to a page number in a table of contents or an index."""
_SENTENCE_END = re.compile(r"[.,;]\W*\Z")
_MOST_IN_A_ROW: Final = 2
_LONGEST_ENDED: Final = 6
"""Words of a heading that ends like a sentence."""
_LONGEST_TITLE: Final = 14
"""Words of a title that only its place at the beginning tells."""
_FEWEST_CAPITALS: Final = 4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it looks; ``size`` in points, 0 where unknown."""

    text: str
    size: float = 0.0
    bold: bool = False
    level: int = 0
    """The level that its style gives it; 0 for none."""


@dataclass(frozen=True, slots=True, order=True)
class _Mark:
    """What makes a paragraph look like a heading; the smaller, the higher the heading."""

    smallness: float
    light: bool
    """Not bold."""
    rank: int
    plain: bool = field(default=False, compare=False)
    """Neither larger nor bold: the words alone make it look like a heading."""
    number: int | None = field(default=None, compare=False)
    """What it counts, where it is numbered at the first depth."""


_LABELLED, _COUNTED, _CAPITALS, _DEEPER = range(4)


def is_labelled(text: str) -> bool:
    """Whether a line itself says that a part begins: "Part two", "1. Title", all capitals."""
    return _rank(text) is not None


def blocks_of(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Headings and paragraphs in order."""
    if sum(1 for p in paragraphs if p.level) > 1:
        return [Block(p.text, p.level) for p in paragraphs]
    body = _body(paragraphs)
    marks = _believable([None if p.level else _mark(p, body) for p in paragraphs])
    keys = sorted({mark for mark in marks if mark is not None})
    levels = {key: number for number, key in enumerate(keys, 2)}
    blocks = [
        Block(p.text, p.level or (levels[mark] if mark else 0))
        for p, mark in zip(paragraphs, marks, strict=True)
    ]
    if _begins_with_title(blocks):
        blocks[0] = Block(blocks[0].text, 1)
    return blocks


def _body(paragraphs: Sequence[Paragraph]) -> Paragraph:
    """How most letters look: the text itself."""
    looks = Counter[tuple[float, bool]]()
    for each in paragraphs:
        looks[each.size, each.bold] += len(each.text)
    (size, bold), _ = looks.most_common(1)[0] if looks else ((0.0, False), 0)
    return Paragraph("", size, bold)


def _mark(paragraph: Paragraph, body: Paragraph) -> _Mark | None:
    text = paragraph.text.strip()
    if not 0 < len(text) <= LONGEST or "\n" in text or not any(c.isalpha() for c in text):
        return None
    if _LEADERS.search(text):
        return None
    ends = _SENTENCE_END.search(text) is not None
    found = _rank(text)
    rank, number = found or (_COUNTED, None)
    larger = paragraph.size >= body.size * LARGER > 0
    stands_out = larger or (paragraph.bold and not body.bold)
    if not stands_out:
        return (
            None
            if found is None or ends
            else _Mark(-body.size, light=True, rank=rank, plain=True, number=number)
        )
    if ends and (found is None or not larger) and len(text.split()) > _LONGEST_ENDED:
        return None
    # Headings that look alike are of one level, whether each is numbered or not.
    rank = rank if rank >= _DEEPER else 0
    bold = paragraph.bold and not body.bold
    return _Mark(-paragraph.size if larger else -body.size, light=not bold, rank=rank)


def _rank(text: str) -> tuple[int, int | None] | None:
    """What the words of a line say: its rank as a heading, and its number."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        return None
    if _LABEL.fullmatch(text):
        return _LABELLED, None
    if match := _NUMBERED.match(text):
        depth = match[2].count(".")
        return (_DEEPER + depth, None) if depth else (_COUNTED, int(match[1]))
    if match := _ROMAN.match(text):
        return _COUNTED, _roman(match[1])
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= _FEWEST_CAPITALS and all(c.isupper() for c in letters):
        return _CAPITALS, None
    return None


def _roman(digits: str) -> int:
    values = [_DIGITS[digit] for digit in digits]
    return sum(
        -value if any(later > value for later in values[at + 1 : at + 2]) else value
        for at, value in enumerate(values)
    )


def _believable(marks: Sequence[_Mark | None]) -> list[_Mark | None]:
    """The marks without those that the other paragraphs speak against.

    Lines that only their words mark are no headings where they follow one another (a list), stand
    at the end, or do not count up.
    """
    kept = list[_Mark | None]()
    for plain, run in groupby(marks, key=lambda mark: mark is not None and mark.plain):
        row = list(run)
        counted = sum(1 for mark in row if mark is not None and mark.number is not None)
        is_list = plain and (len(row) > _MOST_IN_A_ROW or counted > 1)
        kept += [None] * len(row) if is_list else row
    if kept and (last := kept[-1]) is not None and last.plain:
        kept[-1] = None
    numbers = [m.number for m in kept if m is not None and m.plain and m.number is not None]
    begins = numbers[0] if numbers else 0
    if begins > 1 or numbers != list(range(begins, begins + len(numbers))):
        kept = [None if m is not None and m.plain and m.number is not None else m for m in kept]
    return kept


def _begins_with_title(blocks: Sequence[Block]) -> bool:
    """Whether the first paragraph names the whole: short, no sentence, its look not repeated."""
    headings = [block.level for block in blocks if block.level]
    first = blocks[0] if blocks else Block("")
    if first.level:
        return headings.count(first.level) == 1 and len(headings) > 1
    short = len(first.text) <= LONGEST and len(first.text.split()) <= _LONGEST_TITLE
    return len(headings) > 1 and short and _SENTENCE_END.search(first.text) is None
