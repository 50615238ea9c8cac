"""The run sheet in words and to print, and a rehearsal that leaves nothing behind."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import which

import pytest

from simulator import File
from tests.classroom.desk import Desk, at_desk, with_reading
from tests.classroom.leaping import settled
from tests.classroom.term.test_reminders import CLASS


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_desk(tmp_path) as found:
        yield found


async def test_the_run_sheet_comes_as_words_and_as_a_page_to_print(desk: Desk) -> None:
    await with_reading(desk)
    reply = await desk.use("run_sheet")
    assert reply.ephemeral
    text = reply.all_text
    begins = int(CLASS.timestamp())
    assert f"<t:{begins}:t> **1. Meet the case** · briefing · 4 min" in text
    assert "> Who saw it?" in text
    assert f"<t:{begins + 11 * 60 + 7 * 60}:t> an opener, if it helps" in text
    assert "a word to you" in text
    assert "**At hand:** The night (2 parts)" in text
    printed = await reply.followed_up(timeout_seconds=60)
    assert printed.ephemeral
    files = {each.filename for each in printed.attachments}
    assert files == {"run-sheet.pptx"} | ({"run-sheet.pdf"} if which("soffice") else set())
    pressed = await desk.press("Run sheet")
    assert "**Run sheet: Rest**" in pressed.all_text


async def test_a_page_that_cannot_be_made_leaves_the_words(desk: Desk) -> None:
    decks = desk.folder / "decks"
    decks.mkdir(exist_ok=True)
    (decks / "run-sheets").write_text("no folder", "utf-8")
    reply = await desk.use("run_sheet")
    assert "**Run sheet: Case discussion**" in reply.all_text
    note = await reply.followed_up()
    assert "page to print could not be made" in note.text
    assert note.attachments == []


def rows(folder: Path) -> dict[str, int]:
    """How many rows each table of the database has."""
    with sqlite3.connect(folder / "class.db") as database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
        }


async def test_a_rehearsal_shows_every_panel_and_records_and_posts_nothing(desk: Desk) -> None:
    room = desk.room
    await with_reading(desk)
    await settled(room.application)
    before = rows(desk.folder)
    messages = len(room.channel.messages)
    told = len(room.facilitator.direct_messages)
    reply = await desk.use("rehearse")
    assert reply.ephemeral
    assert "### Round 1 of 5 · Meet the case" in reply.text
    assert "## Who saw it?" in reply.text
    assert "Mara was new" in reply.text
    assert "Nothing is recorded, nothing is posted" in reply.text
    assert reply.message is not None
    step = reply.message
    labels = {each.get("label"): each for each in step.buttons}
    assert labels["I'm here"]["disabled"]
    assert labels["Back"]["disabled"]
    for number in range(2, 6):
        await (await room.facilitator.press(step, label="Next")).resolved()
        assert f"### Round {number} of 5" in step.text
        if number == 3:
            assert "I leave everybody in peace" in step.text
            assert "There is time for a few more voices" in step.text
            assert "I begin to ask, privately" in step.text
            assert "I tell you alone how many" in step.text
    assert "the class ends and the deck follows" in step.text
    await (await room.facilitator.press(step, label="Back")).resolved()
    assert "### Round 4 of 5" in step.text
    await settled(room.application)
    assert rows(desk.folder) == before
    assert len(room.channel.messages) == messages
    assert len(room.facilitator.direct_messages) == told


async def test_a_long_part_of_the_case_is_rehearsed_with_its_file(desk: Desk) -> None:
    room = desk.room
    await with_reading(desk)
    offered = await room.lecturer.autocomplete(room.channel, "topics edit", "topic", "Rest")
    long = b"# The night\n\n## Before\n\n" + b"Mara asked again. " * 400 + b"\n\n## After\n\nx\n"
    file = File("case.md", long)
    topic = str(offered[0]["value"])
    await room.use(room.facilitator, "topics reading", topic=topic, file=file)
    reply = await desk.use("rehearse")
    assert [each.filename for each in reply.files] == ["case-part-1.txt"]
    assert reply.message is not None
    await (await room.facilitator.press(reply.message, label="Next")).resolved()
    assert reply.message.attachments == []
