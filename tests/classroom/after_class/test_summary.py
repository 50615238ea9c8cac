"""/summary: every form of any discussion, and the deck of a term, for lecturers alone."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from pptx import Presentation

from discussion.model import Person
from discussion.term.model import Promise
from simulator import Reply
from tests.classroom.conftest import Classroom

SAID = "Whoever writes the rota leads the shift. #rota #practice"
ACTION = "I will ask for the rota by 30 November 2030. #action #rota"


async def _summary(room: Classroom, **options: object) -> Reply:
    return await (await room.lecturer.slash(room.channel, "summary", **options)).resolved(60)


async def _held(room: Classroom, *words: str) -> None:
    """A discussion with words in its second round, to its end."""
    await room.begin()
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    for text in words:
        await room.use(room.student, "say", text=text)
        await room.recorded(text.split(" #")[0])
    await room.use(room.facilitator, "discussion end")
    await room.deck()


def _words(deck: bytes) -> str:
    return " ".join(
        text
        for slide in Presentation(io.BytesIO(deck)).slides
        for text in slide.element.xpath("//a:t/text()")
    )


async def test_each_form_comes_privately_while_it_runs_and_when_it_is_past(
    classroom: Classroom,
) -> None:
    room = classroom
    await _held(room, SAID)
    for form, name in (
        ("deck", "deck.pptx"),
        ("markdown", "transcript.md"),
        ("csv", "contributions.csv"),
        ("json", "record.json"),
    ):
        reply = await _summary(room, file=form)
        assert reply.ephemeral
        assert [each.filename for each in reply.files] == [name]
    (past,) = await room.application.service.archive.all_of(room.guild.id)
    table = (await _summary(room, discussion=past.id, file="csv")).files[0].data
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row["author"] for row in rows] == ["Bronwen"]
    # Another discussion runs here now: without a choice, it is the one that is meant.
    await room.use(room.facilitator, "discussion start", topic="Who rests?", format="short")
    record = json.loads((await _summary(room, file="json")).files[0].data)
    assert record["topic"] == "Who rests?"


async def test_where_no_pdf_can_be_made_one_sentence_says_what_can(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    await classroom.begin()
    reply = await _summary(classroom, file="pdf")
    assert reply.files == []
    assert reply.text.startswith("A PDF cannot be made here: LibreOffice is missing")
    assert reply.text.endswith("choose .pptx.")


async def test_files_over_the_limit_are_named_and_smaller_forms_offered(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.rules.limits.FILE_BYTES", 20 * 1024)
    await classroom.begin()
    reply = await _summary(classroom, file="all")
    assert {Path(each.filename).suffix for each in reply.files} == {".md", ".json"}
    assert "takes files up to 20 KB: deck.pptx (" in reply.text
    assert "Smaller forms: `/summary` with Markdown, table or JSON." in reply.text


async def test_cells_with_few_people_are_withheld_in_what_leaves_the_class(
    classroom: Classroom,
) -> None:
    room = classroom
    await _held(room, f"{SAID} #class", "The rota again, on nights. #rota #class")
    posted = (await room.deck()).attachments[0].data
    assert "number withheld" not in _words(posted)
    exported = (await _summary(room)).files[0].data
    assert "fewer than 3 people, number withheld" in _words(exported)


async def _promised(room: Classroom) -> Promise:
    """The action of the class, once it is followed up."""
    async with asyncio.timeout(5):
        while True:
            for promise in await room.application.term.promises.all_of(room.guild.id):
                return promise
            # It is kept when the deck has arrived, and nobody is told.
            await asyncio.sleep(0.01)


async def test_a_term_has_its_themes_and_what_became_of_actions(classroom: Classroom) -> None:
    room = classroom
    nothing = await _summary(room, file="term")
    assert nothing.files == []
    assert "No discussion has ended here yet" in nothing.text
    await _held(room, SAID, ACTION)
    promises = room.application.term.promises
    promise = await _promised(room)
    lecturer = Person(room.lecturer.id, "Dr Adeyo", is_lecturer=True)
    later = room.application.clock.now().date() + timedelta(days=300)
    await promises.move(room.guild.id, lecturer, promise.id, later.isoformat())
    reply = await _summary(room, file="term", latest=3)
    assert reply.ephemeral
    assert reply.text.startswith("**The term** over 1 discussion")
    (deck,) = reply.files
    assert deck.filename == "term.pptx"
    assert "1 action: 0 done, 1 open, 1 of them moved" in _words(deck.data)
    await promises.settle(room.guild.id, lecturer, promise.id, done=True)
    (deck,) = (await _summary(room, file="term")).files
    assert "1 action: 1 done, 0 open" in _words(deck.data)


async def test_a_term_is_for_lecturers(classroom: Classroom) -> None:
    refused = await classroom.use(classroom.student, "summary", file="term")
    assert refused.text == "Only a lecturer can use /summary."
