"""Who is in the class: the members of its role, asked of Discord when it matters."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

import discord

from discussion.model.effects import Post

_log = logging.getLogger(__name__)

_MOST_ASKED: Final = 100
"""The most members whom one request of the gateway names."""
MOST_NAMED: Final = 80
"""The most people whom one message mentions one by one: 2,000 characters hold about ninety."""


async def to_notify(client: discord.Client, post: Post) -> list[int] | None:
    """Whom a reminder to everybody mentions one by one, because somebody stopped theirs.

    None: the class's role is mentioned instead, because nobody stopped theirs, the members cannot
    be known (the intent is off), or they are too many for one message.
    """
    data: Mapping[str, Any] = post.data
    without = {int(each) for each in data["without"]}
    guild = client.get_guild(post.guild_id)
    role = guild.get_role(int(data["role"])) if guild and data["role"] else None
    if guild is None or role is None or not without or not client.intents.members:
        return None
    members = [
        member.id
        async for member in guild.fetch_members(limit=None)
        if not member.bot and member.get_role(role.id) and member.id not in without
    ]
    return members if len(members) <= MOST_NAMED else None


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
