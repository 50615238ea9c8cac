"""Delivery: what follows once a post stands in Discord, or never will."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import cast

from discussion import posts
from discussion.after_class import reflection as reflecting
from discussion.after_class.reflection_posts import reflection
from discussion.arrangement import grouping
from discussion.lifecycle import rounds
from discussion.model import Discussion, InvitationState
from discussion.model.effects import Decision, Post, PostKind
from discussion.model.hindrance import Hindrance
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.applying import apply, published, turned
from discussion.service.contributions import keeping, taking_back
from discussion.service.deciding import Deciding

Arrived = Callable[[Transaction, Post, int | None, datetime], None]
Failed = Callable[[Transaction, Post, datetime], None]


class Delivery(Deciding):
    """What became of posts."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        super().__init__(store=store, clock=clock)
        self._arrived: dict[PostKind, Arrived] = {}
        self._failed: dict[PostKind, Failed] = {}

    def answer_for(
        self, kind: PostKind, *, arrived: Arrived | None = None, failed: Failed | None = None
    ) -> None:
        """Let somebody else say, in the same unit of work, what follows from posts of a kind."""
        if arrived is not None:
            self._arrived[kind] = arrived
        if failed is not None:
            self._failed[kind] = failed

    async def delivered(self, post: Post, message_id: int | None, version: int = 1) -> None:
        """A post stands in Discord: the words it shows can be read there from now on."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            transaction.mark_sent(post.dedup, message_id, now, version)
            if message_id is not None:
                taking_back.shown(transaction, post, message_id)
            keeping.settled(transaction, post, message_id)
            if post.kind is PostKind.GROUP:
                _threaded(transaction, post, message_id, now)
            if post.kind is PostKind.DECK:
                _publish(transaction, post, posts.previews)
            if post.kind is PostKind.DECK_AGAIN:
                _show_pictures(transaction, post)
            if post.kind is PostKind.DECK_PROGRESS:
                _try_again(transaction, post, now)
            if (arrived := self._arrived.get(post.kind)) is not None:
                arrived(transaction, post, message_id, now)

        await self._store.write(unit)

    async def found_gone(self, post: Post, version: int = 1) -> None:
        """A message was gone before the bot first tried to remove it: its author took it back."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            transaction.mark_sent(post.dedup, None, now, version)
            before = transaction.contribution(post.guild_id, cast("int", post.data["contribution"]))
            discussion = transaction.discussion(post.guild_id, post.discussion_id)
            if before is not None and before.held and discussion is not None:
                taking_back.without_words(transaction, discussion, before, now)

        await self._store.write(unit)

    async def undeliverable(
        self,
        post: Post,
        reason: str,
        version: int = 1,
        *,
        unreachable: bool = False,
        why: Hindrance | None = None,
        owner_id: int | None = None,
    ) -> None:
        """A post can never be made; what it was for is done another way where there is one.

        ``why`` is told to whoever leads, in private; None where nobody need know. Of a deck the
        server's owner is told too. The deck itself is tried again.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            transaction.mark_failed(post.dedup, reason, now, version)
            if (failed := self._failed.get(post.kind)) is not None:
                failed(transaction, post, now)
            discussion = transaction.discussion(post.guild_id, post.discussion_id)
            if discussion is None:
                return
            if why is not None:
                _tell(transaction, discussion, post, why, reason, owner_id, now)
            if post.kind is PostKind.INVITATION:
                _not_invited(transaction, discussion, post, now, closed=unreachable)
            elif post.kind is PostKind.HIDE:
                _stays_visible(transaction, post)
                keeping.stays(transaction, discussion, post)
            elif post.kind is PostKind.GROUP_THREAD:
                _threaded(transaction, post, None, now)
            elif post.kind is PostKind.DECK:
                _publish(transaction, post, posts.deck_missing)
            elif post.kind is PostKind.DECK_PROGRESS:
                _try_again(transaction, post, now)
            elif post.kind is PostKind.DECK_AGAIN and post.data.get("first"):
                transaction.post(posts.deck_missing(discussion, final=True))

        await self._store.write(unit)

    async def deck_put_off(
        self, post: Post, why: Hindrance, reason: str, owner_id: int | None
    ) -> None:
        """A deck that is made anew fails; it is tried again, and who should know is told once."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            discussion = transaction.discussion(post.guild_id, post.discussion_id)
            if discussion is not None:
                _tell(transaction, discussion, post, why, reason, owner_id, now)

        await self._store.write(unit)

    async def message_of(self, guild_id: int, dedup: str) -> int | None:
        """The message in which a post stands."""
        return await self._store.read(lambda reader: reader.message_of(guild_id, dedup))


