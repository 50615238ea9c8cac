"""A last look at a message before the bot removes it: its files are copied first."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime

import discord

from cogs.delivery.sending import UNKNOWN_MESSAGE
from cogs.interactions.delivering import TROUBLE, AlreadyGone, Undeliverable, failure
from cogs.interactions.replies import data_file
from discussion.model.effects import Post
from discussion.model.kept_files import KeptFile
from discussion.ports.store import Clock
from discussion.service import DiscussionService

SMALLEST_LIMIT = 10 * 1024 * 1024
"""Bytes that a message may show in every server."""


REMEMBERED = 1000
"""Removals that are still known: far more than are ever under way."""


class Copies:
    """Copies files of people's messages that are about to go, and hands them out again."""

    def __init__(self, client: discord.Client, service: DiscussionService, clock: Clock) -> None:
        self._client = client
        self._service = service
        self._since = clock.now()
        self._let_go = deque[str](maxlen=REMEMBERED)
        """Posts after which the bot itself may have removed their message."""

    async def keep(self, post: Post, tried_before: datetime | None) -> None:
        """Keep the files of the message that a post removes.

        Raises ``AlreadyGone`` if somebody else removed it, ``Undeliverable`` if no whole copy can
        be made, and ``TryLater`` if another attempt may.
        """
        message = await self._message(post, tried_before)
        if message is None:
            return
        await self._copy(post, message)
        self._let_go.append(post.dedup)

    async def _copy(self, post: Post, message: discord.Message) -> None:
        if not self._client.intents.message_content and message.author != self._client.user:
            # Discord says of no file in it: it may have one.
            raise Undeliverable("without the message content intent its files cannot be copied")
        if message.attachments:
            if not self._may_attach(post):
                raise Undeliverable("I may not attach files there, so nobody would see its files")
            await self._service.keeping.keep(post, await self._copied(post, message))

    async def of(self, post: Post) -> Sequence[discord.File]:
        """The files that a post shows. Raises ``Undeliverable`` where none are kept any more."""
        kept = await self._service.keeping.of(post)
        if not kept:
            raise Undeliverable("its files are not kept any more")
        return [data_file(each.data, each.name) for each in kept]

    async def _message(self, post: Post, tried_before: datetime | None) -> discord.Message | None:
        channel = self._client.get_partial_messageable(post.channel_id or 0, guild_id=post.guild_id)
        try:
            return await channel.fetch_message(int(str(post.data["message_id"])))
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise failure(error) from error
            if tried_before is None or self._was_left(post, tried_before):
                raise AlreadyGone from error
            return None
        except TROUBLE as error:
            raise failure(error) from error

    def _was_left(self, post: Post, tried_before: datetime) -> bool:
        """Whether no attempt came as far as removing the message: then its author did.

        Of an earlier process that cannot be said.
        """
        return tried_before >= self._since and post.dedup not in self._let_go

    def _may_attach(self, post: Post) -> bool:
        guild = self._client.get_guild(post.guild_id)
        channel = guild.get_channel_or_thread(post.channel_id or 0) if guild is not None else None
        if guild is None or channel is None:
            # What it may cannot be seen; trying tells.
            return True
        return channel.permissions_for(guild.me).attach_files

    async def _copied(self, post: Post, message: discord.Message) -> list[KeptFile]:
        guild = self._client.get_guild(post.guild_id)
        limit = guild.filesize_limit if guild is not None else SMALLEST_LIMIT
        if sum(each.size for each in message.attachments) > limit:
            raise Undeliverable("its files are larger than I can show again")
        try:
            return [KeptFile(each.filename, await each.read()) for each in message.attachments]
        except TROUBLE as error:
            raise failure(error) from error
