"""Telling people, below the answer to what they did, what could not be said to them before."""

from __future__ import annotations

import logging

import discord

from cogs import replies
from cogs.people import People
from cogs.replies import Interaction
from cogs.undelivered import Undelivered
from cogs.wording import undelivered as words

_log = logging.getLogger(__name__)


async def tell(interaction: Interaction, undelivered: Undelivered, people: People) -> None:
    """Say what of their class does not stand where it should; nothing to most people."""
    if interaction.guild_id is None:
        return
    notices = undelivered.owed(interaction.guild_id, people.person(interaction.user))
    for notice in notices:
        try:
            await replies.reply(interaction, words.notice(notice))
        except discord.HTTPException as error:
            _log.info("Interaction %s could not be told more: %s", interaction.id, error)
