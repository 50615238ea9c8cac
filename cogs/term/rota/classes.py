"""Planned classes in Discord: the buttons that open them, and their events, followed both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from cogs.interactions import custom_ids, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.term.rota import event_words
from cogs.term.rota import term_words as words
from discussion.service.term.events import EventEdit
from discussion.term.model import PlannedClass
from discussion.term.rota import rota

if TYPE_CHECKING:
    from discussion.service.term import TermService
    from discussion.service.term.rota import RotaView


class ClassesCog(commands.Cog):
    """What happens to a planned class from Discord's side."""

    def __init__(self, *, client: discord.Client, term: TermService, people: People) -> None:
        self._client = client
        self._term = term
        self._people = people
        self.areas: Mapping[str, Handler] = {"class": self._press}

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, class_id = custom_id.parts(2)
        guild_id = custom_ids.to_number(guild)
        if interaction.guild_id not in (None, guild_id):
            raise custom_ids.unknown()
        person = self._people.person(interaction.user)
        classes = self._term.classes
        match custom_id.verb:
            case "open":
                work = classes.open(guild_id, person, class_id)
                await replies.soon(interaction, work, update=True)
                await replies.change(interaction, words.OPENED)
            case "later":
                work = classes.put_off(guild_id, person, class_id)
                planned = await replies.soon(interaction, work, update=True)
                at = int(rota.starts_at(planned).timestamp())
                await replies.change(interaction, words.put_off(at))
            case "off":
                work = classes.call_off(guild_id, person, class_id)
                await replies.soon(interaction, work, update=True)
                await replies.change(interaction, words.CALLED_OFF)
            case _:
                raise custom_ids.unknown()

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, _: discord.ScheduledEvent, event: discord.ScheduledEvent
    ) -> None:
        """Somebody changed or cancelled an event in Discord: its class follows."""
        await self._follow(event, gone=event.status is discord.EventStatus.cancelled)

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Somebody deleted an event in Discord: its class is cancelled."""
        await self._follow(event, gone=True)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """What was changed in Discord while the bot was away is followed now."""
        for guild in self._client.guilds:
            # Of a server that is out of order Discord tells nothing, which is no deletion.
            if not guild.unavailable:
                await self._catch_up(guild)

    async def _catch_up(self, guild: discord.Guild) -> None:
        shown = {event.id: event for event in guild.scheduled_events}
        view = await self._term.rota.view(guild.id)
        for planned in view.classes:
            if planned.event_id is None:
                continue
            event = shown.get(planned.event_id)
            edit = (
                _edit(event, planned, view)
                if event
                else EventEdit(rota.starts_at(planned), None, cancelled=True)
            )
            await self._term.events.changed(guild.id, planned.event_id, edit)
        for place in (view.course.channel_id, view.course.voice_channel_id):
            if place is not None and await _is_gone(guild, place):
                await self._term.courses.place_gone(guild.id, place, guild.owner_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted in which classes may meet."""
        guild = channel.guild
        await self._term.courses.place_gone(guild.id, channel.id, guild.owner_id)

    async def _follow(self, event: discord.ScheduledEvent, *, gone: bool) -> None:
        view = await self._term.rota.view(event.guild_id)
        planned = next((each for each in view.classes if each.event_id == event.id), None)
        if planned is not None:
            edit = replace(_edit(event, planned, view), cancelled=gone)
            await self._term.events.changed(event.guild_id, event.id, edit)


def _edit(event: discord.ScheduledEvent, planned: PlannedClass, view: RotaView) -> EventEdit:
    return EventEdit(
        starts_at=event.start_time,
        ends_at=event.end_time,
        details=event_words.read_back(event, planned, view.course, view.topic_of(planned)),
    )


async def _is_gone(guild: discord.Guild, channel_id: int) -> bool:
    """Whether Discord says outright that there is no such channel."""
    if guild.get_channel(channel_id) is not None:
        return False
    try:
        await guild.fetch_channel(channel_id)
    except discord.NotFound:
        return True
    except (discord.HTTPException, discord.RateLimited, discord.InvalidData, OSError):
        return False
    return False
