"""Where we differ, statements we share, and reading."""

from __future__ import annotations

from pptx.enum.shapes import MSO_SHAPE

from deck.drawing import measure, palette
from deck.drawing.canvas import Canvas
from deck.drawing.grid import Box, columns, rows
from deck.drawing.runs import Run, safe_url
from deck.drawing.tables import Cell, Column, table
from deck.outline.findings import Difference, DifferSlide, ReadingSlide, SharedSlide
from deck.outline.pieces import Quote
from deck.pages.opening import bounded, credit, figures
from deck.pages.outcome import heights
from deck.printable import printable
from deck.synthesis.writing import quoted

_KEY = (
    "+3 means that three more people said: this speaks for me too. "
    "Everybody who marked any has the same say in what stands here."
)
_SIDES = (("It was said", 1), ("It was challenged", 0))
"""The head of each side and its colour among the first hues."""


def draw_differ(canvas: Canvas, slide: DifferSlide) -> None:
    """Two columns, what was said and what challenged it; views of one person below."""
    left, right = columns(1, 6), columns(7, 12)
    below = 1.62 if slide.alone and slide.pairs else 0.0
    if slide.pairs:
        for box, (text, hue) in zip((left, right), _SIDES, strict=True):
            bar = Box(box.left, box.top, box.width, 0.42)
            head = canvas.form(bar, MSO_SHAPE.RECTANGLE, fill=palette.FIRST_HUES[hue], name="Side")
            canvas.text(
                bar,
                text,
                16,
                bold=True,
                colour=palette.WHITE,
                anchor="middle",
                align="centre",
                shape=head,
            )
        top = left.top + 0.58
        tall = min(1.6, (left.bottom - below - top) / len(slide.pairs))
        for number, pair in enumerate(slide.pairs):
            _pair(canvas, pair, left, right, top + number * tall, tall - 0.18)
    if slide.alone:
        _alone(canvas, slide.alone, left.bottom - below if below else left.top)


def _pair(canvas: Canvas, pair: Difference, left: Box, right: Box, top: float, tall: float) -> None:
    for box, quote, voices, (_, hue) in zip(
        (left, right),
        (pair.said, pair.challenge),
        (pair.said_voices, pair.challenge_voices),
        _SIDES,
        strict=True,
    ):
        canvas.mark(Box(box.left, top, 0.06, tall), palette.FIRST_HUES[hue])
        wide = box.width - 0.3
        more = (
            (Run(f"{voices} voices on this side · ", colour=palette.MUTED),) if voices > 1 else ()
        )
        canvas.text(
            Box(box.left + 0.24, top, wide, tall),
            quoted(quote.text),
            18,
            anchor="middle",
            tail=bounded((*more, *credit(quote, wide - 1.9 * bool(more))), wide * measure.WRAP),
            name="Quote",
        )


def _alone(canvas: Canvas, views: tuple[Quote, ...], top: float) -> None:
    """Panels beside each other for what only one person holds."""
    whole = columns(1, 12)
    canvas.text(
        Box(whole.left, top, whole.width, 0.3),
        "Views held by one person, kept because they change the question",
        15,
        bold=True,
        colour=palette.NAVY,
        name="Heading",
    )
    wide = columns(1, 6).width
    tall = min(1.2, whole.bottom - top - 0.38)
    for number, quote in enumerate(views):
        box = Box(whole.left + number * (wide + 0.2), top + 0.38, wide, tall)
        canvas.panel(box)
        inner = box.inset(0.2, 0.1)
        canvas.text(
            inner,
            quoted(quote.text),
            16,
            bold=True,
            colour=palette.NAVY,
            anchor="middle",
            tail=credit(quote, inner.width),
            name="Quote",
        )


def draw_shared(canvas: Canvas, slide: SharedSlide) -> None:
    """Statements at the left, each with for how many more it speaks; the audit at the right."""
    main, side = columns(1, 8), columns(9, 12)
    gap = 0.2
    text_left = main.left + 1.1
    wide = main.right - text_left
    wanted = [
        max(0.66, measure.height(quoted(printable(s.quote.text)), wide, 18) + 0.3)
        for s in slide.statements
    ]
    room = min(1.4 * len(wanted), main.height) - gap * (len(wanted) - 1)
    top = main.top
    for shared, tall in zip(slide.statements, heights(wanted, room), strict=True):
        badge = Box(main.left, top, 0.86, tall)
        shape = canvas.form(badge, MSO_SHAPE.RECTANGLE, fill=palette.OUTCOME, name="Marks")
        canvas.text(
            badge,
            f"+{shared.speaks_for}",
            20,
            bold=True,
            colour=palette.WHITE,
            anchor="middle",
            align="centre",
            shape=shape,
        )
        canvas.text(
            Box(text_left, top, wide, tall),
            quoted(shared.quote.text),
            18,
            anchor="middle",
            tail=credit(shared.quote, wide),
            name="Quote",
        )
        top += tall + gap
    boxes = rows(Box(side.left, side.top, side.width, 2.7), 2)
    figures(canvas, slide.figures, boxes)
    canvas.text(Box(side.left, side.top + 2.9, side.width, 1.1), slide.audit, 14, name="Audit")
    canvas.text(Box(side.left, side.top + 4.0, side.width, 1.1), _KEY, 13, name="Key")


def draw_reading(canvas: Canvas, slide: ReadingSlide) -> None:
    """A table of what there is to read."""
    cells = []
    for row in slide.rows:
        url = safe_url(row.url)
        cells.append(
            [
                Cell(row.title, 15),
                Cell(row.source, 14, colour=palette.MUTED),
                Cell("open page" if url else "–", 13, colour=palette.MUTED, url=url),
            ]
        )
    alt = f"{len(slide.rows)} things to read, where each comes from, and a link where there is one"
    headers = (("What", 7.33), ("From", 3.5), ("Link", 1.3))
    table(
        canvas,
        columns(1, 12),
        [Column(header, width) for header, width in headers],
        cells,
        alt=alt,
        row_height=0.46,
    )
