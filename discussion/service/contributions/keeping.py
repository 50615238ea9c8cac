"""Keeping files: nothing is taken out of sight before a whole copy of it stands.

A file is copied when its message is about to be removed, follows its words into a post of its own,
and is forgotten once that post and the deck stand, or when the words go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from discussion import posts
from discussion.model import Contribution, Discussion, Place, naming
from discussion.model.effects import Post, PostKind
from discussion.model.kept_files import KeptFile, shown_as
from discussion.model.preferences import preferred
from discussion.ports.store import Transaction
from discussion.posts.files import files
from discussion.service.deciding import Deciding


class Keeping(Deciding):
    """Copies of files, in and out."""

    async def keep(self, post: Post, copies: Sequence[KeptFile]) -> None:
        """Keep the files of the message that a post is about to remove."""

        def unit(transaction: Transaction) -> None:
            before = transaction.contribution(post.guild_id, _contribution_in(post))
            if before is not None and before.withdrawn_at is None:
                transaction.keep_files(before.guild_id, before.discussion_id, before.id, copies)

        await self._store.write(unit)

    async def of(self, post: Post) -> Sequence[KeptFile]:
        """The files that a post shows, under the names that may be shown."""

        def unit(transaction: Transaction) -> Sequence[KeptFile]:
            found = transaction.contribution(post.guild_id, _contribution_in(post))
            if found is None or found.withdrawn_at is not None:
                return ()
            kept = transaction.kept_files(post.guild_id, found.id)
            return [
                KeptFile(shown_as(each, number, found), each.data)
                for number, each in enumerate(kept, start=1)
            ]

        return await self._store.write(unit)


def settled(transaction: Transaction, post: Post, message_id: int | None) -> None:
    """A post stands, or a message is gone: files follow the words that can be read by now."""
    if post.kind is PostKind.FILES:
        _arrived(transaction, post, message_id)
    elif post.kind is PostKind.REVEAL:
        lines = cast("Sequence[Mapping[str, int]]", post.data["lines"])
        _follow(transaction, post, [line["contribution"] for line in lines])
    elif post.kind in (PostKind.SAID, PostKind.HIDE):
        _follow(transaction, post, [_contribution_in(post)])


def taken_along(
    transaction: Transaction, discussion: Discussion, before: Contribution, after: Contribution
) -> None:
    """Files follow what becomes of their words: they lose the name with them, or go with them."""
    guild = discussion.place.guild_id
    for post in transaction.unsent_posts(guild, discussion.id):
        if post.kind is PostKind.FILES and post.data["contribution"] == before.id:
            transaction.drop_post(post, after.withdrawn_at or before.said_at)
    name = naming.files(discussion.id, before.id, anonymous=before.anonymous)
    shown = transaction.message_of(guild, name)
    if shown is not None:
        where = Place(guild, before.channel_id)
        if after.withdrawn_at is None:
            # Its bytes may be forgotten here by now: they are copied once more.
            transaction.post(posts.hide(discussion, where, shown, before.id, own=True))
        else:
            transaction.post(posts.hide(discussion, where, shown, before.id))
    if after.withdrawn_at is not None:
        transaction.forget_files(guild, before.id)


def published(transaction: Transaction, discussion: Discussion) -> None:
    """Forget the copies of files that stand in the channel."""
    guild = discussion.place.guild_id
    for each in transaction.contributions_with_files(guild, discussion.id):
        found = transaction.contribution(guild, each)
        anonymous = found is not None and found.anonymous
        if transaction.message_of(guild, naming.files(discussion.id, each, anonymous=anonymous)):
            transaction.forget_files(guild, each)


def stays(transaction: Transaction, discussion: Discussion, post: Post) -> None:
    """A message could not be removed with its files: its author is told so."""
    author = transaction.contribution(post.guild_id, _contribution_in(post))
    if not post.data.get("own") or author is None:
        return
    wishes = preferred(transaction.preferences(post.guild_id), author.author_id)
    kind = PostKind.FILES_STAY
    transaction.post(posts.private_word(discussion, kind, author.author_id, wishes))


def _follow(transaction: Transaction, post: Post, ids: Sequence[int]) -> None:
    discussion = transaction.discussion(post.guild_id, post.discussion_id)
    if discussion is None:
        return
    kept = transaction.contributions_with_files(post.guild_id, post.discussion_id)
    for each in ids:
        words = transaction.contribution(post.guild_id, each) if each in kept else None
        if words is not None and not words.held and words.message_id and not words.withdrawn_at:
            transaction.post(files(discussion, words))


def _arrived(transaction: Transaction, post: Post, message_id: int | None) -> None:
    """What went or lost its name while the files were on their way is not shown by them."""
    words = transaction.contribution(post.guild_id, _contribution_in(post))
    discussion = transaction.discussion(post.guild_id, post.discussion_id)
    if words is None or discussion is None or message_id is None:
        return
    named = post.data["name"] is not None
    if words.withdrawn_at is not None or (words.anonymous and named):
        where = Place(post.guild_id, post.channel_id or discussion.place.channel_id)
        transaction.post(posts.hide(discussion, where, message_id, words.id))


def _contribution_in(post: Post) -> int:
    return cast("int", post.data["contribution"])
