"""/house: how the decks of a server look, chosen by a lecturer and seen on its decks."""

from __future__ import annotations

import io
import zipfile

import pytest
from pptx import Presentation

from discussion.model.house import PLAIN
from simulator import File, Reply
from tests.classroom.conftest import Classroom
from tests.deck.templates import own_template, with_macro


def is_one_sentence(reply: Reply) -> bool:
    return reply.ephemeral and len(reply.text) < 160 and "\n" not in reply.text


async def _set(room: Classroom, **options: object) -> Reply:
    return await (await room.lecturer.slash(room.channel, "house set", **options)).resolved(30)


async def _exported(room: Classroom) -> bytes:
    """The deck that /summary gives."""
    reply = await (await room.lecturer.slash(room.channel, "summary")).resolved(30)
    (deck,) = reply.files
    return deck.data


def _xml(deck: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        return b"".join(package.read(n) for n in package.namelist() if n.endswith(".xml"))


async def test_what_a_lecturer_chose_is_on_the_decks_of_this_server(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    reply = await _set(room, title="School of Care", main="#FFEE00")
    assert reply.ephemeral
    assert "The main colour #FFEE00 was darkened to #" in reply.text
    assert "• Title slide: School of Care" in reply.text
    reply = await _set(room, template=File("care.pptx", own_template()))
    assert "• Template: care.pptx" in reply.text
    assert "• Title slide: School of Care" in reply.text
    exported = await _exported(room)
    assert "School of Care" in _xml(exported).decode()
    await room.use(room.facilitator, "discussion end")
    posted = (await room.deck()).attachments[0]
    for deck in (exported, posted.data):
        master = Presentation(io.BytesIO(deck)).slide_master
        titles = [shape.text_frame.text for shape in master.placeholders]
        assert "Title as our school sets it" in titles
    elsewhere = await room.application.service.houses.style_of(room.guild.id + 1)
    assert elsewhere == PLAIN


async def test_a_part_is_put_back_and_the_rest_stays(classroom: Classroom) -> None:
    room = classroom
    await _set(room, title="School of Care", second="0B5345")
    shown = await room.use(room.lecturer, "house show")
    assert "• Second colour: #0B5345" in shown.text
    reset = await room.use(room.lecturer, "house reset", what="colours")
    assert "• Second colour: the decks' own" in reset.text
    assert "• Title slide: School of Care" in reset.text
    reset = await room.use(room.lecturer, "house reset")
    assert "• Title slide: the topic alone" in reset.text
    assert await room.application.service.houses.style_of(room.guild.id) == PLAIN


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Give a line"),
        ({"main": "yellow"}, "is no colour"),
        ({"template": File("care.pptx", b"no deck")}, "not a .pptx file"),
        ({"template": File("care.pptx", with_macro())}, "holds macros"),
        ({"template": File("care.pptx", own_template(10))}, "13.33 x 7.50 (widescreen)"),
        ({"template": File("care.pptm", own_template())}, ".pptx file without macros"),
        ({"template": File("care.pptx", b"0" * 10_000_001)}, "over 10 MB"),
    ],
    ids=["nothing", "no colour", "no deck", "macros", "square", "macro name", "large"],
)
async def test_what_cannot_be_used_is_refused_in_one_sentence_and_changes_nothing(
    classroom: Classroom, options: dict[str, object], said: str
) -> None:
    room = classroom
    refused = await _set(room, **options)
    assert is_one_sentence(refused)
    assert said in refused.text
    assert await room.application.service.houses.style_of(room.guild.id) == PLAIN


async def test_how_decks_look_is_a_lecturers_to_choose(classroom: Classroom) -> None:
    room = classroom
    for command in ("show", "set", "reset"):
        options = {"title": "Ours"} if command == "set" else {}
        refused = await room.use(room.student, f"house {command}", **options)
        assert "Only a lecturer can choose how decks look." in refused.text
    assert await room.application.service.houses.style_of(room.guild.id) == PLAIN
