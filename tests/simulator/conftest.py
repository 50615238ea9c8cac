"""Fixtures: a local Discord with a small class, and discord.py pointed at it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator import Channel, Guild, LocalDiscord, Member
from simulator.rules.documents import present
from simulator.state.permissions import BOT_DEFAULT, Permission
from tests.simulator.bots import plain_way

DOCUMENTS = Path(__file__).resolve().parents[2].parent / "shared" / "discord-spec"


_MORE = Permission.PIN_MESSAGES | Permission.CREATE_PRIVATE_THREADS | Permission.MANAGE_EVENTS


@dataclass
class Class:
    """A local Discord with a guild, a channel and two people."""

    discord: LocalDiscord
    guild: Guild
    channel: Channel
    mara: Member
    tomek: Member


def documents_folder() -> Path | None:
    """The folder of the two API documents, or None where they are absent."""
    return DOCUMENTS if present(DOCUMENTS) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of a run that the documents were not there."""
    if documents_folder() is None:
        terminalreporter.write_line(
            f"The API documents are not in {DOCUMENTS}: checks against them were skipped."
        )


def build(discord: LocalDiscord) -> Class:
    """Put a small class into a local Discord."""
    guild = discord.add_guild("Leading without a title")
    # Other bots may be given more than Roundtable asks for.
    guild.change_role(guild.bot_role, BOT_DEFAULT | _MORE)
    channel = guild.add_text_channel("class")
    return Class(discord, guild, channel, guild.add_member("Mara"), guild.add_member("Tomek"))


@pytest.fixture
async def faulty_classroom() -> AsyncIterator[Class]:
    """A plain local Discord whose violations the test looks at itself."""
    async with LocalDiscord(speed=20, documents=documents_folder()) as discord:
        with plain_way(discord):
            yield build(discord)


@pytest.fixture
async def classroom(faulty_classroom: Class) -> AsyncIterator[Class]:
    """The same, for tests in which nothing may break a rule or a document."""
    yield faulty_classroom
    assert [str(entry) for entry in faulty_classroom.discord.violations] == []
