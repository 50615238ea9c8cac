"""Publishing: the deck and what is posted with it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import discord

from cogs.delivery import Publication, Undeliverable
from cogs.layouts import Rendered
from cogs.sending import Sending
from cogs.wording import summary
from discussion.effects import Post

SMALLEST_LIMIT: Final = 10 * 1024 * 1024
"""Bytes that a file may have in every server."""


class Publishing:
    """Posts the deck of a discussion."""

    def __init__(self, client: discord.Client, sending: Sending) -> None:
        self._client = client
        self._sending = sending

    async def publish(
        self, post: Post, publication: Publication | None, tried_before: datetime | None
    ) -> int:
        """Post the deck with a short text; the message in which it stands."""
        if publication is None:
            raise Undeliverable(f"{post.dedup} came without its files")
        deck = publication.files.deck
        guild = self._client.get_guild(post.guild_id)
        limit = guild.filesize_limit if guild is not None else SMALLEST_LIMIT
        too_large = deck.stat().st_size > limit
        rendered = Rendered(content=summary.text(publication.record, deck_too_large=too_large))
        files = [] if too_large else [discord.File(deck, filename=deck.name)]
        return await self._sending.send(
            self._sending.place(post), post, rendered, files, tried_before
        )
