"""Decks made in worker processes: what the class sees, and what goes into other hands."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.decks.pool import DeckPool
from discussion.model.errors import BadFile, BadInput, DeckFailed
from discussion.model.house import House
from discussion.ports.deck import Form
from tests.deck.sample import sample


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[DeckPool]:
    opened = DeckPool(tmp_path / "decks")
    yield opened
    await opened.close()


async def test_an_export_never_writes_over_what_the_class_sees(pool: DeckPool) -> None:
    record = sample()
    files = await pool.build(record)
    posted = files.deck.read_bytes()
    deck, table = await pool.export(record, Form.PPTX, Form.CSV, house=House("School of Care"))
    assert deck.parent.parent == files.deck.parent / "exports"
    assert table.parent == deck.parent
    assert table.name == "contributions.csv"
    assert files.deck.read_bytes() == posted
    assert sorted(p.name for p in files.deck.parent.iterdir()) == [
        "deck.pptx",
        "exports",
        "record.json",
        "transcript.md",
    ]


def _id_in(pipe: Path) -> int:
    """What a program writes into a named pipe, waited for."""
    return int(pipe.read_text("ascii"))


async def test_a_class_gets_its_deck_while_a_pdf_takes_its_time(
    pool: DeckPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A converter that never ends stands in for LibreOffice; closing the bot ends it."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec cat {tmp_path}/never\n")
    os.mkfifo(tmp_path / "never")
    os.mkfifo(tmp_path / "pid")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    printing = asyncio.create_task(pool.export(sample(), Form.PDF))
    async with asyncio.timeout(30):
        converter = await asyncio.to_thread(_id_in, tmp_path / "pid")
    assert (await pool.build(sample())).deck.exists()
    assert not printing.done()
    await pool.close()
    with pytest.raises(DeckFailed, match="stopping"):
        await printing
    with pytest.raises(ProcessLookupError):
        os.kill(converter, 0)


async def test_an_export_that_was_sent_is_forgotten_and_the_posted_deck_stays(
    pool: DeckPool,
) -> None:
    record = sample()
    files = await pool.build(record)
    one = await pool.export(record, Form.MARKDOWN)
    other = await pool.export(record, Form.MARKDOWN)
    await pool.forget(*one)
    assert [path.exists() for path in (*one, *other, files.deck)] == [False, True, True]


async def test_a_style_is_tried_before_it_is_kept(pool: DeckPool) -> None:
    mended, notes = await pool.checked(House("  School  of Care ", "#FFEE00", ""))
    assert mended.title_text == "School of Care"
    assert mended.main not in ("", "FFEE00")
    assert mended.accent == ""
    assert notes == (
        f"The main colour #FFEE00 was darkened to #{mended.main}, so that it can be read.",
    )
    assert await pool.checked(mended) == (mended, ())
    with pytest.raises(BadInput, match="no colour"):
        await pool.checked(House(main="blue"))
    with pytest.raises(BadFile, match=r"not a \.pptx"):
        await pool.checked(House(template=b"a picture"))


async def test_an_export_holds_the_left_out_list_and_who_was_heard(pool: DeckPool) -> None:
    (path,) = await pool.export(sample(), Form.JSON)
    made = json.loads(path.read_text("utf-8"))
    assert made["left_out"]
    assert made["ledger"]["contributed"] > 0


async def test_a_deck_made_anew_leaves_no_smaller_one_with_older_words(pool: DeckPool) -> None:
    record = sample()
    files = await pool.build(record)
    made = await pool.fitting(record, 60_000)
    assert len(made.paths) > 1
    assert all(path.exists() for path in made.paths)
    await pool.build(record)
    assert files.deck.exists()
    assert not any(path.exists() for path in made.paths)
