"""Reminders, events, classes that open by themselves, and actions that are followed up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.application import Application
from discussion.record.record import RecordedReading
from simulator import File, LocalDiscord, Member, Message
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.leaping import LeapingClock, leap, settled

BEGINS = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
CLASS = datetime(2026, 10, 27, 14, 0, tzinfo=UTC)
"""Two days after the clocks went back in London: 14:00 there is 14:00 UTC."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Term:
    """A classroom with a class that is planned, and a clock that leaps."""

    room: Classroom
    clock: LeapingClock
    class_id: str

    async def at(self, instant: datetime) -> None:
        """Let the time pass up to an instant."""
        await leap(self.room.application, self.clock, instant)

    def told(self, member: Member) -> list[str]:
        """What somebody has read by direct message so far."""
        return [message.text for message in member.direct_messages]

    def public(self) -> list[Message]:
        """What stands in the channel."""
        return [message for message in self.room.channel.messages if not message.deleted]


async def planned(room: Classroom, clock: LeapingClock) -> Term:
    group = room.guild.add_role("Year 2")
    for member in (room.student, room.other, room.facilitator):
        await member.change_roles(group)
    await room.use(
        room.lecturer,
        "setup",
        zone="Europe/London",
        class_role=group,
        channel=room.channel,
        lecturer_role=room.guild.role("Lecturer"),
    )
    await room.use(room.lecturer, "rota dates", dates="2026-10-27 14:00")
    offered = await room.student.autocomplete(room.channel, "rota claim", "date", "")
    class_id = offered[0]["value"]
    await room.use(room.facilitator, "rota claim", date=class_id)
    await settled(room.application)
    return Term(room, clock, class_id)


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    clock = LeapingClock(BEGINS)
    async with (
        LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path), clock=clock) as room,
    ):
        yield await planned(room, clock)


async def test_the_facilitator_is_reminded_three_times_of_what_is_still_to_do(term: Term) -> None:
    lead = term.room.facilitator
    await term.at(CLASS - 7 * DAY - HOUR)
    assert term.told(lead) == []
    await term.at(CLASS - 7 * DAY)
    (week,) = term.told(lead)
    assert "Still to do" in week
    assert "choose a topic" in week
    await term.room.use(lead, "rota ready", date=term.class_id)
    await term.at(CLASS - HOUR)
    assert len(term.told(lead)) == 3
    assert "press ready" not in term.told(lead)[-1]
    assert "late" not in "".join(term.told(lead))


async def test_everyone_is_reminded_twice_in_the_channel_person_by_person(term: Term) -> None:
    room = term.room
    await term.at(CLASS - DAY - HOUR)
    before = len(term.public())
    await term.at(CLASS - timedelta(minutes=1))
    reminders = term.public()[before:]
    assert len(reminders) == 2
    group = {room.student.id, room.other.id, room.facilitator.id}
    assert [room.guild.pinged_by(message) for message in reminders] == [group, group]
    assert "<@&" not in "".join(message.text for message in reminders)
    assert term.told(room.student) == []


async def test_a_role_that_may_be_mentioned_is_unless_somebody_in_it_stopped_theirs(
    term: Term,
) -> None:
    room = term.room
    role = room.guild.role("Year 2")
    room.guild.change_role(role, mentionable=True)
    await term.at(CLASS - DAY)
    day = term.public()[-1]
    assert day.text.startswith(f"<@&{role.id}> ")
    assert day.mention_role_ids == [role.id]
    await room.use(room.student, "reminders change", kind="class_soon", before="off")
    await term.at(CLASS - timedelta(minutes=10))
    soon = term.public()[-1]
    assert room.guild.pinged_by(soon) == {room.other.id, room.facilitator.id}


async def test_a_large_class_is_reminded_in_portions_and_whoever_stopped_theirs_is_left_alone(
    term: Term,
) -> None:
    room = term.room
    role = room.guild.role("Year 2")
    many = [room.guild.add_member(f"Guest {number}", roles=[role]) for number in range(180)]
    await room.use(many[7], "reminders change", kind="class_day", before="off")
    await term.at(CLASS - DAY)
    portions = [message for message in term.public() if message.mentions]
    pinged = [room.guild.pinged_by(message) for message in portions]
    wanted = {each.id for each in (*many, room.student, room.other, room.facilitator)}
    assert set().union(*pinged) == wanted - {many[7].id}
    assert sum(map(len, pinged)) == len(wanted) - 1
    assert all(len(some) <= 100 for some in pinged)
    assert all(len(message.text) <= 2000 for message in portions)


