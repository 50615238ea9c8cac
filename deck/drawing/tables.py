"""Native tables: a flagged header row, no merged cells, text measured to keep rows their height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn

from deck.drawing import measure, palette
from deck.drawing.canvas import Canvas, describe
from deck.drawing.grid import Box
from deck.drawing.master import emu, palette_rgb
from deck.drawing.runs import Run, fill_run
from deck.printable import printable
from deck.synthesis.writing import is_right_to_left

_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's built-in "No Style, No Grid"."""
PAD_X = 0.08
PAD_Y = 0.03
HEADER_HEIGHT = 0.36


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows."""

    text: str
    size: float = 13
    bold: bool = False
    colour: str = palette.INK
    fill: str | None = None
    url: str | None = None
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header and width in inches."""

    header: str
    width: float
    centred: bool = False


def table(
    canvas: Canvas,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    alt: str,
    row_height: float | Sequence[float],
    header_height: float = HEADER_HEIGHT,
) -> float:
    """Draw a table from the top of a box and give its height; longer text is shrunk, then cut.

    ``row_height`` is that of every row, or of each.
    """
    heights = [row_height] * len(rows) if isinstance(row_height, float | int) else [*row_height]
    frame = canvas.slide.shapes.add_table(
        len(rows) + 1,
        len(columns),
        emu(box.left),
        emu(box.top),
        emu(sum(c.width for c in columns)),
        emu(header_height + sum(heights)),
    )
    frame.name = f"Table {frame.shape_id}"
    describe(frame, alt)
    made = frame.table
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_STYLE  # noqa: SLF001 - no public way
    made.first_row, made.horz_banding = True, False
    for index, column in enumerate(columns):
        made.columns[index].width = emu(column.width)
    made.rows[0].height = emu(header_height)
    for index, column in enumerate(columns):
        header = Cell(
            column.header,
            13,
            bold=True,
            colour=palette.WHITE,
            fill=palette.NAVY,
            centred=column.centred,
        )
        _fill(canvas, made.cell(0, index), header, column.width, header_height)
    for number, (row, height) in enumerate(zip(rows, heights, strict=True), start=1):
        made.rows[number].height = emu(height)
        for index, content in enumerate(row):
            _fill(canvas, made.cell(number, index), content, columns[index].width, height)
            _underline(made.cell(number, index))
    return header_height + sum(heights)


def _fill(canvas: Canvas, target: Any, content: Cell, width: float, height: float) -> None:
    text = printable(content.text)
    fitted = measure.fit(
        text, width - 2 * PAD_X, height - 2 * PAD_Y, content.size, bold=content.bold
    )
    if fitted.cut:
        canvas.overflow.append(text)
    target.margin_left = target.margin_right = emu(PAD_X)
    target.margin_top = target.margin_bottom = emu(PAD_Y)
    target.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = target.text_frame.paragraphs[0]
    fill_run(
        paragraph.add_run(),
        Run(fitted.text, content.bold, content.colour, content.url),
        fitted.size,
    )
    if is_right_to_left(text):
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no public way
        properties.set("rtl", "1")
        properties.set("algn", "r")
    if content.centred:
        paragraph.alignment = PP_ALIGN.CENTER
    if content.fill:
        target.fill.solid()
        target.fill.fore_color.rgb = palette_rgb(content.fill)


def _underline(target: Any) -> None:
    properties = target._tc.get_or_add_tcPr()  # noqa: SLF001 - borders have no public way
    line = etree.Element(qn("a:lnB"), w="9525")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=palette.RULE)
    properties.insert(0, line)
