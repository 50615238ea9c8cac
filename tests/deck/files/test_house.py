"""House style: words, colours and a template; and pictures where the machine can draw them."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from deck.drawing import palette
from deck.files.compose import compose
from deck.files.gates import check
from deck.files.previews import pdf_of, pictures_of
from deck.house import DeckOptions, HouseStyle, house_style, readable
from deck.rendering.slides import render_pptx
from discussion.model.errors import BadFile, BadInput
from tests.deck.sample import BEGAN, sample
from tests.deck.templates import changed, own_template, packed, with_macro


def _deck(house: HouseStyle) -> bytes:
    return render_pptx(compose(sample(), options=DeckOptions(house=house)), BEGAN, house)


def test_words_and_colours_of_the_house_are_on_the_slides() -> None:
    deck = _deck(house_style("School of Care · SC 307", "#4A1942", "0B5345"))
    assert check(deck) == []
    cover = Presentation(io.BytesIO(deck)).slides[0]
    assert "School of Care · SC 307" in " ".join(cover.element.xpath("//a:t/text()"))
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        slides = b"".join(package.read(n) for n in package.namelist() if n.endswith(".xml"))
    assert b"4A1942" in slides
    assert b"0B5345" in slides
    assert palette.NAVY.encode() not in slides


@pytest.mark.parametrize("colour", ["FFFF00", "FFFFFF", "FF0000", "00FF00", "808080", "000000"])
def test_any_colour_makes_a_deck_that_can_be_read_and_says_what_was_mended(colour: str) -> None:
    asked = house_style(main=colour, accent=colour)
    used, notes = readable(asked)
    assert min(palette.contrast(used.main, g) for g in (palette.WHITE, palette.PANEL)) >= 7
    assert min(palette.contrast(used.accent, g) for g in (palette.WHITE, palette.PANEL)) >= 4.6
    assert len(notes) == (used.main != asked.main) + (used.accent != asked.accent)
    outline = compose(sample(), options=DeckOptions(house=asked))
    assert outline.remarks == notes
    assert all(note in outline.slides[-1].notes for note in notes)
    assert check(_deck(asked)) == []


@pytest.mark.parametrize("colour", ["blue", "#12345", "12345G", "#1234567", "=1+1"])
def test_what_is_no_colour_is_refused_with_an_example(colour: str) -> None:
    with pytest.raises(BadInput, match="#1F3557"):
        house_style(main=colour)


def test_title_text_that_does_not_fit_is_refused_with_its_length() -> None:
    with pytest.raises(BadInput, match="200 characters"):
        house_style("x" * 200)


def test_a_template_gives_its_master_and_none_of_its_slides() -> None:
    deck = _deck(house_style(template=own_template()))
    assert check(deck) == []
    presentation = Presentation(io.BytesIO(deck))
    assert len(presentation.slides) == len(compose(sample()).slides)
    titles = [s.text_frame.text for s in presentation.slide_master.placeholders]
    assert "Title as our school sets it" in titles
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        assert b"An old slide" not in b"".join(package.read(n) for n in package.namelist())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a zip", "is not a .pptx file"),
        (own_template(10), "10.00 x 7.50 inches"),
        (with_macro(), "holds macros"),
        (
            changed(
                "[Content_Types].xml",
                b"openxmlformats-officedocument.presentationml.presentation.main",
                b"ms-powerpoint.presentation.macroEnabled.main",
            ),
            "holds macros",
        ),
        (
            changed(
                "[Content_Types].xml",
                b"presentationml.presentation.main",
                b"presentationml.template.main",
            ),
            "cannot be opened",
        ),
        (changed("ppt/slideLayouts/slideLayout6.xml", b'"titleOnly"', b'"blank"'), "Title Only"),
        (packed({"ppt/presentation.xml": b"<a>" + b" " * 16_000_000}), "unpacks to far more"),
        (packed({"ppt/media/a.png": b"0" * 61_000_000}), "unpacks to far more"),
        (own_template()[:-2_000], "is not a .pptx file"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_template_that_cannot_serve_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadFile) as refused:
        _deck(HouseStyle(template=content))
    assert said in str(refused.value)


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_converter_that_hangs_is_ended_and_gives_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path, "soffice", f"echo $$ > {tmp_path}/pid; exec sleep 600")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (tmp_path / "deck.pptx").write_bytes(b"x")
    assert pdf_of(tmp_path / "deck.pptx", seconds=1.0) is None
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_a_converter_that_fails_gives_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path, "soffice", "exit 3")
    _program(tmp_path, "pdftoppm", "exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (tmp_path / "deck.pptx").write_bytes(b"x")
    assert pdf_of(tmp_path / "deck.pptx") is None
    assert pictures_of(tmp_path / "deck.pdf", tmp_path / "pictures") == []
