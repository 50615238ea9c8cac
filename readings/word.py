"""Headings and paragraphs of a Word file (.docx)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import docx
from docx.oxml.ns import qn

from discussion.model.errors import BadInput
from discussion.parsing.case import Block
from readings import limits
from readings.headings import Paragraph, blocks_of

_PARAGRAPH: Final = qn("w:p")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS: Final = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}
_HYPHEN: Final = qn("w:noBreakHyphen")
_TABLE: Final = qn("w:tbl")
_VALUE: Final = qn("w:val")
_BOLD: Final = f"{qn('w:rPr')}/{qn('w:b')}"
_OUTLINE_LEVELS: Final = tuple("012345678")
_HEADING: Final = re.compile(r"heading ([1-9])\b", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"toc\b", re.IGNORECASE)
_DEEPEST_STYLE: Final = 10
"""How many styles may stand on one another before a circle is suspected."""


def blocks_of_word(data: bytes) -> list[Block]:
    """The blocks of a document. Raises ``BadInput`` for what is broken, bloated or no document."""
    check_expansion(data)
    try:
        document = docx.Document(BytesIO(data))
    except ValueError as error:
        raise BadInput(limits.WORD_OTHER) from error
    except MemoryError:
        raise
    except Exception as error:
        raise BadInput(limits.WORD_BROKEN) from error
    try:
        return blocks_of(list(_paragraphs(document)))
    except MemoryError:
        raise
    except Exception as error:
        raise BadInput(limits.WORD_BROKEN) from error


def check_expansion(data: bytes) -> None:
    """Refuse an archive that would unpack to far more than it holds, before it is parsed.

    The declared sizes are looked at first. Then every part is unpacked piece by piece and thrown
    away, so that an archive which declares less than it holds is found out as well.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_entries(archive.infolist())
            damaged = archive.testzip()
    except (MemoryError, BadInput):
        raise
    except Exception as error:
        raise BadInput(limits.WORD_BROKEN) from error
    if damaged is not None:
        raise BadInput(limits.WORD_BROKEN)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadInput(limits.WORD_LOCKED)
    swollen = any(
        entry.file_size > limits.EXPANSION_MATTERS
        and entry.file_size > limits.MOST_EXPANSION * entry.compress_size
        for entry in entries
    )
    total = sum(entry.file_size for entry in entries)
    if swollen or total > limits.MOST_EXPANDED or len(entries) > limits.MOST_ENTRIES:
        raise BadInput(limits.WORD_BLOATED)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says of its paragraphs, with what it takes from the styles below it."""

    level: int = 0
    bold: bool = False
    size: float = 0.0
    is_contents: bool = False


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every paragraph in the order of the file, those in tables, forms and text boxes included."""
    looks = {style.style_id: _look_of(style) for style in document.styles}
    normal = next((s.style_id for s in document.styles if s.name == "Normal"), None)
    usual = _stated_size(
        document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    )
    for element in document.element.body.iter(_PARAGRAPH):
        look = looks.get(element.style or normal, _Look())
        if look.is_contents or _is_within(element, _FALLBACK):
            continue
        text = _text(element)
        if not text.strip():
            continue
        level = _outline_level(element) or look.level
        in_table = _is_within(element, _TABLE)
        yield Paragraph(
            " ".join(text.split()) if level else text.strip(),
            # The bold first row of a table is no heading.
            size=0.0 if in_table else _size(element) or look.size or usual,
            bold=not in_table and _is_bold(element, by_style=look.bold),
            level=level,
        )


def _is_within(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _text(paragraph: Any) -> str:
    """The words of a paragraph; insertions under review count, deletions do not."""
    found = list[str]()
    for node in paragraph.iter():
        if node.tag == _PARAGRAPH or next(node.iterancestors(_PARAGRAPH), None) is not paragraph:
            continue
        if node.tag == qn("w:t"):
            found.append(node.text or "")
        elif node.tag in _BREAKS and node.getparent().tag == qn("w:r"):
            found.append(_BREAKS[node.tag])
        elif node.tag == _HYPHEN:
            found.append("-")
    return "".join(found)


def _look_of(style: Any) -> _Look:
    chain = list(_chain(style))
    names = [link.name or "" for link in chain]
    elements = [link.element for link in chain]
    switches = [switch for e in elements if (switch := e.find(_BOLD)) is not None]
    return _Look(
        level=next(filter(None, map(_level_of, chain)), 0),
        bold=bool(switches) and _is_on(switches[0]),
        size=next(filter(None, map(_stated_size, elements)), 0.0),
        is_contents=any(_CONTENTS.match(name) for name in names),
    )


def _chain(style: Any) -> Iterator[Any]:
    """A style and those on which it stands."""
    for _ in range(_DEEPEST_STYLE):
        if style is None:
            return
        yield style
        style = getattr(style, "base_style", None)


def _level_of(style: Any) -> int:
    """1 for a title, one more than its number for a heading."""
    name = style.name or ""
    if name.casefold() == "title":
        return 1
    match = _HEADING.match(name)
    return int(match[1]) + 1 if match else _outline_level(style.element)


def _outline_level(element: Any) -> int:
    """The level that a paragraph or style states for the outline; 0 where it states none."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = found.get(_VALUE) if found is not None else None
    return int(value) + 2 if value in _OUTLINE_LEVELS else 0


def _runs(paragraph: Any) -> list[Any]:
    """The stretches of a paragraph that hold words."""
    return [
        run
        for run in paragraph.iter(qn("w:r"))
        if any((words.text or "").strip() for words in run.iter(qn("w:t")))
    ]


def _is_bold(paragraph: Any, *, by_style: bool) -> bool:
    """Whether all its words are bold."""
    switches = [run.find(_BOLD) for run in _runs(paragraph)]
    return bool(switches) and all(by_style if s is None else _is_on(s) for s in switches)


def _is_on(switch: Any) -> bool:
    return switch.get(_VALUE) not in ("0", "false", "off")


def _size(paragraph: Any) -> float:
    """The letters' size in points where every run states the same one, else 0."""
    sizes = {_stated_size(run) for run in _runs(paragraph)}
    return sizes.pop() if len(sizes) == 1 else 0.0


def _stated_size(element: Any) -> float:
    found = element.find(f"{qn('w:rPr')}/{qn('w:sz')}") if element is not None else None
    value = found.get(_VALUE) if found is not None else None
    return int(value) / 2 if value and value.isdecimal() and len(value) < 5 else 0.0
