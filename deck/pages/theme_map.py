"""The theme map: boxes on a grid of three by three, joined by native connectors."""

from __future__ import annotations

from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Pt

from deck.drawing import measure, palette
from deck.drawing.canvas import Canvas, decorate, describe
from deck.drawing.grid import Box, columns
from deck.drawing.master import emu, palette_rgb
from deck.drawing.runs import Run
from deck.outline.findings import MapLink, MapNode, ThemeMapSlide
from deck.printable import printable

_HUB = (1, 1)
_RING = {
    1: ((2, 1),),
    2: ((0, 0), (2, 0)),
    3: ((0, 0), (2, 0), (1, 2)),
    4: ((0, 0), (2, 0), (2, 2), (0, 2)),
    5: ((0, 0), (1, 0), (2, 0), (2, 2), (0, 2)),
    6: ((0, 0), (1, 0), (2, 0), (2, 2), (1, 2), (0, 2)),
    7: ((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2)),
}
"""Column and row of each theme on the ring, clockwise, by how many there are."""
_TOP, _LEFT, _BOTTOM, _RIGHT = 0, 1, 2, 3
"""Connection sites of a rounded rectangle, as PowerPoint counts them."""
_PILL = (0.44, 0.28)


def draw_theme_map(canvas: Canvas, slide: ThemeMapSlide, themes: int) -> None:
    """Lines first, so that boxes and numbers stand on them; how to read it at the right."""
    area = columns(1, 8)
    places = (_HUB, *_RING[len(slide.nodes) - 1])
    most = max(node.voices for node in slide.nodes)
    boxes = [_box(area, place, node, most) for place, node in zip(places, slide.nodes, strict=True)]
    strongest = max(link.people for link in slide.links) if slide.links else 1
    lines = [_line(canvas, link, strongest) for link in slide.links]
    shapes = [
        _node(canvas, node, box, themes) for node, box in zip(slide.nodes, boxes, strict=True)
    ]
    for link, line in zip(slide.links, lines, strict=True):
        one, other = _sites(places[link.one], places[link.other])
        line.begin_connect(shapes[link.one], one)
        line.end_connect(shapes[link.other], other)
        ends = _point(boxes[link.one], one), _point(boxes[link.other], other)
        alt = f"{link.people} spoke to both {slide.nodes[link.one].name} and "
        _pill(canvas, ends, str(link.people), alt + slide.nodes[link.other].name)
    _reading(canvas, slide)


def _box(area: Box, place: tuple[int, int], node: MapNode, most: int) -> Box:
    """Where a theme stands: larger for more voices, in the middle of its cell."""
    share = (node.voices / max(1, most)) ** 0.5
    wide, tall = 1.85 + 0.45 * share, 0.92 + 0.26 * share
    column, row = place
    # The outer boxes keep to the edges, so that lines have the longest way they can have.
    left = (area.left, area.left + (area.width - wide) / 2, area.right - wide)[column]
    top = (area.top, area.top + (area.height - tall) / 2, area.bottom - tall)[row]
    return Box(left, top, wide, tall)


def _line(canvas: Canvas, link: MapLink, strongest: int) -> Any:
    line = canvas.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
    line.name = f"Link {line.shape_id}"
    style = line._element.find("{*}style")  # noqa: SLF001 - the style brings the theme's shadow
    if style is not None:
        line._element.remove(style)  # noqa: SLF001 - as above
    line.line.color.rgb = palette_rgb(palette.MUTED)
    line.line.width = Pt(1 + 4 * link.people / strongest)
    decorate(line)
    return line


def _node(canvas: Canvas, node: MapNode, box: Box, themes: int) -> Any:
    colour = palette.hue(node.hue, themes)
    shape = canvas.form(box, MSO_SHAPE.ROUNDED_RECTANGLE, fill=colour, name="Theme")
    shape.adjustments[0] = 0.12
    count = f"{node.voices} voice{'s' * (node.voices != 1)} · {node.contributions:,} said"
    inner = Box(box.left, box.top, box.width - 0.2, box.height - 0.1)
    name = measure.fit(printable(node.name), inner.width, inner.height - 0.25, 16, bold=True)
    canvas.text(
        inner,
        name.text,
        name.size,
        bold=True,
        colour=palette.WHITE,
        anchor="middle",
        align="centre",
        tail=(Run(count, colour=palette.WHITE),),
        shape=shape,
    )
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = emu(0.1)
    return shape


def _sites(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The sides of two boxes that face each other."""
    if one[1] == other[1]:
        return (_RIGHT, _LEFT) if one[0] < other[0] else (_LEFT, _RIGHT)
    if _HUB not in (one, other) and one[0] != other[0]:
        # Round the hub: straight down from the upper box would cut its corner.
        lower, upper = (one, other) if one[1] > other[1] else (other, one)
        side = _LEFT if upper[0] < lower[0] else _RIGHT
        return (_BOTTOM, side) if upper == one else (side, _BOTTOM)
    return (_BOTTOM, _TOP) if one[1] < other[1] else (_TOP, _BOTTOM)


def _point(box: Box, site: int) -> tuple[float, float]:
    x, y = box.left + box.width / 2, box.top + box.height / 2
    return {
        _TOP: (x, box.top),
        _BOTTOM: (x, box.bottom),
        _LEFT: (box.left, y),
        _RIGHT: (box.right, y),
    }[site]


def _pill(
    canvas: Canvas, ends: tuple[tuple[float, float], tuple[float, float]], text: str, alt: str
) -> None:
    (x1, y1), (x2, y2) = ends
    wide, tall = _PILL
    wide = min(wide, max(0.3, abs(x2 - x1) - 0.06)) if y1 == y2 else wide
    box = Box((x1 + x2 - wide) / 2, (y1 + y2 - tall) / 2, wide, tall)
    shape = canvas.form(
        box, MSO_SHAPE.ROUNDED_RECTANGLE, fill=palette.WHITE, line=palette.MUTED, name="People"
    )
    shape.adjustments[0] = 0.5
    describe(shape, alt)
    canvas.text(box, text, 12, bold=True, anchor="middle", align="centre", shape=shape)


def _reading(canvas: Canvas, slide: ThemeMapSlide) -> None:
    side = columns(9, 12)
    top = side.top
    lines = [f"{line}." for line in slide.strongest]
    for heading, texts in (
        (
            "How to read this",
            ["Box: a theme; larger means more voices.", "Line: people who spoke to both."],
        ),
        ("Strongest links", lines),
        ("Thinnest link", [f"{slide.thinnest}. A place to start next time."]),
    ):
        if not texts or (heading == "Thinnest link" and not slide.thinnest):
            continue
        left = side.left + 0.15
        canvas.text(
            Box(left, top, side.width, 0.3),
            heading,
            15,
            bold=True,
            colour=palette.NAVY,
            name="Heading",
        )
        top += 0.34
        for text in texts:
            room = Box(left, top, side.width - 0.15, min(0.72, side.bottom - top))
            top += canvas.text(room, text, 14, name="Reading") + 0.09
        top += 0.14
