"""The rota in Discord: dates, claims, swaps, and what a lecturer settles."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from bot.clock import real_now
from simulator import Fault, Member, Reply
from tests.classroom.conftest import Classroom
from tests.classroom.leaping import settled

YEAR = real_now().year + 1
FIRST, SECOND, THIRD = (f"{YEAR}-0{month}-15 14:00" for month in (2, 3, 4))


async def planned(room: Classroom, *walls: str) -> list[str]:
    """Plan classes as the lecturer; returns their ids as the command offers them."""
    reply = await room.use(room.lecturer, "rota dates", dates="; ".join(walls))
    assert "added" in reply.text
    offered = await room.lecturer.autocomplete(room.channel, "rota move", "date", "")
    return [choice["value"] for choice in offered]


async def view(room: Classroom, member: Member | None = None) -> str:
    return (await room.use(member or room.student, "rota view")).text


async def test_a_class_is_claimed_seen_and_released(classroom: Classroom) -> None:
    room = classroom
    assert "No class is planned yet" in await view(room)
    first, _ = await planned(room, FIRST, SECOND)
    assert (await view(room)).count("**free**") == 2
    offered = await room.student.autocomplete(room.channel, "rota claim", "date", "feb")
    assert [choice["value"] for choice in offered] == [first]
    reply = await room.use(room.student, "rota claim", date=first)
    assert "is yours" in reply.text
    assert reply.ephemeral
    shown = await view(room)
    assert f"<@{room.student.id}>" in shown
    assert shown.count("**free**") == 1
    assert "free again" in (await room.use(room.student, "rota release", date=first)).text
    assert (await view(room)).count("**free**") == 2


async def test_of_two_who_claim_at_once_one_wins_and_the_other_reads_what_is_free(
    classroom: Classroom,
) -> None:
    room = classroom
    first, _ = await planned(room, FIRST, SECOND)
    answers = await asyncio.gather(
        room.use(room.student, "rota claim", date=first),
        room.use(room.other, "rota claim", date=first),
    )
    texts = sorted(answer.text for answer in answers)
    assert sum("is yours" in text for text in texts) == 1
    (refusal,) = (text for text in texts if "is yours" not in text)
    assert f"15 March {YEAR}, 14:00." in refusal


async def answered(room: Classroom, *, accept: bool) -> Reply:
    """Two classes, an offer to swap them, and its answer by direct message."""
    first, second = await planned(room, FIRST, SECOND)
    await room.use(room.student, "rota claim", date=first)
    await room.use(room.other, "rota claim", date=second)
    asked = await room.use(room.student, "rota swap", mine=first, theirs=second)
    assert f"<@{room.other.id}>" in asked.text
    question = await room.other.next_direct_message()
    assert "swap classes with you" in question.text
    assert (await view(room)).count("swap offered") == 2
    return await (
        await room.other.press(question, label="Swap" if accept else "Keep mine")
    ).resolved()


async def test_a_swap_needs_both_and_both_hear_of_it(classroom: Classroom) -> None:
    room = classroom
    await answered(room, accept=True)
    told = await room.student.next_direct_message()
    assert "was accepted" in told.text
    february, march = (await view(room)).splitlines()
    assert f"<@{room.other.id}>" in february
    assert f"<@{room.student.id}>" in march


async def test_a_declined_swap_changes_nothing(classroom: Classroom) -> None:
    room = classroom
    await answered(room, accept=False)
    assert "declined this time" in (await room.student.next_direct_message()).text
    february, march = (await view(room)).splitlines()
    assert f"<@{room.student.id}>" in february
    assert f"<@{room.other.id}>" in march


async def test_an_offer_to_somebody_with_closed_messages_stands_in_the_channel(
    classroom: Classroom,
) -> None:
    room = classroom
    await room.use(room.lecturer, "setup", channel=room.channel)
    closed = room.guild.add_member("Femi", direct_messages_open=False)
    first, second = await planned(room, FIRST, SECOND)
    await room.use(room.student, "rota claim", date=first)
    await room.use(closed, "rota claim", date=second)
    await room.use(room.student, "rota swap", mine=first, theirs=second)
    question = await room.shown("swap classes with you")
    assert closed.mention in question.text
    refused = await (await room.other.press(question, label="Swap")).resolved()
    assert "made to somebody else" in refused.text
    await (await closed.press(question, label="Swap")).resolved()
    assert "was accepted" in (await room.student.next_direct_message()).text


async def topics_added(room: Classroom, title: str) -> str:
    """Add a topic as the lecturer; returns its id as the commands offer it."""
    await room.use(room.lecturer, "topics add", title=title)
    (offered,) = await room.lecturer.autocomplete(room.channel, "topics edit", "topic", title)
    return str(offered["value"])


async def test_an_accepted_swap_ends_the_other_offers_for_its_classes(
    classroom: Classroom,
) -> None:
    room = classroom
    dates = await planned(room, FIRST, SECOND, THIRD)
    people = (room.student, room.other, room.facilitator)
    for member, date in zip(people, dates, strict=True):
        await room.use(member, "rota claim", date=date)
    await room.use(room.facilitator, "rota swap", mine=dates[2], theirs=dates[1])
    await room.use(room.student, "rota swap", mine=dates[0], theirs=dates[1])
    await room.other.next_direct_message()
    question = await room.other.next_direct_message()
    await (await room.other.press(question, label="Swap")).resolved()
    assert "swap offered" not in await view(room)


async def test_a_lecturer_assigns_locks_moves_and_cancels(classroom: Classroom) -> None:
    room = classroom
    first, second = await planned(room, FIRST, SECOND)
    lead = room.lecturer
    await room.use(lead, "rota assign", date=first, member=room.student)
    await room.use(lead, "rota lock", date=first)
    refused = await room.use(room.student, "rota release", date=first)
    assert "is locked" in refused.text
    topic = await topics_added(room, "Rest")
    kept = await room.use(room.student, "rota claim", date=first, topic=topic)
    assert "is locked" in kept.text
    assert "Rest" not in await view(room)
    taken = await room.use(lead, "rota move", date=first, to=SECOND)
    assert "Another class is planned for that time" in taken.text
    assert "Reminders follow it" in (await room.use(lead, "rota move", date=first, to=THIRD)).text
    await room.use(lead, "rota cancel", date=second)
    shown = await view(room)
    assert "🔒" in shown
    assert "cancelled" in shown
    assert "over or cancelled" in (await room.use(lead, "rota cancel", date=second)).text


async def test_a_facilitator_says_that_all_is_prepared(classroom: Classroom) -> None:
    room = classroom
    (first,) = await planned(room, FIRST)
    await room.use(room.student, "rota claim", date=first)
    assert "Only the facilitator" in (await room.use(room.other, "rota ready", date=first)).text
    assert "opens by itself" in (await room.use(room.student, "rota ready", date=first)).text
    assert "· ready" in await view(room)
    await room.use(room.student, "rota ready", date=first, ready=False)
    assert "· ready" not in await view(room)


@pytest.mark.parametrize("command", ["assign", "lock", "move", "cancel", "dates", "weekly"])
async def test_what_is_the_lecturers_is_refused_to_students(
    classroom: Classroom, command: str
) -> None:
    room = classroom
    (first,) = await planned(room, FIRST)
    options: dict[str, dict[str, object]] = {
        "assign": {"date": first, "member": room.student},
        "move": {"date": first, "to": SECOND},
        "dates": {"dates": SECOND},
        "weekly": {"first": SECOND.split()[0], "at": "14:00", "weeks": 2},
    }
    given = options.get(command, {"date": first})
    reply = await room.use(room.student, f"rota {command}", **given)
    assert "Only a lecturer" in reply.text
    assert (await view(room)).count("<t:") == 1


async def test_a_weekly_series_leaves_days_off_out_and_says_what_is_odd(
    classroom: Classroom,
) -> None:
    room = classroom
    await room.use(room.lecturer, "setup", zone="Europe/London")
    reply = await room.use(
        room.lecturer,
        "rota weekly",
        first="2028-03-19",
        at="1:30",
        weeks=4,
        off="2028-04-01 to 2028-04-02, 2028-04-03",
    )
    assert "3 classes were added" in reply.text
    assert "the clock jumps over that hour" in reply.text
    assert "No class would have been on Monday 3 April 2028" in reply.text
    again = await room.use(room.lecturer, "rota weekly", first="2028-03-19", at="01:30", weeks=1)
    assert "planned already" in again.text


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ("2028-02-30 14:00", "no such day"),
        ("whenever", "needs a date and a time"),
        ("2001-01-01 14:00", "past or planned already"),
        ("2999-01-01 14:00", "five years ahead"),
    ],
)
async def test_dates_that_cannot_be_are_said(classroom: Classroom, dates: str, says: str) -> None:
    reply = await classroom.use(classroom.lecturer, "rota dates", dates=dates)
    assert says in reply.text
    assert "No class is planned yet" in await view(classroom)


async def test_somebody_who_leaves_the_server_frees_their_class(classroom: Classroom) -> None:
    room = classroom
    (first,) = await planned(room, FIRST)
    await room.use(room.other, "rota claim", date=first)
    await room.other.leave()
    async with asyncio.timeout(5):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while "**free**" not in (shown := await view(room)):
            pass
    assert room.other.mention not in shown


async def test_the_rota_shows_how_many_are_coming(classroom: Classroom) -> None:
    room = classroom
    await planned(room, FIRST, SECOND)
    await settled(room.application)
    assert "coming" not in await view(room)
    first, _ = sorted(room.guild.state.events.values(), key=lambda event: event.starts_at)
    for member in (room.student, room.other, room.other):
        await member.join_event(first.id)
    february, march = (await view(room)).splitlines()
    assert "2 coming" in february
    assert "coming" not in march
    await room.student.leave_event(first.id)
    assert "1 coming" in await view(room)
    await room.other.leave()
    assert "coming" not in await view(room)


async def test_the_rota_stands_without_numbers_where_discord_gives_none(
    classroom: Classroom,
) -> None:
    room = classroom
    await planned(room, FIRST)
    await settled(room.application)
    asking = "GET /guilds/{guild_id}/scheduled-events"
    room.discord.faults.plan(asking, Fault.error_before(403))
    assert "**free**" in await view(room)
    assert room.discord.faults.struck == 1


async def test_the_rota_as_a_table_and_as_a_calendar(classroom: Classroom) -> None:
    room = classroom
    await room.use(room.lecturer, "setup", zone="Asia/Kathmandu", minutes=50)
    first, _ = await planned(room, FIRST, SECOND)
    await room.student.rename("=Bron")
    await room.use(room.student, "rota claim", date=first)
    reply = await room.use(room.student, "rota export")
    files = {each.filename: each.data for each in reply.files}
    rows = list(csv.DictReader(io.StringIO(files["rota.csv"].decode("utf-8-sig"))))
    assert [row["date"] for row in rows] == [f"{YEAR}-02-15", f"{YEAR}-03-15"]
    assert rows[0]["facilitator"] == "'=Bron"
    assert rows[0]["minutes"] == "50"
    events = Calendar.from_ical(files["rota.ics"]).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        datetime(YEAR, month, 15, 8, 15, tzinfo=UTC) for month in (2, 3)
    ]
    assert "Bron" in str(events[0]["description"])
