"""Themes, the case, differences, actions and every voice."""

from __future__ import annotations

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from deck.drawing import measure, palette
from deck.drawing.canvas import Canvas
from deck.drawing.charts import chart
from deck.drawing.grid import GUTTER, Box, columns
from deck.drawing.runs import Run, safe_url
from deck.drawing.tables import Cell, Column, table
from deck.outline.outline import ActionsSlide, StagesSlide, ThemeSlide, VoicesSlide
from deck.outline.pieces import Quote, Series
from deck.outline.wording import short_day
from deck.pages.opening import bounded, credit
from deck.printable import printable
from deck.synthesis.writing import quoted

_LONGEST_LIST = 5
"""Lines beyond which there are two lists beside each other."""


def draw_theme(canvas: Canvas, slide: ThemeSlide, themes: int) -> None:
    """Quotes at the left; who spoke, when and with which tags at the right."""
    colour = palette.hue(slide.hue, themes)
    quotes(canvas, slide.quotes, columns(1, 8), colour)
    if not slide.quotes:
        canvas.text(
            columns(1, 8),
            "What else was said to this stands on other slides or in the transcript.",
            18,
            colour=palette.MUTED,
            name="Gap",
        )
    side = columns(9, 12)
    # The ground is as tall as what stands on it, where that is little.
    ground = canvas.panel(side)
    inner = side.inset(0.22, 0.18)
    top = (
        inner.top
        + canvas.text(
            Box(inner.left, inner.top, inner.width, 0.32),
            slide.reach,
            16,
            bold=True,
            colour=colour,
            name="Reach",
        )
        + 0.06
    )
    if slide.names:
        top += canvas.text(Box(inner.left, top, inner.width, 0.78), slide.names, 13, name="Names")
    top += 0.16
    if slide.headline and safe_url(slide.headline.url):
        canvas.runs(
            Box(inner.left, top, inner.width, 0.24),
            bounded(
                (
                    Run(
                        "Chosen by the class: " if slide.ratified else "Headline: ",
                        colour=palette.MUTED,
                    ),
                    *credit(slide.headline, inner.width),
                ),
                inner.width * measure.WRAP,
            ),
            12,
            "Headline",
        )
        top += 0.36
    if len(slide.by_round) > 1:
        canvas.text(
            Box(inner.left, top, inner.width, 0.27),
            "When it came up",
            14,
            bold=True,
            colour=palette.NAVY,
            name="Heading",
        )
        numbers = tuple(n for _, n in slide.by_round)
        short = tuple(
            name if len(numbers) <= 4 else name.removeprefix("Round ") for name, _ in slide.by_round
        )
        alt = "Contributions by round: " + "; ".join(f"{name} {n}" for name, n in slide.by_round)
        chart(
            canvas,
            Box(inner.left, top + 0.28, inner.width, 1.6),
            short,
            (Series("Contributions", numbers),),
            (colour,),
            alt=alt,
            labels=True,
            gap=60,
        )
        top += 2.02
    if slide.tags:
        canvas.text(
            Box(inner.left, top, inner.width, 0.27),
            "How it was tagged",
            14,
            bold=True,
            colour=palette.NAVY,
            name="Heading",
        )
        top = _chips(
            canvas,
            slide.tags,
            Box(inner.left, top + 0.36, inner.width, inner.bottom - top - 0.36),
            colour,
        )
    elif not slide.suggestion:
        top += 0.1
    if len(slide.by_round) <= 1 and not slide.suggestion:
        ground.height = Inches(top + 0.18 - side.top)
    if slide.suggestion and inner.bottom - top > 0.5:
        text = f"Words that stand out (a suggestion, not a theme): {slide.suggestion}"
        canvas.text(
            Box(inner.left, top + 0.06, inner.width, inner.bottom - top - 0.06),
            text,
            12,
            colour=palette.MUTED,
            name="Suggestion",
        )


def quotes(canvas: Canvas, shown: tuple[Quote, ...], box: Box, colour: str) -> None:
    """Quotes with a bar in their theme's colour, sharing the height by how long they are."""
    if not shown:
        return
    gap = 0.22
    room = min(1.5 * len(shown), box.height) - gap * (len(shown) - 1)
    wanted = [
        max(0.62, measure.height(quoted(printable(q.text)), box.width - 0.3, 18) + 0.4)
        for q in shown
    ]
    talls = heights(wanted, room)
    top = box.top
    for quote, tall in zip(shown, talls, strict=True):
        own = Box(box.left, top, box.width, tall)
        canvas.mark(Box(own.left, own.top, 0.06, own.height), colour)
        canvas.text(
            Box(own.left + 0.24, own.top, own.width - 0.24, own.height),
            quoted(quote.text),
            18,
            anchor="middle",
            tail=credit(quote, own.width - 0.24),
            name="Quote",
        )
        top += tall + gap


def heights(wanted: list[float], room: float) -> list[float]:
    """Heights for a column: what each wants, and a little air where there is room.

    Where there is not, the tallest give way first: a short quote is not squeezed by a long one.
    """
    spare = room - sum(wanted)
    if spare >= 0:
        return [want + min(spare / len(wanted), 0.6) for want in wanted]
    left, cap = room, room
    for number, want in enumerate(sorted(wanted)):
        cap = left / (len(wanted) - number)
        if want > cap:
            break
        left -= want
    return [min(want, cap) for want in wanted]


