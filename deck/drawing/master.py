"""The presentation that every deck starts from: size, theme, master and two layouts.

python-pptx brings a 4:3 template; it is given the deck's size, colours and places, and the layouts
that the deck does not use are dropped, so that somebody who edits the deck finds only what fits.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from deck.drawing import palette
from deck.drawing.grid import BOTTOM, HEIGHT, MARGIN, TOP, WIDTH, Box
from deck.drawing.ground import background_of, decorations_of, meets, reads_dark_text
from deck.drawing.template import layout_of, opened

_KEPT = ("Title Slide", "Title Only")
"""Layouts that stay of those that python-pptx brings along."""
TITLE_BOX = Box(MARGIN, 0.66, WIDTH - 2 * MARGIN, 0.86)
FOOTER_BOX = Box(MARGIN, 7.0, 9.5, 0.3)
NUMBER_BOX = Box(WIDTH - MARGIN - 1.2, 7.0, 1.2, 0.3)
COVER_TITLE_BOX = Box(MARGIN, 0.95, 10.6, 1.5)
KICKER_BOX = Box(MARGIN, 0.36, 9.5, 0.26)
"""Not to the right edge: logos stand there."""
SHEET = Box(0.3, 0.2, WIDTH - 0.6, HEIGHT - 0.3)
"""A plain ground that holds everything on a slide and lets a template show around it."""
_COVER_WORDS = (Box(MARGIN, 0.5, WIDTH - 2 * MARGIN, 6.52),)
_WORDS = (
    KICKER_BOX,
    TITLE_BOX,
    Box(MARGIN, TOP, WIDTH - 2 * MARGIN, BOTTOM - TOP),
    FOOTER_BOX,
    NUMBER_BOX,
)
"""Where words can stand on a slide."""
_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_SHEET_NAME = "Plain ground"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHEET_XML = (
    f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
    f'<p:cNvPr id="1" name="{_SHEET_NAME}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
    f'<p:spPr><a:xfrm><a:off x="{SHEET.left * 914400:.0f}" y="{SHEET.top * 914400:.0f}"/>'
    f'<a:ext cx="{SHEET.width * 914400:.0f}" cy="{SHEET.height * 914400:.0f}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
    "</p:sp>"
)
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
    if template is not None:
        _set_links(deck, layout_of(deck, "titleOnly"))
        plain = layout_of(deck, "titleOnly")
        if _decorated(cover, _COVER_WORDS):
            _lay_sheet(cover, palette.NAVY, _COVER_WORDS)
        if _decorated(plain, _WORDS) or not reads_dark_text(background_of(plain)):
            _lay_sheet(plain, palette.WHITE, _WORDS)
    return deck


def has_sheet(deck: Any) -> bool:
    """Whether a plain ground was laid over what a template draws on every slide but the first."""
    return any(shape.name == _SHEET_NAME for shape in layout_of(deck, "titleOnly").shapes)


def _decorated(layout: Any, places: tuple[Box, ...]) -> bool:
    return any(_meets_any(reach, places) for _, reach in decorations_of(layout))


def _meets_any(reach: Box, places: tuple[Box, ...]) -> bool:
    return any(meets(reach, place) for place in places)


def _lay_sheet(layout: Any, colour: str, places: tuple[Box, ...]) -> None:
    """A plain ground over what a layout and its master draw; what stands free, a logo, is kept."""
    tree = layout.element.find(f"{qn('p:cSld')}/{qn('p:spTree')}")
    free = [e for e, reach in decorations_of(layout) if not _meets_any(reach, places)]
    tree.append(parse_xml(_SHEET_XML.format(colour=colour)))
    for element in free:
        again = copy.deepcopy(element)
        holder = layout.slide_master if element.getparent() is not tree else layout
        for part in again.iter():
            for name, key in part.attrib.items():
                if name.startswith(_RELATION) and key in holder.part.rels:
                    part.set(name, _related(layout, holder.part.rels[key]))
        tree.append(again)
    for number, named in enumerate(tree.iter(qn("p:cNvPr")), start=1):
        named.set("id", str(number))


def _related(layout: Any, rel: Any) -> str:
    """The key under which a layout reaches what its master reaches."""
    if rel.is_external:
        return str(layout.part.relate_to(rel.target_ref, rel.reltype, is_external=True))
    return str(layout.part.relate_to(rel.target_part, rel.reltype))


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


def _colour_theme(deck: Any, names: Collection[str] = _COLOURS.keys()) -> None:
    part = deck.slide_master.part.part_related_by(_THEME)
    root = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for name in names:
        (slot,) = root.xpath(f"//a:clrScheme/a:{name}", namespaces=space)
        slot[:] = [etree.Element(qn("a:srgbClr"), val=_COLOURS[name])]
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


def _set_links(deck: Any, layout: Any) -> None:
    """Programs draw links in the theme's colour, whatever a run says: it becomes the deck's own."""
    _colour_theme(deck, ("hlink", "folHlink"))
    own = {"hlink": "hlink", "folHlink": "folHlink"}
    deck.slide_master.element.find(qn("p:clrMap")).attrib.update(own)
    override = layout.element.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
    if override is not None:
        override.attrib.update(own)


def _place(shape: Any, box: Box) -> None:
    """Put a placeholder at a place, without fill, border, turn, effect or a look for its words."""
    element = shape.element
    drawn = element.find(qn("p:spPr"))
    for child in list(drawn):
        drawn.remove(child)
    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)
    form = etree.SubElement(drawn, qn("a:prstGeom"), prst="rect")
    etree.SubElement(form, qn("a:avLst"))
    etree.SubElement(drawn, qn("a:noFill"))
    style = element.find(qn("p:style"))
    if style is not None:
        element.remove(style)
    words = element.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}")
    for child in list(words) if words is not None else ():
        words.remove(child)


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
    """Titles as the deck draws them: left, bold, no capitals, outlines or spacing of their own."""
    style = master.element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    for child in list(style):
        style.remove(child)
    style.set("algn", "l")
    run = etree.SubElement(style, qn("a:defRPr"), sz=str(Pt(28).centipoints), b="1", kern="1200")
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=palette.NAVY)
    for slot, face in (("latin", "+mj-lt"), ("ea", "+mj-ea"), ("cs", "+mj-cs")):
        etree.SubElement(run, qn(f"a:{slot}"), typeface=face)
    for holder in (master, *master.slide_layouts):
        for shape in holder.placeholders:
            body = shape.element.find(qn("p:txBody")).find(qn("a:bodyPr"))
            body.attrib.clear()
            for side in ("lIns", "rIns", "tIns", "bIns"):
                body.set(side, "0")
            body.set("anchor", "t")


def emu(inches: float) -> int:
    """Inches as whole English metric units."""
    return int(Emu(round(inches * 914400)))
