"""People who leave the server while a class is theirs."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.application import Application
from bot.clock import real_now
from simulator import LocalDiscord, Message
from simulator.state.permissions import Permission
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.leaping import settled
from tests.classroom.term.test_rota import FIRST, SECOND, planned, view


async def held_by_other(room: Classroom) -> str:
    """Two dates, of which Kwame has the first; the lecturers' role and the channel are known."""
    role = room.guild.role("Lecturer")
    await room.use(room.lecturer, "setup", channel=room.channel, lecturer_role=role)
    first, _ = await planned(room, FIRST, SECOND)
    await room.use(room.other, "rota claim", date=first)
    await settled(room.application)
    return first


async def free(room: Classroom) -> None:
    """Wait until nobody has a class."""
    async with asyncio.timeout(5):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while (await view(room, room.lecturer)).count("**free**") < 2:
            pass
    await settled(room.application)


def told(messages: list[Message]) -> list[Message]:
    return [message for message in messages if "any more" in message.text]


async def test_the_lecturers_are_told_once_and_nobody_is_named(classroom: Classroom) -> None:
    room = classroom
    await held_by_other(room)
    await room.other.leave()
    await free(room)
    (message,) = told(room.channel.messages)
    assert "Nobody prepares the class of <t:" in message.text
    assert room.guild.pinged_by(message) == {room.lecturer.id}
    assert room.other.mention not in message.text
    assert room.other.name not in message.text


async def test_where_no_role_was_chosen_whoever_teaches_is_told_all_the_same(
    classroom: Classroom,
) -> None:
    room = classroom
    await room.use(room.lecturer, "setup", channel=room.channel)
    (first,) = await planned(room, FIRST)
    await room.use(room.other, "rota claim", date=first)
    await room.other.leave()
    by_name = await room.channel.wait_for(lambda message: told([message]))
    await room.lecturer.change_roles()
    await room.use(room.student, "rota claim", date=first)
    await room.student.leave()
    by_office = await room.channel.wait_for(
        lambda message: told([message]) and message.id != by_name.id
    )
    assert room.guild.pinged_by(by_name) == {room.lecturer.id}
    assert room.guild.pinged_by(by_office) == {room.guild.owner.id}


async def test_somebody_without_a_class_leaves_and_nobody_is_told(classroom: Classroom) -> None:
    room = classroom
    await held_by_other(room)
    await room.student.leave()
    await room.other.leave()
    await free(room)
    assert len(told(room.channel.messages)) == 1


async def test_their_offer_to_swap_lapses_with_them(classroom: Classroom) -> None:
    room = classroom
    first = await held_by_other(room)
    offered = await room.student.autocomplete(room.channel, "rota claim", "date", "")
    (second,) = (choice["value"] for choice in offered)
    await room.use(room.student, "rota claim", date=second)
    await room.use(room.student, "rota swap", mine=second, theirs=first)
    assert "swap offered" in await view(room)
    await room.other.leave()
    async with asyncio.timeout(5):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while "swap offered" in await view(room):
            pass


async def test_an_offer_lapses_when_a_class_of_it_is_given_back(classroom: Classroom) -> None:
    room = classroom
    first = await held_by_other(room)
    offered = await room.student.autocomplete(room.channel, "rota claim", "date", "")
    (second,) = (choice["value"] for choice in offered)
    await room.use(room.student, "rota claim", date=second)
    await room.use(room.student, "rota swap", mine=second, theirs=first)
    assert (await view(room)).count("swap offered") == 2
    question = await room.other.next_direct_message()
    await room.use(room.student, "rota release", date=second)
    assert "swap offered" not in await view(room)
    answer = await (await room.other.press(question, label="Swap")).resolved()
    assert "has lapsed" in answer.text


async def test_without_a_channel_that_takes_it_the_owner_is_told(classroom: Classroom) -> None:
    room = classroom
    await held_by_other(room)
    room.guild.delete_channel(room.channel)
    first = await room.guild.owner.next_direct_message()
    assert "was deleted" in first.text
    await room.other.leave()
    message = await room.guild.owner.next_direct_message()
    assert "Nobody prepares the class of <t:" in message.text


async def test_where_the_bot_may_not_write_the_owner_is_told(classroom: Classroom) -> None:
    room = classroom
    await held_by_other(room)
    room.guild.overwrite(room.channel, room.guild.bot_role, deny=Permission.SEND_MESSAGES)
    await room.other.leave()
    message = await room.guild.owner.next_direct_message()
    assert "Nobody prepares the class of <t:" in message.text


async def test_who_left_while_the_bot_was_away_is_missed_at_its_start(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            await held_by_other(room)
        await room.other.leave()
        async with Application(settings) as application, serving(application, discord):
            room.application = application
            await free(room)
            assert len(told(room.channel.messages)) == 1
        async with Application(settings) as application, serving(application, discord):
            await settled(application)
            assert len(told(room.channel.messages)) == 1


async def test_lecturers_hear_of_a_class_given_back_when_it_is_soon(classroom: Classroom) -> None:
    room = classroom
    far = await held_by_other(room)
    await room.use(room.other, "rota release", date=far)
    await settled(room.application)
    assert told(room.channel.messages) == []
    soon = f"{real_now() + timedelta(days=2):%Y-%m-%d} 14:00"
    first, *_ = await planned(room, soon)
    await room.use(room.other, "rota claim", date=first)
    assert "free again" in (await room.use(room.other, "rota release", date=first)).text
    await settled(room.application)
    assert len(told(room.channel.messages)) == 1
