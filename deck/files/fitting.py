"""A deck for a place that takes no large files: without the house's template, else in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from deck.files.build import passing, write_file
from deck.files.gates import check
from deck.house import DeckOptions, HouseStyle
from deck.outline.outline import Outline, Slide
from deck.rendering.slides import render_pptx
from discussion.record.record import Record

MOST_PARTS = 10
"""Into how many files a deck is divided; more than that nobody would open one by one."""


@dataclass(frozen=True, slots=True)
class FittingDeck:
    """The files of a deck that fit, none where it cannot be."""

    paths: tuple[Path, ...]
    is_slim: bool
    """Whether the house's template was left out."""


def fitting(
    record: Record, folder: Path, most_bytes: int, options: DeckOptions | None = None
) -> FittingDeck:
    """Write a deck of which no file has more than ``most_bytes`` bytes into a folder.

    A template's pictures are what makes decks large, so that goes first; then the slides are
    divided. Raises ``DeckFailed`` as ``deck.files.build.build`` does.
    """
    options = options or DeckOptions()
    is_slim = options.house.template is not None
    plain = replace(options, house=replace(options.house, template=None))
    outline, deck = passing(record, plain)
    if len(deck) <= most_bytes:
        path = folder / "deck-plain.pptx"
        write_file(path, deck)
        return FittingDeck((path,), is_slim)
    made_at = record.ended_at or record.started_at
    parts = _parts(outline, outline.slides, most_bytes, made_at, plain.house)
    if parts is None or len(parts) > MOST_PARTS:
        return FittingDeck((), is_slim)
    paths = tuple(
        folder / f"deck-part-{number}-of-{len(parts)}.pptx" for number in range(1, len(parts) + 1)
    )
    for path, part in zip(paths, parts, strict=True):
        write_file(path, part)
    return FittingDeck(paths, is_slim)


def forget_smaller(folder: Path) -> None:
    """Remove smaller decks made before: words that were taken back since may stand in them."""
    for path in (folder / "deck-plain.pptx", *folder.glob("deck-part-*-of-*.pptx")):
        path.unlink(missing_ok=True)


def _parts(
    outline: Outline,
    slides: Sequence[Slide],
    most_bytes: int,
    made_at: datetime,
    house: HouseStyle,
) -> list[bytes] | None:
    """The slides as files that fit, halved until they do; None where one slide alone does not."""
    part = render_pptx(replace(outline, slides=tuple(slides)), made_at, house)
    if len(part) <= most_bytes:
        return None if check(part) else [part]
    if len(slides) == 1:
        return None
    half = len(slides) // 2
    first = _parts(outline, slides[:half], most_bytes, made_at, house)
    rest = _parts(outline, slides[half:], most_bytes, made_at, house) if first else None
    return [*first, *rest] if first and rest else None
