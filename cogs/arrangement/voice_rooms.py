"""Voice and stage channels: which one a discussion talks in, and who is in it."""

from __future__ import annotations

import logging
from typing import TypeAlias

import discord

from cogs.interactions.people import People
from cogs.interactions.replies import Interaction
from cogs.text import refusals
from discussion.model import Person
from discussion.model.errors import NotAllowed

_log = logging.getLogger(__name__)

VoiceRoom: TypeAlias = discord.VoiceChannel | discord.StageChannel

MOST_ASKED = 100
"""How many members Discord names in one answer."""


def voice_room(interaction: Interaction, chosen: VoiceRoom | None) -> VoiceRoom | None:
    """The channel that was chosen; in the chat of a voice or stage channel, that channel.

    Raises ``NotAllowed`` if the bot cannot see it: it would not learn who comes and goes.
    """
    here = interaction.channel
    if chosen is None and isinstance(here, discord.VoiceChannel | discord.StageChannel):
        chosen = here
    if chosen is not None and not chosen.permissions_for(chosen.guild.me).view_channel:
        raise NotAllowed(refusals.VOICE_HIDDEN)
    return chosen


async def people_in(guild: discord.Guild, channel_id: int) -> list[Person] | None:
    """Who is in a voice or stage channel, bots left out; None if that cannot be known now."""
    channel = guild.get_channel(channel_id)
    if not isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        return []
    ids, found = list(channel.voice_states), list[discord.Member]()
    try:
        for start in range(0, len(ids), MOST_ASKED):
            some = ids[start : start + MOST_ASKED]
            found += await guild.query_members(user_ids=some, limit=MOST_ASKED, cache=False)
    except (TimeoutError, discord.ClientException) as error:
        _log.warning("Who is in voice channel %s cannot be read: %s", channel_id, error)
        return None
    return [People.speaker(member) for member in found if not member.bot]
