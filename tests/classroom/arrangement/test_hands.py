"""Hands and a voice channel through the real bot on a local Discord, a restart in the middle."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.application import Application
from simulator import Channel, LocalDiscord, Member, MemberError, Message, Permission
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)


async def open_floor(room: Classroom, **options: object) -> Message:
    """A discussion in its round of open talk; returns that round's panel."""
    await room.use(
        room.facilitator, "discussion start", topic="Who leads?", format="short", **options
    )
    await room.panel(1)
    await room.use(room.facilitator, "discussion next")
    return await room.panel(2)


async def hands_show(room: Classroom, *words: str, within: Channel | None = None) -> Message:
    """The post of hands, once it says all of this."""
    channel = within or room.channel
    return await channel.wait_for(
        lambda m: "### ✋ Hands" in m.text and all(each in m.text for each in words), 15
    )


async def are_present(room: Classroom, *members: Member) -> None:
    """Wait until exactly these people are there."""
    wanted = {member.id for member in members}
    async with asyncio.timeout(5):
        while True:
            (discussion,) = await room.application.service.archive.live()
            there = {p.id for p in discussion.participants.values() if p.present}
            if there == wanted:
                return
            # Coming and going by voice is noted without anybody being told.
            await asyncio.sleep(0.01)


async def press(room: Classroom, member: Member, message: Message, label: str) -> str:
    return (await (await member.press(message, label=label)).resolved()).text


async def test_a_class_takes_turns_by_hands(classroom: Classroom) -> None:
    room = classroom
    panel = await open_floor(room)
    assert "you are next" in await press(room, room.student, panel, "Raise hand")
    hands = await hands_show(room, "The floor is free", "Next: Bronwen")
    refused = await press(room, room.student, hands, "Next speaker")
    assert "Only the facilitator or a lecturer" in refused
    assert "**Bronwen**" in (await room.use(room.facilitator, "speaker next")).text
    await hands_show(room, "**Bronwen** has the floor, since <t:", ":R>", "Nobody is waiting")
    assert "you are next" in (await room.use(room.other, "hand")).text
    await hands_show(room, "**Bronwen** has the floor", "Next: Kwame")
    assert "have the floor already" in await press(room, room.student, hands, "Raise / lower hand")
    assert "not with you" in await press(room, room.other, hands, "I'm done")
    await press(room, room.student, hands, "I'm done")
    await hands_show(room, "**Kwame** has the floor", "Nobody is waiting")
    assert "free now" in await press(room, room.lecturer, hands, "Next speaker")
    await press(room, room.other, hands, "Raise / lower hand")
    await room.other.write(room.channel, "I have written it instead.")
    await hands_show(room, "The floor is free", "Nobody is waiting")
    await room.use(room.facilitator, "discussion next")
    await hands_show(room, "This round is over and all hands are down")
    posts = [m for m in room.channel.messages if "### ✋ Hands" in m.text]
    assert posts == [hands]
    assert hands.mentions == []


async def test_hands_are_for_rounds_without_an_order_of_their_own(classroom: Classroom) -> None:
    panel = await classroom.begin()
    assert all(button["label"] != "Raise hand" for button in panel.buttons)
    reply = await classroom.use(classroom.student, "hand")
    assert reply.ephemeral
    assert "goes without hands" in reply.text


async def test_a_removed_post_of_hands_comes_anew(classroom: Classroom) -> None:
    room = classroom
    await open_floor(room)
    await room.use(room.student, "hand")
    hands = await hands_show(room, "Next: Bronwen")
    room.discord.sim.conversation.delete(hands)
    await room.use(room.other, "hand")
    again = await hands_show(room, "Bronwen", "Kwame", " → ")
    assert again is not hands


async def test_names_in_the_queue_never_become_markup(classroom: Classroom) -> None:
    await open_floor(classroom)
    await classroom.student.rename("**Loud** @everyone [x](http://a.b)")
    await classroom.use(classroom.student, "hand")
    hands = await hands_show(classroom, "Next: ")
    assert "\\*\\*Loud\\*\\*" in hands.text
    assert "@everyone" not in hands.text


