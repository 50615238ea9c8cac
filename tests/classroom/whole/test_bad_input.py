"""What goes wrong with topics, readings and dates: one clear sentence each, and nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readings import limits
from simulator import File, LocalDiscord
from simulator.state.permissions import Permission
from tests.classroom.conftest import RATE_LIMITS_FASTER, Classroom, class_in, settings_for
from tests.classroom.leaping import LeapingClock, settled
from tests.classroom.term.test_reminders import BEGINS, CLASS, DAY, HOUR, Term, planned
from tests.classroom.term.test_topics import CASE, added, imported, listed
from tests.readings.files import a_pdf, an_archive, lines
from tests.readings.knowing import a_reading
from tests.readings.printing import Look, printed


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    clock = LeapingClock(BEGINS)
    async with (
        LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path), clock=clock) as room,
    ):
        yield await planned(room, clock)


_BOMB = an_archive({"word/document.xml": b" " * (20 * limits.MEGABYTE)})
_LOCKED = printed(a_reading(1), Look(locked=True))
_SCANNED = a_pdf([b"0 0 600 800 re f", lines("Page 1")])


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("case.pdf", b"%PDF-1.7\n" + b"x" * (30 * limits.MEGABYTE), "over 20 MB"),
        ("case.pdf", _LOCKED, limits.PDF_LOCKED),
        ("case.pdf", _SCANNED, limits.PDF_SCANNED),
        ("case.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9, limits.PDF_BROKEN),
        ("case.docx", _BOMB, limits.WORD_BLOATED),
        ("case.exe", b"MZ", limits.WRONG_KIND),
        ("case.md", b"", limits.EMPTY),
    ],
    ids=["30 MB", "locked", "scanned", "broken", "zip bomb", "another kind", "empty"],
)
async def test_a_reading_that_cannot_be_read_leaves_the_one_before(
    classroom: Classroom, name: str, data: bytes, sentence: str
) -> None:
    room = classroom
    topic = await added(room, "Rest")
    await room.use(room.lecturer, "topics reading", topic=topic, file=File("case.md", CASE))
    refused = await room.use(room.lecturer, "topics reading", topic=topic, file=File(name, data))
    assert sentence in refused.text
    assert refused.ephemeral
    assert "1\\. Before" in (await room.use(room.student, "topics stages", topic=topic)).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
async def test_a_table_in_another_encoding_is_read_as_it_was_written(
    classroom: Classroom, encoding: str
) -> None:
    room = classroom
    table = "title;notes\nMüdigkeit und Größe;Kapitel 4\nÉgalité;ch. 2\n".encode(encoding)
    file = File("topics.csv", table)
    preview = await room.use(room.lecturer, "topics import", file=file)
    assert "2 topics can be added" in preview.text
    await (await room.lecturer.press(preview, label="Add them")).resolved()
    shown = await listed(room)
    assert "Müdigkeit und Größe" in shown
    assert "Égalité" in shown


@pytest.mark.parametrize(
    "data",
    [b"title\n" + bytes(range(0xC1, 0xF0)), b"title\n\x00\x01\x02\x03\n", _BOMB],
    ids=["Greek", "no text", "an archive"],
)
async def test_a_table_that_would_be_guessed_wrongly_is_refused(
    classroom: Classroom, data: bytes
) -> None:
    room = classroom
    await added(room, "Rest")
    refused = await room.use(room.lecturer, "topics import", file=File("topics.csv", data))
    assert "Save it as UTF-8" in refused.text
    assert (await listed(room)).count("\n") == 1


async def test_among_a_thousand_topics_one_is_found_by_typing(classroom: Classroom) -> None:
    room = classroom
    preview = await imported(room, "\n".join(f"Topic {n}" for n in range(1000)))
    await (await room.lecturer.press(preview, label="Add them")).resolved()
    async with asyncio.timeout(20):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while "no topics yet" in await listed(room):
            pass
    offered = await room.lecturer.autocomplete(room.channel, "topics edit", "topic", "")
    assert len(offered) == 25
    (one,) = await room.lecturer.autocomplete(room.channel, "topics edit", "topic", "topic 987")
    assert one["name"] == "Topic 987"
    changed = await room.use(room.lecturer, "topics edit", topic=one["value"], title="Rest")
    assert "**Rest** is changed" in changed.text
    page = await room.use(room.student, "topics list")
    for _ in range(3):
        page = await (await room.student.press(page, label="More")).resolved()
    assert "page 4 of 125" in page.text


async def test_the_29th_of_february_is_a_day_in_leap_years_alone(classroom: Classroom) -> None:
    room = classroom
    refused = await room.use(room.lecturer, "rota dates", dates="2027-02-29 14:00")
    assert "no such day" in refused.text
    reply = await room.use(
        room.lecturer, "rota weekly", first="2028-02-29", at="14:00", weeks=2, every=8
    )
    assert "2 classes were added" in reply.text
    offered = await room.lecturer.autocomplete(room.channel, "rota move", "date", "")
    assert [choice["name"].split(",")[0] for choice in offered] == [
        "Tuesday 29 February 2028",
        "Tuesday 25 April 2028",
    ]


async def opened_at(term: Term, wall: str, around: datetime) -> list[datetime]:
    """Plan a class at a wall-clock time in London, say that it is ready, and let time pass."""
    room = term.room
    await room.use(room.lecturer, "rota cancel", date=term.class_id)
    reply = await room.use(room.lecturer, "rota dates", dates=wall)
    assert "The clock changes then" in reply.text
    offered = await room.student.autocomplete(room.channel, "rota claim", "date", "")
    class_id = offered[0]["value"]
    await room.use(room.student, "rota claim", date=class_id)
    await room.use(room.student, "rota ready", date=class_id)
    await term.at(around + 3 * HOUR)
    return [m.created_at for m in term.public() if "### Round 1 of 5" in m.text]


async def test_a_class_in_an_hour_that_comes_twice_opens_once_the_first_time(term: Term) -> None:
    around = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    (opened,) = await opened_at(term, "2026-10-25 01:30", around)
    assert abs(opened - around) < timedelta(seconds=30)


async def test_a_class_in_an_hour_that_is_left_out_opens_an_hour_later(term: Term) -> None:
    around = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    (opened,) = await opened_at(term, "2027-03-28 01:30", around)
    assert abs(opened - around) < timedelta(seconds=30)


async def test_classes_of_a_deleted_channel_wait_for_another_one(term: Term) -> None:
    room = term.room
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    elsewhere = room.guild.add_text_channel("elsewhere")
    room.guild.delete_channel(room.channel)
    told = await room.guild.owner.next_direct_message()
    assert "1 class is still planned" in told.text
    assert "`/setup`" in told.text
    await term.at(CLASS - DAY)
    assert [t for t in term.told(room.facilitator) if "classes have no channel" in t]
    await term.at(CLASS)
    question = room.facilitator.direct_messages[-1]
    assert "Shall I open it?" in question.text
    refused = await (await room.facilitator.press(question, label="Open now")).resolved()
    assert "has no channel" in refused.text
    reply = await room.lecturer.slash(elsewhere, "setup", channel=elsewhere)
    assert f"<#{elsewhere.id}>" in (await reply.resolved()).text
    await (await room.facilitator.press(question, label="Open now")).resolved()
    await settled(room.application)
    assert "### Round 1 of 5" in elsewhere.messages[-1].text


async def test_classes_follow_when_the_lecturer_chooses_another_channel(term: Term) -> None:
    room = term.room
    elsewhere = room.guild.add_text_channel("elsewhere")
    await room.use(room.lecturer, "setup", channel=elsewhere)
    await settled(room.application)
    (event,) = room.guild.state.events.values()
    assert str(elsewhere.id) in (event.location or "")
    await term.at(CLASS - DAY)
    assert "Class <t:" in elsewhere.messages[-1].text
    assert [m for m in term.public() if "Class <t:" in m.text] == []


async def test_where_the_bot_may_not_write_the_facilitator_hears_of_it(term: Term) -> None:
    room = term.room
    room.guild.overwrite(room.channel, room.guild.bot_role, deny=Permission.SEND_MESSAGES)
    await term.at(CLASS - DAY)
    (told,) = (text for text in term.told(room.facilitator) if "Nobody was reminded" in text)
    assert "*Send Messages*" in told
    assert f"<#{room.channel.id}>" in told
    room.guild.overwrite(room.channel, room.guild.bot_role)
    await term.at(CLASS - timedelta(minutes=5))
    assert "Class <t:" in term.public()[-1].text


async def test_without_the_right_to_make_events_the_rota_and_its_reminders_work(
    term: Term,
) -> None:
    room, role = term.room, term.room.guild.bot_role
    events = Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS | Permission.ADMINISTRATOR
    room.guild.change_role(role, Permission(role.permissions) & ~events)
    reply = await room.use(room.lecturer, "rota dates", dates="2026-10-28 14:00")
    assert "One class was added" in reply.text
    await settled(room.application)
    assert len(room.guild.state.events) == 1
    assert (await room.use(room.student, "rota view")).text.count("<t:") == 2
    await term.at(CLASS)
    assert len([m for m in term.public() if "Class <t:" in m.text]) == 3


async def test_an_event_made_shorter_in_discord_makes_its_class_shorter(term: Term) -> None:
    room = term.room
    (event,) = room.guild.state.events.values()
    await room.guild.owner.change_event_end(event.id, CLASS + timedelta(minutes=30))
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    (discussion,) = await room.application.service.archive.live()
    outlook = room.application.service.rounds.outlook(discussion)
    assert outlook.ends_at - CLASS <= timedelta(minutes=31)
