"""Whom a post for a role rings: the role itself, or its people one by one.

Discord lets a bot without *Mention Everyone* ring only roles that anybody may mention, which is
not its default; and a role rings everybody, also those who turned their reminders off. In both
cases the people are named instead, in as many messages as Discord's limits ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import discord

from cogs.delivery.layouts import Rendered
from cogs.interactions import roster
from cogs.interactions.people import People
from cogs.term.rota import term_words as words
from discussion.model.effects import Post, PostKind

MOST_NAMED: Final = 100
"""The most people whom Discord lets one message ring."""
LONGEST: Final = 2000
"""The most characters in one message."""
_FOR_LECTURERS: Final = frozenset({PostKind.CLASS_ASK, PostKind.CLASS_FREE, PostKind.CLASS_PLACE})


def addressed(client: discord.Client, post: Post, people: People | None) -> Post:
    """A post for the lecturers with their role, also where ``/setup`` chose none.

    Then it is the role by whose name they are known; where there is none, the server's owner.
    """
    if post.kind not in _FOR_LECTURERS or post.channel_id is None:
        return post
    guild, data = client.get_guild(post.guild_id), post.data
    if guild is None or data.get("mention"):
        return post
    chosen = data.get("role")
    if isinstance(chosen, int) and guild.get_role(chosen) is not None:
        return post
    role = people.lecturers_of(guild) if people is not None else None
    if role is not None:
        return replace(post, data={**data, "role": role.id})
    return replace(post, data={**data, "role": None, "mention": guild.owner_id})


async def spelled_out(client: discord.Client, post: Post, rendered: Rendered) -> list[Rendered]:
    """The messages that say something to a role, or to many, so that it reaches all of them.

    Only where Discord does not let the bot know a role's people is the role written out in vain;
    ``/setup`` and the doctor say what to change.
    """
    guild = client.get_guild(post.guild_id)
    content, roles = rendered.content, rendered.roles
    if post.kind is PostKind.REMINDERS_UNREACHED and content is not None:
        unnamed = replace(rendered, mentions=frozenset())
        return list(_named(unnamed, content, sorted(rendered.mentions)))
    if guild is None or content is None or not roles:
        return [rendered]
    without = _left_out(post)
    for role_id in sorted(roles):
        role = guild.get_role(role_id)
        mention = f"<@&{role_id}>"
        if role is None:
            return [replace(rendered, content=_without(content, mention), roles=frozenset())]
        rings = roster.may_mention(guild, role, post.channel_id)
        if rings and not (without and await roster.some_have(role, without)):
            continue
        people = await roster.members_of(client, role, without)
        if not people and people is not None and post.kind in _FOR_LECTURERS:
            # Nobody has the role yet.
            people = [guild.owner_id] if guild.owner_id is not None else []
        if people is not None:
            return list(_named(rendered, _without(content, mention), people))
        return [replace(rendered, roles=frozenset())]
    return [rendered]


def _left_out(post: Post) -> frozenset[int]:
    """Who turned this reminder off, or changed when it comes."""
    found = post.data.get("without")
    listed = found if isinstance(found, list) else []
    return frozenset(each for each in listed if isinstance(each, int))


def _named(rendered: Rendered, text: str, people: Sequence[int]) -> Iterator[Rendered]:
    """The post with people before its text, and those who did not fit after it."""
    waiting = list(people)
    first = _portion(waiting, LONGEST - len(text) - 1)
    lead = f"{_mentions(first)} " if first else ""
    yield replace(
        rendered,
        content=lead + text,
        mentions=rendered.mentions | frozenset(first),
        roles=frozenset(),
    )
    while waiting:
        some = _portion(waiting, LONGEST - len(words.ALSO_FOR) - 1)
        yield Rendered(content=f"{_mentions(some)} {words.ALSO_FOR}", mentions=frozenset(some))


def _portion(waiting: list[int], room: int) -> list[int]:
    """Take as many people off the list as one message can name."""
    taken = list[int]()
    while waiting and len(taken) < MOST_NAMED:
        room -= len(f"<@{waiting[0]}> ")
        if room < 0:
            break
        taken.append(waiting.pop(0))
    return taken


def _mentions(people: Sequence[int]) -> str:
    return " ".join(f"<@{each}>" for each in people)


def _without(content: str, mention: str) -> str:
    return content.replace(f"{mention} ", "", 1)
