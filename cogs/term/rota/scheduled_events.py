"""Native scheduled events: one for each planned class, kept in step with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import discord

from cogs.interactions.delivering import Undeliverable
from cogs.term.rota import event_words
from cogs.term.rota import term_words as words
from discussion.model.effects import Post
from discussion.term.model import ClassState

_log = logging.getLogger(__name__)

COUNTED_WITHIN: Final = 2.0
"""Seconds for asking how many are coming; the rota is shown without the numbers then."""
_UNKNOWN_EVENT: Final = 10070
_TO_COME: Final = frozenset({ClassState.PLANNED, ClassState.READY})


async def bring_in_line(
    client: discord.Client, post: Post, event_id: int | None, *, tried_before: bool, now: datetime
) -> int | None:
    """Make, change, start or end the event of a class; returns its id, None if there is none.

    Making one is no exactly-once request, so after an earlier attempt the server's events are
    searched for the class's mark first. Raises ``Undeliverable`` where the bot has no place there.
    """
    data: Mapping[str, Any] = post.data
    guild = client.get_guild(post.guild_id)
    if guild is None:
        raise Undeliverable(f"{post.dedup} is of a server that the bot is not in")
    state = ClassState(str(data["state"]))
    event_id = event_id or data.get("event")
    if event_id is None and tried_before:
        event_id = await _made_before(guild, str(data["class"]))
    if event_id is None:
        return await _made(guild, state, data, now)
    try:
        event = await guild.fetch_scheduled_event(int(event_id), with_counts=False)
        await _change(event, state, guild, data)
    except discord.NotFound as error:
        if error.code != _UNKNOWN_EVENT:
            raise
        if data.get("event") is None:
            # It went with its channel, which the class knows; it is shown anew.
            return await _made(guild, state, data, now)
        # Somebody deleted it in Discord, which the class follows by another way.
        return None
    return event.id


async def _made(
    guild: discord.Guild, state: ClassState, data: Mapping[str, Any], now: datetime
) -> int | None:
    if state not in _TO_COME or datetime.fromisoformat(data["starts_at"]) <= now:
        return None
    event = await guild.create_scheduled_event(
        name=event_words.name(data),
        privacy_level=discord.PrivacyLevel.guild_only,
        **_details(guild, data),
    )
    return event.id


async def interested(guild: discord.Guild) -> dict[int, int]:
    """How many people pressed Interested, by event: one request for all events of a server.

    Discord tells of each press only with members kept in memory, which the bot does without.
    Empty where Discord does not answer in time or refuses.
    """
    try:
        async with asyncio.timeout(COUNTED_WITHIN):
            events = await guild.fetch_scheduled_events(with_counts=True)
    except (discord.HTTPException, discord.RateLimited, OSError, TimeoutError) as error:
        _log.info("How many come to the classes of %s is not known: %s", guild.id, error)
        return {}
    return {event.id: event.user_count or 0 for event in events}


async def _change(
    event: discord.ScheduledEvent, state: ClassState, guild: discord.Guild, data: Mapping[str, Any]
) -> None:
    waiting = event.status is discord.EventStatus.scheduled
    if state in _TO_COME:
        if waiting:
            await event.edit(name=event_words.name(data), **_details(guild, data))
    elif state is ClassState.OPEN:
        if waiting:
            await event.edit(status=discord.EventStatus.active)
    elif event.status is discord.EventStatus.active:
        # Also where somebody began it in Discord for a class that then did not take place.
        await event.edit(status=discord.EventStatus.completed)
    elif waiting and state is not ClassState.HELD:
        await event.edit(status=discord.EventStatus.cancelled)


async def _made_before(guild: discord.Guild, class_id: str) -> int | None:
    for event in await guild.fetch_scheduled_events(with_counts=False):
        if event.description and words.event_mark(class_id) in event.description:
            return event.id
    return None


def _details(guild: discord.Guild, data: Mapping[str, Any]) -> dict[str, Any]:
    """Times, place and description, as the library's requests take them."""
    details: dict[str, Any] = {
        "start_time": datetime.fromisoformat(data["starts_at"]),
        "end_time": datetime.fromisoformat(data["ends_at"]),
        "description": event_words.description(data),
    }
    if data["voice"]:
        voice = int(data["voice"])
        on_stage = isinstance(guild.get_channel(voice), discord.StageChannel)
        details["channel"] = discord.Object(voice)
        details["entity_type"] = (
            discord.EntityType.stage_instance if on_stage else discord.EntityType.voice
        )
    else:
        details["entity_type"] = discord.EntityType.external
        details["location"] = event_words.location(guild.id, data)
    return details