async def test_without_the_members_intent_nobody_who_stopped_theirs_is_pinged(
    tmp_path: Path,
) -> None:
    clock = LeapingClock(BEGINS)
    async with (
        LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path, members=False), clock=clock) as room,
    ):
        term = await planned(room, clock)
        role = room.guild.role("Year 2")
        room.guild.change_role(role, mentionable=True)
        # Somebody outside the class keeps nobody from being reminded.
        await room.use(room.lecturer, "reminders change", kind="class_day", before="off")
        await term.at(CLASS - DAY)
        assert term.public()[-1].mention_role_ids == [role.id]
        await room.use(room.student, "reminders change", kind="class_soon", before="off")
        await term.at(CLASS - timedelta(minutes=10))
        assert "Class <t:" in term.public()[-1].text
        assert room.guild.pinged_by(term.public()[-1]) == set()


async def test_somebody_stops_theirs_and_another_has_theirs_earlier(term: Term) -> None:
    room = term.room
    reply = await room.use(room.student, "reminders change", kind="class_day", before="off")
    assert "a class, a day before: **off**" in reply.text
    await room.use(room.other, "reminders change", kind="class_day", before="3 days")
    await term.at(CLASS - 3 * DAY)
    assert [("begins" in text) for text in term.told(room.other)] == [True]
    await term.at(CLASS - DAY)
    reminder = term.public()[-1]
    assert reminder.mention_role_ids == []
    assert room.student.mention not in reminder.text
    assert room.other.mention not in reminder.text
    assert room.facilitator.mention in reminder.text


@pytest.mark.parametrize(
    ("before", "says"),
    [("soon", "no length of time"), ("1 min", "5 minutes to 4 weeks"), ("9 w", "4 weeks")],
)
async def test_a_time_that_cannot_be_is_refused(term: Term, before: str, says: str) -> None:
    room = term.room
    reply = await room.use(room.student, "reminders change", kind="class_day", before=before)
    assert says in reply.text
    assert "1 day before" in (await room.use(room.student, "reminders view")).text


async def test_closed_messages_become_one_mention(term: Term) -> None:
    room = term.room
    closed = room.guild.add_member("Femi", direct_messages_open=False)
    await room.use(closed, "reminders change", kind="class_day", before="2 days")
    await term.at(CLASS - 2 * DAY + timedelta(minutes=1))
    (mention,) = [m for m in term.public() if "could not write to you directly" in m.text]
    assert closed.mention in mention.text
    assert [user.id for user in mention.mentions] == [closed.id]


async def test_a_class_that_moves_takes_its_reminders_along_and_a_cancelled_one_has_none(
    term: Term,
) -> None:
    room = term.room
    await term.at(CLASS - 7 * DAY)
    await room.use(room.lecturer, "rota move", date=term.class_id, to="2026-11-03 14:00")
    await term.at(CLASS)

    def reminders() -> int:
        return sum("You facilitate" in text for text in term.told(room.facilitator))

    assert reminders() == 2
    await room.use(room.lecturer, "rota cancel", date=term.class_id)
    await term.at(CLASS + 8 * DAY)
    assert reminders() == 2
    assert [m for m in term.public() if "Class <t:" in m.text] == []


async def test_a_class_that_is_ready_opens_by_itself(term: Term) -> None:
    room = term.room
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    panel = term.public()[-1]
    assert "### Round 1 of 5" in panel.text
    assert room.facilitator.mention in panel.text
    (found,) = await room.application.service.archive.all_of(room.guild.id)
    assert found.started_at - CLASS < timedelta(seconds=5)
    assert "running now" in (await room.use(room.student, "rota view")).text
    await term.at(CLASS + HOUR)
    assert "held" in (await room.use(room.student, "rota view")).text


async def test_a_class_that_opens_by_itself_keeps_to_the_rules_of_that_moment(term: Term) -> None:
    room = term.room
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS - HOUR)
    await room.use(room.lecturer, "rules change", rule="wave_gap", value="90 s")
    await term.at(CLASS)
    (found,) = await room.application.service.archive.all_of(room.guild.id)
    assert found.policy.wave_gap == timedelta(seconds=90)


