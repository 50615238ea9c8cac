"""Social location by theme: a native table whose cells grow darker, with the number in each."""

from __future__ import annotations

from deck.drawing import palette
from deck.drawing.canvas import Canvas
from deck.drawing.grid import Box, columns
from deck.drawing.tables import Cell, Column, table
from deck.outline.findings import HeatSlide

_TONES = (("D6DEEE", palette.INK), ("8FA3D1", palette.INK), ("3D57A8", palette.WHITE))
"""Grounds for few, some and many, and the colour of the number on each."""
_FIRST, _TOTAL = 1.45, 0.85


def draw_heat(canvas: Canvas, slide: HeatSlide) -> None:
    """The table at the left; what stands out, what is missing and the key at the right."""
    main, side = columns(1, 9), columns(10, 12)
    wide = (main.width - _FIRST - _TOTAL) / len(slide.columns)
    most = max([cell or 0 for line in slide.cells for cell in line], default=0)
    rows = []
    for name, line, total in zip(slide.rows, slide.cells, slide.row_totals, strict=True):
        cells = [_cell(cell, most) for cell in line]
        rows.append([Cell(name, 14, bold=True), *cells, _sum(total)])
    rows.append([Cell("Total", 14, bold=True), *map(_sum, slide.column_totals), _sum(slide.total)])
    alt = f"{slide.head.label.capitalize()}. " + " ".join(
        f"{name}: "
        + ", ".join(
            f"{column} {'withheld' if cell is None else cell}"
            for (column, _), cell in zip(slide.columns, line, strict=True)
        )
        + "."
        for name, line in zip(slide.rows, slide.cells, strict=True)
    )
    header = 0.62
    table(
        canvas,
        main,
        [
            Column(slide.corner, _FIRST),
            *(Column(name, wide, centred=True) for name, _ in slide.columns),
            Column("Total", _TOTAL, centred=True),
        ],
        rows,
        alt=alt,
        row_height=min(0.52, (main.height - header) / len(rows)),
        header_height=header,
    )
    top = side.top
    left = side.left + 0.15
    for heading, text in (("Read across", slide.across), ("Read the gaps", slide.gaps)):
        canvas.text(
            Box(left, top, side.width - 0.15, 0.3),
            heading,
            15,
            bold=True,
            colour=palette.NAVY,
            name="Heading",
        )
        top += 0.34 + canvas.text(
            Box(left, top + 0.34, side.width - 0.15, 1.7), text, 15, name="Reading"
        )
        top += 0.3
    canvas.text(
        Box(left, top, side.width - 0.15, min(1.3, side.bottom - top)),
        slide.key,
        12,
        colour=palette.MUTED,
        name="Key",
    )


def _cell(number: int | None, most: int) -> Cell:
    if number == 0:
        return Cell("–", 14, colour=palette.MUTED, centred=True)
    if number is None:
        ground, ink = _TONES[0]
        return Cell("•", 14, colour=ink, fill=ground, centred=True)
    ground, ink = _TONES[min(2, (number - 1) * 3 // max(1, most))]
    return Cell(str(number), 16, bold=True, colour=ink, fill=ground, centred=True)


def _sum(number: int | None) -> Cell:
    text = "•" if number is None else str(number)
    return Cell(text, 14, bold=True, fill=palette.PANEL, centred=True)
