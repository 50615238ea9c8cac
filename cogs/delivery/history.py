"""Reading what was said while the bot was away."""

from __future__ import annotations

from datetime import datetime

import discord

from cogs.interactions.delivering import TROUBLE, Undeliverable, failure
from cogs.interactions.places import heard
from discussion.contributions.speaking import HeardMessage
from discussion.model import Place


async def messages_since(
    client: discord.Client, place: Place, since: datetime, until: datetime | None = None
) -> list[HeardMessage]:
    """Everything that people wrote in a place since an instant, the oldest first.

    ``until`` is where to stop: what came later is not asked for.

    Messages without words are left out, unless Discord withholds all words because the message
    content intent is off: then they stand there with an empty text, and their absence alone says
    that they were deleted. Raises ``Undeliverable`` if the place is gone or closed to the bot, and
    ``TryLater`` if Discord did not answer.
    """
    if not _may_read(client, place):
        # Discord would answer that nothing was ever written, as if all of it had been deleted.
        raise Undeliverable("I lack Read Message History there")
    channel = client.get_partial_messageable(place.channel_id, guild_id=place.guild_id)
    withheld = not client.intents.message_content
    found = list[HeardMessage]()
    try:
        async for message in channel.history(after=since, oldest_first=True, limit=None):
            if until is not None and message.created_at >= until:
                break
            one = heard(message, place.guild_id)
            if one is not None and (one.text or withheld):
                found.append(one)
    except TROUBLE as error:
        raise failure(error) from error
    return found


def _may_read(client: discord.Client, place: Place) -> bool:
    """Whether the bot may read a place's history, as far as is known here."""
    guild = client.get_guild(place.guild_id)
    channel = guild.get_channel_or_thread(place.channel_id) if guild is not None else None
    me = guild.get_member(client.user.id) if guild is not None and client.user else None
    if channel is None or me is None:
        return True
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return True
    return channel.permissions_for(me).read_message_history