def _threaded(transaction: Transaction, post: Post, thread_id: int | None, now: datetime) -> None:
    """A group's thread hangs from its post and bears its id; None where it could not be made."""
    before = transaction.discussion(post.guild_id, post.discussion_id)
    if before is None or not before.is_live:
        return
    number, group = cast("int", post.data["round"]), cast("int", post.data["group"])
    after = grouping.threaded(before, number, group, thread_id)
    apply(transaction, turned(before, after, now), now)


def _publish(transaction: Transaction, post: Post, then: Callable[[Discussion], Post]) -> None:
    """A discussion is over for its place; what is posted then depends on whether its deck is."""
    discussion = transaction.discussion(post.guild_id, post.discussion_id)
    if discussion is not None:
        transaction.save(published(discussion))
        keeping.published(transaction, discussion)
        transaction.post(then(discussion))
        if reflecting.is_offered(discussion):
            transaction.post(reflection(discussion))


def _try_again(transaction: Transaction, line: Post, now: datetime) -> None:
    """The line says that the deck is not there yet: from now on it is tried, for days if need be.

    Only now, so that the line can never be written over a deck that succeeded meanwhile.
    """
    discussion = transaction.discussion(line.guild_id, line.discussion_id)
    if discussion is None or not line.data["failed"] or line.data.get("final"):
        return
    transaction.post(posts.deck_again(discussion, now, is_first=True))


def _tell(
    transaction: Transaction,
    discussion: Discussion,
    post: Post,
    why: Hindrance,
    reason: str,
    owner_id: int | None,
    now: datetime,
) -> None:
    if posts.is_missed(post):
        others = () if owner_id is None else (owner_id,)
        for told in posts.undelivered(discussion, post, why, reason, others, now):
            transaction.post(told)


def _show_pictures(transaction: Transaction, post: Post) -> None:
    """Pictures of a deck that was made anew take the place of the older ones."""
    discussion = transaction.discussion(post.guild_id, post.discussion_id)
    if discussion is not None:
        transaction.post(posts.previews(discussion))


def _not_invited(
    transaction: Transaction, discussion: Discussion, post: Post, now: datetime, *, closed: bool
) -> None:
    """An invitation did not arrive: it does not count, and the panel offers a word to everyone."""
    invitation = next(
        (i for i in discussion.invitations if i.id == post.data.get("invitation")), None
    )
    if invitation is None or invitation.state is not InvitationState.OPEN:
        return
    lost = replace(invitation, state=InvitationState.UNDELIVERABLE)
    discussion = discussion.with_invitation(lost)
    decision = Decision(discussion)
    if closed:
        decision = rounds.quiet_button_shown(discussion, invitation.round_number, now)
    apply(transaction, decision, now)


def _stays_visible(transaction: Transaction, post: Post) -> None:
    """A message could not be removed: its words can be read there after all."""
    before = transaction.contribution(post.guild_id, cast("int", post.data["contribution"]))
    if before is None or before.withdrawn_at or before.anonymous or before.message_id:
        return
    shown_at = cast("int", post.data["message_id"])
    transaction.replace_contribution(replace(before, held=False, message_id=shown_at))
