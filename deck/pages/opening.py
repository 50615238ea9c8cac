"""The title slide with its time line, and the class on one page."""

from __future__ import annotations

from pptx.enum.shapes import MSO_SHAPE

from deck.drawing import grid, master, measure, palette
from deck.drawing.canvas import Canvas, describe
from deck.drawing.grid import Box
from deck.drawing.runs import Run, safe_url
from deck.outline.outline import Lane, OnePageSlide, TitleSlide
from deck.outline.pieces import Figure, Quote
from deck.printable import printable
from deck.synthesis.writing import quoted

_LABEL = 2.75
_SMALLEST_DOT, _LARGEST_DOT = 0.15, 0.34


def draw_title(canvas: Canvas, slide: TitleSlide, themes: int) -> None:
    """Draw the title slide; a short topic is set large."""
    title = printable(slide.head.title)
    box = master.COVER_TITLE_BOX
    if slide.above:
        canvas.text(
            Box(grid.MARGIN, 0.5, 12.1, 0.34),
            slide.above,
            16,
            colour=palette.ON_NAVY,
            name="House",
        )
    for size in (44.0, 40.0, 36.0, 32.0):
        if measure.height(title, box.width, size, bold=True) <= box.height:
            break
    used = canvas.text(
        box, title, size, bold=True, colour=palette.ON_NAVY, shape=canvas.slide.shapes.title
    )
    holder = canvas.slide.shapes.title
    holder.left, holder.top = master.emu(box.left), master.emu(box.top)
    holder.width, holder.height = master.emu(box.width), master.emu(used)
    top = box.top + used + 0.18
    canvas.text(
        Box(grid.MARGIN, top, 11.4, 0.4),
        slide.subtitle,
        19,
        colour=palette.light("DCE4F0", canvas.ground),
        name="Subtitle",
    )
    if slide.lanes:
        _lanes(
            canvas,
            slide,
            themes,
            Box(grid.MARGIN, top + 0.95, grid.WIDTH - 2 * grid.MARGIN, 5.95 - top - 0.95),
        )
    canvas.text(
        Box(grid.MARGIN, 6.72, 12.1, 0.3), slide.facts, 14, colour=palette.ON_NAVY, name="Facts"
    )


def _lanes(canvas: Canvas, slide: TitleSlide, themes: int, box: Box) -> None:
    step = min(0.5, box.height / len(slide.lanes))
    left, width = box.left + _LABEL, box.width - _LABEL
    most = max((dot.words for lane in slide.lanes for dot in lane.dots), default=1)
    for number, lane in enumerate(slide.lanes):
        middle = box.top + step * (number + 0.5)
        colour = palette.light(palette.hue(lane.hue, themes), canvas.ground)
        canvas.text(
            Box(box.left, middle - 0.14, _LABEL - 0.2, 0.28),
            lane.name,
            13,
            colour=colour,
            anchor="middle",
            name="Theme",
        )
        canvas.rule(Box(left, middle, width, 0), "4A6186")
        _dots(canvas, lane, Box(left, middle, width, step), colour, most, slide.meaning)
    caption = Box(left, box.top + step * len(slide.lanes) + 0.1, width, 0.27)
    canvas.text(
        caption, slide.caption, 12, colour=palette.light("DCE4F0", canvas.ground), name="Caption"
    )


def _dots(canvas: Canvas, lane: Lane, box: Box, colour: str, most: int, meaning: str) -> None:
    group = canvas.slide.shapes.add_group_shape()
    group.name = f"Time line {group.shape_id}"
    largest = min(_LARGEST_DOT, box.height * 0.8)
    for dot in lane.dots:
        size = _SMALLEST_DOT + (largest - _SMALLEST_DOT) * (dot.words / max(1, most)) ** 0.5
        left = box.left + size / 2 + dot.at * (box.width - 2 * size)
        shape = group.shapes.add_shape(
            MSO_SHAPE.OVAL,
            master.emu(left - size / 2),
            master.emu(box.top - size / 2),
            master.emu(size),
            master.emu(size),
        )
        style = shape._element.find(".//{*}style")  # noqa: SLF001 - the style brings the theme's shadow
        shape._element.remove(style)  # noqa: SLF001 - as above
        shape.fill.solid()
        shape.fill.fore_color.rgb = master.palette_rgb(colour)
        shape.line.color.rgb = master.palette_rgb(palette.NAVY)
    describe(group, f"{lane.name}: {len(lane.dots)} dots {meaning}")


