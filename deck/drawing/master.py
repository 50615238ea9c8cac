"""The presentation that every deck starts from: size, theme, master and two layouts.

python-pptx brings a 4:3 template; it is given the deck's size, colours and places, and the layouts
that the deck does not use are dropped, so that somebody who edits the deck finds only what fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from deck.drawing import palette
from deck.drawing.grid import HEIGHT, MARGIN, WIDTH, Box
from deck.drawing.template import layout_of, opened

_KEPT = ("Title Slide", "Title Only")
"""Layouts that stay of those that python-pptx brings along."""
TITLE_BOX = Box(MARGIN, 0.66, WIDTH - 2 * MARGIN, 0.86)
FOOTER_BOX = Box(MARGIN, 7.0, 9.5, 0.3)
NUMBER_BOX = Box(WIDTH - MARGIN - 1.2, 7.0, 1.2, 0.3)
COVER_TITLE_BOX = Box(MARGIN, 0.95, 10.6, 1.5)
_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_COLOURS = {
    "dk1": palette.INK, "lt1": palette.WHITE, "dk2": palette.NAVY, "lt2": palette.PANEL,
    "accent1": palette.FIRST_HUES[0], "accent2": palette.FIRST_HUES[1],
    "accent3": palette.FIRST_HUES[2], "accent4": palette.FIRST_HUES[3],
    "accent5": palette.FIRST_HUES[4], "accent6": palette.NEUTRAL,
    "hlink": palette.LINK, "folHlink": palette.FIRST_HUES[3],
}  # fmt: skip


def new_presentation(template: bytes | None = None) -> Any:
    """An empty presentation in the deck's design, or one that starts from a template.

    Raises ``BadFile`` where the template cannot be used.
    """
    deck = _own() if template is None else opened(template)
    _drop_printer_settings(deck)
    cover = layout_of(deck, "title")
    for holder in (deck.slide_master, *deck.slide_layouts):
        _arrange(holder, cover=holder is cover)
    _set_fonts(deck)
    _paint(cover, palette.NAVY)
    _style_titles(deck.slide_master)
    return deck


def _own() -> Any:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _colour_theme(deck)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    return deck


def repaint(deck: Any, colours: Mapping[str, str]) -> None:
    """Replace colours everywhere in a deck: slides, charts, layouts, master and theme."""
    changed = {old: new for old, new in colours.items() if old != new}
    if not changed:
        return
    for part in deck.part.package.iter_parts():
        element = getattr(part, "_element", None)
        if element is not None:
            for colour in element.iter(qn("a:srgbClr")):
                colour.set("val", changed.get(colour.get("val"), colour.get("val")))
        elif part.partname.startswith("/ppt/theme/"):
            # python-pptx keeps themes as bytes.
            for old, new in changed.items():
                part._blob = part.blob.replace(f'val="{old}"'.encode(), f'val="{new}"'.encode())  # noqa: SLF001 - no setter


def _colour_theme(deck: Any) -> None:
    part = deck.slide_master.part.part_related_by(_THEME)
    root = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for name, colour in _COLOURS.items():
        (slot,) = root.xpath(f"//a:clrScheme/a:{name}", namespaces=space)
        slot[:] = [etree.Element(qn("a:srgbClr"), val=colour)]
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - python-pptx gives the theme no setter


def _set_fonts(deck: Any) -> None:
    """Calibri throughout: what is not drawn in it was not measured."""
    part = deck.slide_master.part.part_related_by(_THEME)
    root = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for face in root.xpath("//a:fontScheme/*/a:latin", namespaces=space):
        face.set("typeface", "Calibri")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - python-pptx gives the theme no setter


def _drop_printer_settings(deck: Any) -> None:
    for key, rel in list(deck.part.rels.items()):
        if rel.reltype.endswith("/printerSettings"):
            deck.part.drop_rel(key)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)


def _arrange(holder: Any, *, cover: bool) -> None:
    for shape in list(holder.placeholders):
        kind = shape.element.xpath(".//p:nvPr/p:ph/@type")
        if kind in (["title"], ["ctrTitle"]):
            _place(shape, COVER_TITLE_BOX if cover else TITLE_BOX)
        elif kind == ["ftr"]:
            _place(shape, FOOTER_BOX)
        elif kind == ["sldNum"]:
            _place(shape, NUMBER_BOX)
        elif kind == ["body"]:
            _place(shape, Box(MARGIN, 1.75, WIDTH - 2 * MARGIN, 5.0))
        else:
            shape.element.getparent().remove(shape.element)


def _paint(layout: Any, colour: str) -> None:
    layout.background.fill.solid()
    layout.background.fill.fore_color.rgb = palette_rgb(colour)


def palette_rgb(colour: str) -> Any:
    """A colour as python-pptx wants it."""
    untyped: Any = RGBColor
    return untyped.from_string(colour)


def _style_titles(master: Any) -> None:
    style = master.element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("sz", str(Pt(28).centipoints))
    run.set("b", "1")
    for fill in run.findall(qn("a:solidFill")):
        fill[:] = [etree.Element(qn("a:srgbClr"), val=palette.NAVY)]
    for shape in master.placeholders:
        body = shape.element.find(qn("p:txBody")).find(qn("a:bodyPr"))
        for side in ("lIns", "rIns", "tIns", "bIns"):
            body.set(side, "0")
        body.set("anchor", "t")


def emu(inches: float) -> int:
    """Inches as whole English metric units."""
    return int(Emu(round(inches * 914400)))
