"""Gates: what every built deck is checked for before anybody gets it.

They read the finished file, as a program that opens it would, and give findings in plain words.
They do not replace a validator of the file format, which the tests run beside them.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from pptx import Presentation
from pptx.oxml.ns import qn

from deck.drawing import measure, palette

SMALLEST_FOOTER = 11.0
LEAST_CONTRAST = 4.5
"""WCAG 2.1 AA for text."""
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_EMU = 914400
_SLACK = 0.02
_BARE_LINK = re.compile(r"^(?:https?://|www\.)|^(?:here|click here|link)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a deck; ``slide`` counts from 1, 0 is the whole file."""

    slide: int
    rule: str
    what: str

    def __str__(self) -> str:
        where = f"slide {self.slide}" if self.slide else "the file"
        return f"{where}: {self.rule}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Thing:
    """A top-level object of a slide, with its rectangle in inches."""

    shape: Any
    element: Any
    decorative: bool
    left: float
    top: float
    right: float
    bottom: float

    @property
    def name(self) -> str:
        return str(self.shape.name)

    @property
    def text(self) -> str:
        return self.shape.text_frame.text.strip() if self.shape.has_text_frame else ""


def check(deck: bytes) -> list[Problem]:
    """All problems of a deck file; none is the only result that may be shown to people."""
    presentation = Presentation(io.BytesIO(deck))
    problems = list(_titles(presentation))
    width, height = (presentation.slide_width or 0) / _EMU, (presentation.slide_height or 0) / _EMU
    for number, slide in enumerate(presentation.slides, start=1):
        things = [_thing(shape) for shape in slide.shapes]
        for rule, what in _slide(slide, things, width, height):
            problems.append(Problem(number, rule, what))
    return problems


def _thing(shape: Any) -> _Thing:
    element = shape._element  # noqa: SLF001 - gates read the file itself
    own = element.xpath("./*/p:cNvPr")
    left, top = (shape.left or 0) / _EMU, (shape.top or 0) / _EMU
    return _Thing(
        shape, element, bool(own and next(own[0].iter(_DECORATIVE), None) is not None), left, top,
        left + (shape.width or 0) / _EMU, top + (shape.height or 0) / _EMU,
    )  # fmt: skip


def _titles(presentation: Any) -> Iterator[Problem]:
    titles: list[str] = []
    for number, slide in enumerate(presentation.slides, start=1):
        title = slide.shapes.title
        text = title.text_frame.text.strip() if title is not None else ""
        if not text:
            yield Problem(number, "title", "the slide has no title")
        elif slide.shapes[0].shape_id != title.shape_id:
            yield Problem(number, "reading order", "the title is not read first")
        titles.append(text.casefold())
    for text, times in Counter(titles).items():
        if text and times > 1:
            yield Problem(0, "title", f"{times} slides have the title “{text[:60]}”")


def _slide(
    slide: Any, things: list[_Thing], width: float, height: float
) -> Iterator[tuple[str, str]]:
    yield from _ids(slide)
    yield from _relationships(slide)
    yield from _overlaps(things)
    for thing in things:
        yield from _description(thing)
        yield from _bounds(thing, width, height)
        if thing.shape.has_text_frame and thing.text:
            yield from _text(slide, thing, things)
        if thing.shape.has_table:
            yield from _table(thing)
        if thing.shape.has_chart:
            yield from _chart(thing)
        if thing.element.tag == qn("p:grpSp"):
            yield from _run_rules(thing.element, palette.WHITE, measure.SMALLEST, thing.name)
    if slide.has_notes_slide:
        yield from _notes(slide.notes_slide)


def _notes(notes: Any) -> Iterator[tuple[str, str]]:
    """The script has a language as well, and its own ids."""
    yield from _ids(notes)
    for run, text in _runs(notes.notes_text_frame._txBody):  # noqa: SLF001 - gates read the file
        look = run.find(qn("a:rPr"))
        if text.strip() and (look is None or not look.get("lang")):
            yield "language", "the notes have a run without one"


def _ids(slide: Any) -> Iterator[tuple[str, str]]:
    ids = Counter(slide.element.xpath("//p:cNvPr/@id"))
    for key, times in ids.items():
        if times > 1:
            yield "duplicate id", f"{times} objects have the id {key}"


def _relationships(slide: Any) -> Iterator[tuple[str, str]]:
    known = slide.part.rels
    for element in slide.element.iter():
        for name, value in element.attrib.items():
            if name.startswith(qn("r:id")[:-2]) and value and value not in known:
                yield "relationship", f"{value} leads nowhere"
    for rel in known.values():
        if rel.is_external and urlsplit(rel.target_ref).scheme not in ("http", "https"):
            yield "relationship", "a link is neither http nor https"


def _description(thing: _Thing) -> Iterator[tuple[str, str]]:
    own = thing.element.xpath("./*/p:cNvPr")
    described = bool(own and own[0].get("descr", "").strip())
    if not thing.text and not thing.decorative and not described:
        yield "alternative text", f"{thing.name} has none and is not decorative"


