"""Pictures of the example deck for the documentation: ``python -m benchmarks.pictures``.

Takes the deck that ``make rehearse`` made, or the one named on the command line, and writes a small
picture of each kind of slide into ``docs/deck`` and a sheet of nine into ``docs/deck.png``. Needs
LibreOffice and poppler, and a font equal to Calibri such as Carlito.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from pptx import Presentation

from deck.files.previews import can_draw, pdf_of, pictures_of

ROOT = Path(__file__).parents[1]
DECK = ROOT / "out" / "rehearsal" / "deck.pptx"
SHEET = ("title", "the class on one page", "who was heard", "theme map", "theme",
         "social location by theme", "practice, experience and theory", "where we differ",
         "what we will do")  # fmt: skip
_DPI = 54
_COLOURS = 128
_GAP = 8


def kinds(deck: Path) -> list[str]:
    """What each slide is about, by the words above its title; themes are all one kind."""
    found = []
    for slide in Presentation(str(deck)).slides:
        words = [s.text_frame.text for s in slide.shapes if s.name.startswith("Kicker")]
        label = words[0].split("·", 1)[-1].strip().lower() if words else "title"
        found.append("theme" if label.startswith("theme:") else label)
    return found


def small(picture: Path) -> Any:
    """A picture in few colours: slides are flat, so little is lost."""
    return Image.open(picture).convert("RGB").quantize(_COLOURS)


def sheet(pictures: list[Any]) -> Any:
    """Nine pictures on one, three in a row."""
    wide, tall = pictures[0].size
    whole = Image.new("RGB", (3 * wide + 2 * _GAP, 3 * tall + 2 * _GAP), "#888888")
    for number, picture in enumerate(pictures):
        place = (number % 3) * (wide + _GAP), (number // 3) * (tall + _GAP)
        whole.paste(picture.convert("RGB"), place)
    return whole.quantize(_COLOURS)


def main(deck: Path = DECK) -> int:
    """Write the pictures; 1 where the deck or the programs are missing."""
    if not deck.exists():
        print(f"There is no {deck}. Run `make rehearse` first, or name a deck.")
        return 1
    if not can_draw():
        print("LibreOffice (soffice) and poppler (pdftoppm) are needed to draw slides.")
        return 1
    folder = ROOT / "docs" / "deck"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        copy = Path(scratch) / "deck.pptx"
        copy.write_bytes(deck.read_bytes())
        pdf = pdf_of(copy)
        pages = pictures_of(pdf, Path(scratch), _DPI) if pdf else []
        if not pages:
            print("The deck could not be drawn.")
            return 1
        first: dict[str, Path] = {}
        for kind, page in zip(kinds(copy), pages, strict=True):
            first.setdefault(kind, page)
        for kind, page in first.items():
            small(page).save(folder / f"{re.sub(r'[^a-z]+', '-', kind)}.png", optimize=True)
        shown = [small(first[kind]) for kind in SHEET if kind in first]
        sheet(shown).save(ROOT / "docs" / "deck.png", optimize=True)
    print(f"{len(first)} pictures are in {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
