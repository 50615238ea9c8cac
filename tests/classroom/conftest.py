"""A whole bot on a local Discord with a small class, as one context manager."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.application import Application
from bot.clock import SystemClock
from bot.config import Settings
from discussion.model.policy import Policy
from discussion.record.facts import Facts
from discussion.record.record import Record
from simulator import Channel, Guild, LocalDiscord, Member, Message, Reply
from tests.empty_database import with_tables

QUICK = 150.0
"""How many times faster than real time a class with a clock of its own runs."""
RATE_LIMITS_FASTER = 50.0
"""Divides Discord's rate-limit windows, so that a test waits for the bot and not for them."""
COMMANDS = (
    "discussion",
    "fishbowl",
    "hand",
    "speaker",
    "say",
    "pass",
    "preferences",
    "copilot",
    "summary",
    "help",
)
FORMAT = """\
title = "Short class"
description = "Three rounds, closed by the facilitator."

[[round]]
kind = "silent_writing"
title = "On paper"
minutes = 10
question = "What do you notice first?"

[[round]]
kind = "open_floor"
title = "In the room"
minutes = 10
question = "What would you do on Monday?"

[[round]]
kind = "check_out"
title = "One word"
minutes = 5
question = "What do you take along?"
"""
"""The format `short` of the class."""


@dataclass
class Classroom:
    """The bot at work, and the people around it."""

    discord: LocalDiscord
    application: Application
    guild: Guild
    channel: Channel
    facilitator: Member
    student: Member
    other: Member
    lecturer: Member

    async def use(self, member: Member, command: str, /, **options: Any) -> Reply:
        """Let somebody use a command in the class's channel and wait for the whole answer."""
        return await (await member.slash(self.channel, command, **options)).resolved()

    async def begin(self, topic: str = "Who leads a shift?") -> Message:
        """Open a discussion of the short format; returns its first panel."""
        await self.use(self.facilitator, "discussion start", topic=topic, format="short")
        return await self.panel(1)

    async def panel(self, number: int) -> Message:
        """The panel of a round, once it stands in the channel."""
        return await self.shown(f"### Round {number} of 3")

    async def shown(self, words: str) -> Message:
        """The bot's message with these words, once it stands in the channel."""
        return await self.channel.wait_for(lambda m: m.author.bot and words in m.text, 15)

    async def deck(self) -> Message:
        """The message with the deck, once it stands in the channel."""
        return await self.channel.wait_for(
            lambda m: any(each.filename.endswith(".pptx") for each in m.attachments), 30
        )

    async def record(self) -> Record:
        """The record of the guild's latest discussion."""
        service = self.application.service
        latest = (await service.archive.all_of(self.guild.id))[0]
        return await service.archive.record(self.guild.id, latest.id)

    async def facts(self) -> Facts:
        """All that is kept of the guild's latest discussion, also what nobody is told."""
        service = self.application.service
        latest = (await service.archive.all_of(self.guild.id))[0]
        found = await service.archive._store.read(lambda r: r.facts(self.guild.id, latest.id))
        assert found is not None
        return found

    async def recorded(self, words: str) -> Record:
        """The record, once these words stand in it."""
        async with asyncio.timeout(5):
            while True:
                record = await self.record()
                if any(words in each.text for each in record.contributions):
                    return record
                # Ordinary messages are recorded without anybody being told.
                await asyncio.sleep(0.01)

    async def refused(self, status: int) -> None:
        """Wait until Discord has refused a request of the bot's with this status."""
        async with asyncio.timeout(5):
            while True:
                if any(each.status == status for each in self.discord.requests):
                    return
                # The refusal reaches the bot alone; nobody in the channel sees it.
                await asyncio.sleep(0.01)


def settings_for(discord: LocalDiscord, folder: Path, **changes: Any) -> Settings:
    """Settings of a bot for a local Discord that keeps everything in a folder."""
    formats = folder / "formats"
    formats.mkdir(exist_ok=True)
    (formats / "short.toml").write_text(FORMAT, "utf-8")
    given: dict[str, Any] = {
        "token": discord.token,
        "database": str(with_tables(folder / "class.db")),
        "decks": folder / "decks",
        "formats": formats,
        "pictures": False,
        "discord_url": discord.url,
    }
    return Settings(**(given | changes))


@asynccontextmanager
async def serving(application: Application, discord: LocalDiscord) -> AsyncIterator[None]:
    """Run a bot that was made, until the block is left."""
    running = asyncio.create_task(application.run())
    try:
        await discord.wait_for_commands(*COMMANDS)
        await discord.gateway.wait_until_connected()
        yield
    finally:
        running.cancel()
        await asyncio.wait({running})


@asynccontextmanager
async def class_in(
    discord: LocalDiscord,
    settings: Settings,
    connector: Any = None,
    clock: SystemClock | None = None,
    review_for: timedelta = timedelta(),
) -> AsyncIterator[Classroom]:
    """A class of four in a guild of this local Discord, with the bot serving it.

    Without ``review_for`` a deck follows at once.
    """
    guild = discord.add_guild("Leadership 2")
    lecturers = guild.add_role("Lecturer")
    async with (
        Application(
            settings, clock=clock, connector=connector, policy=Policy(review_for=review_for)
        ) as application,
        serving(application, discord),
    ):
        yield Classroom(
            discord=discord,
            application=application,
            guild=guild,
            channel=guild.add_text_channel("class"),
            facilitator=guild.add_member("Ines"),
            student=guild.add_member("Bronwen"),
            other=guild.add_member("Kwame"),
            lecturer=guild.add_member("Dr Adeyo", roles=[lecturers]),
        )
    assert [str(violation) for violation in discord.violations] == []


@pytest.fixture(autouse=True, scope="package")
def library_as_it_was() -> Iterator[None]:
    """Give discord.py its own addresses back after the bot pointed it at a local Discord."""
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before


@pytest.fixture
async def classroom(tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class with everything switched on."""
    async with (
        LocalDiscord(speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path)) as room,
    ):
        yield room


@pytest.fixture
async def quick_classroom(tmp_path: Path) -> AsyncIterator[Classroom]:
    """The same, with a clock on which a minute takes less than half a second."""
    clock = SystemClock(speed=QUICK)
    async with (
        LocalDiscord(now=clock.now, speed=QUICK) as discord,
        class_in(discord, settings_for(discord, tmp_path), clock=clock) as room,
    ):
        yield room
