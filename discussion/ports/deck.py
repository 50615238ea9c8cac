"""What the rules need of the deck, as Protocols and the values that they hand over.

Whoever fulfils them works away from the event loop: drawing takes seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from discussion.model.house import PLAIN, House
from discussion.record.record import Record
from discussion.record.rewording import Answer, Phrase
from discussion.term.planning.printed import PrintedSheet, SheetFiles


class Form(StrEnum):
    """A form of one record; the value is how its file's name ends."""

    PPTX = "pptx"
    PDF = "pdf"
    MARKDOWN = "md"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class DeckFiles:
    """The files made of one record."""

    deck: Path
    markdown: Path
    json: Path


@dataclass(frozen=True, slots=True)
class SlideView:
    """One slide, to be shown in a channel and talked through."""

    part: str
    """Which job it does: process or outcome."""
    title: str
    lines: tuple[str, ...]
    """What stands on it, for where no picture can be shown."""
    notes: str
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """Words that a deck shows: a part of a contribution of the record, letter by letter."""

    contribution_id: int
    """The contribution's number in the record."""
    text: str
    slide: str
    """The title of the slide that shows them; "" for a headline that is still to be chosen."""


@dataclass(frozen=True, slots=True)
class DeckPreview:
    """What a deck would show, without a file being made."""

    lines: tuple[ShownLine, ...]
    headlines: Mapping[str, tuple[ShownLine, ...]]
    """For each theme the sentences that could be its headline, best first."""


class DeckDrawer(Protocol):
    """Tells what a deck would show, away from the event loop."""

    async def preview(self, record: Record) -> DeckPreview:
        """What the deck of a record would show. Raises ``DeckFailed`` with one plain sentence."""
        ...


class DeckBuilder(DeckDrawer, Protocol):
    """Makes decks and their other forms, away from the event loop.

    All of it raises ``DeckFailed`` with one plain sentence where a file cannot be made.
    """

    async def build(self, record: Record, house: House = PLAIN) -> DeckFiles:
        """Build the files that the class sees, in a folder of the discussion."""
        ...

    async def export(self, record: Record, *forms: Form, house: House = PLAIN) -> tuple[Path, ...]:
        """Build forms of a record for other hands, apart from what the class sees.

        Cells of tables need more people here (``ROUNDTABLE_FEWEST_IN_A_CELL``). May take as long
        as a PDF does: a minute and a half.
        """
        ...

    async def export_term(
        self, guild_id: int, records: Sequence[Record], title: str, house: House = PLAIN
    ) -> Path:
        """Build one deck of several ended discussions of a guild, for other hands.

        Raises ``BadInput`` without any.
        """
        ...

    async def forget(self, *exported: Path) -> None:
        """Remove what was exported, once it was sent."""
        ...

    async def checked(self, house: House) -> tuple[House, tuple[str, ...]]:
        """A house style as it can be used, and a sentence for each thing that was mended.

        Raises ``BadInput`` or ``BadFile`` with one plain sentence for what cannot be used.
        """
        ...

    async def run_sheet(
        self, sheet: PrintedSheet, class_id: str, house: House = PLAIN
    ) -> SheetFiles:
        """Build the run sheet of a class. Raises ``DeckFailed`` with one plain sentence."""
        ...

    async def slides(self, record: Record, house: House = PLAIN) -> tuple[SlideView, ...]:
        """The slides of the deck that the class sees, with pictures where they can be drawn."""
        ...


class Wordsmith(Protocol):
    """Finds words for titles, away from this machine; see ``discussion.record.rewording``."""

    @property
    def model(self) -> str:
        """The name under which what it wrote is labelled."""
        ...

    def cost(self, phrases: Sequence[Phrase]) -> int:
        """The most tokens that asking about these can cost, the answer included."""
        ...

    async def reword(self, phrases: Sequence[Phrase]) -> Answer:
        """Ask about all of them at once. Raises ``WordingFailed``."""
        ...
