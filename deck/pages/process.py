"""How the class ran, who was heard, and the method."""

from __future__ import annotations

from pptx.enum.shapes import MSO_SHAPE

from deck.drawing import grid, measure, palette
from deck.drawing.canvas import Canvas, decorate
from deck.drawing.charts import chart
from deck.drawing.grid import Box, columns, rows
from deck.drawing.tables import Cell, Column, table
from deck.outline.outline import HeardSlide, MethodSlide, RoundBar, RunSlide
from deck.pages.opening import figures

_MOST_BARS = 8
_LEAST_BAR = 1.25


def draw_run(canvas: Canvas, slide: RunSlide) -> None:
    """Rounds as a row of pentagons over a chart of contributions in time."""
    full = columns(1, 12, 1.72, 2.92)
    shown = slide.rounds[:_MOST_BARS]
    weights = [max(bar.actual or bar.planned, 1) for bar in shown]
    gap = 0.05
    room = full.width - gap * (len(shown) - 1)
    spare = room - _LEAST_BAR * len(shown)
    left = full.left
    for number, (bar, weight) in enumerate(zip(shown, weights, strict=True)):
        tone = palette.STEEL if number % 2 else palette.NAVY
        width = _LEAST_BAR + spare * weight / sum(weights)
        _round_bar(canvas, bar, Box(left, full.top, width, full.height), tone)
        left += width + gap
    main, side = columns(1, 9, 3.15), columns(10, 12, 3.2)
    if slide.series:
        canvas.text(
            Box(main.left, main.top, main.width, 0.28),
            "Contributions over time, by what they were tagged as",
            14,
            bold=True,
            colour=palette.NAVY,
            name="Heading",
        )
        colours = [palette.KINDS[s.name] for s in slide.series]
        said = sum(sum(s.values) for s in slide.series)
        alt = f"Column chart of {said} contributions over time in minutes: " + "; ".join(
            f"{s.name} {sum(s.values)}" for s in slide.series
        )
        chart(
            canvas,
            Box(main.left, main.top + 0.3, main.width, main.height - 0.3),
            slide.minutes,
            slide.series,
            colours,
            alt=alt,
            axis_title="Minutes since the class began",
        )
    else:
        canvas.text(
            Box(main.left, main.top, main.width, 0.5),
            "Nothing was said on the record.",
            18,
            colour=palette.MUTED,
            name="Gap",
        )
    figures(canvas, slide.figures, rows(side, 3))


def _round_bar(canvas: Canvas, bar: RoundBar, box: Box, tone: str) -> None:
    held = bar.actual is not None
    fill = tone if held else palette.PANEL
    colour = palette.WHITE if held else palette.INK
    shape = canvas.form(
        box, MSO_SHAPE.PENTAGON, fill=fill, line=None if held else palette.MUTED, name="Round"
    )
    shape.adjustments[0] = min(0.5, 0.16 / min(box.width, box.height))
    decorate(shape)
    inner = Box(box.left + 0.12, box.top + 0.1, box.width - 0.36, box.height - 0.2)
    canvas.text(
        Box(inner.left, inner.top, inner.width, 0.27),
        f"{bar.number} {bar.title}",
        15,
        bold=True,
        colour=colour,
        name="Round title",
    )
    took = (
        f"{bar.actual} min, {bar.planned} planned"
        if held
        else f"not held, {bar.planned} min planned"
    )
    if measure.width(took, 12) > inner.width * measure.WRAP:
        took = f"{bar.actual} of {bar.planned} min" if held else "not held"
    canvas.text(
        Box(inner.left, inner.top + 0.28, inner.width, 0.22),
        took,
        12,
        colour=colour,
        name="Round length",
    )
    if bar.question and inner.width >= 1.7:
        canvas.text(
            Box(inner.left, inner.top + 0.53, inner.width, inner.height - 0.53),
            bar.question,
            12.5,
            colour=colour,
            name="Question",
        )
    elif bar.question:
        canvas.overflow.append(f"Round {bar.number}: {bar.question}")


