"""People who leave the server while a class is theirs: it is free again, and lecturers are told."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import discord
from discord.ext import commands

from discussion.term.rota import rota

if TYPE_CHECKING:
    from discussion.service.term import TermService

_log = logging.getLogger(__name__)

_UNKNOWN_MEMBER: Final = 10007
_MOST_ASKED: Final = 100
"""The most members whom one request of the gateway names."""


class LeaversCog(commands.Cog):
    """Follows members out of the server, also those who went while the bot was away."""

    def __init__(self, *, client: discord.Client, term: TermService) -> None:
        self._client = client
        self._term = term

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody left."""
        guild = self._client.get_guild(payload.guild_id)
        owner = guild.owner_id if guild is not None else None
        await self._term.rota.left(payload.guild_id, payload.user.id, owner)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Look for facilitators of classes to come who left meanwhile."""
        for guild in self._client.guilds:
            if guild.unavailable:
                continue
            try:
                await self._look(guild)
            except (discord.HTTPException, discord.RateLimited, OSError, TimeoutError) as error:
                _log.info("Who left %s meanwhile is not known: %s", guild.id, error)

    async def _look(self, guild: discord.Guild) -> None:
        view = await self._term.rota.view(guild.id)
        wanted = {
            each.facilitator_id
            for each in view.classes
            if each.facilitator_id is not None and rota.is_to_come(each, view.now)
        }
        if not wanted:
            return
        asked = sorted(wanted)[:_MOST_ASKED]
        there = await guild.query_members(user_ids=asked, cache=False)
        for person_id in set(asked) - {member.id for member in there}:
            if await _is_gone(guild, person_id):
                await self._term.rota.left(guild.id, person_id, guild.owner_id)


async def _is_gone(guild: discord.Guild, person_id: int) -> bool:
    """Whether Discord says so outright: an answer that is only incomplete frees nobody's class."""
    try:
        await guild.fetch_member(person_id)
    except discord.NotFound as error:
        return error.code == _UNKNOWN_MEMBER
    return False
