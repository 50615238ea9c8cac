"""The sender: takes posts from the outbox under a lease and has them delivered.

A post is settled in the transaction that applies what follows from it. One that failed for a
passing reason is given back with a delay that doubles; the messenger then looks for it in the
channel's history before it sends again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from datetime import timedelta
from functools import partial

import discord

from bot.catching_up import see_who_is_there
from bot.clock import SystemClock
from bot.decks.publications import Publications
from bot.posting.copies import Copies
from bot.posting.failures import Failures
from bot.posting.setbacks import Setbacks
from cogs.delivery.messenger import Messenger
from cogs.interactions.delivering import AlreadyGone, TryLater, Undeliverable
from cogs.interactions.undelivered import Undelivered
from discussion.model import State, naming
from discussion.model.effects import Post, PostKind
from discussion.service import DiscussionService
from storage.store.outbox import LeasedPost, Outbox

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
"""How long a delivery may take before another attempt looks for the post; real time."""
STUCK_AFTER = 30.0
"""Real seconds without a look into the outbox after which the sender has stopped."""
AT_ONCE = 100
"""How many posts are on their way at the same time, each to another place: most of them wait until
their place takes another one, and must not hold up those for other places."""
LONGEST_WAIT = 1.0
"""Real seconds between two looks into the outbox when nothing rings."""
_KEPT = frozenset(
    {
        PostKind.EVENT,
        PostKind.HANDS,
        PostKind.REVIEW,
        PostKind.DECK_PROGRESS,
        PostKind.PREVIEWS,
        PostKind.SLIDE,
        PostKind.SLIDE_SWAP,
    }
)
"""Posts that change the message in which they stand."""


class Sender:
    """Delivers what stands in the outbox, in order for each place."""

    def __init__(
        self,
        *,
        client: discord.Client,
        outbox: Outbox,
        messenger: Messenger,
        service: DiscussionService,
        publications: Publications,
        undelivered: Undelivered,
        clock: SystemClock,
        bell: asyncio.Event,
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._messenger = messenger
        self._service = service
        self._publications = publications
        self._undelivered = undelivered
        self._clock = clock
        self._bell = bell
        self.failures = Failures()
        self._setbacks = Setbacks(
            client=client,
            outbox=outbox,
            service=service,
            undelivered=undelivered,
            failures=self.failures,
            clock=clock,
            bell=bell,
        )
        self._looked_at: float | None = None
        self._copies = Copies(client, service, clock)
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to send."""
        self._looked_at = time.monotonic()
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

    @property
    def has_stopped(self) -> bool:
        """Whether it was started and has not looked into the outbox for long."""
        return self._looked_at is not None and time.monotonic() - self._looked_at > STUCK_AFTER

    async def _run(self) -> None:
        while True:
            self._bell.clear()
            try:
                await self._send_what_waits()
                self._looked_at = time.monotonic()
                await self._setbacks.owe_what_is_late()
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
            self._undelivered.given_up(post)
        for leased in lease.posts:
            task = asyncio.create_task(self._deliver(leased), name=leased.post.dedup)
            self._on_their_way.add(task)
            task.add_done_callback(self._arrived)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self._on_their_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease ends by itself, and then it is tried again.
            log.error("Settling %s failed.", task.get_name(), exc_info=error)
        self._bell.set()

    async def _deliver(self, leased: LeasedPost) -> None:
        post = leased.post
        self._undelivered.begun(post, leased.first_tried_at)
        try:
            message_id = await self._perform(leased)
        except Undeliverable as error:
            await self._setbacks.refused(leased, error)
        except AlreadyGone:
            await self._service.delivery.found_gone(post, leased.version)
        except TryLater as error:
            await self._setbacks.put_off(leased, error)
        except Exception as error:
            await self._setbacks.broken(leased, error)
        else:
            await self._service.delivery.delivered(post, message_id, leased.version)
            self._undelivered.arrived(post)
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
        deliver = partial(
            self._messenger.deliver,
            post,
            panel_message_id=await self._stands_in(post),
            tried_before=leased.first_tried_at,
        )
        if post.kind in (PostKind.DECK, PostKind.DECK_AGAIN):
            return await deliver(publication=await self._publications.deck(post))
        if post.kind is PostKind.HIDE and post.data.get("own"):
            await self._copies.keep(post, leased.first_tried_at)
        if post.kind is PostKind.FILES:
            return await deliver(kept=await self._copies.of(post))
        if post.kind is PostKind.SLIDE:
            return await deliver(slide=await self._publications.slide(post))
        if post.kind is PostKind.PREVIEWS:
            async with self._publications.pictures(post) as pictures:
                return await deliver(pictures=pictures)
        return await deliver()

    async def _stands_in(self, post: Post) -> int | None:
        """The message that a post changes, if it does."""
        message_of = partial(self._service.delivery.message_of, post.guild_id)
        if post.kind is PostKind.PANEL_EDIT:
            panel = await message_of(str(post.data["panel"])) or await message_of(post.dedup)
            if panel is None and post.data["state"] == "over":
                # Posts go out in order, so the panel was settled before: it could not be posted.
                raise Undeliverable("its panel was never posted")
            # A round that still runs gets its panel by this, now that one may be posted again.
            return panel
        if post.kind is PostKind.DECK:
            # It takes the place of the line that said it was being made.
            return await message_of(naming.deck_progress(post.discussion_id))
        if post.kind is PostKind.DECK_AGAIN:
            # The message of the first deck, or of the one that took its place last; where none
            # stands, the line that says so.
            discussion = await self._service.archive.one(post.guild_id, post.discussion_id)
            if discussion.state is not State.PUBLISHED:
                raise TryLater(reason="the deck before it is on its way")
            again = await message_of(post.dedup)
            first = again or await message_of(naming.deck(post.discussion_id))
            return first or await message_of(naming.deck_progress(post.discussion_id))
        return await message_of(post.dedup) if post.kind in _KEPT else None
