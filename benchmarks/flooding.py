"""A local Discord in a process of its own, so that its work is not counted as the bot's.

The process is spoken to through a pipe: it says where it listens, starts a discussion when told
to, and floods the channel with messages by fifty members.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from simulator import LocalDiscord

PEOPLE = 50
FORMAT = "one-hour"
_SENTENCE = "I have seen this at work, and what helped us was to ask who carries the cost of it. "
_TAGS = ("", "#practice", "#who-speaks #race")
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where the local Discord is, and how to make something happen on it."""

    url: str
    token: str
    _pipe: Connection

    async def start_discussion(self) -> None:
        """Let a member start a discussion; returns when the bot has answered."""
        await self._ask("start")

    async def flood(self, messages: int) -> int:
        """Send messages as fast as the socket takes them; returns the id of the last one."""
        return await self._ask(messages)

    async def _ask(self, what: str | int) -> int:
        self._pipe.send(what)
        found: int = await asyncio.wait_for(asyncio.to_thread(self._pipe.recv), _PATIENCE)
        return found


@asynccontextmanager
async def local_discord() -> AsyncIterator[Server]:
    """Run a local Discord in a spawned process and stop it at the end."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        url, token = await asyncio.wait_for(asyncio.to_thread(ours.recv), _PATIENCE)
        yield Server(url, token, ours)
        ours.send(None)
        await asyncio.to_thread(process.join, _PATIENCE)
    finally:
        process.kill()


def texts(count: int) -> list[str]:
    """Messages of 16 to 48 words with none, one or two hashtags, in turn."""
    return [f"{_SENTENCE * (1 + i % 3)}{_TAGS[i % 3]} ({i})" for i in range(count)]


def _serve(pipe: Connection) -> None:
    asyncio.run(_play(pipe))


async def _play(pipe: Connection) -> None:
    async with LocalDiscord() as discord:
        guild = discord.add_guild("Class")
        channel = guild.add_text_channel("class")
        members = [guild.add_member(f"Student {number}") for number in range(1, PEOPLE + 1)]
        pipe.send((discord.url, discord.token))
        while (wish := await asyncio.to_thread(pipe.recv)) is not None:
            await discord.gateway.wait_until_connected()
            if wish == "start":
                await discord.wait_for_commands("discussion")
                options = {"topic": "Who leads here?", "format": FORMAT}
                reply = await members[0].slash(channel, "discussion start", **options)
                await reply.resolved()
                await channel.wait_for(lambda message: message.author.bot, _PATIENCE)
                pipe.send(0)
            else:
                sent = await discord.flood(channel, members, texts(wish))
                pipe.send(sent[-1].id)