async def test_a_class_that_is_not_ready_asks_the_facilitator_and_then_a_lecturer(
    term: Term,
) -> None:
    room = term.room
    await term.at(CLASS)
    question = room.facilitator.direct_messages[-1]
    assert "Shall I open it?" in question.text
    await term.at(CLASS + timedelta(minutes=5))
    public = term.public()[-1]
    assert "Shall I open it?" in public.text
    assert room.guild.pinged_by(public) == {room.lecturer.id}
    refused = await (await room.student.press(public, label="Open now")).resolved()
    assert "Only the facilitator" in refused.text
    await (await room.lecturer.press(public, label="Open now")).resolved()
    await settled(room.application)
    assert "### Round 1 of 5" in term.public()[-1].text


async def test_a_class_is_put_off_or_called_off_when_its_time_comes(term: Term) -> None:
    room = term.room
    await term.at(CLASS)
    question = room.facilitator.direct_messages[-1]
    await (await room.facilitator.press(question, label="In 10 minutes")).resolved()
    await term.at(CLASS + timedelta(minutes=11))
    again = room.facilitator.direct_messages[-1]
    assert again is not question
    await (await room.facilitator.press(again, label="Not today")).resolved()
    assert "cancelled" in (await room.use(room.student, "rota view")).text


async def test_nobody_opens_it_and_it_lapses_without_another_word(term: Term) -> None:
    room = term.room
    await term.at(CLASS + 2 * DAY)
    assert len([m for m in term.public() if "Shall I open it?" in m.text]) == 1
    assert "did not take place" in (await room.use(room.student, "rota view")).text


async def test_the_event_follows_the_class_and_the_class_follows_the_event(term: Term) -> None:
    room, state = term.room, term.room.guild.state
    (event,) = state.events.values()
    assert event.starts_at == CLASS
    assert event.name == "Class"
    await room.use(room.lecturer, "rota move", date=term.class_id, to="2026-10-28 15:00")
    await settled(room.application)
    assert event.starts_at == CLASS + DAY + HOUR
    await room.guild.owner.move_event(event.id, CLASS + 2 * DAY)
    await term.at(CLASS - 6 * DAY)
    moved = f"<t:{int((CLASS + 2 * DAY).timestamp())}:F>"
    async with asyncio.timeout(5):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while moved not in (await room.use(room.student, "rota view")).text:
            pass
    assert event.starts_at == CLASS + 2 * DAY
    await room.guild.owner.delete_event(event.id)
    async with asyncio.timeout(5):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while "cancelled" not in (await room.use(room.student, "rota view")).text:
            pass


async def test_a_cancelled_class_cancels_its_event(term: Term) -> None:
    room = term.room
    (event,) = room.guild.state.events.values()
    await room.use(room.lecturer, "rota cancel", date=term.class_id)
    await settled(room.application)
    assert event.status == 4


async def test_an_action_is_followed_up_until_it_is_done(term: Term) -> None:
    room = term.room
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    await room.use(
        room.student, "say", text="I will ask the night staff by 5 November.", tags="action"
    )
    await term.at(CLASS + HOUR)
    listed = (await room.use(room.other, "actions list")).text
    assert "I will ask the night staff" in listed
    assert room.student.mention in listed
    assert "5 November 2026" in listed
    await term.at(datetime(2026, 11, 4, 9, 0, 1, tzinfo=UTC))
    assert (
        "You said you would do this by **Thursday 5 November 2026**" in term.told(room.student)[-1]
    )
    told = len(term.told(room.student))
    other = (await room.student.autocomplete(room.channel, "actions done", "action", ""))[0]
    refused = await room.use(room.other, "actions done", action=other["value"])
    assert "somebody else's" in refused.text
    await room.use(room.student, "actions move", action=other["value"], to="10 November 2026")
    await term.at(datetime(2026, 11, 9, 9, 0, 1, tzinfo=UTC))
    assert len(term.told(room.student)) == told + 1
    await (await room.student.press(room.student.direct_messages[-1], label="Done")).resolved()
    await term.at(datetime(2026, 11, 12, tzinfo=UTC))
    assert len(term.told(room.student)) == told + 1
    assert "Nothing is open" in (await room.use(room.other, "actions list")).text


