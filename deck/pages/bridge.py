"""Practice and experience at the left, theory at the right, and the words that tie them between."""

from __future__ import annotations

from pptx.enum.shapes import MSO_CONNECTOR
from pptx.util import Pt

from deck.drawing import measure, palette
from deck.drawing.canvas import Canvas, decorate
from deck.drawing.grid import Box, columns
from deck.drawing.master import emu, palette_rgb
from deck.drawing.runs import Run, safe_url
from deck.outline.findings import BridgeEnd, BridgeSlide
from deck.outline.pieces import Quote
from deck.outline.wording import shortened
from deck.printable import printable

_ROW, _AIR = 0.56, 0.07
_LABEL = 1.5


def draw_bridge(canvas: Canvas, slide: BridgeSlide, themes: int) -> None:
    """Boxes in two columns and a line for each tie; what waits for theory at the foot."""
    left, right = columns(1, 5), columns(8, 12)
    foot = 0.78 if slide.waiting else 0.0
    top = left.top + 0.34
    for box, text in ((left, "Practice and experience"), (right, "Theory the group used")):
        canvas.text(
            Box(box.left, box.top, box.width, 0.3),
            text,
            15,
            bold=True,
            colour=palette.NAVY,
            name="Heading",
        )
    room = left.bottom - foot - 0.1 - top
    step = min(_ROW + _AIR, room / max(1, len(slide.left)))
    starts = [top + number * step for number in range(len(slide.left))]
    boxes_left = [Box(left.left, y, left.width, step - _AIR) for y in starts]
    boxes_right = []
    for number in range(len(slide.right)):
        own = [starts[link.left] for link in slide.links if link.right == number]
        boxes_right.append(Box(right.left, sum(own) / len(own), right.width, step - _AIR))
    for link in slide.links:
        one, other = boxes_left[link.left], boxes_right[link.right]
        colour = palette.hue(slide.left[link.left].hue, themes)
        _tie(canvas, one, other, link.words, colour, explicit=link.explicit)
    for end, box in zip((*slide.left, *slide.right), (*boxes_left, *boxes_right), strict=True):
        _end(canvas, end, box, themes)
    if slide.waiting:
        _waiting(canvas, slide.waiting, Box(left.left, left.bottom - foot, 12.13, foot))


def _tie(canvas: Canvas, one: Box, other: Box, words: str, colour: str, *, explicit: bool) -> None:
    """A line in two parts with the shared words between them, level with the left side."""
    y1, y2 = one.top + one.height / 2, other.top + other.height / 2
    label = measure.fit(printable(words), _LABEL, 0.5, 12)
    wide = min(_LABEL, measure.width(label.text, 12) / measure.WRAP + 0.08)
    middle = (one.right + other.left) / 2 - 0.12
    text = Box(middle - wide / 2, y1 - label.height / 2, wide, label.height)
    for start, end in (
        ((one.right, y1), (text.left - 0.04, y1)),
        ((text.right + 0.04, y1), (other.left, y2)),
    ):
        line = canvas.slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, emu(start[0]), emu(start[1]), emu(end[0]), emu(end[1])
        )
        line.name = f"Tie {line.shape_id}"
        style = line._element.find("{*}style")  # noqa: SLF001 - the style brings the theme's shadow
        if style is not None:
            line._element.remove(style)  # noqa: SLF001 - as above
        line.line.color.rgb = palette_rgb(colour)
        line.line.width = Pt(2.5 if explicit else 1.25)
        decorate(line)
    canvas.text(text, label.text, 12, align="centre", name="Shared words")


def _end(canvas: Canvas, end: BridgeEnd, box: Box, themes: int) -> None:
    canvas.panel(box)
    canvas.mark(Box(box.left, box.top, 0.06, box.height), palette.hue(end.hue, themes))
    inner = Box(box.left + 0.16, box.top + 0.03, box.width - 0.24, box.height - 0.06)
    canvas.text(
        inner,
        end.quote.text,
        13,
        anchor="middle",
        lead=speaker(end.quote),
        name="Quote",
    )


def speaker(quote: Quote) -> Run:
    """Who said it, as the link to the message, before the words themselves."""
    name = shortened(printable(quote.voice), 24) or "Somebody"
    return Run(name, bold=True, url=safe_url(quote.url))


def _waiting(canvas: Canvas, waiting: tuple[Quote, ...], box: Box) -> None:
    canvas.rule(Box(box.left, box.top, box.width, 0))
    canvas.text(
        Box(box.left, box.top + 0.1, 1.3, 0.5),
        "Not tied yet",
        14,
        bold=True,
        colour=palette.WARN,
        name="Heading",
    )
    wide = (box.width - 1.4) / len(waiting)
    for number, quote in enumerate(waiting):
        own = Box(box.left + 1.4 + number * wide, box.top + 0.1, wide - 0.3, box.height - 0.1)
        canvas.text(
            own,
            quote.text,
            13,
            lead=speaker(quote),
            name="Waiting",
        )
