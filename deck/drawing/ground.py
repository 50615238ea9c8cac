"""What is really behind the words of a slide: backgrounds, theme colours, maps and decoration.

A slide shows its layout's background, or else its master's; the shapes of the master, then those of
the layout lie on it. Colours are looked up through the colour map and the theme. What cannot be
known as one solid colour (a picture, a gradient, something see-through) is ``None``.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from deck.drawing import palette
from deck.drawing.grid import Box

_EMU = 914_400
_A = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_SLOTS = frozenset(
    {"bg1", "tx1", "bg2", "tx2", "hlink", "folHlink", *(f"accent{n}" for n in range(1, 7))}
)
_FIRST_BACKGROUND = 1001
"""Numbers of a theme's background fills begin here."""
_EVERYWHERE = Box(-1e3, -1e3, 2e3, 2e3)
_NOT_DRAWN = frozenset({qn("p:nvGrpSpPr"), qn("p:grpSpPr"), qn("p:extLst")})
_LIGHTEST = (palette.luminance(palette.PANEL) + 0.05) * (4.5 / palette.LEAST_CONTRAST) - 0.05


def reads_dark_text(ground: str | None) -> bool:
    """Whether every colour that the deck writes in reaches 4.5:1 on a ground."""
    return ground is not None and palette.luminance(ground) >= _LIGHTEST


def background_of(layout: Any) -> str | None:
    """The colour under all shapes of a layout, or None where it is not one solid colour."""
    for holder in (layout, layout.slide_master):
        ground = holder.element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if ground is None:
            continue
        own = ground.find(f"{qn('p:bgPr')}/{qn('a:solidFill')}")
        if own is not None:
            return _Colours(layout).of(own)
        reference = ground.find(qn("p:bgRef"))
        return None if reference is None else _Colours(layout).of_reference(reference)
    return palette.WHITE


def link_colour(layout: Any) -> str | None:
    """The colour that programs give to links on slides of a layout, whatever their runs say."""
    return _Colours(layout).named("hlink")


def decoration(holder: Any) -> Iterator[tuple[Any, Box]]:
    """What a layout or master draws on every slide, and where it may reach; lowest first."""
    tree = holder.element.find(f"{qn('p:cSld')}/{qn('p:spTree')}")
    for element in tree:
        if (
            element.tag in _NOT_DRAWN
            or element.find(f"./*/{qn('p:nvPr')}/{qn('p:ph')}") is not None
        ):
            continue
        named = element.find(f"./*/{qn('p:cNvPr')}")
        if named is not None and named.get("hidden") in ("1", "true"):
            continue
        yield element, _reach(element)


def decorations_of(layout: Any) -> Iterator[tuple[Any, Box]]:
    """Everything that lies between the background and a slide's own objects, lowest first."""
    if layout.element.get("showMasterSp") not in ("0", "false"):
        yield from decoration(layout.slide_master)
    yield from decoration(layout)


def behind(layout: Any, box: Box) -> str | None:
    """The one colour that a layout shows all over a box, or None where there is none."""
    for element, reach in reversed(list(decorations_of(layout))):
        if meets(reach, box):
            return _Colours(layout).of_shape(element) if _covers(reach, box) else None
    return background_of(layout)


def meets(one: Box, other: Box, slack: float = 0.02) -> bool:
    """Whether two boxes share more than an edge."""
    return (
        min(one.right, other.right) - max(one.left, other.left) > slack
        and min(one.bottom, other.bottom) - max(one.top, other.top) > slack
    )


def _covers(one: Box, other: Box, slack: float = 0.02) -> bool:
    return (
        one.left <= other.left + slack
        and one.top <= other.top + slack
        and one.right >= other.right - slack
        and one.bottom >= other.bottom - slack
    )


def _reach(element: Any) -> Box:
    """Where an object is drawn, turned as it is; everywhere if the file does not say."""
    for path in ("p:spPr/a:xfrm", "p:grpSpPr/a:xfrm", "p:xfrm"):
        frame = element.find("/".join(qn(step) for step in path.split("/")))
        off = None if frame is None else frame.find(qn("a:off"))
        size = None if frame is None else frame.find(qn("a:ext"))
        if frame is None or off is None or size is None:
            continue
        left, top = int(off.get("x")) / _EMU, int(off.get("y")) / _EMU
        width, height = int(size.get("cx")) / _EMU, int(size.get("cy")) / _EMU
        turn = math.radians(int(frame.get("rot", "0")) / 60_000)
        across = abs(width * math.cos(turn)) + abs(height * math.sin(turn))
        down = abs(width * math.sin(turn)) + abs(height * math.cos(turn))
        return Box(left + (width - across) / 2, top + (height - down) / 2, across, down)
    return _EVERYWHERE


class _Colours:
    """Looks colours up as a slide of a layout sees them."""

    def __init__(self, layout: Any) -> None:
        master = layout.slide_master
        self._theme = etree.fromstring(master.part.part_related_by(_THEME).blob)
        self._map = dict(master.element.find(qn("p:clrMap")).attrib)
        override = layout.element.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
        if override is not None:
            self._map.update(override.attrib)

    def of_shape(self, element: Any) -> str | None:
        """The fill of a plain rectangle; None for every other object."""
        form = element.find(f"{qn('p:spPr')}/{qn('a:prstGeom')}")
        fill = element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}")
        turned = element.find(f"{qn('p:spPr')}/{qn('a:xfrm')}").get("rot", "0") != "0"
        worded = any(text.text for text in element.iter(qn("a:t")))
        if form is None or form.get("prst") != "rect" or fill is None or turned or worded:
            return None
        return self.of(fill)

    def of_reference(self, reference: Any) -> str | None:
        """The colour of a background that names one of the theme's fills."""
        number = int(reference.get("idx", "0")) - _FIRST_BACKGROUND
        fills = self._theme.find(".//a:bgFillStyleLst", _A)
        if fills is None or not 0 <= number < len(fills) or fills[number].tag != qn("a:solidFill"):
            return None
        return self.of(fills[number], self.of(reference))

    def of(self, fill: Any, placeholder: str | None = None) -> str | None:
        """The colour in a fill; ``placeholder`` is what a theme's fill is given to use."""
        for node in fill:
            base = self._base(node, placeholder)
            return None if base is None else _altered(base, node)
        return None

    def named(self, name: str) -> str | None:
        """A colour by its name in the colour map or in the theme."""
        slot = self._map.get(name, name) if name in _SLOTS else name
        held = self._theme.find(f".//a:clrScheme/a:{slot}", _A)
        return None if held is None else self.of(held)

    def _base(self, node: Any, placeholder: str | None) -> str | None:
        kind = etree.QName(node).localname
        if kind == "srgbClr":
            return str(node.get("val")).upper()
        if kind == "sysClr":
            return str(node.get("lastClr") or "").upper() or None
        if kind == "prstClr":
            return {"white": palette.WHITE, "black": "000000"}.get(node.get("val"))
        if kind == "schemeClr":
            return placeholder if node.get("val") == "phClr" else self.named(node.get("val"))
        return None


def _altered(base: str, node: Any) -> str | None:
    """A colour after what is done to it; None where that is not of the few that are told here."""
    red, green, blue = (int(base[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    for change in node:
        kind, amount = etree.QName(change).localname, int(change.get("val", "0")) / 100_000
        if kind == "lumMod":
            light *= amount
        elif kind == "lumOff":
            light += amount
        elif kind != "alpha" or amount < 1:
            return None
        light = min(1.0, max(0.0, light))
    return "".join(f"{round(255 * p):02X}" for p in colorsys.hls_to_rgb(hue, light, saturation))
