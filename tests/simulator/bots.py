"""A real discord.py client connected to a local Discord."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from simulator import LocalDiscord

INTENTS = discord.Intents.default() | discord.Intents(members=True, message_content=True)


class Bot(discord.Client):
    """A client with a command tree that notes events."""

    def __init__(self, intents: discord.Intents = INTENTS, **options: Any) -> None:
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.1,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.resumed = asyncio.Event()
        self.readied = 0
        self.was_ready = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: the local Discord sets no five seconds between identifies."""

    async def on_ready(self) -> None:
        """Count and tell."""
        self.readied += 1
        self.was_ready.set()

    async def on_resumed(self) -> None:
        """Tell."""
        self.resumed.set()


@contextmanager
def plain_way(local: LocalDiscord) -> Iterator[None]:
    """Point discord.py's classes at a local Discord, and back."""
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE)
    Route.BASE = local.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(local.gateway_url)
    Asset.BASE = local.url
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before


@asynccontextmanager
async def running(
    bot: Bot, local: LocalDiscord, prepare: Callable[[Bot], Awaitable[object]] | None = None
) -> AsyncIterator[Bot]:
    """Log in, wait until ready, and close at the end; an error of the client is raised."""
    async with bot:
        await bot.login(local.token)
        if prepare is not None:
            await prepare(bot)
        connection = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.was_ready.wait())
        done, _ = await asyncio.wait(
            {connection, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED
        )
        ready.cancel()
        if connection in done:
            await connection
        assert bot.was_ready.is_set(), "the client did not get ready"
        try:
            yield bot
        finally:
            await bot.close()
            await connection


async def sync(bot: Bot) -> None:
    """Register the tree's commands."""
    await bot.tree.sync()
