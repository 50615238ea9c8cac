"""Topics in Discord: the list, its import, and the readings."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.application import Application
from simulator import File, LocalDiscord, Reply
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.term.test_rota import FIRST, planned

CASE = b"""# The night

## Before

Mara was new. She had a list.

Nobody asked.

## After

It rang.
"""


async def listed(room: Classroom) -> str:
    return (await room.use(room.student, "topics list")).text


async def added(room: Classroom, title: str) -> str:
    """Add a topic as the lecturer; returns its id as commands offer it."""
    await room.use(room.lecturer, "topics add", title=title)
    offered = await room.lecturer.autocomplete(room.channel, "topics edit", "topic", title)
    return str(offered[0]["value"])


async def imported(room: Classroom, text: str, name: str = "list.txt") -> Reply:
    return await room.use(room.lecturer, "topics import", file=File(name, text.encode()))


async def test_a_topic_is_added_changed_and_removed(classroom: Classroom) -> None:
    room = classroom
    assert "no topics yet" in await listed(room)
    topic = await added(room, "Who *leads* a shift?")
    assert "Who \\*leads\\* a shift?" in await listed(room)
    again = await room.use(room.lecturer, "topics add", title="who *leads* a shift?")
    assert "has this topic already" in again.text
    await room.use(room.lecturer, "topics edit", topic=topic, title="Rest", notes="Ch. 4")
    assert "**Rest** · Ch. 4" in await listed(room)
    await room.use(room.lecturer, "topics remove", topic=topic)
    assert "no topics yet" in await listed(room)


async def test_an_import_adds_nothing_before_its_button(classroom: Classroom) -> None:
    room = classroom
    await added(room, "Rest")
    preview = await imported(room, "Handover\nrest\nhttps://example.org\nCourage\n")
    assert preview.ephemeral
    assert "2 topics can be added" in preview.text
    assert "Line 2 (“rest”): The class has this topic already." in preview.text
    assert "Line 3" in preview.text
    assert "Handover" not in await listed(room)
    done = await (await room.lecturer.press(preview, label="Add them")).resolved()
    assert "2 topics were added" in done.text
    shown = await listed(room)
    assert shown.index("Rest") < shown.index("Handover") < shown.index("Courage")


async def test_the_buttons_of_a_preview_outlive_a_restart(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            preview = await imported(room, "- Handover\n- Courage\n", "list.md")
        async with Application(settings) as application, serving(application, discord):
            done = await (await room.lecturer.press(preview, label="Add them")).resolved()
            assert "2 topics were added" in done.text
            assert "Courage" in await listed(room)


async def test_a_topic_renamed_renames_the_event_of_its_class(classroom: Classroom) -> None:
    room = classroom
    topic = await added(room, "Rest")
    (date,) = await planned(room, FIRST)
    await room.use(room.student, "rota claim", date=date, topic=topic)
    await room.use(room.lecturer, "topics edit", topic=topic, title="Sleep")
    async with asyncio.timeout(5):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while "Sleep" not in {each.name for each in room.guild.state.events.values()}:
            assert "Sleep" in await listed(room)


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "no topics in that list"), ("x\n" * 3000, "up to 2,000"), ("y" * 1100000, "over 200 KB")],
)
async def test_a_list_that_cannot_be_read_is_said(
    classroom: Classroom, text: str, says: str
) -> None:
    assert says in (await imported(classroom, text)).text
    assert "no topics yet" in await listed(classroom)


async def test_a_list_is_pasted_and_left(classroom: Classroom) -> None:
    room = classroom
    form = await room.lecturer.slash(room.channel, "topics import")
    preview = await (await room.lecturer.submit(form, {"text": "Handover\nCourage"})).resolved()
    assert "2 topics can be added" in preview.text
    left = await (await room.lecturer.press(preview, label="Leave it")).resolved()
    assert "Nothing was added" in left.text
    assert "no topics yet" in await listed(room)


async def test_a_thousand_topics_are_added_and_paged(classroom: Classroom) -> None:
    room = classroom
    preview = await imported(
        room, "title\n" + "\n".join(f"Topic {n}" for n in range(1000)), "t.csv"
    )
    done = await (await room.lecturer.press(preview, label="Add them")).resolved()
    assert "1000 topics were added" in done.text
    first = await room.use(room.student, "topics list")
    assert "page 1 of 125" in first.text
    second = await (await room.student.press(first, label="More")).resolved()
    assert "page 2 of 125" in second.text
    assert "9\\. **Topic 8**" in second.text


async def test_a_topic_of_a_class_goes_only_when_that_is_said(classroom: Classroom) -> None:
    room = classroom
    topic = await added(room, "Rest")
    (date,) = await planned(room, FIRST)
    await room.use(room.student, "rota claim", date=date, topic=topic)
    assert "taken <t:" in await listed(room)
    refused = await room.use(room.lecturer, "topics remove", topic=topic)
    assert "is about that topic" in refused.text
    gone = await room.use(room.lecturer, "topics remove", topic=topic, taken=True)
    assert "off the list" in gone.text
    assert "Rest" in (await room.use(room.student, "rota view")).text


@pytest.mark.parametrize("command", ["add", "import", "edit", "remove", "reading", "stage"])
async def test_students_change_no_topics(classroom: Classroom, command: str) -> None:
    room = classroom
    topic = await added(room, "Rest")
    options: dict[str, dict[str, object]] = {
        "add": {"title": "Mine"},
        "import": {},
        "edit": {"topic": topic, "title": "Mine"},
        "reading": {"topic": topic, "file": File("case.md", CASE)},
        "stage": {"topic": topic, "number": 1, "title": "Mine"},
    }
    given = options.get(command, {"topic": topic})
    assert "Only a lecturer" in (await room.use(room.student, f"topics {command}", **given)).text
    assert "**Rest**" in await listed(room)


async def test_who_prepares_the_topic_attaches_a_reading_and_shapes_it(
    classroom: Classroom,
) -> None:
    room = classroom
    topic = await added(room, "Rest")
    (date,) = await planned(room, FIRST)
    await room.use(room.student, "rota claim", date=date, topic=topic)
    missing = await room.use(room.student, "topics stages", topic=topic)
    assert "no reading yet" in missing.text
    found = await room.use(room.student, "topics reading", topic=topic, file=File("case.md", CASE))
    assert "1\\. Before · 3 sentences\n2\\. After" in found.text

    async def shaped(**options: object) -> str:
        return (await room.use(room.student, "topics stage", topic=topic, **options)).text

    assert "1\\. Alone · 3" in await shaped(number=1, title="Alone")
    assert "asks: Who saw it?" in await shaped(number=2, question="Who saw it?")
    assert "shows 2 of 3" in await shaped(number=1, show="1, 3")
    assert "2\\. Alone (continued)" in await shaped(number=1, split=2)
    assert "3\\. Alone" in await shaped(number=1, move=3)
    assert ": 2 parts" in await shaped(number=1, merge=True)
    assert "Choose what to change" in await shaped(number=1)
    assert "one of split, merge and move" in await shaped(number=1, merge=True, move=2)
    assert "no part 9" in await shaped(number=9, title="Nine")
    assert "such as 1, 3-5" in await shaped(number=1, show="some")
    one = await room.use(room.other, "topics stages", topic=topic, number=2)
    assert "1\\. Mara was new." in one.text
