"""The composition root: one place that makes everything and hands it what it needs."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import discord

from bot.catching_up import catch_up_with_all, catch_up_with_published
from bot.clock import SystemClock
from bot.config import ConfigError, Settings
from bot.connection.client import Client, StartError, intents, use_server
from bot.connection.pacing import Pace
from bot.connection.patience import Patience, reason_of
from bot.decks.pool import DeckPool
from bot.decks.publications import Publications
from bot.decks.wording_endpoint import WordingEndpoint
from bot.decks.wordings import Wordings
from bot.posting.sender import Sender
from bot.posting.sweeping import Sweeper
from bot.ticker import Ticker
from cogs.assembly import all_cogs
from cogs.delivery.messenger import Messenger
from cogs.interactions.case_files import DISCORD_HOSTS, CaseFiles
from cogs.interactions.people import People
from cogs.interactions.undelivered import Undelivered
from cogs.lifecycle.rights import ClientRooms
from discussion.formats.library import built_in_formats, formats_in
from discussion.model import Discussion, DiscussionId
from discussion.model.policy import Policy
from discussion.service import DiscussionService
from discussion.service.term import TermService
from readings.worker import ReadingWorker
from storage.store.outbox import Outbox
from storage.store.store import SqlStore

log = logging.getLogger(__name__)

GUILDS_READY_AFTER = 2.0
"""Real seconds without another guild after which all are there (the library's own default)."""
GUILDS_READY_AFTER_LOCALLY = 0.05


DATABASE_FAILED = "The database failed at the start of a session"
REFUSED_TOKEN = "Discord refused the token. Copy it anew into ROUNDTABLE_TOKEN."  # noqa: S105 - no token, a sentence
REFUSED_INTENT = (
    "An intent is off. Switch on Message Content and Server Members for the bot in Discord's "
    "developer portal, or set ROUNDTABLE_MESSAGE_CONTENT and ROUNDTABLE_MEMBERS to false."
)
WHY_CLOSED = {
    4004: REFUSED_TOKEN,
    4010: "Discord refused the bot's share of servers. Install the latest version of the bot.",
    4011: "The bot is in more servers than one connection may serve. Take it out of some.",
    4012: "Discord no longer speaks this version of its gateway. Install the latest version.",
    4013: "Discord does not know an intent that the bot asks for. Install the latest version.",
    4014: REFUSED_INTENT,
}
"""What to do, by the code with which Discord closes for good."""


class Application:
    """The whole bot: started fully or not at all. Use it with ``async with``, then ``run``."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: SystemClock | None = None,
        connector: Any = None,
        policy: Policy | None = None,
        patience: Patience | None = None,
    ) -> None:
        """``connector`` (an aiohttp connector) replaces the way to Discord.

        ``policy`` holds the thresholds of new discussions where nothing else was chosen.
        ``patience`` is how long is waited where Discord or the database fails.
        """
        self.settings = settings
        self.clock = clock or SystemClock(
            speed=settings.clock_speed,
            anchor=settings.anchor.astimezone(UTC) if settings.anchor else None,
        )
        self._connector = connector
        self._policy = policy or Policy()
        self._patience = patience or Patience()
        self._stack = AsyncExitStack()
        self._stops = False
        self._looks: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Open the database and make every part.

        Raises:
            ConfigError: A setting is missing.
            StorageError: The database cannot be used.
            BadFile: A format of the lecturer's is not well formed.
        """
        try:
            await self._open()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def _open(self) -> None:
        settings = self.settings
        if not settings.token:
            raise ConfigError(
                "ROUNDTABLE_TOKEN is missing: copy the bot's token from Discord's developer portal."
            )
        formats = dict(built_in_formats())
        if settings.formats is not None:
            formats |= formats_in(settings.formats)
        if settings.discord_url:
            use_server(settings.discord_url)
        posts_wait = asyncio.Event()
        store = await self._stack.enter_async_context(
            SqlStore(settings.database, on_posts=posts_wait.set)
        )
        self.store = store
        self.service = DiscussionService(
            store=store,
            clock=self.clock,
            formats=formats,
            policy=self._policy,
            zone=settings.zone,
            draw=lambda: DiscussionId(secrets.token_hex(6)),
            draw_secret=lambda: secrets.token_hex(32),
        )
        self.client = self._client()
        self.term = TermService(
            store=store,
            clock=self.clock,
            zone=settings.zone,
            draw=lambda: secrets.token_hex(6),
            discussions=self.service,
            rooms=ClientRooms(self.client),
        )
        await self.term.courses.load()
        self.decks = DeckPool(
            settings.decks,
            fewest_in_a_cell=settings.fewest_in_a_cell,
            with_pictures=settings.pictures,
        )
        self._stack.push_async_callback(self.decks.close)
        readings = ReadingWorker()
        self._stack.push_async_callback(readings.close)
        self._stack.push_async_callback(self.client.close)
        people = People(
            lecturer_role=settings.lecturer_role, chosen_role=self.term.courses.lecturer_role
        )
        messenger = Messenger(self.client, clock=self.clock, people=people)
        self.outbox = Outbox(store)
        self.ticker = Ticker(wakes=self.service.wakes, clock=self.clock)
        self.sweeper = Sweeper(store=store, outbox=self.outbox, clock=self.clock)
        endpoint = _endpoint(settings)
        undelivered = Undelivered(clock=self.clock, lasting=self.clock.lasting)
        self.sender = Sender(
            client=self.client,
            outbox=self.outbox,
            messenger=messenger,
            service=self.service,
            publications=self._publications(endpoint),
            undelivered=undelivered,
            clock=self.clock,
            bell=posts_wait,
        )
        if settings.health_port:
            # Only here: a web server is 2 MB that a bot without it need not hold.
            from bot.watching.health import Health, vitals  # noqa: PLC0415 - see above

            await self._stack.enter_async_context(
                Health(
                    look=lambda: vitals(
                        client=self.client,
                        ticker=self.ticker,
                        sender=self.sender,
                        undelivered=undelivered,
                        store=store,
                        outbox=self.outbox,
                        clock=self.clock,
                    ),
                    host=settings.health_host,
                    port=settings.health_port,
                )
            )
        self.client.take(
            all_cogs(
                bot=self.client,
                service=self.service,
                term=self.term,
                messenger=messenger,
                people=people,
                builder=self.decks,
                clock=self.clock,
                undelivered=undelivered,
                wording_by=f"{endpoint.model} at {endpoint.host}" if endpoint is not None else "",
                cases=CaseFiles(reader=readings, hosts=_attachment_hosts(settings.discord_url)),
            )
        )

    def _publications(self, endpoint: WordingEndpoint | None) -> Publications:
        wordings = None
        if endpoint is not None:
            most = self.settings.wording_tokens
            wordings = Wordings(decks=self.decks, wordsmith=endpoint, most_tokens=most)
        return Publications(
            client=self.client,
            service=self.service,
            decks=self.decks,
            with_pictures=self.settings.pictures,
            wordings=wordings,
        )

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop in order: no more wake-ups, no more posts, then the doors."""
        self._stops = True
        if self._looks is not None:
            self._looks.cancel()
            await asyncio.wait({self._looks})
        if hasattr(self, "ticker"):
            await self.ticker.stop()
            await self.sweeper.stop()
            await self.sender.stop()
        gc.unfreeze()
        await self._stack.aclose()

    async def run(self) -> None:
        """Connect and serve until the client is closed; what passes is waited for.

        Raises:
            StartError: Something that cannot be mended from here, at the start or later.
        """
        try:
            await self.client.start(self.settings.token)
        except discord.LoginFailure:
            raise StartError(REFUSED_TOKEN) from None
        except discord.ConnectionClosed as error:
            reason = WHY_CLOSED.get(error.code, f"Discord ended the connection ({error.code}).")
            raise StartError(reason) from None
        except discord.HTTPException as error:
            raise StartError(f"Discord does not let the bot in ({reason_of(error)}).") from None
        if self.client.failure is not None:
            raise self.client.failure

    def _client(self) -> Client:
        settings = self.settings
        return Client(
            intents=intents(message_content=settings.message_content, members=settings.members),
            on_first_ready=self._begin,
            on_new_session=self._catch_up_again,
            guild_ready_timeout=(
                GUILDS_READY_AFTER_LOCALLY if settings.discord_url else GUILDS_READY_AFTER
            ),
            connector=self._connector,
            pace=Pace(speed=self.clock.speed),
            patience=self._patience,
        )

    async def _begin(self) -> None:
        """Start the clock; a class wakes once what was written in it meanwhile has been read."""
        await self._patience.until_done(DATABASE_FAILED, self.outbox.recover)
        live = await self._patience.until_done(DATABASE_FAILED, self.service.archive.live)
        if self._stops:
            return
        self.service.wakes.hold(each.id for each in live)
        self.ticker.start()
        self.sender.start()
        self.sweeper.start()
        # What start-up made stays as long as the bot does: the collector need not walk through it
        # again and again while messages come in.
        if not self.settings.discord_url:
            # Takes 0.15 s, which a bot that serves for months has.
            gc.collect()
        gc.freeze()
        self._looks = asyncio.create_task(self._read_meanwhile(live), name="catching up")

    async def _read_meanwhile(self, live: Sequence[Discussion]) -> None:
        wakes = self.service.wakes
        try:
            await catch_up_with_all(self.client, self.service, live, then=wakes.release)
        finally:
            for each in live:
                wakes.release(each.id)
        await catch_up_with_published(self.client, self.service)

    async def _catch_up_again(self) -> None:
        live = await self._patience.until_done(DATABASE_FAILED, self.service.archive.live)
        await catch_up_with_all(self.client, self.service, live)
        self._look_at_published()

    def _look_at_published(self) -> None:
        """Look beside everything else for what went from published classes meanwhile."""
        if self._looks is None or self._looks.done():
            looking = catch_up_with_published(self.client, self.service)
            self._looks = asyncio.create_task(looking, name="published classes")


def _endpoint(settings: Settings) -> WordingEndpoint | None:
    """The language model that may word titles, where an address is set."""
    if not settings.wording_url:
        return None
    return WordingEndpoint(
        url=settings.wording_url,
        key=settings.wording_key,
        model=settings.wording_model,
        seconds=settings.wording_seconds,
    )


def _attachment_hosts(discord_url: str) -> tuple[str, ...]:
    """Where attachments are fetched from; in a rehearsal, from the local Discord as well."""
    if not discord_url:
        return DISCORD_HOSTS
    parts = urlsplit(discord_url)
    return (*DISCORD_HOSTS, f"{parts.scheme}://{parts.netloc}")
