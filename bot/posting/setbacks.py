"""What follows when a delivery fails: another try, the end of it, and who is told.

Passing failures are tried again with a delay that doubles. A deck is tried for days. What can never
be delivered is settled, and whoever misses it is told in private.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import cast

import discord

from bot.clock import SystemClock
from bot.posting.failures import Failures
from cogs.delivery import layouts
from cogs.interactions.delivering import TryLater, Undeliverable
from cogs.interactions.undelivered import Notice, Undelivered
from discussion.model.effects import NO_DISCUSSION, Post, PostKind
from discussion.model.hindrance import Hindrance, late_after
from discussion.service import DiscussionService
from storage.store.outbox import LeasedPost, Outbox

FIRST_DELAY = timedelta(seconds=0.5)
LONGEST_DELAY = timedelta(seconds=60)
DECK_DELAY = timedelta(seconds=30)
DECK_LONGEST = timedelta(hours=1)
TRIED_FOR = timedelta(days=7)
"""How long a deck is tried: until the disk has room, the memory is back, the channel is open."""
MOST_ATTEMPTS = 10
"""How often a post is tried that fails by a mistake of ours; what waits behind it must go on."""


class Setbacks:
    """Deals with deliveries that failed."""

    def __init__(
        self,
        *,
        client: discord.Client,
        outbox: Outbox,
        service: DiscussionService,
        undelivered: Undelivered,
        failures: Failures,
        clock: SystemClock,
        bell: asyncio.Event,
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._service = service
        self._undelivered = undelivered
        self._failures = failures
        self._clock = clock
        self._bell = bell

    async def refused(self, leased: LeasedPost, error: Undeliverable) -> None:
        """A post can never be delivered. A deck is tried all the same, for days."""
        post, why = leased.post, error.why
        if post.kind is PostKind.DECK_AGAIN and not self._is_older(leased, TRIED_FOR):
            why = why or Hindrance.REFUSED
            await self._service.delivery.deck_put_off(post, why, error.reason, self._owner(post))
            await self._again(leased, why, error.reason, _growing(DECK_DELAY, leased, DECK_LONGEST))
            await self._owe_lecturers(post, why, error.reason)
            return
        self._failures.given_up(post, why, error.reason)
        await self._service.delivery.undeliverable(
            post,
            error.reason,
            leased.version,
            unreachable=error.unreachable,
            why=why,
            owner_id=self._owner(post),
        )
        self._undelivered.given_up(post)
        if post.kind is PostKind.UNDELIVERED and post.recipient_id is not None:
            # No private way to them, so it waits for the next thing that they do.
            notice = layouts.notice_of(post)
            self._undelivered.owe_to((post.recipient_id,), post.guild_id, notice)
        elif post.kind is PostKind.DECK and why is not None:
            await self._owe_lecturers(post, why, error.reason)
        elif post.discussion_id == NO_DISCUSSION and post.recipient_id is None and why is not None:
            title, channel = post.data.get("title"), post.data.get("channel") or post.channel_id
            of = Notice(NO_DISCUSSION, str(title or ""), cast("int", channel), post.kind, why)
            self._undelivered.owe_to((), post.guild_id, of, lecturers=True)

    async def put_off(self, leased: LeasedPost, error: TryLater) -> None:
        """A post may be delivered by another attempt."""
        post, why, after = leased.post, Hindrance.NOT_TAKEN, error.after
        if post.kind is PostKind.DECK and self._is_older(leased, late_after(post.kind)):
            # The place is not kept for it any longer; it is tried on from a queue of its own.
            await self.refused(leased, Undeliverable(error.reason, why=why))
            return
        if post.kind is PostKind.DECK_AGAIN:
            # Each try makes it anew.
            after = after or _growing(DECK_DELAY, leased, DECK_LONGEST)
        await self._again(leased, why, error.reason, after)

    async def broken(self, leased: LeasedPost, error: Exception) -> None:
        """A mistake of ours, or a database that fails: what lies behind the post must go on."""
        reason = f"it failed ({type(error).__name__})"
        if leased.attempts >= MOST_ATTEMPTS:
            await self.refused(leased, Undeliverable(reason, why=Hindrance.REFUSED))
            return
        self._failures.put_off(leased.post, Hindrance.REFUSED, reason, error)
        self._undelivered.put_off(leased.post, Hindrance.REFUSED, reason)
        await self._give_back(leased, None)

    async def _again(
        self, leased: LeasedPost, why: Hindrance, reason: str, after: timedelta | None
    ) -> None:
        self._failures.put_off(leased.post, why, reason)
        self._undelivered.put_off(leased.post, why, reason)
        await self._give_back(leased, after)

    async def owe_what_is_late(self) -> None:
        """Whoever leads a class whose posts are late reads of it in their next answer."""
        for waiting in self._undelivered.late():
            post = waiting.post
            of_a_class = post.discussion_id != NO_DISCUSSION and post.recipient_id is None
            if of_a_class and not self._undelivered.is_owed(post):
                discussion = await self._service.archive.one(post.guild_id, post.discussion_id)
                self._undelivered.owe(discussion, waiting)

    async def _owe_lecturers(self, post: Post, why: Hindrance, reason: str) -> None:
        """Lecturers read why a deck is not there; whoever leads has a direct message already."""
        if self._undelivered.is_owed(post):
            return
        discussion = await self._service.archive.one(post.guild_id, post.discussion_id)
        notice = Notice(
            discussion.id, discussion.topic, discussion.place.channel_id, post.kind, why, reason
        )
        self._undelivered.owe_to((), post.guild_id, notice, lecturers=True)

    def _is_older(self, leased: LeasedPost, real: timedelta) -> bool:
        """Whether the first try of a post is longer ago."""
        first = leased.first_tried_at
        return first is not None and self._clock.now() - first > self._clock.lasting(real)

    def _owner(self, post: Post) -> int | None:
        guild = self._client.get_guild(post.guild_id)
        return guild.owner_id if guild is not None else None

    async def _give_back(self, leased: LeasedPost, after: timedelta | None) -> None:
        delay = after or _growing(FIRST_DELAY, leased, LONGEST_DELAY)
        at = self._clock.now() + self._clock.lasting(delay)
        await self._outbox.retry(leased.post.dedup, at, "a passing failure")
        asyncio.get_running_loop().call_later(delay.total_seconds(), self._bell.set)


def _growing(first: timedelta, leased: LeasedPost, longest: timedelta) -> timedelta:
    return min(longest, first * (1 << min(leased.attempts - 1, 10)))
