"""The run sheet of a class as slides to print: one table, a row for each round."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from deck.drawing import measure, palette
from deck.drawing.canvas import Canvas
from deck.drawing.grid import BOTTOM, MARGIN, TOP, WIDTH, Box
from deck.drawing.master import new_presentation, repaint
from deck.drawing.tables import HEADER_HEIGHT, PAD_X, PAD_Y, Cell, Column, table
from deck.drawing.template import layout_of
from deck.files.build import write_file
from deck.files.gates import check
from deck.files.previews import pdf_of
from deck.house import HouseStyle, readable
from deck.printable import printable
from deck.rendering.slides import add_notes
from discussion.model.errors import DeckFailed
from discussion.term.planning.printed import PrintedRow, PrintedSheet, SheetFiles

_log = logging.getLogger(__name__)
OWN: Final = HouseStyle()
_WIDTHS: Final = (0.8, 0.65, 2.2, 4.0, 2.2, 2.28)
_SIZES: Final = (14.0, 13.0, 13.0, 13.0, 12.0, 12.0)
_BOLD: Final = (True, False, True, False, False, False)
_LOWEST, _HIGHEST = 0.5, 1.7
"""Inches of one row: a longer text is shrunk, then cut, and stands whole in the notes."""


def build_run_sheet(sheet: PrintedSheet, folder: Path, house: HouseStyle = OWN) -> SheetFiles:
    """Write ``run-sheet.pptx`` into a folder, and a PDF beside it where LibreOffice is installed.

    Raises ``DeckFailed`` if it does not pass the gates, or on a full disk.
    """
    made = render_run_sheet(sheet, house)
    problems = check(made)
    if problems and house.template is not None:
        # A template that spoils the sheet is left out, as it is of a deck.
        _log.warning("the template spoils a run sheet: %s", problems[0])
        made = render_run_sheet(sheet, replace(house, template=None))
        problems = check(made)
    if problems:
        for problem in problems:
            _log.error("a run sheet: %s", problem)
        raise DeckFailed(
            f"The run sheet did not pass its own checks ({problems[0]}). Its text is not affected."
        )
    path = folder / "run-sheet.pptx"
    write_file(path, made)
    return SheetFiles(path, pdf_of(path))


def render_run_sheet(sheet: PrintedSheet, house: HouseStyle = OWN) -> bytes:
    """The bytes of a .pptx file in a house style, with as many slides as the rounds need."""
    house, _ = readable(house)
    deck = new_presentation(house.template)
    pages = _pages(sheet.rows)
    for number, page in enumerate(pages, 1):
        of = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        _draw(deck, sheet, page, of)
    properties = deck.core_properties
    properties.title = printable(sheet.title)[:250]
    properties.author = properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.created = properties.modified = sheet.made_at.replace(tzinfo=None)
    repaint(deck, {palette.NAVY: house.main, palette.OUTCOME: house.accent})
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _draw(deck: Any, sheet: PrintedSheet, rows: Sequence[PrintedRow], of: str) -> None:
    page = deck.slides.add_slide(layout_of(deck, "titleOnly"))
    for holder in list(page.placeholders):
        if holder.placeholder_format.type is not None and holder != page.shapes.title:
            holder.element.getparent().remove(holder.element)
    canvas = Canvas(page)
    canvas.head(sheet.when, palette.PROCESS, f"{sheet.title}{of}")
    columns = [
        Column(header, width, centred=index == 1)
        for index, (header, width) in enumerate(zip(sheet.columns, _WIDTHS, strict=True))
    ]
    table(
        canvas,
        Box(MARGIN, TOP, WIDTH - 2 * MARGIN, BOTTOM - TOP),
        columns,
        [_cells(row) for row in rows],
        alt=f"Run sheet: {'; '.join(f'{row.time} {row.round}' for row in rows)}",
        row_height=[_height(row) for row in rows],
    )
    canvas.footer(sheet.footer)
    canvas.finish()
    add_notes(page, sheet.notes, canvas.overflow)


def _pages(rows: Sequence[PrintedRow]) -> list[list[PrintedRow]]:
    """The rows of each slide: as many as fit by their height, in order."""
    pages: list[list[PrintedRow]] = [[]]
    room = left = BOTTOM - TOP - HEADER_HEIGHT
    for row in rows:
        height = _height(row)
        if pages[-1] and height > left:
            pages.append([])
            left = room
        pages[-1].append(row)
        left -= height
    return pages


def _height(row: PrintedRow) -> float:
    needed = (
        measure.height(printable(text), width - 2 * PAD_X, size, bold=bold)
        for text, width, size, bold in zip(_texts(row), _WIDTHS, _SIZES, _BOLD, strict=True)
    )
    return min(max(_LOWEST, max(needed) + 2 * PAD_Y + 0.08), _HIGHEST)


def _cells(row: PrintedRow) -> list[Cell]:
    return [
        Cell(text, size, bold, palette.MUTED if index == 5 else palette.INK, centred=index == 1)
        for index, (text, size, bold) in enumerate(zip(_texts(row), _SIZES, _BOLD, strict=True))
    ]


def _texts(row: PrintedRow) -> tuple[str, ...]:
    return (row.time, row.minutes, row.round, row.question, row.stem, row.meanwhile)
