"""Templates as people bring them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

DARK = "10182C"


def own_template(width: float = 13.333) -> bytes:
    """A widescreen file with a slide of its own and words on its master."""
    template = Presentation()
    template.slide_width, template.slide_height = Inches(width), Inches(7.5)
    template.slide_master.placeholders[0].text_frame.text = "Title as our school sets it"
    slide = template.slides.add_slide(template.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "An old slide"
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """The template with bytes of one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(own_template())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = parts[part].replace(old, new)
    return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    """Parts as the bytes of a package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def with_macro() -> bytes:
    """A template in which somebody left a macro."""
    buffer = io.BytesIO(own_template())
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("ppt/vbaProject.bin", b"x")
    return buffer.getvalue()


def _grounded(holder: Any, fill: str) -> None:
    """Give a master or layout a background of its own."""
    slide = holder.element.find(qn("p:cSld"))
    for old in slide.findall(qn("p:bg")):
        slide.remove(old)
    own = f"<p:bg {nsdecls('p', 'a', 'r')}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"
    slide.insert(0, parse_xml(own))


def _block(
    holder: Any, box: tuple[float, float, float, float], fill: str, number: int = 90
) -> None:
    """Draw a plain form on a master or layout, in inches."""
    left, top, width, height = (round(914_400 * length) for length in box)
    drawn = (
        f"<p:sp {nsdecls('p', 'a')}>"
        f'<p:nvSpPr><p:cNvPr id="{number}" name="Form"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr></p:sp>'
    )
    holder.element.find(qn("p:cSld")).find(qn("p:spTree")).append(parse_xml(drawn))


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _scheme(name: str) -> str:
    return f'<a:solidFill><a:schemeClr val="{name}"/></a:solidFill>'


def picture(colour: str) -> bytes:
    """A PNG of one point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    point = zlib.compress(b"\0" + bytes.fromhex(colour))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", point) + chunk(b"IEND", b"")


def _pictured(deck: Any, place: str) -> None:
    _, key = deck.slide_master.part.get_or_add_image_part(io.BytesIO(picture(DARK)))
    if place == "ground":
        stretched = "<a:stretch><a:fillRect/></a:stretch>"
        blip = f'<a:blip r:embed="{key}"/>'
        _grounded(deck.slide_master, f"<a:blipFill>{blip}{stretched}</a:blipFill>")
        return
    left, top, width, height = (round(914_400 * n) for n in (11.9, 0.05, 0.9, 0.28))
    drawn = (
        f"<p:pic {nsdecls('p', 'a', 'r')}><p:nvPicPr>"
        '<p:cNvPr id="91" name="School logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    deck.slide_master.element.find(qn("p:cSld")).find(qn("p:spTree")).append(parse_xml(drawn))


def _theme_colour(deck: Any) -> None:
    for layout in deck.slide_layouts:
        if layout.element.get("type") == "titleOnly":
            _grounded(layout, _scheme("tx2"))


def _colour_map(deck: Any) -> None:
    """As PowerPoint writes "Style 4": the master says "background 1", and the map says dark."""
    found = deck.slide_master.element.find(qn("p:clrMap"))
    found.attrib.update({"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"})


def _title_bar(deck: Any) -> None:
    """A dark bar that is the title's own place, with white capitals in it."""
    title = next(p for p in deck.slide_master.placeholders if p.placeholder_format.type == 1)
    drawn = title.element.find(qn("p:spPr"))
    drawn.append(parse_xml(_solid(DARK).replace("<a:solidFill>", f"<a:solidFill {nsdecls('a')}>")))
    style = deck.slide_master.element.find(qn("p:txStyles")).find(qn("p:titleStyle"))
    style.find(qn("a:lvl1pPr")).find(qn("a:defRPr")).set("cap", "all")


def _logo_on_dark(deck: Any) -> None:
    _grounded(deck.slide_master, _solid(DARK))
    _pictured(deck, "logo")


def _layout_bands(deck: Any) -> None:
    for layout in deck.slide_layouts:
        _block(layout, _BAND, _scheme("dk2"))


_GRADIENT = (
    '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFFFFF"/></a:gs>'
    '<a:gs pos="100000"><a:srgbClr val="10182C"/></a:gs></a:gsLst><a:lin ang="0"/></a:gradFill>'
)
_BAND = (0.0, 0.0, 13.333, 1.6)
DARK_KINDS: Mapping[str, Callable[[Any], None]] = {
    "master": lambda deck: _grounded(deck.slide_master, _solid(DARK)),
    "picture": lambda deck: _pictured(deck, "ground"),
    "theme colour": _theme_colour,
    "colour map": _colour_map,
    "shape on the layout": _layout_bands,
    "shape on the master": lambda deck: _block(deck.slide_master, _BAND, _solid(DARK)),
    "gradient": lambda deck: _grounded(deck.slide_master, _GRADIENT),
    "title bar": _title_bar,
    "logo on dark": _logo_on_dark,
}
"""Ways in which a template has something dark where words will stand."""


def dark_template(kind: str) -> bytes:
    """A widescreen template that is dark in one of those ways, with links that suit it."""
    deck = Presentation(io.BytesIO(own_template()))
    DARK_KINDS[kind](deck)
    part = next(
        rel.target_part
        for rel in deck.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )
    part._blob = part.blob.replace(b'"0000FF"', b'"FFE08A"')
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def quiet_template() -> bytes:
    """A light template whose decoration stands where no words do."""
    deck = Presentation(io.BytesIO(own_template()))
    _grounded(
        deck.slide_master,
        '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="95000"/></a:schemeClr></a:solidFill>',
    )
    _block(deck.slide_master, (0, 0, 13.333, 0.2), _solid(DARK))
    _block(deck.slide_master, (0.6, 1.58, 12.1, 0.04), _solid(DARK))
    _pictured(deck, "logo")
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def drawn_by_hand(names: tuple[str, str] = ("Title Slide", "Title Only")) -> bytes:
    """A template whose layouts say no kind, only what somebody called them."""
    deck = Presentation(io.BytesIO(own_template()))
    for layout in deck.slide_layouts:
        kind = layout.element.attrib.pop("type")
        layout.element.set("userDrawn", "1")
        if kind in ("title", "titleOnly"):
            layout.element.find(qn("p:cSld")).set("name", names[kind != "title"])
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def without_titles() -> bytes:
    """A template in which no layout has a place for a title."""
    deck = Presentation(io.BytesIO(own_template()))
    for layout in deck.slide_layouts:
        for place in list(layout.placeholders):
            if place.placeholder_format.type in (1, 3):
                place.element.getparent().remove(place.element)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()
