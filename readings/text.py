"""Headings and paragraphs of Markdown and of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discussion.parsing.case import Block
from discussion.parsing.sentences import paragraphs
from readings.headings import Paragraph, blocks_of, is_labelled

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_LONGEST_LINE = 200
"""Characters of a line that may be underlined to be a heading."""


def blocks_of_text(text: str, *, markdown: bool) -> list[Block]:
    """The blocks of a text; one that uses Markdown's headings is read as Markdown in any case."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    marked = list(_markdown(text.split("\n")))
    if markdown or any(block.level for block in marked):
        return marked
    return blocks_of(list(_plain(text)))


def _markdown(lines: list[str]) -> Iterator[Block]:
    body, fence = list[str](), ""
    for line in [*lines, ""]:
        opening = _FENCE.match(line)
        if fence or opening:
            body.append(line)
            if opening and not fence:
                fence = opening[1][:3]
            elif opening and opening[1].startswith(fence):
                fence = ""
            continue
        underline = _UNDERLINE.match(line)
        if underline and len(body) == 1 and 0 < len(body[0].strip()) <= _LONGEST_LINE:
            yield Block(body.pop().strip(), 1 if underline[1].startswith("=") else 2)
            continue
        heading = _HEADING.match(line)
        if heading or not line.strip():
            yield from _closed(body)
            body.clear()
        if heading:
            yield Block(heading[2], len(heading[1]))
        elif line.strip():
            body.append(line)
    yield from _closed(body)


def _closed(body: list[str]) -> Iterator[Block]:
    words = "\n".join(body).strip("\n")
    if words:
        yield Block(words)


def _plain(text: str) -> Iterator[Paragraph]:
    for paragraph in paragraphs(text):
        first, newline, rest = paragraph.partition("\n")
        if newline and is_labelled(first):
            yield Paragraph(first)
            yield Paragraph(rest)
        else:
            yield Paragraph(paragraph)
