"""Where something happens, and what is heard there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import discord

from cogs.interactions import custom_ids
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.replies import Interaction
from cogs.text import refusals
from discussion.contributions.speaking import HeardMessage
from discussion.model import Discussion, DiscussionId, Mention, Place
from discussion.model.errors import NotAllowed, WrongMoment
from discussion.parsing.mentions import named

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_EMOJI: Final = re.compile(r"<a?:(\w{2,32}):\d{15,20}>")
_SAID_BY_PEOPLE: Final = (discord.MessageType.default, discord.MessageType.reply)


def place_of(interaction: Interaction) -> Place:
    """The channel or thread of an interaction. Raises ``NotAllowed`` outside a server."""
    if interaction.guild_id is None or interaction.channel_id is None:
        raise NotAllowed(refusals.SERVER_ONLY)
    return Place(interaction.guild_id, interaction.channel_id)


async def current_round(
    service: DiscussionService, interaction: Interaction, custom_id: CustomId
) -> tuple[Discussion, int]:
    """The discussion and round of a panel's button. Raises ``WrongMoment`` if either is over."""
    place = place_of(interaction)
    name, number = custom_id.parts(2)
    discussion = await service.archive.one(place.guild_id, DiscussionId(name))
    if not discussion.is_live:
        raise WrongMoment(refusals.DISCUSSION_OVER)
    if discussion.current_round.number != custom_ids.to_number(number):
        raise WrongMoment(refusals.ROUND_OVER)
    return discussion, discussion.current_round.number


def readable(content: str, names: Mapping[int, str]) -> tuple[str, tuple[Mention, ...]]:
    """Words as people see them, and whom they mention.

    Mentions become names, emoji of a server their short names.
    """
    if "<" not in content:
        return content, ()
    return named(_EMOJI.sub(lambda match: f":{match[1]}:", content), names)


def heard(message: discord.Message, guild_id: int) -> HeardMessage | None:
    """An ordinary message as the rules hear it; None for bots, webhooks and notices of Discord."""
    author = message.author
    if author.bot or message.webhook_id is not None or message.type not in _SAID_BY_PEOPLE:
        return None
    reference = message.reference if message.type is discord.MessageType.reply else None
    names = {each.id: each.display_name for each in message.mentions}
    text, mentions = readable(message.content, names)
    return HeardMessage(
        id=message.id,
        place=Place(guild_id, message.channel.id),
        author=People.speaker(author),
        text=text,
        said_at=message.created_at,
        reply_to=reference.message_id if reference is not None else None,
        mentions=mentions,
    )
