"""Sending a post at most once, as far as Discord allows.

A post is sent with a nonce made from its name, which Discord enforces for some minutes. If an
earlier attempt may have got through, the place's history is searched for our own post first.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import discord

from cogs.delivery.layouts import Rendered
from cogs.interactions.delivering import Undeliverable
from discussion.model.effects import Post

_log = logging.getLogger(__name__)

NONCE_LENGTH: Final = 25
"""The most characters Discord takes as a nonce."""
UNKNOWN_MESSAGE: Final = 10008
"""Discord's code for a message that is not there."""
_NOT_CHANGED: Final = frozenset({UNKNOWN_MESSAGE, 30046, 50083})
"""Codes for a message that is gone, one so old that edits of it are limited, and one in a thread
that was archived (a new message opens it again)."""
_SLACK: Final = timedelta(minutes=1)
_SEARCHED: Final = 1000


class Sending:
    """Sends new messages for posts, or finds those that an earlier attempt sent."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def place(self, post: Post) -> discord.PartialMessageable:
        """The channel of a post. Raises ``Undeliverable`` where it names none."""
        if post.channel_id is None:
            raise Undeliverable(f"{post.dedup} names no channel")
        return self._client.get_partial_messageable(post.channel_id, guild_id=post.guild_id)

    async def send(
        self,
        place: discord.abc.Messageable,
        post: Post,
        rendered: Rendered,
        files: Sequence[discord.File],
        tried_before: datetime | None,
    ) -> int:
        """Send a post to a place; the message in which it stands.

        ``tried_before`` is the instant of an earlier attempt that may have got through.
        """
        nonce = nonce_of(post.dedup)
        if tried_before is not None:
            names = frozenset(file.filename for file in files)
            found = await self._find(place, rendered, names, nonce, tried_before)
            if found is not None:
                return found
        extra: dict[str, Any] = {"view": rendered.view} if rendered.view is not None else {}
        message = await place.send(
            rendered.content,
            files=list(files),
            nonce=nonce,
            allowed_mentions=_only(rendered),
            suppress_embeds=rendered.content is not None,
            **extra,
        )
        return message.id

    async def keep(
        self,
        post: Post,
        rendered: Rendered,
        message_id: int | None,
        tried_before: datetime | None,
        files: Callable[[], Sequence[discord.File]] | None = None,
    ) -> int:
        """Show a post in the message in which it stands; where there is none, in a new one.

        ``files`` opens what is attached, anew for each try; None leaves attachments as they are.
        """
        if message_id is not None:
            try:
                await self._change(post, message_id, rendered, files)
            except discord.HTTPException as error:
                if error.code not in _NOT_CHANGED:
                    raise
                # A person removed it, or it is too old. With its old nonce Discord would take the
                # new one for it.
                post = replace(post, dedup=f"{post.dedup}:after:{message_id}")
            else:
                return message_id
        opened = files() if files is not None else ()
        return await self.send(self.place(post), post, rendered, opened, tried_before)

    async def _change(
        self,
        post: Post,
        message_id: int,
        rendered: Rendered,
        files: Callable[[], Sequence[discord.File]] | None,
    ) -> None:
        changes: dict[str, Any] = {}
        if rendered.content is not None:
            changes["content"] = rendered.content
        if rendered.view is not None:
            changes["view"] = rendered.view
        if files is not None:
            changes["attachments"] = files()
        message = self.place(post).get_partial_message(message_id)
        await message.edit(allowed_mentions=discord.AllowedMentions.none(), **changes)

    async def _find(
        self,
        place: discord.abc.Messageable,
        rendered: Rendered,
        files: frozenset[str],
        nonce: str,
        tried_before: datetime,
    ) -> int | None:
        """Our own message with this post, if an earlier attempt made one."""
        own = self._client.user
        since = tried_before - _SLACK
        try:
            async for message in place.history(after=since, oldest_first=True, limit=_SEARCHED):
                ours = own is not None and message.author.id == own.id
                if ours and _is_same(message, rendered, files, nonce):
                    return message.id
        except discord.Forbidden:
            _log.warning("No right to read the history of %s; the nonce alone guards", place)
        return None


def _only(rendered: Rendered) -> discord.AllowedMentions:
    """A post notifies exactly the people and roles it is meant for."""
    users = [discord.Object(each) for each in sorted(rendered.mentions)]
    roles = [discord.Object(each) for each in sorted(rendered.roles)]
    return discord.AllowedMentions(
        everyone=False, roles=roles or False, users=users or False, replied_user=False
    )


def nonce_of(dedup: str) -> str:
    """The nonce of a post: the same for every attempt, at most 25 characters."""
    return hashlib.sha256(dedup.encode()).hexdigest()[:NONCE_LENGTH]


def _is_same(
    message: discord.Message, rendered: Rendered, files: frozenset[str], nonce: str
) -> bool:
    """Whether a message of ours is this post: by nonce, else by ids, else by what it holds."""
    if message.nonce is not None and str(message.nonce) == nonce:
        return True
    texts, ids = list[str](), set[str]()
    for part in _walk(message.components):
        if isinstance(part, discord.TextDisplay):
            texts.append(part.content)
        elif isinstance(part, discord.Button) and part.custom_id:
            ids.add(part.custom_id)
    if wanted := rendered.custom_ids():
        return bool(wanted & ids)
    if files:
        return files <= {attachment.filename for attachment in message.attachments}
    shown = "\n".join([*([message.content] if message.content else []), *texts])
    return _squeezed(shown) == _squeezed(rendered.text())


def _walk(components: Sequence[Any]) -> Iterator[Any]:
    for each in components:
        yield each
        yield from _walk(getattr(each, "children", ()))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
