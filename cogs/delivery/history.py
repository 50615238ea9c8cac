"""Reading what was said while the bot was away."""

from __future__ import annotations

from datetime import datetime

import discord

from cogs.interactions.delivering import TROUBLE, failure
from cogs.interactions.places import heard
from discussion.contributions.speaking import HeardMessage
from discussion.model import Place


async def messages_since(
    client: discord.Client, place: Place, since: datetime
) -> list[HeardMessage]:
    """Everything that people wrote in a place since an instant, the oldest first.

    Messages without words are left out, unless Discord withholds all words because the message
    content intent is off: then they stand there with an empty text, and their absence alone says
    that they were deleted. Raises ``Undeliverable`` if the place is gone or closed to the bot, and
    ``TryLater`` if Discord did not answer.
    """
    channel = client.get_partial_messageable(place.channel_id, guild_id=place.guild_id)
    withheld = not client.intents.message_content
    found = list[HeardMessage]()
    try:
        async for message in channel.history(after=since, oldest_first=True, limit=None):
            one = heard(message, place.guild_id)
            if one is not None and (one.text or withheld):
                found.append(one)
    except TROUBLE as error:
        raise failure(error) from error
    return found
