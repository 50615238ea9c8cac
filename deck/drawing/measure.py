"""Measuring text before it is drawn, with the advances of Carlito, metric-equal to Calibri.

Widths are in inches, sizes in points. Kerning is not counted, which errs on the safe side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from fontTools.ttLib import TTFont

from deck.synthesis.writing import Writing, writing_of, writing_of_character

SMALLEST = 12.0
"""Points; nothing on a slide is smaller, the footer apart."""
WRAP = 0.985
"""The share of a line's width that is filled: renderers differ by a pixel or two."""
LINE = 1.2207
"""Carlito's ascent and descent, in em."""
TALL_LINE = 1.45
"""The same for scripts that Carlito does not draw."""
_POINT = 1 / 72
_EMOJI = 1.3
_WIDE = {
    Writing.HAN: 1.0,
    Writing.KANA: 1.0,
    Writing.HANGUL: 1.0,
    Writing.INDIC: 0.75,
    Writing.THAI: 0.62,
}
_PIECE = re.compile(r"\s+|[^\s-]+-*|-+")
_ZERO = re.compile(
    "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)


@lru_cache(maxsize=2)
def _advances(bold: bool) -> dict[int, float]:
    """Advance widths in em by code point; a few dozen kilobytes, read once in a process."""
    name = "Carlito-Bold.ttf" if bold else "Carlito-Regular.ttf"
    with resources.as_file(resources.files("deck") / "fonts" / name) as path:
        font = TTFont(path, lazy=True)
        metrics = font["hmtx"].metrics
        # Bytes 18 and 19 of "head"; reading the whole table logs a complaint about its date.
        scale = int.from_bytes(font.reader["head"][18:20], "big")
        widths = {code: metrics[glyph][0] / scale for code, glyph in font.getBestCmap().items()}
        font.close()
    return widths


@lru_cache(maxsize=8192)
def _advance(character: str, bold: bool) -> float:
    if _ZERO.match(character):
        return 0.0
    known = _advances(bold).get(ord(character))
    if known is not None:
        return known
    writing = writing_of_character(character)
    if writing is not None:
        return _WIDE.get(writing, 0.66)
    return _EMOJI if ord(character) >= 0x2190 else 0.66


@lru_cache(maxsize=16384)
def _em(word: str, bold: bool) -> float:
    return sum(_advance(character, bold) for character in word)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is on one line."""
    return _em(text, bold) * size * _POINT


def line_height(text: str, size: float) -> float:
    """How tall one line of a text is."""
    drawn = text.isascii() or writing_of(text) in (Writing.LATIN, Writing.GREEK, Writing.CYRILLIC)
    plain = drawn and not any(ord(c) >= 0x2E80 for c in text)
    return (LINE if plain else TALL_LINE) * size * _POINT


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines that a text takes in a width; a word longer than a line is broken."""
    room = room * WRAP / (size * _POINT)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, room, bold))
    return lines


def _pieces(text: str) -> list[str]:
    """What may stand on a line by itself: words with their hyphens, single dense characters."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if piece.isascii() or not any(_is_dense(c) for c in piece):
            pieces.append(piece)
            continue
        for character in piece:
            if (
                pieces
                and not _is_dense(character)
                and not pieces[-1].isspace()
                and not _is_dense(pieces[-1][-1])
            ):
                pieces[-1] += character
            else:
                pieces.append(character)
    return pieces


def _is_dense(character: str) -> bool:
    return ord(character) >= 0x2E80 and writing_of_character(character) in (
        Writing.HAN,
        Writing.KANA,
    )


def _wrap_paragraph(text: str, room: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text):
        wide = _em(piece, bold)
        if piece.isspace():
            line, used = line + " ", used + _advance(" ", bold)
            continue
        if used + wide <= room or not line.strip():
            pass
        else:
            lines.append(line.rstrip())
            line, used = "", 0.0
        if wide > room:
            *full, last = _broken(piece, room - used, room, bold)
            for number, part in enumerate(full):
                lines.append((line + part) if number == 0 else part)
                line, used = "", 0.0
            line, used = line + last, used + _em(last, bold)
            continue
        line, used = line + piece, used + wide
    lines.append(line.rstrip())
    return lines


def _broken(word: str, first: float, room: float, bold: bool) -> list[str]:
    parts, part, used, limit = [], "", 0.0, max(first, 0.0)
    for character in word:
        wide = _advance(character, bold)
        if used + wide > limit and (part or limit < room):
            parts.append(part)
            part, used, limit = "", 0.0, room
        part, used = part + character, used + wide
    return [*parts, part]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it will be drawn."""

    text: str
    size: float
    lines: int
    height: float
    """Inches."""
    cut: bool


def height(text: str, room: float, size: float, *, bold: bool = False) -> float:
    """How tall a text is when wrapped in a width."""
    return len(wrap(text, room, size, bold=bold)) * line_height(text, size)


def fit(
    text: str, room: float, tall: float, size: float, *, bold: bool = False, least: float = SMALLEST
) -> Fitted:
    """Shrink a text in half points until it fits; at the least size cut it at a word with “…”."""
    least = min(least, size)
    while True:
        tall_line = line_height(text, size)
        lines = wrap(text[:6000], room, size, bold=bold)
        if len(lines) * tall_line <= tall + 0.005:
            return Fitted(
                text[:6000], size, len(lines), len(lines) * tall_line, cut=len(text) > 6000
            )
        if size - 0.5 < least:
            break
        size -= 0.5
    most = max(1, int((tall + 0.005) / tall_line))
    return Fitted(_cut(lines, most, room, size, bold), size, most, most * tall_line, cut=True)


def _cut(lines: list[str], most: int, room: float, size: float, bold: bool) -> str:
    last = lines[most - 1]
    while last and width(last + "…", size, bold=bold) > room * WRAP:
        head, space, _ = last.rpartition(" ")
        last = head if space else last[:-1]
    return " ".join([*lines[: most - 1], last.rstrip(" ,;:.") + "…"])
