"""Finding the paragraphs and sentences of a text, each as it stands there."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|\Z)|[。\uff01\uff1f]+[」』”]*|؟(?=\s|\Z)|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|[A-Z]|Dr|Mr|Mrs|Ms|St|Prof|No))\.\Z")
_BLANK = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(text: str) -> list[str]:
    """The paragraphs: what blank lines part; without blank lines, the lines."""
    parts = [part.strip() for part in _BLANK.split(text)]
    parts = [part for part in parts if part]
    return parts if len(parts) != 1 else [line.strip() for line in text.split("\n") if line.strip()]


def spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends; stretches without a letter or digit are left out."""
    found, start = list[tuple[int, int]](), 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(0, match.end() - 8) : match.end()]):
            continue
        found += _trimmed(text, start, match.end())
        start = match.end()
    return found + _trimmed(text, start, len(text))


def sentences(text: str) -> list[str]:
    """The sentences."""
    return [text[start:end] for start, end in spans(text)]


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    right = len(stretch.rstrip())
    if right > left and any(character.isalnum() for character in stretch):
        return [(start + left, start + right)]
    return []
