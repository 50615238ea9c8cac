"""What stands before the items of a list: bullets of every kind, numbers, letters.

Word pastes a bullet, or the letter that is one in a symbol font, and a tab; its own fonts use
characters of the private use area.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SHAPES: Final = (
    "\u2022\u2023\u2043\u204c\u204d\u2219\u00b7\u30fb\uff65\u2190-\u21ff\u2500-\u25ff\u2605\u2606"
    "\u2610-\u2612\u2713-\u2718\u2756\u2776-\u27bf\u29bf\u2b00-\u2bff\ue000-\uf8ff"
)
_SIGNS: Final = r"-*+>\u2010-\u2015\u00a7\u203b\u2217"
_CHECKBOX: Final = r"(?:\[[ xX]\]\s+)?"
_BULLET: Final = re.compile(
    rf"(?:[{_SHAPES}]\ufe0f?\s*|[{_SIGNS}]\s+|[ovqØü§]\t\s*|[-\u2010-\u2014](?=[^\W\d_]))"
    rf"{_CHECKBOX}(?=\S)"
)
_NUMBER: Final = re.compile(
    rf"(?:\d{{1,4}}[.)]|\(\d{{1,4}}\)|[a-zA-Z]\)|\([a-zA-Z]\)|[ivxIVX]{{2,6}}\)|\([ivxIVX]{{2,6}}\))"
    rf"\s+{_CHECKBOX}(?=\S)"
)
"""Numbers and letters that say by themselves that they are no words."""
_IN_A_ROW: Final = re.compile(
    r"(?P<label>\d{1,3}(?:\.\d{1,3}){0,3}\.?|(?P<letter>[a-zA-Z])\.|(?P<roman>[ivxIVX]{1,6})\.)\s+(?=\S)"
)
"""What may be a part of the words ("A. Bell", "3.5 million"), but for its neighbours."""
_ROMAN: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True, slots=True)
class Marked:
    """An item of a list: how far it is indented, and its words without the mark."""

    indent: int
    text: str


def marked(lines: Sequence[str]) -> list[Marked | None]:
    """The items among some lines; None for each line that is none."""
    in_a_row = _neighbours(lines)
    return [_item(line, at in in_a_row) for at, line in enumerate(lines)]


def _item(line: str, in_a_row: bool) -> Marked | None:
    words = line.lstrip()
    match = _BULLET.match(words) or _NUMBER.match(words)
    if match is None and in_a_row:
        match = _IN_A_ROW.match(words)
    if match is None:
        return None
    return Marked(len(line) - len(words), words[match.end() :])


def _neighbours(lines: Sequence[str]) -> set[int]:
    """The lines whose label follows that of the labelled line before, or is followed by it."""
    found = set[int]()
    before: tuple[int, set[tuple[int, ...]]] | None = None
    for at, line in enumerate(lines):
        match = _IN_A_ROW.match(line.lstrip())
        if match is None:
            continue
        places = _places(match)
        if before and any(_follows(one, two) for one in before[1] for two in places):
            found |= {before[0], at}
        before = at, places
    return found


def _places(match: re.Match[str]) -> set[tuple[int, ...]]:
    """Where a label may stand in its row: a letter may be a Roman number as well."""
    if match["letter"] is None and match["roman"] is None:
        return {tuple(int(part) for part in match["label"].rstrip(".").split("."))}
    label = match["label"].rstrip(".").casefold()
    places = {(-1, _ROMAN.index(label))} if label in _ROMAN else set()
    return places | ({(-2, ord(label))} if len(label) == 1 else set())


def _follows(one: tuple[int, ...], two: tuple[int, ...]) -> bool:
    """1.2 after 1.1, 1.3.1 after 1.3, and 2 or 2.1 after 1.4."""
    if two == (*one, 1):
        return True
    return any(
        two in ((*one[:at], one[at] + 1), (*one[:at], one[at] + 1, 1)) for at in range(len(one))
    )
