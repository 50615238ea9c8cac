"""Decks for places that take no large files, and which slides are shown as pictures."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Inches

from deck.files.build import build
from deck.files.fitting import fitting
from deck.files.gates import check
from deck.files.pictures import draw_telling, telling
from deck.house import DeckOptions, HouseStyle
from tests.deck.sample import sample


def _titles(path: Path) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in Presentation(str(path)).slides]


def _heavy_template() -> bytes:
    """A template with a photograph on its master that no compression makes smaller."""
    template = Presentation()
    template.slide_width, template.slide_height = Inches(13.333), Inches(7.5)
    noise = b"BM" + (54 + 300_000).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    noise += (40).to_bytes(4, "little") + (250).to_bytes(4, "little") + (400).to_bytes(4, "little")
    noise += b"\x01\x00\x18\x00" + bytes(24) + os.urandom(300_800)
    master = template.slide_master
    _, relation = master.part.get_or_add_image_part(io.BytesIO(noise))
    master.shapes._spTree.add_pic(99, "Photograph", "A photograph", relation, 0, 0, 914400, 914400)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def test_a_large_template_goes_first_and_all_slides_stay(tmp_path: Path) -> None:
    options = DeckOptions(house=HouseStyle("School of Care", template=_heavy_template()))
    deck = build(sample(), tmp_path, options).deck
    assert deck.stat().st_size > 300_000
    made = fitting(sample(), tmp_path, 200_000, options)
    assert made.is_slim
    (path,) = made.paths
    assert path.stat().st_size <= 200_000
    assert _titles(path) == _titles(deck)
    assert "School of Care" in " ".join(
        shape.text_frame.text
        for shape in Presentation(str(path)).slides[0].shapes
        if shape.has_text_frame
    )


def test_a_deck_in_parts_has_every_slide_once_in_order(tmp_path: Path) -> None:
    deck = build(sample(), tmp_path).deck
    made = fitting(sample(), tmp_path, 60_000)
    assert not made.is_slim
    assert len(made.paths) > 1
    assert all(path.stat().st_size <= 60_000 for path in made.paths)
    assert [title for path in made.paths for title in _titles(path)] == _titles(deck)
    assert [problem for path in made.paths for problem in check(path.read_bytes())] == []


def test_where_one_slide_alone_is_too_large_there_is_no_file(tmp_path: Path) -> None:
    assert fitting(sample(), tmp_path, 10_000).paths == ()


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(1, 10))
def test_pictures_show_different_slides_in_order_as_many_as_there_is_room_for(
    lengths: list[int], most: int
) -> None:
    sections, number = [], 0
    for length in lengths:
        sections.append(list(range(number, number + length)))
        number += length
    shown = telling(sections, most)
    assert shown == sorted(set(shown))
    assert set(shown) <= set(range(number))
    assert len(shown) <= most
    assert shown or number == 0


def test_the_lists_at_the_end_give_way_before_findings_do() -> None:
    short, work, found, do, lists = [0, 1], [2, 3], [4, 5, 6, 7, 8, 9, 10], [11], [12, 13, 14]
    assert telling([short, work, found, do, lists], 13) == [*range(12), 12]
    assert telling([short, work, found, do, lists], 10) == [0, 1, 2, 3, 4, 6, 7, 8, 10, 11]


def test_without_a_deck_or_programs_there_are_no_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert draw_telling(tmp_path / "deck.pptx", tmp_path / "pictures", 10) == ()
    deck = build(sample(), tmp_path).deck
    monkeypatch.setenv("PATH", str(tmp_path))
    assert draw_telling(deck, tmp_path / "pictures", 10) == ()
