"""The sender: takes posts from the outbox under a lease and has them delivered.

A post is settled in the transaction that applies what follows from it. One that failed for a
passing reason is given back with a delay that doubles; the messenger then looks for it in the
channel's history before it sends again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta

import discord

from bot.catching_up import catch_up, see_who_is_there
from bot.clock import SystemClock
from bot.decks import DeckPool
from cogs.delivery import Publication, TryLater, Undeliverable
from cogs.messenger import Messenger
from discussion.effects import Post, PostKind
from discussion.errors import DeckFailed
from discussion.service import DiscussionService
from storage.outbox import LeasedPost, Outbox

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
"""How long a delivery may take before another attempt looks for the post; real time."""
FIRST_DELAY = timedelta(seconds=0.5)
LONGEST_DELAY = timedelta(seconds=60)
AT_ONCE = 40
"""How many posts are on their way at the same time, each to another place."""
LONGEST_WAIT = 1.0
"""Real seconds between two looks into the outbox when nothing rings."""


class Sender:
    """Delivers what stands in the outbox, in order for each place."""

    def __init__(
        self,
        *,
        client: discord.Client,
        outbox: Outbox,
        messenger: Messenger,
        service: DiscussionService,
        decks: DeckPool,
        clock: SystemClock,
        bell: asyncio.Event,
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._messenger = messenger
        self._service = service
        self._decks = decks
        self._clock = clock
        self._bell = bell
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to send."""
        self._loop = asyncio.create_task(self._run(), name="sender")

    async def stop(self) -> None:
        """Stop leasing and give deliveries under way a moment to settle."""
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        if self._on_their_way:
            await asyncio.wait(self._on_their_way, timeout=5)
        for task in self._on_their_way:
            task.cancel()

    async def _run(self) -> None:
        while True:
            self._bell.clear()
            try:
                await self._send_what_waits()
            except Exception:
                log.exception("Looking into the outbox failed; it is tried again.")
            # Not wait_for: before Python 3.12 it can swallow the cancellation that stops this.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_WAIT):
                    await self._bell.wait()

    async def _send_what_waits(self) -> None:
        room = AT_ONCE - len(self._on_their_way)
        if room <= 0:
            return
        now = self._clock.now()
        lease = await self._outbox.lease(now, lease_for=self._clock.lasting(LEASE), limit=room)
        for post in lease.dropped:
            log.info("Dropped %s: it was too late.", post.dedup)
        for leased in lease.posts:
            task = asyncio.create_task(self._deliver(leased), name=leased.post.dedup)
            self._on_their_way.add(task)
            task.add_done_callback(self._arrived)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self._on_their_way.discard(task)
        self._bell.set()

    async def _deliver(self, leased: LeasedPost) -> None:
        post = leased.post
        try:
            message_id = await self._perform(leased)
        except Undeliverable as error:
            log.warning("%s cannot be delivered: %s", post.dedup, error.reason)
            await self._service.delivery.undeliverable(
                post,
                error.reason,
                leased.version,
                unreachable=error.unreachable,
            )
        except TryLater as error:
            await self._give_back(leased, error.after)
        except Exception:
            log.exception("Delivering %s failed.", post.dedup)
            await self._give_back(leased, None)
        else:
            await self._service.delivery.delivered(post, message_id, leased.version)
            if post.kind is PostKind.PANEL and post.data["round"] == 1:
                await self._see_who_is_there(post)

    async def _see_who_is_there(self, post: Post) -> None:
        """A discussion has just begun: who sits in its voice channel already takes part."""
        try:
            discussion = await self._service.archive.one(post.guild_id, post.discussion_id)
            await see_who_is_there(self._client, self._service, discussion)
        except Exception:
            log.exception("Who is there for %s could not be seen.", post.dedup)

    async def _perform(self, leased: LeasedPost) -> int | None:
        post = leased.post
        panel: int | None = None
        if post.kind is PostKind.PANEL_EDIT:
            panel = await self._service.delivery.message_of(post.guild_id, str(post.data["panel"]))
            if panel is None:
                # Posts go out in order, so the panel was settled before: it could not be posted.
                raise Undeliverable("its panel was never posted")
        elif post.kind in (PostKind.EVENT, PostKind.HANDS):
            panel = await self._service.delivery.message_of(post.guild_id, post.dedup)
        publication = await self._publication(post) if post.kind is PostKind.DECK else None
        return await self._messenger.deliver(
            post,
            panel_message_id=panel,
            publication=publication,
            tried_before=leased.first_tried_at,
        )

    async def _publication(self, post: Post) -> Publication:
        """The record and its deck, after a last look at the channel's history."""
        discussion = await self._service.archive.one(post.guild_id, post.discussion_id)
        await catch_up(self._client, self._service, discussion)
        guild = self._client.get_guild(post.guild_id)
        record = await self._service.archive.record(
            post.guild_id, post.discussion_id, server_name=guild.name if guild else ""
        )
        try:
            return Publication(record, await self._decks.build(record))
        except DeckFailed as error:
            raise Undeliverable(str(error)) from error

    async def _give_back(self, leased: LeasedPost, after: timedelta | None) -> None:
        delay = after or min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(leased.attempts - 1, 10))
        at = self._clock.now() + self._clock.lasting(delay)
        await self._outbox.retry(leased.post.dedup, at, "a passing failure")
        asyncio.get_running_loop().call_later(delay.total_seconds(), self._bell.set)
