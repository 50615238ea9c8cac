"""What the posts at the end of a discussion show, made when they are about to be sent."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

import discord

from bot.catching_up import catch_up
from bot.decks.pool import DeckPool
from bot.decks.wordings import Wordings
from cogs.delivery.publishing import MOST_FILES
from cogs.interactions.delivering import Picture, Publication, Undeliverable
from discussion.model.effects import Post
from discussion.model.errors import DeckFailed, WrongMoment
from discussion.ports.deck import SlideView
from discussion.record.record import Record
from discussion.service import DiscussionService

log = logging.getLogger(__name__)

SMALLEST_LIMIT = 10 * 1024 * 1024
"""Bytes that a file may have in every server."""


class Publications:
    """Makes decks and pictures for posts."""

    def __init__(
        self,
        *,
        client: discord.Client,
        service: DiscussionService,
        decks: DeckPool,
        with_pictures: bool,
        wordings: Wordings | None = None,
    ) -> None:
        """``wordings`` has titles worded by a language model, where that is wanted."""
        self._wordings = wordings
        self._client = client
        self._service = service
        self._decks = decks
        self._with_pictures = with_pictures

    async def deck(self, post: Post) -> Publication:
        """The record and its deck, after a last look at the channel's history.

        Raises ``Undeliverable`` where it cannot be made.
        """
        discussion = await self._service.archive.one(post.guild_id, post.discussion_id)
        await catch_up(self._client, self._service, discussion)
        guild = self._client.get_guild(post.guild_id)
        record = await self._service.archive.record(
            post.guild_id, post.discussion_id, server_name=guild.name if guild else ""
        )
        limit = self._limit(post)
        worded_by = await self._worded_by(record)
        try:
            house = await self._service.houses.style_of(post.guild_id)
            deck = (await self._decks.build(record, house)).deck
            if deck.stat().st_size <= limit:
                return Publication(record, (deck,), worded_by=worded_by)
            smaller = await self._decks.fitting(record, limit, house)
        except DeckFailed as error:
            raise Undeliverable(str(error)) from error
        return Publication(record, smaller.paths, smaller.is_slim, worded_by)

    async def _worded_by(self, record: Record) -> str:
        """Have titles worded; the model that did it, or "" where none are."""
        if self._wordings is None:
            return ""
        try:
            rewording = await self._wordings.prepare(record)
        except DeckFailed as error:
            log.warning("No titles are worded: %s", error)
            return ""
        return rewording.model if rewording.texts else ""

    @asynccontextmanager
    async def pictures(self, post: Post) -> AsyncIterator[Sequence[Picture]]:
        """Pictures of the deck, on the disk until the block is left; none where it has none."""
        if not self._with_pictures:
            yield ()
            return
        limit = self._limit(post)
        with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
            try:
                drawn = await self._decks.pictures(post.discussion_id, Path(scratch), MOST_FILES)
            except DeckFailed:
                drawn = ()
            yield [
                Picture(each.path, each.title)
                for each in drawn
                if each.path.stat().st_size <= limit
            ]

    async def slide(self, post: Post) -> SlideView | None:
        """The slide to be shown, as the deck is by now; None once the presentation is over.

        Raises ``Undeliverable`` where it cannot be made.
        """
        if post.data["over"]:
            return None
        record = await self._service.archive.record(post.guild_id, post.discussion_id)
        house = await self._service.houses.style_of(post.guild_id)
        try:
            slides = await self._decks.slides(record, house)
        except DeckFailed as error:
            raise Undeliverable(str(error)) from error
        if len(slides) != post.data["of"]:
            # Words were withdrawn since, so there are other slides now.
            run = cast("int", post.data["run"])
            with suppress(WrongMoment):
                await self._service.presenting.fit(
                    post.guild_id, post.discussion_id, run, len(slides)
                )
        return slides[min(cast("int", post.data["slide"]), len(slides)) - 1]

    def _limit(self, post: Post) -> int:
        """How many bytes a file may have in the server of a post."""
        guild = self._client.get_guild(post.guild_id)
        return guild.filesize_limit if guild is not None else SMALLEST_LIMIT
