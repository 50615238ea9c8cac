"""A channel is deleted in which classes were to meet: they wait, and everybody concerned knows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.application import Application
from discussion.term.model import ClassState, PlannedClass
from simulator import Channel, Fault, LocalDiscord, Member, Message
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.leaping import LeapingClock, settled
from tests.classroom.term import test_reminders as reminders
from tests.classroom.term.test_rota import FIRST, SECOND, planned


@dataclass
class Planned:
    """Two classes in a voice channel, of which Kwame and Bronwen each prepare one."""

    room: Classroom
    voice: Channel
    first: str
    second: str

    async def classes(self) -> list[PlannedClass]:
        view = await self.room.application.term.rota.view(self.room.guild.id)
        return list(view.classes)

    async def until(self, *states: ClassState) -> list[PlannedClass]:
        """The classes, once they are so and nothing waits to be sent."""
        async with asyncio.timeout(5):
            while [each.state for each in await self.classes()] != list(states):
                # What happens in Discord reaches the bot alone, so each look waits for the bot.
                pass
        await settled(self.room.application)
        return await self.classes()

    def events(self) -> list[int | None]:
        """Where the events of the server are."""
        return [each.channel_id for each in self.room.guild.state.events.values()]


async def in_voice(room: Classroom, kind: str = "voice") -> Planned:
    add = room.guild.add_voice_channel if kind == "voice" else room.guild.add_stage_channel
    voice = add("talk")
    await room.use(room.lecturer, "setup", channel=room.channel, voice=voice)
    first, second = await planned(room, FIRST, SECOND)
    await room.use(room.other, "rota claim", date=first)
    await room.use(room.student, "rota claim", date=second)
    await settled(room.application)
    made = Planned(room, voice, first, second)
    assert made.events() == [voice.id, voice.id]
    return made


async def told(member: Member, words: str) -> Message:
    return await member.direct_channel.wait_for(lambda message: words in message.text)


@pytest.mark.parametrize(("kind", "by"), [("voice", "Discord"), ("stage", "the library")])
async def test_classes_outlive_their_voice_channel_and_all_concerned_are_asked(
    classroom: Classroom, kind: str, by: str
) -> None:
    room = classroom
    made = await in_voice(room, kind)
    if by == "the library":
        # Discord tells of the channel alone, and discord.py of its events.
        room.guild.state.events.clear()
    room.guild.delete_channel(made.voice)
    public = await room.shown("was deleted")
    assert room.guild.pinged_by(public) == {room.lecturer.id}
    for member in (room.other, room.student):
        assert "Your class of <t:" in (await told(member, "was deleted")).text
    await made.until(ClassState.PLANNED, ClassState.PLANNED)
    # They are shown in Discord again, without the voice channel.
    assert made.events() == [None, None]
    assert "place open" in (await room.use(room.student, "rota view")).text


async def test_whoever_prepares_a_class_says_where_it_meets_and_nobody_else_does(
    classroom: Classroom,
) -> None:
    room = classroom
    made = await in_voice(room)
    room.guild.delete_channel(made.voice)
    question = await told(room.other, "was deleted")
    await (await room.other.press(question, label="Meet there")).resolved()
    first, second = await made.until(ClassState.PLANNED, ClassState.PLANNED)
    assert (first.lost_place_id, second.lost_place_id) == (None, made.voice.id)
    assert f"takes place in {room.channel.mention}" in (await room.shown("takes place")).text
    public = await room.shown("A channel was deleted")
    refused = await (await room.student.press(public, label="Cancel these classes")).resolved()
    assert "Only a lecturer" in refused.text
    assert (await made.classes())[1].state is ClassState.PLANNED
    question = await told(room.student, "was deleted")
    await (await room.student.press(question, label="Meet there")).resolved()
    late = await (await room.lecturer.press(public, label="Cancel these classes")).resolved()
    assert "settled already" in late.text


async def test_a_lecturer_settles_all_at_once_and_those_who_prepare_them_know(
    classroom: Classroom,
) -> None:
    room = classroom
    made = await in_voice(room)
    room.guild.delete_channel(made.voice)
    public = await room.shown("A channel was deleted")
    await (await room.lecturer.press(public, label="Cancel these classes")).resolved()
    await made.until(ClassState.CANCELLED, ClassState.CANCELLED)
    for member in (room.other, room.student):
        assert "was cancelled" in (await told(member, "was cancelled")).text


async def test_another_voice_channel_takes_the_classes_in(classroom: Classroom) -> None:
    room = classroom
    made = await in_voice(room)
    room.guild.delete_channel(made.voice)
    await room.shown("A channel was deleted")
    other = room.guild.add_voice_channel("other")
    await room.use(room.lecturer, "setup", voice=other)
    await settled(room.application)
    assert made.events() == [other.id, other.id]
    assert [each.lost_place_id for each in await made.classes()] == [None, None]
    assert other.mention in (await told(room.student, "takes place")).text
    (public,) = [m for m in room.channel.messages if "take place" in m.text]
    assert f"2 classes that had lost their channel take place in {other.mention}" in public.text


async def test_a_class_said_to_be_ready_does_not_open_while_it_waits(tmp_path: Path) -> None:
    clock = LeapingClock(reminders.BEGINS)
    async with (
        LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path), clock=clock) as room,
    ):
        term = await reminders.planned(room, clock)
        voice = room.guild.add_voice_channel("talk")
        await room.use(room.lecturer, "setup", voice=voice)
        await room.use(room.facilitator, "rota ready", date=term.class_id)
        room.guild.delete_channel(voice)
        await told(room.facilitator, "was deleted")
        await term.at(reminders.CLASS - reminders.HOUR)
        assert "say where it meets" in room.facilitator.direct_messages[-1].text
        await term.at(reminders.CLASS)
        question = room.facilitator.direct_messages[-1]
        assert "the channel that it was planned for was deleted" in question.text
        assert await room.application.service.archive.all_of(room.guild.id) == []
        await (await room.facilitator.press(question, label="Open now")).resolved()
        assert len(await room.application.service.archive.all_of(room.guild.id)) == 1


async def test_the_channel_of_all_classes_is_deleted_and_each_facilitator_knows(
    classroom: Classroom,
) -> None:
    room = classroom
    made = await in_voice(room)
    room.guild.delete_channel(room.channel)
    assert "was deleted" in (await told(room.guild.owner, "/setup")).text
    question = await told(room.other, "was deleted")
    assert "until a lecturer chooses another channel" in question.text
    await made.until(ClassState.PLANNED, ClassState.PLANNED)
    assert made.events() == [made.voice.id, made.voice.id]
    seminar = room.guild.add_text_channel("seminar")
    room.channel = seminar
    await room.use(room.lecturer, "setup", channel=seminar)
    assert made.voice.mention in (await told(room.other, "takes place")).text


async def test_a_class_with_a_channel_of_its_own_falls_back_to_that_of_all(
    classroom: Classroom,
) -> None:
    room = classroom
    made = await in_voice(room)
    hall = room.guild.add_stage_channel("hall")
    event = next(iter(room.guild.state.events))
    await room.guild.owner.place_event(event, hall)
    async with asyncio.timeout(5):
        while (await made.classes())[0].voice_channel_id != hall.id:
            pass
    room.guild.delete_channel(hall)
    question = await told(room.other, "was deleted")
    assert made.voice.mention in question.text
    first, second = await made.until(ClassState.PLANNED, ClassState.PLANNED)
    assert (first.lost_place_id, second.lost_place_id) == (hall.id, None)
    assert made.events() == [made.voice.id, made.voice.id]


async def test_a_category_goes_and_its_channels_and_classes_stay(classroom: Classroom) -> None:
    room = classroom
    made = await in_voice(room)
    room.guild.delete_channel(room.guild.add_category("Term 1", made.voice, room.channel))
    await room.use(room.lecturer, "rota move", date=made.first, to=f"{FIRST[:-5]}15:00")
    await settled(room.application)
    assert made.events() == [made.voice.id, made.voice.id]
    assert [each.lost_place_id for each in await made.classes()] == [None, None]


async def test_an_event_that_somebody_deletes_cancels_its_class_and_that_is_said(
    classroom: Classroom,
) -> None:
    room = classroom
    made = await in_voice(room)
    await room.guild.owner.delete_event(next(iter(room.guild.state.events)))
    await made.until(ClassState.CANCELLED, ClassState.PLANNED)
    public = await room.shown("was cancelled")
    assert room.guild.pinged_by(public) == set()
    assert "was cancelled" in (await told(room.other, "was cancelled")).text
    assert "cancelled" not in "".join(m.text for m in room.student.direct_messages)


async def test_where_discord_does_not_say_whether_the_channel_is_there_no_class_is_cancelled(
    classroom: Classroom,
) -> None:
    room = classroom
    made = await in_voice(room)
    room.discord.faults.plan("GET /channels/{channel_id}", Fault.error_before(503))
    await room.guild.owner.delete_event(next(iter(room.guild.state.events)))
    await room.refused(503)
    await settled(room.application)
    assert [each.state for each in await made.classes()] == [ClassState.PLANNED] * 2


async def test_a_class_that_is_moved_is_said_to_be_whoever_moved_it(classroom: Classroom) -> None:
    room = classroom
    made = await in_voice(room)
    await room.use(room.lecturer, "rota move", date=made.first, to=f"{FIRST[:-5]}15:00")
    assert "was moved" in (await told(room.other, "was moved")).text
    await room.shown("was moved")
    _, event = room.guild.state.events.values()
    await room.guild.owner.move_event(event.id, event.starts_at + timedelta(hours=1))
    assert "was moved" in (await told(room.student, "was moved")).text


async def test_closed_messages_leave_the_question_in_the_channel(classroom: Classroom) -> None:
    room = classroom
    made = await in_voice(room)
    room.other.user.direct_messages_open = False
    room.guild.delete_channel(made.voice)
    question = await room.shown(f"{room.other.mention} Your class of")
    assert room.guild.pinged_by(question) == {room.other.id}
    await (await room.other.press(question, label="Cancel the class")).resolved()
    await made.until(ClassState.CANCELLED, ClassState.PLANNED)


async def test_what_was_deleted_while_the_bot_was_away_is_told_apart_at_its_start(
    tmp_path: Path,
) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            made = await in_voice(room)
            hall = room.guild.add_voice_channel("hall")
            event = next(iter(room.guild.state.events))
            await room.guild.owner.place_event(event, hall)
            async with asyncio.timeout(5):
                while (await made.classes())[0].voice_channel_id != hall.id:
                    pass
        room.guild.delete_channel(hall)
        (left,) = room.guild.state.events
        await room.guild.owner.delete_event(left)
        async with Application(settings) as application, serving(application, discord):
            room.application = application
            first, _ = await made.until(ClassState.PLANNED, ClassState.CANCELLED)
            assert first.lost_place_id == hall.id
            assert "was deleted" in (await told(room.other, "was deleted")).text
            assert "was cancelled" in (await told(room.student, "was cancelled")).text
            assert made.events() == [made.voice.id]
