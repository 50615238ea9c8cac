"""After a gap: reading what people wrote, edited and deleted while the bot was away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Final

import discord

from cogs.arrangement.voice_rooms import people_in
from cogs.delivery.history import messages_since
from cogs.interactions.delivering import TryLater, Undeliverable
from discussion.contributions.speaking import HeardMessage
from discussion.model import Discussion, DiscussionId
from discussion.service import DiscussionService

log = logging.getLogger(__name__)

AT_ONCE: Final = 32
"""Histories that are read at the same time."""
LONGEST: Final = 60.0
"""Real seconds for the history of one class; it is read again before its deck is made."""


async def catch_up(
    client: discord.Client, service: DiscussionService, discussion: Discussion
) -> None:
    """Bring the record of one discussion in line with its channel and its groups' threads.

    A channel that is gone or closed is left as it was recorded. Raises ``TryLater`` if Discord did
    not answer.
    """
    guild_id, until = discussion.place.guild_id, discussion.ended_at
    # Asked first: who writes while the history is read is in the record and not in the history.
    known = await service.messages.recorded_ids(guild_id, discussion.id)
    kept, read = list[HeardMessage](), list[int]()
    for place in discussion.places:
        try:
            messages = await messages_since(client, place, discussion.started_at, until)
        except Undeliverable as error:
            reason = error.reason
            log.warning("A history of discussion %s cannot be read: %s", discussion.id, reason)
            continue
        kept += messages
        read.append(place.channel_id)
    kept.sort(key=lambda message: (message.said_at, message.id))
    await service.messages.reconcile(
        guild_id, discussion.id, kept, known_before=known, channels=read
    )


async def see_who_is_there(
    client: discord.Client, service: DiscussionService, discussion: Discussion
) -> None:
    """Learn who came into a discussion's voice channel and who went while the bot was away."""
    guild, channel_id = client.get_guild(discussion.place.guild_id), discussion.voice_channel_id
    if guild is None or channel_id is None or not discussion.is_live:
        return
    people = await people_in(guild, channel_id)
    if people is not None:
        await service.voice.found(guild.id, channel_id, people)


async def catch_up_with_all(
    client: discord.Client,
    service: DiscussionService,
    live: Iterable[Discussion],
    then: Callable[[DiscussionId], None] = lambda _: None,
) -> None:
    """Catch up with live discussions; one that cannot be read now is read before its deck.

    ``then`` is told of each as soon as nothing more is to be learned of it.

    Several histories are read at once: how fast requests may follow one another is what
    ``bot.connection.pacing`` knows, and a slow answer to one of them need not keep the others
    waiting.
    """
    room = asyncio.Semaphore(AT_ONCE)

    async def one(discussion: Discussion) -> None:
        async with room:
            try:
                await _catch_up_or_log(client, service, discussion)
            finally:
                then(discussion.id)

    async with asyncio.TaskGroup() as group:
        for discussion in live:
            group.create_task(one(discussion), name=f"catching up with {discussion.id}")


async def _catch_up_or_log(
    client: discord.Client, service: DiscussionService, discussion: Discussion
) -> None:
    try:
        async with asyncio.timeout(LONGEST):
            await catch_up(client, service, discussion)
            await see_who_is_there(client, service, discussion)
    except TimeoutError:
        log.warning("The history of discussion %s takes too long.", discussion.id)
    except TryLater as error:
        log.warning("Discussion %s was not caught up with: %s", discussion.id, error)
    except Exception:
        # One discussion that cannot be read must not keep the others waiting.
        log.exception("Catching up with discussion %s failed.", discussion.id)


async def catch_up_with_published(client: discord.Client, service: DiscussionService) -> None:
    """Honour what people deleted or edited in classes of late after their decks were published.

    Nothing waits for this: it is asked for once the clock runs.
    """
    try:
        of_late = await service.archive.published_of_late()
    except Exception:
        log.exception("Which classes were published of late could not be read.")
        return
    for discussion in of_late:
        try:
            await catch_up(client, service, discussion)
        except TryLater as error:
            log.warning("Discussion %s was not looked at again: %s", discussion.id, error)
        except Exception:
            log.exception("Looking at discussion %s again failed.", discussion.id)
