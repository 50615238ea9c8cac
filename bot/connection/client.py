"""The Discord client: unmodified discord.py with what this bot needs switched on, and no more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord
from discord.ext import commands

from bot.connection.gateway import Connection, forgiving
from bot.connection.pacing import Pace, paced
from bot.connection.patience import NETWORK, Patience, must_wait_long, passes, reason_of
from cogs.interactions.errors import on_tree_error

log = logging.getLogger(__name__)

LONGEST_RATE_LIMIT = 60.0
"""Real seconds that a request may wait for a rate limit before it fails and is tried later."""


class StartError(Exception):
    """The bot cannot serve; ``str()`` is one sentence that says why and what to do."""


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
        patience: Patience | None = None,
    ) -> None:
        """``on_first_ready`` is awaited once, ``on_new_session`` after each later READY.

        ``pace`` spreads the requests; None is that of Discord itself.
        """
        # Voice is not used: nobody need read at each start that its libraries are missing.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
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
        self._beginning = asyncio.Lock()
        self._patience = patience or Patience()
        self._registering: asyncio.Task[None] | None = None
        self._stopping: asyncio.Task[None] | None = None
        self.failure: StartError | None = None
        """Why it stopped serving by itself, if it did."""
        forgiving(self._connection.parsers)

    def take(self, cogs: Sequence[commands.Cog]) -> None:
        """Note the cogs to be added when the client logs in."""
        self._cogs_to_add = cogs

    async def login(self, token: str) -> None:
        """Log in, however long Discord or the network takes to come back.

        Raises:
            discord.LoginFailure: Discord refuses the token.
            discord.HTTPException: It refuses for another reason that does not pass.
        """
        failures = 0
        while True:
            try:
                return await super().login(token)
            except NETWORK as error:
                if not passes(error):
                    raise
                failures += 1
                self._leave_session()
                delay = self._patience.delay(failures)
                await self._patience.wait(delay, "Discord cannot be reached", error)

    def _leave_session(self) -> None:
        """Let go of the session of a login that failed: the next makes one of its own."""
        session = getattr(self.http, "_HTTPClient__session", None)
        if isinstance(session, aiohttp.ClientSession):
            # Closing it would close the way to Discord, which the next one takes as well.
            session.detach()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected until closed, see ``bot.connection.gateway``."""
        await Connection(self, self._patience).stay()

    async def setup_hook(self) -> None:
        """Add the cogs; their commands are registered while the gateway is opened."""
        cogs, self._cogs_to_add = self._cogs_to_add, ()
        for cog in cogs:
            await self.add_cog(cog)
        self._registering = asyncio.create_task(self._register())

    async def _register(self) -> None:
        """Register the commands, again and again where Discord does not take them.

        Those of an earlier start serve meanwhile, as do buttons and running classes.
        """
        failures = 0
        while True:
            try:
                await self.tree.sync()
            except NETWORK as error:
                if not passes(error) and not await self._has_commands():
                    self.stop_for(f"Discord refused the commands ({reason_of(error)}).")
                    return
                failures += 1
                seconds = self._patience.delay(failures)
                if isinstance(error, discord.RateLimited):
                    seconds = max(seconds, error.retry_after)
                if must_wait_long(error):
                    seconds = self._patience.refused
                await self._patience.wait(seconds, "The commands were not registered", error)
            else:
                if failures:
                    log.info("The commands are registered.")
                return

    async def _has_commands(self) -> bool:
        """Whether commands of an earlier start are there; if that cannot be told, they may be."""
        try:
            return bool(await self.tree.fetch_commands())
        except NETWORK:
            return True

    def stop_for(self, reason: str) -> None:
        """Stop serving for a reason that cannot be mended here; it becomes the exit's sentence."""
        if self.failure is None:
            self.failure = StartError(reason)
            # By itself: whoever says so is a task that closing would cancel.
            self._stopping = asyncio.create_task(self.close())

    async def close(self) -> None:
        """Close the doors."""
        if self._registering is not None:
            self._registering.cancel()
        await super().close()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell of an event, unless the doors are closed: then nobody is left to hear of it.

        The library counts the servers of a new session for a while before it says "ready", and
        does not stop when it is closed meanwhile.
        """
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Begin once; catch up again after a session that was lost."""
        async with self._beginning:
            if self._was_ready:
                await self._on_new_session()
                return
            log.info("Connected as %s in %s server(s).", self.user, len(self.guilds))
            try:
                await self._on_first_ready()
            except Exception as error:
                # A bot without its clock would take words and never post them.
                log.debug("The start failed.", exc_info=error)
                self.stop_for(f"The bot could not begin ({reason_of(error)}). Start again.")
                return
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
