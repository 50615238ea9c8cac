"""Decks and their other forms, made in worker processes and kept in a folder."""

from __future__ import annotations

import asyncio
import pickle
import secrets
import shutil
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

from bot.decks.wording_files import read_wording, write_wording
from bot.decks.worker import DeckWorker
from deck.files.build import build, build_forms
from deck.files.compose import compose, preview
from deck.files.fitting import FittingDeck, fitting, forget_smaller
from deck.files.pictures import SlidePicture, draw_telling
from deck.files.run_sheet import build_run_sheet
from deck.files.slide_views import slides_of
from deck.files.term import build_term
from deck.files.trial import checked
from deck.house import EXPORTED, DeckOptions, style_of
from deck.outline.worded import phrases_of
from discussion.model.errors import BadInput, DeckFailed
from discussion.model.house import PLAIN, House
from discussion.ports.deck import DeckFiles, DeckPreview, Form, SlideView
from discussion.record.record import Record
from discussion.record.rewording import UNWORDED, Phrase
from discussion.term.planning.printed import PrintedSheet, SheetFiles

KEPT = 4
"""How many decks' slides are remembered while they are shown."""
PIECE = 250
"""How many contributions are packed for the worker at a time."""

KEPT_PREVIEWS = 20
"""Of how many discussions it is remembered what their decks would show."""


class DeckPool:
    """Fulfils ``discussion.ports.deck.DeckBuilder`` with two workers.

    The class waits for its deck; a PDF takes a minute and a half. So exports have a worker of
    their own, and folders of their own: what the class sees is never written over.
    """

    def __init__(
        self, folder: Path, *, fewest_in_a_cell: int = EXPORTED, with_pictures: bool = True
    ) -> None:
        """Decks are kept in ``folder``, one folder for each discussion.

        ``fewest_in_a_cell`` is how many people a cell of a table needs in exported decks.
        ``with_pictures``: slides that are shown one by one are drawn where that can be done.
        """
        self._folder = folder
        self._fewest = fewest_in_a_cell
        self._with_pictures = with_pictures
        self._shown = OrderedDict[str, tuple[SlideView, ...]]()
        self._class_worker = DeckWorker()
        self._export_worker = DeckWorker()
        self._previews: dict[str, tuple[Record, asyncio.Task[DeckPreview]]] = {}

    async def build(self, record: Record, house: House = PLAIN) -> DeckFiles:
        """Build the files that the class sees. Raises ``DeckFailed`` with one plain sentence."""
        folder = self._folder / record.discussion_id
        packed = await asyncio.to_thread(_packed, record)
        named = f"the deck of {record.discussion_id}"
        return await self._class_worker.run(named, _build, packed, folder, house)

    def folder_of(self, discussion_id: str) -> Path:
        """Where the files that the class sees are kept."""
        return self._folder / discussion_id

    async def phrases(self, record: Record) -> tuple[Phrase, ...]:
        """The titles of a deck that a language model may be asked about."""
        packed = await asyncio.to_thread(_packed, record)
        named = f"the titles of {record.discussion_id}"
        return await self._class_worker.run(named, _phrases, packed)

    async def slides(self, record: Record, house: House = PLAIN) -> tuple[SlideView, ...]:
        """The slides of the deck that the class sees. Raises ``DeckFailed`` as ``build`` does.

        Those shown last are kept: a slide is turned far more often than a deck changes.
        """
        # Who presents and what was asked change all the time, and are not in the slides.
        record = replace(record, presenters={}, questions=())
        packed = await asyncio.to_thread(_packed, record)
        name = await asyncio.to_thread(_name_of, packed, house)
        known = self._shown.get(name, ())
        if not known or any(each.picture and not each.picture.exists() for each in known):
            folder = self._folder / record.discussion_id
            work = partial(_slides, packed, folder, house, draw=self._with_pictures)
            named = f"the slides of {record.discussion_id}"
            # Drawing takes seconds: no class waits for its deck because another one presents.
            self._shown[name] = await self._export_worker.run(named, work)
            while len(self._shown) > KEPT:
                self._shown.popitem(last=False)
        self._shown.move_to_end(name)
        return self._shown[name]

    async def preview(self, record: Record) -> DeckPreview:
        """What the deck of a record would show. Raises ``DeckFailed`` as ``build`` does.

        A class looks at its words at the same time: what was asked last of a discussion is kept.
        """
        known = self._previews.get(record.discussion_id)
        if known is None or known[0] != record:
            known = (record, asyncio.create_task(self._preview(record)))
            self._previews[record.discussion_id] = known
            while len(self._previews) > KEPT_PREVIEWS:
                del self._previews[next(iter(self._previews))]
        try:
            return await asyncio.shield(known[1])
        except DeckFailed:
            self._previews.pop(record.discussion_id, None)
            raise

    async def _preview(self, record: Record) -> DeckPreview:
        packed = await asyncio.to_thread(_packed, record)
        named = f"what the deck of {record.discussion_id} shows"
        return await self._class_worker.run(named, _preview, packed)

    async def fitting(self, record: Record, most_bytes: int, house: House = PLAIN) -> FittingDeck:
        """Build a deck whose files are no larger. Raises ``DeckFailed`` as ``build`` does."""
        folder = self._folder / record.discussion_id
        packed = await asyncio.to_thread(_packed, record)
        named = f"the smaller deck of {record.discussion_id}"
        return await self._class_worker.run(named, _fitting, packed, folder, most_bytes, house)

    async def pictures(
        self, discussion_id: str, folder: Path, most: int
    ) -> tuple[SlidePicture, ...]:
        """Draw the deck that the class sees, as far as this machine can; for looking only."""
        deck = self._folder / discussion_id / "deck.pptx"
        named = f"pictures of {discussion_id}"
        return await self._export_worker.run(named, draw_telling, deck, folder, most)

    async def export(self, record: Record, *forms: Form, house: House = PLAIN) -> tuple[Path, ...]:
        """Build forms of a record for other hands. Raises ``DeckFailed`` as ``build`` does."""
        folder = self._folder / record.discussion_id / "exports" / secrets.token_hex(4)
        packed = await asyncio.to_thread(_packed, record)
        named = f"an export of {record.discussion_id}"
        work = partial(_export, packed, folder, forms, house, self._fewest)
        return await self._export_worker.run(named, work)

    async def export_term(
        self, guild_id: int, records: Sequence[Record], title: str, house: House = PLAIN
    ) -> Path:
        """Build the deck of a term for other hands. Raises ``BadInput`` without any record."""
        if not records:
            raise BadInput("A term's deck needs at least one discussion that has ended.")
        folder = self._folder / "terms" / str(guild_id) / secrets.token_hex(4)
        packed = [await asyncio.to_thread(_packed, each) for each in records]
        work = partial(_export_term, packed, folder, title, house, self._fewest)
        return await self._export_worker.run(f"the term's deck of {guild_id}", work)

    async def forget(self, *exported: Path) -> None:
        """Remove exports: words that are taken back later are not to lie in old files."""
        for folder in {path.parent for path in exported}:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def checked(self, house: House) -> tuple[House, tuple[str, ...]]:
        """A house style as it can be used, and what was mended. Raises ``BadInput`` or such."""
        return await self._export_worker.run("a deck in a new house style", checked, house)

    async def run_sheet(
        self, sheet: PrintedSheet, class_id: str, house: House = PLAIN
    ) -> SheetFiles:
        """Build the run sheet of a class, to print. Raises ``DeckFailed`` as ``build`` does."""
        folder = self._folder / "run-sheets" / class_id
        named = f"the run sheet of class {class_id}"
        return await self._export_worker.run(named, _run_sheet, sheet, folder, house)

    async def close(self) -> None:
        """End the workers."""
        await asyncio.gather(self._class_worker.close(), self._export_worker.close())


