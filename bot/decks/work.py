"""What the deck workers do. Only they import this: it brings the libraries that draw with it."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from bot.decks.wording_files import read_wording, write_wording
from deck.files.build import build, build_forms
from deck.files.compose import compose, preview
from deck.files.fitting import fitting, forget_smaller
from deck.files.pictures import draw_telling
from deck.files.run_sheet import build_run_sheet
from deck.files.slide_views import slides_of
from deck.files.term import build_term
from deck.files.trial import checked
from deck.house import EXPORTED, DeckOptions, style_of
from deck.outline.worded import phrases_of
from discussion.model.house import PLAIN, House
from discussion.ports.deck import DeckFiles, DeckPreview, FittingDeck, Form, SlideView
from discussion.record.record import Record
from discussion.record.rewording import UNWORDED, Phrase
from discussion.term.planning.printed import PrintedSheet, SheetFiles

__all__ = [
    "build_deck",
    "checked",
    "draw_telling",
    "export",
    "export_term",
    "fitting_deck",
    "phrases",
    "preview_deck",
    "run_sheet",
    "slides",
]


def _unpacked(packed: list[bytes]) -> Record:
    # What is unpacked here was packed by this program a moment ago.
    record, *pieces = (pickle.loads(each) for each in packed)  # noqa: S301
    whole: Record = replace(record, contributions=tuple(chain.from_iterable(pieces)))
    return whole


def build_deck(packed: list[bytes], folder: Path, house: House) -> DeckFiles:
    """The files that the class sees."""
    record = _unpacked(packed)
    made = build(record, folder, _with_words(record, _options(record, house), folder))
    forget_smaller(folder)
    return made


def preview_deck(packed: list[bytes]) -> DeckPreview:
    """What the deck would show."""
    return preview(_unpacked(packed))


def fitting_deck(packed: list[bytes], folder: Path, most_bytes: int, house: House) -> FittingDeck:
    """A deck for a server that takes no large files."""
    record = _unpacked(packed)
    options = _with_words(record, _options(record, house), folder)
    return fitting(record, folder, most_bytes, options)


def phrases(packed: list[bytes]) -> tuple[Phrase, ...]:
    """The titles that a language model may be asked about."""
    record = _unpacked(packed)
    return phrases_of(compose(record, options=_options(record, PLAIN)).slides)


def _options(_: Record, house: House) -> DeckOptions:
    """What the class's deck is asked for, its words apart."""
    return DeckOptions(house=style_of(house))


def _with_words(record: Record, options: DeckOptions, folder: Path) -> DeckOptions:
    """The same with what a language model gave for titles of this deck, where it was asked.

    What was worded from words that are withdrawn now is forgotten.
    """
    kept = read_wording(folder)
    if kept is None:
        return options
    still = kept.of({each.key for each in phrases_of(compose(record, options=options).slides)})
    if still != kept:
        write_wording(folder, still)
    return replace(options, rewording=still.rewording)


def slides(packed: list[bytes], folder: Path, house: House, *, draw: bool) -> tuple[SlideView, ...]:
    """The slides one by one, with pictures where they can be drawn."""
    record = _unpacked(packed)
    options = _with_words(record, _options(record, house), folder)
    return slides_of(record, folder, options, draw=draw)


def run_sheet(sheet: PrintedSheet, folder: Path, house: House) -> SheetFiles:
    """The run sheet, in the style of the server's decks."""
    return build_run_sheet(sheet, folder, style_of(house))


def export(
    packed: list[bytes], folder: Path, forms: Sequence[Form], house: House, fewest: int | None
) -> tuple[Path, ...]:
    """Forms for other hands, with the titles that the class saw."""
    kept = read_wording(folder.parents[1])
    options = DeckOptions(
        house=style_of(house),
        fewest_in_a_cell=_fewest(fewest),
        rewording=kept.rewording if kept is not None else UNWORDED,
    )
    return build_forms(_unpacked(packed), folder, forms, options)


def export_term(
    packed: list[list[bytes]], folder: Path, title: str, house: House, fewest: int | None
) -> Path:
    """The deck of a term."""
    options = DeckOptions(house=style_of(house), fewest_in_a_cell=_fewest(fewest))
    return build_term([_unpacked(each) for each in packed], folder, title, options)


def _fewest(asked: int | None) -> int:
    return asked if asked is not None else EXPORTED
