"""The printed run sheet: every round on it, whole or whole in the notes, past every gate."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation

from deck.files.gates import check
from deck.files.run_sheet import build_run_sheet, render_run_sheet
from deck.house import HouseStyle
from discussion.term.planning.printed import PrintedRow, PrintedSheet
from tests.deck.templates import own_template

ROW = PrintedRow(
    "14:11",
    "14",
    "3 · Open floor",
    "How is power used here, who carries the cost, and what would you have tried?",
    "From my own practice or life, I would add ...",
    "14:18 opener · 14:19 private invitations · 14:21 a word to you: who is still to be heard",
)
SHEET = PrintedSheet(
    title="Run sheet: Who leads a shift?",
    when="TUESDAY 27 OCTOBER 2026, 14:00 · 40 MINUTES · CASE DISCUSSION",
    columns=("Time", "Min", "Round", "Question", "A way in", "What Roundtable does"),
    rows=(ROW,) * 5,
    footer="Leadership 2 · times in Europe/London",
    notes="Materials: the case, in five parts.",
    made_at=datetime(2026, 10, 1, tzinfo=UTC),
)


def slides(sheet: PrintedSheet) -> list[Any]:
    made = render_run_sheet(sheet)
    assert [str(problem) for problem in check(made)] == []
    return list(Presentation(io.BytesIO(made)).slides)


def rows_of(slide: Any) -> list[list[str]]:
    (frame,) = (shape for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in frame.table.rows]


def test_an_ordinary_session_is_one_slide_with_a_row_for_each_round() -> None:
    (slide,) = slides(SHEET)
    header, *rows = rows_of(slide)
    assert header == list(SHEET.columns)
    assert len(rows) == 5
    assert rows[2][3] == ROW.question
    assert "Materials" in slide.notes_slide.notes_text_frame.text


def test_it_is_in_the_house_style_of_the_servers_decks() -> None:
    made = render_run_sheet(SHEET, HouseStyle(main="123456", template=own_template()))
    assert [str(problem) for problem in check(made)] == []
    deck = Presentation(io.BytesIO(made))
    titles = [shape.text_frame.text for shape in deck.slide_master.placeholders]
    assert "Title as our school sets it" in titles
    assert "123456" in deck.slides[0].shapes._spTree.xml
    pale = Presentation(io.BytesIO(render_run_sheet(SHEET, HouseStyle(main="FFEE00"))))
    assert "FFEE00" not in pale.slides[0].shapes._spTree.xml


def test_twenty_rounds_go_on_over_slides_with_titles_of_their_own() -> None:
    made = slides(replace(SHEET, rows=(ROW,) * 20))
    assert len(made) > 1
    assert sum(len(rows_of(slide)) - 1 for slide in made) == 20
    assert made[0].shapes.title.text_frame.text.endswith(f"(1 of {len(made)})")


def test_what_does_not_fit_is_cut_and_stands_whole_in_the_notes() -> None:
    long = "Why " + "does the night shift decide alone " * 40
    (slide,) = slides(replace(SHEET, rows=(replace(ROW, question=long),)))
    assert rows_of(slide)[1][3].endswith("…")
    assert " ".join(long.split()) in slide.notes_slide.notes_text_frame.text


@settings(max_examples=25, deadline=None)
@given(words=st.lists(st.text(max_size=400), min_size=6, max_size=6), number=st.integers(1, 20))
def test_whatever_people_write_passes_the_gates(words: list[str], number: int) -> None:
    made = slides(
        replace(SHEET, title=f"Run sheet: {words[0]}", rows=(PrintedRow(*words),) * number)
    )
    assert sum(len(rows_of(slide)) - 1 for slide in made) == number


def test_files_are_written_beside_each_other(tmp_path: Path) -> None:
    files = build_run_sheet(SHEET, tmp_path / "class")
    assert files.deck.read_bytes().startswith(b"PK")
    assert (files.pdf is not None) == (which("soffice") is not None)
    if files.pdf is not None:
        assert files.pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("field", ["question", "stem", "meanwhile"])
def test_a_formula_or_markup_stays_words(field: str) -> None:
    (slide,) = slides(replace(SHEET, rows=(replace(ROW, **{field: "=1+1 <b>bold</b> {x}"}),)))
    assert any("=1+1 <b>bold</b> {x}" in cell for cell in rows_of(slide)[1])