def _bounds(thing: _Thing, width: float, height: float) -> Iterator[tuple[str, str]]:
    if (
        thing.left < -_SLACK
        or thing.top < -_SLACK
        or thing.right > width + _SLACK
        or thing.bottom > height + _SLACK
    ):
        yield "bounds", f"{thing.name} leaves the slide"


def _overlaps(things: list[_Thing]) -> Iterator[tuple[str, str]]:
    solid = [t for t in things if not t.decorative]
    for one, other in combinations(solid, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        if across > _SLACK and down > _SLACK:
            yield "overlap", f"{one.name} and {other.name}"


def _runs(element: Any) -> Iterator[tuple[Any, str]]:
    for run in element.iter(qn("a:r")):
        yield run, run.findtext(qn("a:t")) or ""


def _text(slide: Any, thing: _Thing, things: list[_Thing]) -> Iterator[tuple[str, str]]:
    ground = _ground(slide, thing, things)
    footer = bool(thing.element.xpath("./p:nvSpPr/p:nvPr/p:ph[@type='ftr' or @type='sldNum']"))
    yield from _run_rules(
        thing.element, ground, SMALLEST_FOOTER if footer else measure.SMALLEST, thing.name
    )
    tall = 0.0
    for paragraph in thing.shape.text_frame.paragraphs:
        # A tail of credit and link is kept to one line by its maker.
        sizes = [r.font.size.pt for r in paragraph.runs if r.font.size]
        if sizes:
            bold = bool(paragraph.runs[0].font.bold) and len(paragraph.runs) == 1
            room = thing.right - thing.left
            lines = measure.wrap(paragraph.text, room / measure.WRAP, max(sizes), bold=bold)
            tall += len(lines) * measure.line_height(paragraph.text, max(sizes))
    if tall > thing.bottom - thing.top + 0.06:
        yield "text", f"{thing.name} holds more text than its height"


def _run_rules(element: Any, ground: str, least: float, name: str) -> Iterator[tuple[str, str]]:
    for run, text in _runs(element):
        look = run.find(qn("a:rPr"))
        if look is None or not look.get("lang"):
            yield "language", f"{name} has a run without one"
            continue
        size = look.get("sz")
        if size is None or int(size) < least * 100:
            yield "size", f"{name} has text under {least:g} points"
        link = look.find(qn("a:hlinkClick"))
        colour = palette.LINK
        if link is not None:
            if _BARE_LINK.search(text.strip()) or not text.strip():
                yield "link text", f"{name}: “{text[:40]}” does not say where it leads"
        else:
            found = look.xpath("./a:solidFill/a:srgbClr/@val")
            colour = found[0] if found else palette.INK
        if palette.contrast(colour, ground) < LEAST_CONTRAST:
            yield "contrast", f"{name}: {colour} on {ground}"


def _ground(slide: Any, thing: _Thing, things: list[_Thing]) -> str:
    """The colour behind a text: its own fill, else the last filled form under its middle."""
    for candidate in (thing, *reversed(things[: things.index(thing)])):
        fill = candidate.element.xpath("./p:spPr/a:solidFill/a:srgbClr/@val")
        x, y = (thing.left + thing.right) / 2, (thing.top + thing.bottom) / 2
        if (
            fill
            and candidate.left <= x <= candidate.right
            and candidate.top <= y <= candidate.bottom
        ):
            return str(fill[0])
    for holder in (slide, slide.slide_layout):
        found = holder.element.xpath("./p:cSld/p:bg/p:bgPr/a:solidFill/a:srgbClr/@val")
        if found:
            return str(found[0])
    return palette.WHITE


def _table(thing: _Thing) -> Iterator[tuple[str, str]]:
    made = thing.shape.table
    if not made.first_row:
        yield "header row", f"{thing.name} has none"
    if thing.element.xpath(".//a:tc[@gridSpan or @rowSpan or @hMerge or @vMerge]"):
        yield "merged cells", thing.name
    for cell in thing.element.iter(qn("a:tc")):
        fill = cell.xpath("./a:tcPr/a:solidFill/a:srgbClr/@val")
        ground = fill[0] if fill else palette.WHITE
        yield from _run_rules(cell, ground, measure.SMALLEST, thing.name)


def _chart(thing: _Thing) -> Iterator[tuple[str, str]]:
    space = thing.shape.chart._chartSpace  # noqa: SLF001 - gates read the file itself
    axes = [int(e.get("val")) for e in space.iter(qn("c:axId"))]
    crossing = [int(e.get("val")) for e in space.iter(qn("c:crossAx"))]
    if any(not 0 <= number < 2**32 for number in (*axes, *crossing)):
        yield "axis id", f"{thing.name} has a negative one"
    if any(number not in axes for number in crossing):
        yield "axis id", f"{thing.name} crosses an axis that is not there"
    stacked = space.xpath(".//c:grouping[@val='stacked' or @val='percentStacked']")
    if stacked and space.xpath(".//c:dLblPos[@val='outEnd']"):
        yield (
            "chart labels",
            f"{thing.name} has labels outside stacked bars",
        )
    for size in space.xpath(".//a:defRPr/@sz | .//a:rPr/@sz"):
        if int(size) < measure.SMALLEST * 100:
            yield "size", f"{thing.name} has text under 12 points"
