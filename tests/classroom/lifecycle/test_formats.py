"""/format: what everybody can look at, and what a lecturer keeps for the server."""

from __future__ import annotations

from simulator import File
from tests.classroom.conftest import FORMAT, Classroom
from tests.discussion.formats.test_files import BROKEN


def a_file(text: str, name: str = "three_chairs.toml") -> File:
    return File(name, text.encode())


async def test_everybody_lists_and_previews(classroom: Classroom) -> None:
    room = classroom
    listed = await room.use(room.student, "format list")
    assert listed.ephemeral
    assert "`short`" in listed.text
    assert "`case-discussion`" in listed.text
    shown = await room.use(room.student, "format show", name="short")
    assert shown.ephemeral
    assert "**In the room (open floor)** · 10 min" in shown.text
    assert "What would you do on Monday?" in shown.text
    assert (
        "no format called “none”" in (await room.use(room.student, "format show", name="none")).text
    )


async def test_a_lecturer_reads_every_mistake_at_once(classroom: Classroom) -> None:
    room = classroom
    reply = await room.use(room.lecturer, "format check", file=a_file(BROKEN))
    assert "5 things to mend" in reply.all_text
    assert "round 1, line 4: “kind” must be one of" in reply.all_text.replace("\\_", "_")
    fine = await room.use(room.lecturer, "format check", file=a_file(FORMAT))
    assert "No mistakes" in fine.all_text
    assert "What do you notice first?" in fine.all_text
    for file in (a_file(FORMAT, "mine.txt"), File("mine.toml", b"\xff\xfe\x00")):
        assert len((await room.use(room.lecturer, "format check", file=file)).text) < 120


async def test_a_format_added_is_offered_here_alone_and_removed(classroom: Classroom) -> None:
    room = classroom
    added = await room.use(room.lecturer, "format add", file=a_file(FORMAT))
    assert "`three-chairs`" in added.all_text
    again = await room.use(room.lecturer, "format add", file=a_file(FORMAT))
    assert "has a format with that name" in again.all_text
    taken = await room.use(room.lecturer, "format add", file=a_file(FORMAT), name="case-discussion")
    assert "Choose another name" in taken.all_text
    broken = await room.use(room.lecturer, "format add", file=a_file(BROKEN), name="other")
    assert "Not added" in broken.all_text
    assert "added here" in (await room.use(room.student, "format list")).text
    elsewhere = await room.application.service.formats.known(room.guild.id + 1)
    assert "three-chairs" not in elsewhere
    await room.use(room.facilitator, "discussion start", topic="Who leads?", format="three-chairs")
    await room.panel(1)
    removed = await room.use(room.lecturer, "format remove", name="three-chairs")
    assert "keeps its rounds" in removed.text
    assert "`three-chairs`" not in (await room.use(room.student, "format list")).text
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)


async def test_formats_are_a_lecturers_to_keep(classroom: Classroom) -> None:
    room = classroom
    for command in ("check", "add"):
        reply = await room.use(room.student, f"format {command}", file=a_file(FORMAT))
        assert "Only a lecturer" in reply.all_text
    assert (
        "Only a lecturer" in (await room.use(room.student, "format remove", name="short")).all_text
    )
    assert (
        "added no format" in (await room.use(room.lecturer, "format remove", name="short")).all_text
    )