async def test_an_action_is_whose_whom_it_mentions_however_names_begin(term: Term) -> None:
    room = term.room
    ana, longer = room.guild.add_member("Ana"), room.guild.add_member("Ana Lima")
    twin = room.guild.add_member("Ana Lima")
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    for somebody in (ana, longer, twin):
        await room.use(somebody, "say", text="I am here and listening to you all.")
    words = f"{longer.mention} asks the night staff by 12 January 2028. #action"
    await room.student.write(room.channel, words)
    await term.at(CLASS + HOUR)
    listed = (await room.use(room.other, "actions list")).text
    assert longer.mention in listed
    assert ana.mention not in listed
    assert twin.mention not in listed
    assert "12 January 2028" in listed
    await term.at(datetime(2028, 1, 11, 9, 0, 1, tzinfo=UTC))
    assert "12 January 2028" in term.told(longer)[-1]
    for somebody in (ana, twin):
        assert not [text for text in term.told(somebody) if "night staff" in text]


async def test_the_next_class_begins_with_what_is_still_open(term: Term) -> None:
    room = term.room
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    assert not [m for m in term.public() if "Still open" in m.text]
    said = ("I will ask the night staff by 5 November.", "We ring first.", "@Kwame writes it down.")
    for text in said:
        await room.use(room.student, "say", text=text, tags="action")
    await room.use(room.other, "say", text="I'll rest.", tags="action", anonymous=True)
    await room.use(room.other, "say", text="I will *sing* by 2 November.", tags="action")
    await term.at(CLASS + HOUR)
    offered = await room.other.autocomplete(room.channel, "actions done", "action", "sing")
    await room.use(room.other, "actions done", action=offered[0]["value"])
    await room.use(room.facilitator, "discussion start", topic="Again")
    await settled(room.application)
    panel, opened = term.public()[-2:]
    assert "### Round 1 of 5" in panel.text
    heading, first, *others, more = opened.text.splitlines()
    assert "Still open from earlier classes" in heading
    assert "I will ask the night staff" in first
    assert room.student.mention in first
    assert "5 November 2026" in first
    assert len(others) == 2
    assert "1 more: `/actions list`" in more
    assert "sing" not in opened.text
    assert opened.mentions == []
    anonymous = [line for line in opened.text.splitlines() if "rest" in line]
    assert all("no owner yet" in line for line in anonymous)


async def test_a_class_with_nothing_open_begins_without_a_word_of_it(term: Term) -> None:
    await term.room.use(term.room.facilitator, "discussion start", topic="First")
    await settled(term.room.application)
    assert "Still open" not in "".join(message.text for message in term.public())


async def test_the_deck_of_a_planned_class_knows_what_was_read(term: Term) -> None:
    room = term.room
    notes = "Module handbook https://example.org/night"
    await room.use(room.lecturer, "topics add", title="Rest", notes=notes)
    offered = await room.lecturer.autocomplete(room.channel, "topics edit", "topic", "Rest")
    topic = offered[0]["value"]
    await room.use(room.facilitator, "rota claim", date=term.class_id, topic=topic)
    case = File("case.md", b"# The night\n\n## Before\n\nMara was new.\n")
    await room.use(room.facilitator, "topics reading", topic=topic, file=case)
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    given = RecordedReading("The night", "Module handbook", "https://example.org/night")
    assert (await room.record()).readings == (given,)


async def test_the_deck_of_a_class_of_the_moment_names_its_case(term: Term) -> None:
    room = term.room
    case = File("case.md", b"# The night\n\nMara was new.\n")
    await room.use(room.facilitator, "discussion start", topic="Rest", case=case)
    assert (await room.record()).readings == (RecordedReading("The night"),)


async def test_after_a_week_away_what_is_too_late_is_owned_up_to_once(tmp_path: Path) -> None:
    clock = LeapingClock(BEGINS)
    async with LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings, clock=clock) as room:
            term = await planned(room, clock)
            await term.at(CLASS - 8 * DAY)
        clock.leap(CLASS - timedelta(minutes=55))
        again = Application(settings, clock=clock)
        async with again, serving(again, discord):
            await settled(again)
            missed, late = term.told(room.facilitator)
            assert "came too late to be sent" in missed
            assert "a week before" in missed
            assert "a day before" in missed
            assert "5 minutes late" in late
            assert [m for m in term.public() if "Class <t:" in m.text] == []