def draw_heard(canvas: Canvas, slide: HeardSlide) -> None:
    """The chart at the left, the balance and the ledger at the right."""
    main, side = columns(1, 8), columns(9, 12)
    canvas.text(
        Box(main.left, main.top, main.width, 0.28),
        slide.chart_title,
        14,
        bold=True,
        colour=palette.NAVY,
        name="Heading",
    )
    if slide.categories and slide.series:
        tones = palette.ramp(len(slide.series)) if len(slide.series) > 1 else [palette.PROCESS]
        words = [sum(s.values[i] for s in slide.series) for i in range(len(slide.categories))]
        alt = f"{slide.chart_title}: " + "; ".join(
            f"{n} {w}" for n, w in zip(slide.categories, words, strict=True)
        )
        tall = main.height - 0.3
        if slide.by_person:
            tall = min(tall, 1.0 + 0.5 * len(slide.categories))
        chart(
            canvas,
            Box(main.left, main.top + 0.3, main.width, tall),
            slide.categories,
            slide.series,
            tones,
            alt=alt,
            horizontal=slide.by_person,
            labels=len(slide.series) == 1,
            gap=30,
            outline=palette.NAVY,
            axis_title="" if slide.by_person else slide.axis,
        )
    else:
        gap = (
            "Nobody spoke under their own name." if slide.figures else "Nobody spoke on the record."
        )
        canvas.text(
            Box(main.left, main.top + 0.4, main.width, 0.5),
            gap,
            18,
            colour=palette.MUTED,
            name="Gap",
        )
    total = 0.0
    if slide.figures:
        boxes = [
            Box(side.left, side.top + i * 1.34, side.width, 1.22) for i in range(len(slide.figures))
        ]
        figures(canvas, slide.figures, boxes)
        total = 1.34 * len(slide.figures)
    cells = [[Cell(name, 14), Cell(str(number), 14, bold=True)] for name, number in slide.ledger]
    alt = "The ledger: " + "; ".join(f"{name} {number}" for name, number in slide.ledger)
    table(
        canvas,
        Box(side.left, side.top + total, side.width, 3),
        [Column(slide.ledger_heads[0], side.width - 0.95), Column(slide.ledger_heads[1], 0.95)],
        cells,
        alt=alt,
        row_height=0.345,
    )


def draw_method(canvas: Canvas, slide: MethodSlide) -> None:
    """Five steps in a row, checks at the left, what it cannot know at the right."""
    width = (grid.WIDTH - 2 * grid.MARGIN - 4 * 0.1) / 5
    for number, (name, what) in enumerate(slide.steps):
        left = grid.MARGIN + number * (width + 0.1)
        shape = canvas.form(
            Box(left, 1.72, width, 0.56), MSO_SHAPE.PENTAGON, fill=palette.NAVY, name="Step"
        )
        shape.adjustments[0] = 0.3
        canvas.text(
            Box(left, 1.72, width, 0.56),
            f"{number + 1}  {name}",
            16,
            bold=True,
            colour=palette.WHITE,
            anchor="middle",
            shape=shape,
        )
        shape.text_frame.margin_left = 150000
        canvas.text(Box(left + 0.04, 2.38, width - 0.2, 0.95), what, 14, name="Step text")
    main, side = columns(1, 7, 3.55), columns(8, 12, 3.55)
    cells = [[Cell(name, 14), Cell(result, 14, bold=True)] for name, result in slide.checks]
    alt = "Checks: " + "; ".join(f"{name}: {result}" for name, result in slide.checks)
    table(
        canvas,
        main,
        [Column("Check", main.width - 2.4), Column("Result", 2.4)],
        cells,
        alt=alt,
        row_height=0.44,
    )
    more = max(0, len(slide.cannot_know) - 5)
    side = Box(side.left, side.top, side.width, 0.36 + 0.44 * len(cells) + 0.22 * more)
    canvas.panel(side)
    inner = side.inset(0.2, 0.14)
    canvas.text(
        Box(inner.left, inner.top, inner.width, 0.3),
        "What it cannot know",
        15,
        bold=True,
        colour=palette.NAVY,
        name="Heading",
    )
    top = inner.top + 0.36
    for rest, line in zip(range(len(slide.cannot_know))[::-1], slide.cannot_know, strict=True):
        top += 0.07 + canvas.text(
            Box(inner.left, top, inner.width, max(0.21, inner.bottom - top - 0.3 * rest)),
            line,
            14,
            name="Limit",
        )
