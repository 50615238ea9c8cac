"""Groups' threads in Discord: making one, adding people, closing it.

Each step may be done twice without harm: Discord allows one thread below a message, adding
somebody who is there changes nothing, and neither does closing what is closed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Final

import discord

from cogs.arrangement.groups_view import thread_name
from cogs.interactions.delivering import Undeliverable
from discussion.model.effects import Post

_log = logging.getLogger(__name__)

_EXISTS: Final = 160004
"""A thread has been made from this message already."""
_ARCHIVE_AFTER: Final = 1440
"""Minutes without a message after which Discord puts a thread away by itself."""


async def open_below(client: discord.Client, post: Post) -> None:
    """Make the thread of a group below its post, and bring the group's members in."""
    data: Any = post.data
    parent = client.get_partial_messageable(int(data["parent"]), guild_id=post.guild_id)
    message = parent.get_partial_message(post.channel_id or 0)
    try:
        await message.create_thread(name=thread_name(post), auto_archive_duration=_ARCHIVE_AFTER)
    except discord.HTTPException as error:
        if error.code != _EXISTS:
            raise
    await bring_in(client, post)


async def bring_in(client: discord.Client, post: Post) -> None:
    """Add the members that a post names to the thread that it is for."""
    thread = await _thread(client, post)
    members: Any = post.data["members"]
    for member in _ids(members):
        try:
            await thread.add_user(discord.Object(member))
        except discord.HTTPException as error:
            if not 400 <= error.status < 500 or error.status == 429:
                raise
            # They left the server, or may not see the channel: the others go on.
            _log.info("Member %s was not added to %s: %s", member, post.dedup, error)


async def close(client: discord.Client, post: Post) -> None:
    """Put a thread away so that it can be read and no longer written in.

    Without the right to lock it is only put away.
    """
    thread = await _thread(client, post)
    try:
        await thread.edit(archived=True, locked=True)
    except discord.Forbidden:
        _log.info("No right to lock %s; it is put away only", post.dedup)
        await thread.edit(archived=True)


async def _thread(client: discord.Client, post: Post) -> discord.Thread:
    """The thread of a post, known or asked for (after a restart it may be unknown)."""
    thread_id = post.channel_id or 0
    guild = client.get_guild(post.guild_id)
    known = guild.get_thread(thread_id) if guild is not None else None
    if known is not None:
        return known
    found = await client.fetch_channel(thread_id)
    if not isinstance(found, discord.Thread):
        raise Undeliverable(f"{thread_id} is no thread")
    return found


def _ids(members: Iterable[Any]) -> list[int]:
    return [int(member) for member in members]