def draw_one_page(canvas: Canvas, slide: OnePageSlide, themes: int) -> None:
    """Draw figures in a row, findings below, and the open question at the foot."""
    figures(
        canvas, slide.figures, [grid.columns(1 + 3 * i, 3 + 3 * i, 1.72, 2.86) for i in range(4)]
    )
    foot = 6.05 if slide.still_open else 6.7
    if slide.findings:
        canvas.text(
            Box(grid.MARGIN, 3.1, 8, 0.3),
            "What we found, in the group’s own words",
            15,
            bold=True,
            colour=palette.NAVY,
            name="Heading",
        )
        room = min(0.98, (foot - 3.5) / len(slide.findings))
        for number, finding in enumerate(slide.findings):
            top = 3.52 + number * room
            colour = palette.hue(finding.hue, themes)
            badge = canvas.form(
                Box(grid.MARGIN, top, 0.52, 0.66), MSO_SHAPE.RECTANGLE, fill=colour, name="Number"
            )
            canvas.text(
                Box(grid.MARGIN, top, 0.52, 0.66),
                str(number + 1),
                18,
                bold=True,
                colour=palette.WHITE,
                anchor="middle",
                align="centre",
                shape=badge,
            )
            box = Box(grid.MARGIN + 0.72, top, 11.3, min(0.86, room - 0.06))
            canvas.text(
                box,
                quoted(finding.quote.text),
                18,
                bold=True,
                colour=palette.NAVY,
                tail=_source(finding.source, finding.quote),
                name="Finding",
            )
    elif not slide.still_open:
        canvas.text(
            Box(grid.MARGIN, 3.2, 11.3, 0.8),
            "No two contributions share a theme yet, so there is no headline to show.",
            18,
            colour=palette.MUTED,
            name="Gap",
        )
    if slide.still_open:
        canvas.rule(Box(grid.MARGIN, 6.1, grid.WIDTH - 2 * grid.MARGIN, 0))
        box = Box(grid.MARGIN, 6.2, grid.WIDTH - 2 * grid.MARGIN, 0.66)
        text = f"Still open: {quoted(slide.still_open.text)}"
        canvas.text(box, text, 16, tail=credit(slide.still_open, box.width), name="Still open")


def _source(source: str, quote: Quote) -> tuple[Run, ...]:
    runs = (Run(f"{source} · ", colour=palette.MUTED), *credit(quote, 6.0))
    return bounded(runs, 11.0)


def bounded(runs: tuple[Run, ...], room: float) -> tuple[Run, ...]:
    """Runs that stay on one line: the first, which is ours to shorten, gives way."""
    while len(runs) > 1 and sum(measure.width(r.text, 12, bold=r.bold) for r in runs) > room:
        runs = runs[1:]
    return runs


def credit(quote: Quote, room: float) -> tuple[Run, ...]:
    """Who said it, in which round, and the link to the message, on one line of that width."""
    voice = (
        measure.fit(
            printable(quote.voice), min(3.0, max(0.8, room - 1.95)), 0.26, 12, bold=True
        ).text
        or "Somebody"
    )
    runs = [
        Run(voice, bold=True, colour=palette.INK),
        Run(f", round {quote.round_number}", colour=palette.MUTED),
    ]
    if safe_url(quote.url):
        runs += [Run(" · ", colour=palette.MUTED), Run("open message", url=quote.url)]
    return tuple(runs)


def figures(canvas: Canvas, shown: tuple[Figure, ...], boxes: list[Box]) -> None:
    """Draw figures on panels, each with an accent at its edge."""
    for figure, box in zip(shown, boxes, strict=False):
        canvas.panel(box)
        canvas.mark(Box(box.left, box.top, 0.06, box.height), palette.OUTCOME)
        inner = Box(box.left + 0.24, box.top + 0.12, box.width - 0.36, box.height - 0.2)
        canvas.text(
            Box(inner.left, inner.top, inner.width, 0.44),
            figure.value,
            26,
            bold=True,
            colour=palette.NAVY,
            name="Figure",
        )
        canvas.text(
            Box(inner.left, inner.top + 0.44, inner.width, max(0.21, inner.height - 0.44)),
            figure.label,
            14,
            colour=palette.MUTED,
            name="Label",
        )
