"""Voice: people come into a discussion's voice channel and go. No sound reaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from cogs.interactions.people import People

if TYPE_CHECKING:
    from discussion.service import DiscussionService


class VoiceCog(commands.Cog):
    """Follows who is in which voice or stage channel."""

    def __init__(self, *, service: DiscussionService) -> None:
        self._service = service

    @commands.Cog.listener()
    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody moved; muting and the like is nobody's business here."""
        left = before.channel.id if before.channel else None
        entered = after.channel.id if after.channel else None
        if member.bot or left == entered:
            return
        person = People.speaker(member)
        self._service.voice.moved(member.guild.id, person, left=left, entered=entered)