def _packed(record: Record) -> list[bytes]:
    """The record in pieces small enough that packing one does not hold up the event loop.

    Packing is one long call that lets no other thread run: 10,000 contributions at once took
    longer than the loop may wait.
    """
    said = record.contributions
    pieces = [said[start : start + PIECE] for start in range(0, len(said), PIECE)]
    return [pickle.dumps(each) for each in (replace(record, contributions=()), *pieces)]


def _unpacked(packed: list[bytes]) -> Record:
    # What is unpacked here was packed by this program a moment ago.
    record, *pieces = (pickle.loads(each) for each in packed)  # noqa: S301
    whole: Record = replace(record, contributions=tuple(chain.from_iterable(pieces)))
    return whole


def _build(packed: list[bytes], folder: Path, house: House) -> DeckFiles:
    """In the worker: the files that the class sees."""
    record = _unpacked(packed)
    made = build(record, folder, _with_words(record, _options(record, house), folder))
    forget_smaller(folder)
    return made


def _preview(packed: list[bytes]) -> DeckPreview:
    """In the worker: what the deck would show."""
    return preview(_unpacked(packed))


def _fitting(packed: list[bytes], folder: Path, most_bytes: int, house: House) -> FittingDeck:
    """In the worker: a deck for a server that takes no large files."""
    record = _unpacked(packed)
    options = _with_words(record, _options(record, house), folder)
    return fitting(record, folder, most_bytes, options)


def _phrases(packed: list[bytes]) -> tuple[Phrase, ...]:
    """In the worker: the titles that a language model may be asked about."""
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


def _slides(
    packed: list[bytes], folder: Path, house: House, *, draw: bool
) -> tuple[SlideView, ...]:
    """In the worker: the slides one by one, with pictures where they can be drawn."""
    record = _unpacked(packed)
    options = _with_words(record, _options(record, house), folder)
    return slides_of(record, folder, options, draw=draw)


def _name_of(packed: list[bytes], house: House) -> str:
    """A name for what slides are made from; others may follow from the same in another process."""
    return sha256(b"".join([*packed, pickle.dumps(house)])).hexdigest()


def _run_sheet(sheet: PrintedSheet, folder: Path, house: House) -> SheetFiles:
    """In the worker: the run sheet, in the style of the server's decks."""
    return build_run_sheet(sheet, folder, style_of(house))


def _export(
    packed: list[bytes], folder: Path, forms: Sequence[Form], house: House, fewest: int
) -> tuple[Path, ...]:
    """In the worker: forms for other hands, with the titles that the class saw."""
    kept = read_wording(folder.parents[1])
    options = DeckOptions(
        house=style_of(house),
        fewest_in_a_cell=fewest,
        rewording=kept.rewording if kept is not None else UNWORDED,
    )
    return build_forms(_unpacked(packed), folder, forms, options)


def _export_term(
    packed: list[list[bytes]], folder: Path, title: str, house: House, fewest: int
) -> Path:
    """In the worker: the deck of a term."""
    options = DeckOptions(house=style_of(house), fewest_in_a_cell=fewest)
    return build_term([_unpacked(each) for each in packed], folder, title, options)
