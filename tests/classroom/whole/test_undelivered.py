"""What cannot be posted is known: to whoever leads in private, to the log, and to health."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.application import Application
from simulator import Fault, LocalDiscord, Permission
from simulator.state.permissions import BOT_DEFAULT
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.leaping import LeapingClock
from tests.classroom.term.test_reminders import planned
from tests.classroom.whole.test_health import answered, fetched, free_port

BEGINS = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENDING = "POST /channels/{channel_id}/messages"
EDITING = "PATCH /channels/{channel_id}/messages/{message_id}"


@dataclass
class Watched:
    """A class whose clock leaps and whose health is watched."""

    room: Classroom
    clock: LeapingClock
    port: int
    folder: Path

    def later(self, length: timedelta) -> None:
        self.clock.leap(self.clock.now() + length)

    async def health(self, status: int) -> str:
        """What health says, once it answers so."""
        return await answered(self.port, status)

    async def told_in_an_answer(self, words: str, command: str = "discussion status") -> str:
        """What the facilitator reads below the answer to a command, once these words are in it."""
        async with asyncio.timeout(10):
            while True:
                await self.room.use(self.room.facilitator, command)
                for message in self.room.facilitator.ephemerals:
                    if words in message.text:
                        return message.text
                # The sender looks for what is late once a second.
                await asyncio.sleep(0.05)


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Watched]:
    clock, port = LeapingClock(BEGINS), free_port()
    async with LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, folder, health_port=port)
        async with class_in(discord, settings, clock=clock) as room:
            yield Watched(room, clock, port, folder)


async def until(look: Callable[[], bool]) -> None:
    """Wait for something of which nobody is told."""
    async with asyncio.timeout(5):
        while True:
            if look():
                return
            await asyncio.sleep(0.01)


def warnings(caplog: pytest.LogCaptureFixture, words: str) -> list[str]:
    return [
        each.getMessage()
        for each in caplog.records
        if each.levelno >= logging.WARNING and words in each.getMessage()
    ]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py's pauses before it tries again pass at once."""
    real = asyncio.sleep

    async def at_once(seconds: float, result: object = None) -> object:
        return await real(min(seconds, 0.01), result)

    monkeypatch.setattr("discord.http.asyncio.sleep", at_once)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("status", [500, 401])
