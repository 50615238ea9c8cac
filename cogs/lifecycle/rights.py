"""Whether the bot may do in a channel what a discussion there needs."""

from __future__ import annotations

import logging

import discord

from cogs.arrangement import circles_words as circle_words
from cogs.text import refusals
from discussion.arrangement.grouping import GROUP_ROUNDS
from discussion.model import Format, Place
from discussion.ports.term import Room

_log = logging.getLogger(__name__)


def hindrance(channel: object, has: discord.Permissions, format_: Format) -> str:
    """Why this format cannot run in a channel, in one sentence; empty if it can.

    ``has`` is what the bot may do there.
    """
    in_thread = isinstance(channel, discord.Thread)
    sends = "send_messages_in_threads" if in_thread else "send_messages"
    needed = ["view_channel", sends, "read_message_history", "attach_files"]
    if any(plan.kind in GROUP_ROUNDS for plan in format_.rounds):
        if not isinstance(channel, discord.TextChannel):
            return circle_words.THREADS_NEED_A_CHANNEL
        needed += ["create_public_threads", "send_messages_in_threads", "manage_threads"]
    lacking = [name for name in needed if not getattr(has, name)]
    if not lacking or has.administrator:
        return ""
    return refusals.bot_lacks(refusals.permission_names(lacking))


class ClientRooms:
    """The channels of all servers, as Discord told the client of them; it asks nobody anew."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def look(self, place: Place, voice_channel_id: int | None, format_: Format) -> Room:
        """What is known of a place; where nothing is, nothing hinders."""
        try:
            return self._look(place, voice_channel_id, format_)
        except RuntimeError as error:
            # The store's thread reads while the client takes in a change: rare, and in no way.
            _log.info("Channel %s could not be looked at: %s", place.channel_id, error)
            return Room(voice_channel_id=voice_channel_id)

    def _look(self, place: Place, voice_channel_id: int | None, format_: Format) -> Room:
        guild = self._client.get_guild(place.guild_id)
        if guild is None or guild.me is None:
            return Room(voice_channel_id=voice_channel_id)
        channel = guild.get_channel_or_thread(place.channel_id)
        voice = guild.get_channel(voice_channel_id) if voice_channel_id else None
        why = ""
        if channel is not None:
            why = hindrance(channel, channel.permissions_for(guild.me), format_)
        if voice is not None and not why and not voice.permissions_for(guild.me).view_channel:
            why = refusals.VOICE_HIDDEN
        return Room(
            thread_of=channel.parent_id if isinstance(channel, discord.Thread) else None,
            voice_channel_id=voice.id if voice is not None else None,
            hindrance=why,
        )
