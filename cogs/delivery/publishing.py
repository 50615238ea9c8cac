"""Publishing: that the deck is being made, the deck in its place, and its pictures.

Each of the three stands in one message, also where it is tried again: what was sent once is known
by the outbox, else found in the channel, and changed from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import discord

from cogs.after_class import review_words
from cogs.delivery.layouts import Rendered
from cogs.delivery.sending import UNKNOWN_MESSAGE, Sending
from cogs.interactions.delivering import Picture, Publication, Undeliverable
from cogs.record import summary_words
from discussion.model.effects import Post, PostKind

MOST_FILES: Final = 10
"""How many files Discord takes in a message."""
_TOO_LARGE: Final = 413
_LONGEST_DESCRIPTION: Final = 1024


class Publishing:
    """Posts what a discussion leaves behind."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def deliver(
        self,
        post: Post,
        publication: Publication | None,
        pictures: Sequence[Picture],
        message_id: int | None,
        tried_before: datetime | None,
    ) -> int | None:
        """Perform one of them; ``message_id`` is where it stands, or whose place it takes."""
        if post.kind is PostKind.DECK_PROGRESS:
            return await self._progress(post, message_id, tried_before)
        if post.kind is PostKind.PREVIEWS:
            return await self._show(post, pictures, message_id, tried_before)
        if publication is None:
            raise Undeliverable(f"{post.dedup} came without its files")
        if post.kind is PostKind.DECK_AGAIN:
            return await self._deck_again(post, publication, message_id, tried_before)
        return await self._deck(post, publication, message_id, tried_before)

    async def _progress(
        self, post: Post, message_id: int | None, tried_before: datetime | None
    ) -> int:
        words = (
            summary_words.MISSING
            if post.data["failed"]
            else summary_words.making(str(post.data["topic"]))
        )
        return await self._sending.keep(post, Rendered(content=words), message_id, tried_before)

    async def _deck(
        self,
        post: Post,
        publication: Publication,
        message_id: int | None,
        tried_before: datetime | None,
    ) -> int:
        text = partial(summary_words.text, publication.record)
        rendered = Rendered(content=text(note=_notes(post, _note(publication))))
        files = partial(_decks, publication.decks)
        try:
            return await self._sending.keep(post, rendered, message_id, tried_before, files)
        except discord.HTTPException as error:
            if error.status != _TOO_LARGE:
                raise
        # The server takes less than it says.
        rendered = Rendered(content=text(note=_notes(post, summary_words.TOO_LARGE)))
        return await self._sending.keep(post, rendered, message_id, tried_before, tuple)

    async def _deck_again(
        self,
        post: Post,
        publication: Publication,
        message_id: int | None,
        tried_before: datetime | None,
    ) -> int:
        """Show a deck where its older one stands; that goes if it had to be posted anew."""
        stands = await self._deck(post, publication, message_id, tried_before)
        if message_id not in (None, stands):
            await self._remove(post, message_id)
        return stands

    async def _show(
        self,
        post: Post,
        pictures: Sequence[Picture],
        message_id: int | None,
        tried_before: datetime | None,
    ) -> int | None:
        """Without pictures there is no message, and one with older pictures goes."""
        if not pictures:
            if message_id is not None:
                await self._remove(post, message_id)
            return None
        rendered = Rendered(content=summary_words.PICTURES)
        files = partial(_pictures, pictures)
        return await self._sending.keep(post, rendered, message_id, tried_before, files)

    async def _remove(self, post: Post, message_id: int) -> None:
        try:
            await self._sending.place(post).get_partial_message(message_id).delete()
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise


def _notes(post: Post, note: str) -> str:
    """What stands below the topic: of a deck that takes another's place, that it does."""
    if post.kind is not PostKind.DECK_AGAIN:
        return note
    at = datetime.fromisoformat(str(post.data["at"]))
    renewed = review_words.renewed(int(at.timestamp()))
    return f"{note}\n{renewed}" if note else renewed


def _note(publication: Publication) -> str:
    worded = summary_words.worded(publication.worded_by) if publication.worded_by else ""
    return "\n".join(filter(None, (worded, _size_note(publication))))


def _size_note(publication: Publication) -> str:
    if not publication.decks:
        return summary_words.TOO_LARGE
    if len(publication.decks) > 1:
        return summary_words.IN_PARTS
    return summary_words.SLIM if publication.is_slim else ""


def _decks(paths: Sequence[Path]) -> list[discord.File]:
    return [discord.File(path, filename=path.name) for path in paths[:MOST_FILES]]


def _pictures(pictures: Sequence[Picture]) -> list[discord.File]:
    return [
        discord.File(
            each.path, filename=each.path.name, description=each.title[:_LONGEST_DESCRIPTION]
        )
        for each in pictures[:MOST_FILES]
    ]
