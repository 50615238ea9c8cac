"""The Discord client: unmodified discord.py with what this bot needs switched on, and no more."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.pacing import Pace, paced
from cogs.interactions.errors import on_tree_error

log = logging.getLogger(__name__)

LONGEST_RATE_LIMIT = 60.0
"""Real seconds that a request may wait for a rate limit before it fails and is tried later."""


class Client(commands.Bot):
    """Connects to Discord, registers commands, and says when it is ready."""

    def __init__(
        self,
        *,
        intents: discord.Intents,
        on_first_ready: Callable[[], Awaitable[None]],
        on_new_session: Callable[[], Awaitable[None]],
        guild_ready_timeout: float,
        connector: Any = None,
        pace: Pace | None = None,
    ) -> None:
        """``on_first_ready`` is awaited once, ``on_new_session`` after each later READY.

        ``pace`` spreads the requests; None is that of Discord itself.
        """
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            guild_ready_timeout=guild_ready_timeout,
            connector=connector,
            http_trace=paced(pace or Pace()),
        )
        self.tree.error(on_tree_error)
        self._cogs_to_add: Sequence[commands.Cog] = ()
        self._on_first_ready = on_first_ready
        self._on_new_session = on_new_session
        self._was_ready = False

    def take(self, cogs: Sequence[commands.Cog]) -> None:
        """Note the cogs to be added when the client logs in."""
        self._cogs_to_add = cogs

    async def setup_hook(self) -> None:
        """Add the cogs and register their commands, before the gateway is opened."""
        for cog in self._cogs_to_add:
            await self.add_cog(cog)
        await self.tree.sync()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell of an event, unless the doors are closed: then nobody is left to hear of it.

        The library counts the servers of a new session for a while before it says "ready", and
        does not stop when it is closed meanwhile.
        """
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Catch up before the clock starts, and again after a session that was lost."""
        if self._was_ready:
            await self._on_new_session()
            return
        log.info("Connected as %s in %s server(s).", self.user, len(self.guilds))
        await self._on_first_ready()
        self._was_ready = True


def intents(*, message_content: bool, members: bool) -> discord.Intents:
    """The gateway events that the bot asks for."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.guild_reactions = True
    wanted.guild_typing = True
    wanted.guild_scheduled_events = True
    wanted.voice_states = True
    wanted.dm_messages = True
    wanted.message_content = message_content
    wanted.members = members
    return wanted


def use_server(url: str) -> None:
    """Point discord.py at another Discord-compatible server, for the whole process."""
    from discord.asset import Asset  # noqa: PLC0415 - only where it is replaced
    from discord.gateway import DiscordWebSocket  # noqa: PLC0415 - the same
    from discord.http import Route  # noqa: PLC0415 - the same
    from yarl import URL  # noqa: PLC0415 - the same

    base = url.rstrip("/").removesuffix("/api/v10")
    socket = "ws" + base.removeprefix("http")
    Route.BASE = f"{base}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = URL(socket + "/")
    Asset.BASE = base