def _chips(canvas: Canvas, tags: tuple[tuple[str, int], ...], box: Box, colour: str) -> float:
    """Tags in rounded frames, as many as there is room for; gives where they end."""
    left, top, tall = box.left, box.top, 0.3
    for number, (name, count) in enumerate(tags):
        text = measure.fit(printable(name), 1.9, 0.26, 12).text + f" {count}"
        wide = min(measure.width(text, 12) / measure.WRAP + 0.26, box.width)
        if left + wide > box.right + 0.001:
            left, top = box.left, top + tall + 0.08
        if top + tall > box.bottom + 0.001:
            canvas.overflow.append(
                "Further tags: " + ", ".join(f"{n} {c}" for n, c in tags[number:])
            )
            break
        chip = canvas.form(
            Box(left, top, wide, tall),
            MSO_SHAPE.ROUNDED_RECTANGLE,
            fill=palette.WHITE,
            line=colour,
            name="Tag",
        )
        chip.adjustments[0] = 0.5
        canvas.text(
            Box(left, top, wide, tall), text, 12, anchor="middle", align="centre", shape=chip
        )
        left += wide + 0.08
    return top + tall


def draw_stages(canvas: Canvas, slide: StagesSlide) -> None:
    """A column for each stage: what it tells, then what was said."""
    number = len(slide.stages)
    whole = columns(1, 12)
    width = (whole.width - GUTTER * 1.5 * (number - 1)) / number
    told = max(measure.height(printable(s.text), width - 0.32, 13) for s in slide.stages)
    told = min(max(told, 0.4), 1.3)
    head = max(
        measure.height(f"{s.number} {printable(s.title)}", width - 0.32, 16, bold=True)
        for s in slide.stages
    )
    head = min(head, 0.56)
    asked = max(
        measure.height(printable(s.question), width - 0.32, 13, bold=True) if s.question else 0.0
        for s in slide.stages
    )
    asked = min(asked, 0.64)
    tall = head + told + 0.34 + (asked + 0.1 if asked else 0.0)
    for index, stage in enumerate(slide.stages):
        left = whole.left + index * (width + GUTTER * 1.5)
        canvas.panel(Box(left, whole.top, width, tall))
        canvas.text(
            Box(left + 0.16, whole.top + 0.12, width - 0.32, head),
            f"{stage.number} {stage.title}",
            16,
            bold=True,
            colour=palette.NAVY,
            name="Stage",
        )
        canvas.text(
            Box(left + 0.16, whole.top + head + 0.2, width - 0.32, told + 0.01),
            stage.text,
            13,
            colour=palette.INK,
            name="Stage text",
        )
        if stage.question:
            canvas.text(
                Box(left + 0.16, whole.top + head + told + 0.3, width - 0.32, asked + 0.01),
                stage.question,
                13,
                bold=True,
                colour=palette.OUTCOME,
                name="Stage question",
            )
        said = f"{stage.said:,} contribution{'s' * (stage.said != 1)}"
        if not stage.said:
            said = "Nobody spoke to this stage"
        canvas.text(
            Box(left, whole.top + tall + 0.18, width, 0.28),
            said,
            14,
            bold=True,
            colour=palette.OUTCOME,
            name="Said",
        )
        quotes(
            canvas,
            stage.quotes,
            Box(left, whole.top + tall + 0.6, width, whole.height - tall - 0.6),
            palette.OUTCOME,
        )


def draw_actions(canvas: Canvas, slide: ActionsSlide) -> None:
    """A table; gaps stand out by words and colour."""
    cells = []
    for row in slide.rows:
        owner = Cell(row.owners, 14) if row.owners else _gap("no owner yet")
        due = Cell(short_day(row.due_on), 14) if row.due_on else _gap("not set")
        url = safe_url(row.url)
        cells.append(
            [
                Cell(str(row.number), 14, bold=True), Cell(row.text, 15), owner, due,
                Cell(row.theme, 13, colour=palette.MUTED),
                Cell("open message" if url else "–", 13, colour=palette.MUTED, url=url),
            ]
        )  # fmt: skip
    widths = (0.5, 5.33, 1.9, 1.3, 1.8, 1.3)
    headers = ("No.", "Action", "Owner", "By when", slide.about, "Source")
    alt = f"{len(slide.rows)} actions with owner, date, theme and source"
    table(
        canvas,
        columns(1, 12),
        [Column(h, w) for h, w in zip(headers, widths, strict=True)],
        cells,
        alt=alt,
        row_height=0.58,
    )


def _gap(text: str) -> Cell:
    return Cell(f"▸ {text}", 14, bold=True, colour=palette.WARN, fill=palette.WARN_PANEL)


def draw_voices(canvas: Canvas, slide: VoicesSlide) -> None:
    """Lines in one table, or in two beside each other where there are many."""
    halves = [slide.quotes]
    if len(slide.quotes) > _LONGEST_LIST:
        middle = -(-len(slide.quotes) // 2)
        halves = [slide.quotes[:middle], slide.quotes[middle:]]
    for number, half in enumerate(halves):
        box = columns(1, 12) if len(halves) == 1 else columns(1 + 6 * number, 6 + 6 * number)
        cells = []
        for quote in half:
            url = safe_url(quote.url)
            cells.append(
                [
                    Cell(quote.voice, 14, bold=True, colour=palette.NAVY),
                    Cell(quote.text, 14),
                    Cell("open message" if url else "–", 12, colour=palette.MUTED, url=url),
                ]
            )
        alt = f"{len(half)} people, a line of each and a link to it"
        table(
            canvas,
            box,
            [Column("Who", 1.4), Column("In their words", box.width - 2.6), Column("Link", 1.2)],
            cells,
            alt=alt,
            row_height=0.59,
        )