async def test_nobody_is_promised_what_discord_does_not_take(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    async with watched(tmp_path) as seen:
        room = seen.room
        room.discord.faults.always(SENDING, Fault.error_before(status))
        start = {"topic": "Who leads a shift?", "format": "short"}
        await room.use(room.facilitator, "discussion start", **start)
        await room.refused(status)
        await until(lambda: bool(warnings(caplog, "is tried again")))
        await seen.health(200)
        seen.later(timedelta(seconds=70))
        trouble = await seen.health(503)
        assert "posts are late" in trouble
        assert str(status) in trouble
        assert "shift" not in trouble
        told = await seen.told_in_an_answer("cannot post")
        assert "Who leads a shift?" in told
        kept = await room.use(room.other, "say", text="Nobody does.")
        assert "does not take my messages" in kept.text
        await room.use(room.facilitator, "discussion next")
        said = await room.use(room.student, "say", text="Whoever is awake leads.")
        assert "recorded" in said.text
        assert "and appears in the channel" not in said.text
        assert "as soon as" in said.text
        other = room.guild.add_text_channel("other")
        reply = await room.student.slash(other, "discussion start", topic="And here?")
        answered = await reply.resolved()
        assert "appears in a moment" not in answered.text
        assert "as soon as" in answered.text
        assert len(warnings(caplog, "cannot be delivered at the moment")) == 1
        _, figures = await fetched(seen.port, "/metrics")
        assert 'roundtable_failed_deliveries_total{kind="panel",' in figures
        room.discord.faults.clear()
        seen.later(timedelta(minutes=2))
        await room.panel(1)
        await room.shown("Whoever is awake leads.")
        await seen.health(200)
        said = await room.use(room.student, "say", text="Or whoever asks.")
        assert "appears in the channel" in said.text


async def test_whoever_leads_is_told_once_that_the_channel_is_closed_to_the_bot(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    room = classroom
    await room.begin()
    room.guild.overwrite(room.channel, room.guild.bot_role, deny=Permission.SEND_MESSAGES)
    kept = await room.use(room.other, "say", text="Nobody does.")
    assert "may not post" in kept.text
    await room.use(room.facilitator, "discussion next")
    told = await room.facilitator.next_direct_message()
    assert "Who leads a shift?" in told.text
    assert room.channel.mention in told.text
    said = await room.use(room.student, "say", text="Whoever is awake leads.")
    assert "recorded" in said.text
    assert "appears in the channel" not in said.text
    assert "may not post" in said.text
    await room.use(room.facilitator, "discussion next")
    await until(lambda: bool(warnings(caplog, "cannot be delivered")))
    assert len(warnings(caplog, "cannot be delivered")) == 1
    room.guild.overwrite(room.channel, room.guild.bot_role)
    said = await room.use(room.student, "say", text="Or whoever asks.")
    assert "appears in the channel" in said.text
    await room.use(room.facilitator, "discussion extend", minutes=1)
    await room.panel(3)
    assert room.facilitator.direct_messages == [told]
    assert room.student.direct_messages == []


async def test_who_takes_no_direct_messages_is_told_in_an_answer(tmp_path: Path) -> None:
    async with watched(tmp_path) as seen:
        room = seen.room
        await room.begin()
        room.facilitator.user.direct_messages_open = False
        room.guild.overwrite(room.channel, room.guild.bot_role, deny=Permission.SEND_MESSAGES)
        await room.use(room.facilitator, "discussion next")
        told = await seen.told_in_an_answer("may not post")
        assert room.channel.mention in told
        count = sum("may not post" in each.text for each in room.facilitator.ephemerals)
        await room.use(room.facilitator, "discussion status")
        again = sum("may not post" in each.text for each in room.facilitator.ephemerals)
        assert (count, again) == (1, 1)


async def _ended_without_a_folder_for_decks(seen: Watched) -> Path:
    """A class whose deck has just failed: there is a file where its folder should be."""
    room, blocked = seen.room, seen.folder / "decks"
    blocked.write_text("a file where the folder should be")
    await room.begin()
    await room.use(room.student, "say", text="The rota decides who rests.")
    await room.use(room.facilitator, "discussion end")
    line = await room.shown("The deck could not be made")
    assert "again" in line.text
    return blocked


async def test_a_deck_that_failed_is_made_when_the_cause_is_gone(tmp_path: Path) -> None:
    async with watched(tmp_path) as seen:
        room = seen.room
        blocked = await _ended_without_a_folder_for_decks(seen)
        told = await room.facilitator.next_direct_message()
        assert "Who leads a shift?" in told.text
        assert "could not be saved" in told.text
        status = await room.use(room.lecturer, "help")
        await until(lambda: any("Who leads a shift?" in m.text for m in status.followups))
        blocked.unlink()
        seen.later(timedelta(hours=2))
        deck = await room.deck()
        assert "could not be made" not in deck.text
        about = [m for m in room.channel.messages if m.attachments or "deck" in m.text.casefold()]
        assert about == [deck]
        assert len(room.facilitator.direct_messages) == 1


async def test_a_deck_that_failed_is_tried_again_after_a_restart(tmp_path: Path) -> None:
    clock = LeapingClock(BEGINS)
    async with LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings, clock=clock) as room:
            blocked = await _ended_without_a_folder_for_decks(Watched(room, clock, 0, tmp_path))
            await room.facilitator.next_direct_message()
        blocked.unlink()
        async with Application(settings, clock=clock) as again, serving(again, discord):
            deck = await room.deck()
        assert "could not be made" not in deck.text


async def test_a_deck_that_discord_refuses_is_posted_later(tmp_path: Path) -> None:
    async with watched(tmp_path) as seen:
        room = seen.room
        await room.begin()
        await room.use(room.student, "say", text="The rota decides who rests.")
        room.discord.faults.plan(EDITING, Fault.error_before(403), times=50)
        await room.use(room.facilitator, "discussion end")
        await room.facilitator.next_direct_message()
        await room.begin("The place is free again")
        room.discord.faults.clear()
        seen.later(timedelta(hours=2))
        deck = await room.deck()
        assert "being made" not in deck.text
        making = [m for m in room.channel.messages if "is being made" in m.text]
        assert making == []


async def test_a_deck_whose_upload_fails_does_not_stay_being_made(tmp_path: Path) -> None:
    async with watched(tmp_path) as seen:
        room = seen.room
        await room.begin()
        await room.use(room.student, "say", text="The rota decides who rests.")
        room.discord.faults.always(EDITING, Fault.error_before(503), uploads=True)
        await room.use(room.facilitator, "discussion end")
        await room.refused(503)
        seen.later(timedelta(minutes=4))
        line = await room.shown("The deck could not be made or posted yet")
        told = await room.facilitator.next_direct_message()
        assert "Discord does not take it" in told.text
        await room.begin("The place is free again")
        room.discord.faults.clear()
        seen.later(timedelta(hours=2))
        deck = await room.deck()
        assert deck.id == line.id


async def test_lecturers_learn_once_that_an_event_cannot_be_made(tmp_path: Path) -> None:
    async with watched(tmp_path) as seen:
        room = seen.room
        events = Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS
        room.guild.change_role(room.guild.bot_role, BOT_DEFAULT & ~events)
        await planned(room, seen.clock)

        def told() -> int:
            return sum("Create Events" in each.text for each in room.lecturer.ephemerals)

        await room.use(room.lecturer, "help")
        await until(lambda: told() == 1)
        await room.use(room.lecturer, "help")
        assert told() == 1
