"""Pictures of the slides that tell most, for those who open no file on a phone.

Meant for a worker process, like ``deck.files.previews``.
"""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation

from deck.files.previews import can_draw, pdf_of, pictures_of

PDF_SECONDS = 40.0
PICTURE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class SlidePicture:
    """A picture of a slide, and the slide's title for those who cannot see it."""

    path: Path
    title: str


def draw_telling(deck: Path, folder: Path, most: int) -> tuple[SlidePicture, ...]:
    """Draw at most ``most`` slides of a deck into a folder, in the order of the deck.

    Gives none where LibreOffice or poppler is missing, fails, or takes more than a minute.
    """
    if not can_draw() or not deck.exists():
        return ()
    folder.mkdir(parents=True, exist_ok=True)
    copy = Path(shutil.copyfile(deck, folder / deck.name))
    slides = Presentation(io.BytesIO(copy.read_bytes()))
    pdf = pdf_of(copy, PDF_SECONDS)
    pages = pictures_of(pdf, folder, seconds=PICTURE_SECONDS) if pdf is not None else []
    titles = [slide.shapes.title.text_frame.text for slide in slides.slides]
    if len(pages) != len(titles):
        return ()
    return tuple(SlidePicture(pages[at], titles[at]) for at in telling(_sections(slides), most))


def telling(sections: list[list[int]], most: int) -> list[int]:
    """At most ``most`` of the slides in these sections, in order: those that tell most.

    The deck in short, how the class worked and what it will do are worth more than the lists at
    the end, which go first; then the findings, the longest section, are thinned out evenly.
    """
    kept = [list(section) for section in sections]
    while sum(map(len, kept)) > most and len(kept) > 1 and kept[-1]:
        kept[-1].pop()
    over = sum(map(len, kept)) - most
    if over > 0:
        longest = max(kept, key=len)
        longest[:] = _evenly(longest, max(1, len(longest) - over))
    return [slide for section in kept for slide in section][:most]


def _evenly(slides: list[int], number: int) -> list[int]:
    """That many of them, the first and the last among them where two fit."""
    if number == 1:
        return slides[:1]
    return [slides[round(at * (len(slides) - 1) / (number - 1))] for at in range(number)]


def _sections(deck: Any) -> list[list[int]]:
    """The slides of each section, by their place in the deck."""
    places = {str(slide.slide_id): at for at, slide in enumerate(deck.slides)}
    root = deck.part._element  # noqa: SLF001 - no public way
    found = root.xpath("//*[local-name()='section']")
    return [
        [places[each.get("id")] for each in section.xpath(".//*[local-name()='sldId']")]
        for section in found
    ] or [list(places.values())]
