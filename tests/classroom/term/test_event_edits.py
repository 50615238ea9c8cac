"""What somebody changes about a class's event in Discord: its class follows and keeps it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.application import Application
from simulator import Fault, LocalDiscord
from simulator.state.model import ScheduledEvent
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.leaping import settled
from tests.classroom.term.test_rota import FIRST, SECOND, planned, view
from tests.classroom.term.test_topics import added

PATCH = "PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"
STAGE, VOICE, ELSEWHERE = 1, 2, 3


async def with_topic(room: Classroom, title: str = "Rest") -> tuple[str, str, ScheduledEvent]:
    """A class about a topic that the student prepares; its id, the topic's, and its event."""
    topic = await added(room, title)
    (date,) = await planned(room, FIRST)
    await room.use(room.student, "rota claim", date=date, topic=topic)
    await settled(room.application)
    (event,) = room.guild.state.events.values()
    assert event.name == title
    return date, topic, event


async def seen(room: Classroom, words: str) -> str:
    """The rota, once these words stand in it."""
    async with asyncio.timeout(5):
        # Each look is a command that the bot answers, so this waits for the bot and for no time.
        while words not in (shown := await view(room)):
            pass
    return shown


async def moved(room: Classroom, date: str) -> None:
    """Let the bot write the event anew."""
    await room.use(room.lecturer, "rota move", date=date, to=SECOND)
    await settled(room.application)


async def test_another_name_is_kept_as_the_class_s_own(classroom: Classroom) -> None:
    room = classroom
    date, topic, event = await with_topic(room)
    await room.guild.owner.describe_event(event.id, name="A guest  on *rest*")
    assert "A guest on \\*rest\\*" in await seen(room, "A guest")
    await moved(room, date)
    assert event.name == "A guest on *rest*"
    # The topic itself is as it was; once a lecturer renames it, that is the latest word.
    renamed = await room.use(room.lecturer, "topics edit", topic=topic, title="Sleep")
    assert "Sleep" in renamed.text
    await settled(room.application)
    assert event.name == "Sleep"
    assert "Sleep" in await view(room)


async def test_the_topic_s_own_name_gives_it_back(classroom: Classroom) -> None:
    room = classroom
    date, _, event = await with_topic(room)
    await room.guild.owner.describe_event(event.id, name="A guest")
    await seen(room, "A guest")
    await room.guild.owner.describe_event(event.id, name="Rest")
    assert "A guest" not in await seen(room, "Rest")
    other = await added(room, "Courage")
    await room.guild.owner.describe_event(event.id, name="A guest")
    await seen(room, "A guest")
    await room.use(room.student, "rota claim", date=date, topic=other)
    await settled(room.application)
    assert event.name == "Courage"


async def test_another_description_is_kept_below_who_facilitates(classroom: Classroom) -> None:
    room = classroom
    date, _, event = await with_topic(room)
    await room.guild.owner.describe_event(event.id, description="Bring tea.\nAnd a question.")
    await room.guild.owner.describe_event(event.id, name="A guest")
    await seen(room, "A guest")
    await moved(room, date)
    assert event.description is not None
    lines = event.description.splitlines()
    assert lines[:3] == ["Facilitated by Bronwen.", "Bring tea.", "And a question."]
    assert lines[3].startswith("Roundtable ")
    assert len(lines) == 4


async def test_another_place_is_kept(classroom: Classroom) -> None:
    room = classroom
    voice, hall = room.guild.add_voice_channel("voice"), room.guild.add_stage_channel("hall")
    await room.use(room.lecturer, "setup", channel=room.channel, voice=voice)
    date, _, event = await with_topic(room)
    assert (event.entity_type, event.channel_id) == (VOICE, voice.id)
    await room.guild.owner.place_event(event.id, "Room 4, upstairs")
    await room.guild.owner.describe_event(event.id, name="Upstairs")
    await seen(room, "Upstairs")
    await moved(room, date)
    assert (event.entity_type, event.channel_id) == (ELSEWHERE, None)
    assert event.location == "Room 4, upstairs"
    await room.guild.owner.place_event(event.id, hall)
    await room.guild.owner.describe_event(event.id, name="In the hall")
    await seen(room, "In the hall")
    await room.use(room.lecturer, "rota move", date=date, to=FIRST)
    await settled(room.application)
    assert (event.entity_type, event.channel_id) == (STAGE, hall.id)


async def test_a_link_to_another_channel_lets_the_class_meet_there(classroom: Classroom) -> None:
    room = classroom
    await room.use(room.lecturer, "setup", channel=room.channel)
    _, _, event = await with_topic(room)
    elsewhere = room.guild.add_text_channel("seminar")
    link = f"https://discord.com/channels/{room.guild.id}/{elsewhere.id}"
    await room.guild.owner.place_event(event.id, link)
    await room.guild.owner.describe_event(event.id, name="There")
    await seen(room, "There")
    (held,) = (await room.application.term.rota.view(room.guild.id)).classes
    assert held.channel_id == elsewhere.id
    assert held.own_place == ""


async def test_what_the_bot_could_not_write_is_nobody_s_edit(classroom: Classroom) -> None:
    room = classroom
    date, _, event = await with_topic(room)
    other = await added(room, "Courage")
    room.discord.faults.plan(PATCH, Fault.error_before(403))
    await room.use(room.student, "rota claim", date=date, topic=other)
    await settled(room.application)
    assert room.discord.faults.struck == 1
    assert event.name == "Rest"
    await room.guild.owner.describe_event(event.id, description="Bring tea.")
    await room.guild.owner.move_event(event.id, event.starts_at.replace(hour=9))
    async with asyncio.timeout(5):
        while f"<t:{int(event.starts_at.timestamp())}:F>" not in (shown := await view(room)):
            pass
    assert "Courage" in shown
    assert "Rest" not in shown


async def test_what_was_changed_while_the_bot_was_away_is_followed(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            await with_topic(room)
        (event,) = room.guild.state.events.values()
        await room.guild.owner.describe_event(event.id, name="A guest")
        again = Application(settings)
        async with again, serving(again, discord):
            assert "A guest" in await seen(room, "A guest")
