"""The bot's cogs on the real client, with a handler function in place of the network."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

with warnings.catch_warnings():
    # discord.player imports audioop, which goes in Python 3.13; no test is to meet the warning.
    warnings.filterwarnings("ignore", message="'audioop' is deprecated")
    import discord  # noqa: F401 - for its effect

from cogs.assembly import all_cogs
from cogs.delivery.messenger import Messenger
from cogs.interactions import errors
from cogs.interactions.case_files import CaseFiles
from cogs.interactions.people import People
from discussion.model.house import PLAIN, House
from discussion.parsing.case import Block, Reading, cut
from discussion.ports.deck import DeckFiles, DeckPreview, Form, ShownLine, SlideView
from discussion.record.record import Record
from discussion.term.planning.printed import PrintedSheet, SheetFiles
from tests.cogs.values import FakeService, FixedClock
from tests.cogs.wire import Wire

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.term import TermService


class FakeBuilder:
    """Writes small files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def build(self, record: Record, house: House = PLAIN) -> DeckFiles:
        """Make the files."""
        return DeckFiles(*await self.export(record, Form.PPTX, Form.MARKDOWN, Form.JSON))

    async def export(self, record: Record, *forms: Form, house: House = PLAIN) -> tuple[Path, ...]:
        """Make some forms."""
        paths = [self.folder / f"power.{form.value}" for form in forms]
        for path in paths:
            path.write_text(record.topic, "utf-8")
        return tuple(paths)

    async def export_term(
        self, guild_id: int, records: Sequence[Record], title: str, house: House = PLAIN
    ) -> Path:
        """Make the deck of a term."""
        path = self.folder / f"term-{guild_id}.pptx"
        path.write_text(title, "utf-8")
        return path

    async def forget(self, *exported: Path) -> None:
        """Keep what was made: tests read it."""

    async def checked(self, house: House) -> tuple[House, tuple[str, ...]]:
        """Accept a style as it is."""
        return house, ()

    async def run_sheet(
        self, sheet: PrintedSheet, class_id: str, house: House = PLAIN
    ) -> SheetFiles:
        """Make the file."""
        path = self.folder / f"{class_id}.pptx"
        path.write_text(sheet.title, "utf-8")
        return SheetFiles(path, None)

    async def slides(self, record: Record, house: House = PLAIN) -> tuple[SlideView, ...]:
        """Make two slides."""
        return (
            SlideView("outcome", record.topic, ("A line",), "Say hello."),
            SlideView("process", "How it ran", ("Another line",), "Say how."),
        )

    async def preview(self, record: Record) -> DeckPreview:
        """Show the first words of everything on one slide."""
        lines = tuple(
            ShownLine(each.id, each.text[:40], "What was said") for each in record.contributions
        )
        return DeckPreview(lines, {})


class FakeReader:
    """Reads anything as a text without headings."""

    most_bytes = 3 * 1024 * 1024

    async def read(self, name: str, data: bytes) -> Reading:
        """Read a file."""
        return cut([Block(data.decode())], name)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    opened = await Wire().open()
    yield opened
    await opened.close()
    assert not opened.broken, "Discord would have refused this"


@pytest.fixture
def messenger(wire: Wire, clock: FixedClock) -> Messenger:
    return Messenger(wire.bot, clock=clock)


@pytest.fixture
async def bot(wire: Wire, service: FakeService, messenger: Messenger, tmp_path: Path) -> Wire:
    """The wire with every cog on its client, as the composition root does it."""
    wire.bot.tree.error(errors.on_tree_error)
    for cog in all_cogs(
        bot=wire.bot,
        service=cast("DiscussionService", service),
        term=cast("TermService", service),
        clock=FixedClock(),
        messenger=messenger,
        people=People(lecturer_role="Lecturer"),
        builder=FakeBuilder(tmp_path),
        cases=CaseFiles(reader=FakeReader()),
    ):
        await wire.bot.add_cog(cog)
    return wire
