"""The slides of a record one by one, with pictures where they can be drawn; for a worker process.

Pictures are drawn once for each content of a deck and kept beside its files. Those of an earlier
content go: words that were withdrawn since stand in them.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from deck.builders.opening import NO_PRESENTER
from deck.files.build import passing, write_file
from deck.files.pictures import PDF_SECONDS, PICTURE_SECONDS
from deck.files.previews import can_draw, pdf_of, pictures_of
from deck.house import DeckOptions
from deck.rendering.lines import lines_of
from deck.rendering.record_json import render_json
from discussion.ports.deck import SlideView
from discussion.record.record import Record

FOLDER = "slides"
"""Where pictures are kept, in the folder of the deck."""


def slides_of(
    record: Record, folder: Path, options: DeckOptions | None = None, *, draw: bool = True
) -> tuple[SlideView, ...]:
    """The slides of a record's deck, with pictures if ``draw`` and where that can be done.

    Raises ``DeckFailed`` as ``deck.files.build.build`` does.

    Who presents and what was asked are not in them: they change while slides are shown.
    """
    record = replace(record, presenters={}, questions=())
    outline, deck = passing(record, options)
    # What the deck is made from names its pictures; the file itself differs at every making.
    content = sha256(render_json(record, outline).encode("utf-8", "replace"))
    content.update(repr((outline.slides, options)).encode("utf-8", "replace"))
    name, slides = content.hexdigest()[:16], len(outline.slides)
    pictures = _pictures(deck, folder / FOLDER, name, slides) if draw else []
    return tuple(
        SlideView(
            part=slide.head.part.value,
            title=slide.head.title,
            lines=lines_of(slide),
            notes=slide.notes.removeprefix(NO_PRESENTER).strip(),
            picture=pictures[number] if pictures else None,
        )
        for number, slide in enumerate(outline.slides)
    )


def _pictures(deck: bytes, folder: Path, name: str, slides: int) -> list[Path]:
    """A picture of each slide, drawn unless they are there; [] where that cannot be done."""
    if not can_draw():
        return []
    own = folder / name
    drawn = sorted(own.glob("slide-*.png"))
    if len(drawn) == slides:
        return drawn
    shutil.rmtree(folder, ignore_errors=True)
    file = own / "deck.pptx"
    write_file(file, deck)
    pdf = pdf_of(file, PDF_SECONDS)
    drawn = sorted(pictures_of(pdf, own, seconds=PICTURE_SECONDS)) if pdf else []
    for used in (file, pdf):
        if used is not None:
            used.unlink(missing_ok=True)
    return drawn if len(drawn) == slides else []