async def test_a_class_in_a_voice_channel(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    seminar = room.guild.add_voice_channel("seminar room")
    music = room.guild.add_member("Music")
    music.user.bot = True
    for member in (lead, room.student, music):
        await member.join_voice(seminar)
    panel = await open_floor(room, voice=seminar)
    assert f"Talk in {seminar.mention}" in panel.text
    await are_present(room, lead, room.student)
    await room.other.join_voice(seminar)
    await are_present(room, lead, room.student, room.other)
    await room.use(room.student, "hand")
    await room.other.leave_voice()
    await are_present(room, lead, room.student)
    await room.use(lead, "speaker next")
    await hands_show(room, "**Bronwen** has the floor")


async def test_the_chat_of_a_stage_channel_means_that_stage(classroom: Classroom) -> None:
    room = classroom
    stage = room.guild.add_stage_channel("hall")
    await room.student.join_voice(stage)
    start = await room.facilitator.slash(stage, "discussion start", topic="Aloud", format="short")
    await start.resolved()
    panel = await stage.wait_for(lambda m: "### Round 1 of 3" in m.text, 15)
    assert stage.mention in panel.text
    (discussion,) = await room.application.service.archive.live()
    assert discussion.voice_channel_id == stage.id
    await are_present(room, room.facilitator, room.student)


async def test_only_a_voice_channel_of_this_server_is_taken(classroom: Classroom) -> None:
    room, start = classroom, {"topic": "Aloud", "format": "short"}
    with pytest.raises(MemberError):
        await room.use(room.facilitator, "discussion start", **start, voice=room.channel)
    foreign = room.discord.add_guild("Other").add_voice_channel("elsewhere")
    reply = await room.use(room.facilitator, "discussion start", **start, voice=foreign)
    assert reply.ephemeral
    assert "could not be read" in reply.text
    assert await room.application.service.archive.live() == []


async def test_a_voice_channel_that_the_bot_cannot_see_is_refused(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            hidden = room.guild.add_voice_channel("staff room")
            room.guild.overwrite(hidden, room.guild.bot_role, deny=Permission.VIEW_CHANNEL)
        # Connected anew, the bot knows the channel as it is now.
        async with Application(settings) as application, serving(application, discord):
            start = {"topic": "Aloud", "format": "short", "voice": hidden}
            reply = await room.use(room.facilitator, "discussion start", **start)
            assert "cannot see that voice channel" in reply.text
            assert await application.service.archive.live() == []


async def test_queue_floor_and_presence_outlive_a_restart(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            lead, student, other, lecturer = (
                room.facilitator,
                room.student,
                room.other,
                room.lecturer,
            )
            seminar = room.guild.add_voice_channel("seminar room")
            for member in (lead, student, other):
                await member.join_voice(seminar)
            await open_floor(room, voice=seminar)
            await are_present(room, lead, student, other)
            await room.use(student, "hand")
            await room.use(lead, "speaker next")
            await room.use(lead, "hand")
            hands = await hands_show(room, "**Bronwen** has the floor", "Ines")
        # The bot is away: one person goes, one comes.
        await other.leave_voice()
        await lecturer.join_voice(seminar)
        async with Application(settings) as application, serving(application, discord):
            again = Classroom(
                discord=discord,
                application=application,
                guild=room.guild,
                channel=room.channel,
                facilitator=lead,
                student=student,
                other=other,
                lecturer=lecturer,
            )
            await are_present(again, lead, student, lecturer)
            assert "Thank you" in await press(again, student, hands, "I'm done")
            await hands_show(again, "**Ines** has the floor", "Nobody is waiting")
            posts = [m for m in room.channel.messages if "### ✋ Hands" in m.text]
            assert posts == [hands]
        assert [str(each) for each in discord.violations] == []
