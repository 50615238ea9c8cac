"""Telling people, below the answer to what they did, what could not be said to them before."""

from __future__ import annotations

import logging

import discord

from cogs.interactions import replies
from cogs.interactions import undelivered_words as words
from cogs.interactions.people import People
from cogs.interactions.replies import Interaction
from cogs.interactions.undelivered import Undelivered
from discussion.model.hindrance import Hindrance

_log = logging.getLogger(__name__)


def hindrance(interaction: Interaction, undelivered: Undelivered) -> Hindrance | None:
    """Why nothing can be promised to appear where somebody acts; None if it can.

    Discord says with each interaction what the bot may do there, before any post was refused.
    """
    may, in_thread = interaction.app_permissions, isinstance(interaction.channel, discord.Thread)
    may_send = may.send_messages_in_threads if in_thread else may.send_messages
    if not (may.view_channel and may_send):
        return Hindrance.CLOSED
    return undelivered.hindrance(interaction.channel_id or 0)


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
