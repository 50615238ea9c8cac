"""Who is in the class: the members of its role, asked of Discord when it matters."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import Final

import discord

_log = logging.getLogger(__name__)

_MOST_ASKED: Final = 100
"""The most members whom one request of the gateway names."""


def may_mention(guild: discord.Guild, role: discord.Role, channel_id: int | None) -> bool:
    """Whether the bot's mention of a role rings there.

    A role that nobody may mention, which is Discord's default, stays silent for everybody without
    *Mention Everyone*; Discord refuses nothing and says nothing.
    """
    if role.mentionable:
        return True
    channel = guild.get_channel_or_thread(channel_id) if channel_id else None
    here = channel.permissions_for(guild.me) if channel else guild.me.guild_permissions
    return here.mention_everyone


async def members_of(
    client: discord.Client, role: discord.Role, without: Collection[int]
) -> list[int] | None:
    """The people of a role but for some, in a lasting order; None where they cannot be known."""
    if not client.intents.members:
        return None
    try:
        return sorted(
            [
                member.id
                async for member in role.guild.fetch_members(limit=None)
                if not member.bot and member.get_role(role.id) and member.id not in without
            ]
        )
    except discord.Forbidden as error:
        _log.warning("Who is in %s cannot be asked: %s", role.guild.id, error)
        return None


async def some_have(role: discord.Role, people: Collection[int]) -> bool:
    """Whether one of these people has a role; Discord says so without the members' intent."""
    asked = sorted(people)
    for first in range(0, len(asked), _MOST_ASKED):
        some = asked[first : first + _MOST_ASKED]
        there = await role.guild.query_members(user_ids=some, cache=False)
        if any(member.get_role(role.id) for member in there):
            return True
    return False


async def gone(guild: discord.Guild | None, people: Iterable[int]) -> frozenset[int]:
    """Which of these people are not in the server now; none where Discord does not say."""
    known, asked = set[int](), sorted(people)
    if guild is None:
        return frozenset()
    try:
        for first in range(0, len(asked), _MOST_ASKED):
            some = asked[first : first + _MOST_ASKED]
            there = await guild.query_members(user_ids=some, cache=False)
            known |= {member.id for member in there}
    except (discord.HTTPException, discord.ClientException, OSError, TimeoutError) as error:
        _log.info("Who is still in %s is not known: %s", guild.id, error)
        return frozenset()
    return frozenset(asked) - known
