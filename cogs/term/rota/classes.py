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
from discussion.term.planning import showing
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
            case "here" | "cancel" as verb:
                held = verb == "here"
                work = self._term.places.settle(guild_id, person, class_id, held=held)
                await replies.soon(interaction, work, update=True)
                await replies.change(interaction, words.settled_place(1, held=held))
            case "all_here" | "all_cancel" as verb:
                held, lost = verb == "all_here", custom_ids.to_number(class_id)
                every = self._term.places.settle_all(guild_id, person, lost, held=held)
                settled = await replies.soon(interaction, every, update=True)
                await replies.change(interaction, words.settled_place(len(settled), held=held))
            case _:
                raise custom_ids.unknown()

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, _: discord.ScheduledEvent, event: discord.ScheduledEvent
    ) -> None:
        """Somebody changed or cancelled an event in Discord: its class follows."""
        if event.status is discord.EventStatus.cancelled:
            await self._ended(event)
        else:
            await self._follow(event, gone=False)

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Somebody deleted an event in Discord, or its channel."""
        await self._ended(event)

    async def _ended(self, event: discord.ScheduledEvent) -> None:
        """A class without its event is cancelled, unless the event went with its channel.

        Then it waits for another one. Where Discord does not say which it was, the class is left
        alone: the next look, at the latest after a restart, tells.
        """
        guild, place = event.guild or self._client.get_guild(event.guild_id), event.channel_id
        channel_gone: bool | None = False
        if guild is not None and place is not None:
            channel_gone = await _is_gone(guild, place, remembered=False)
        if guild is not None and place is not None and channel_gone:
            await self._term.places.gone(guild.id, place, guild.owner_id)
            await self._term.places.event_gone(guild.id, event.id)
        elif channel_gone is False:
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
        to_come = [each for each in view.classes if rota.is_to_come(each, view.now)]
        chosen = {view.course.channel_id, view.course.voice_channel_id}
        chosen |= {each.channel_id for each in to_come}
        chosen |= {each.voice_channel_id for each in to_come}
        for place in sorted(each for each in chosen if each is not None):
            if await _is_gone(guild, place):
                await self._term.places.gone(guild.id, place, guild.owner_id)
        view = await self._term.rota.view(guild.id)
        for planned in view.classes:
            if planned.event_id is None:
                continue
            event = shown.get(planned.event_id)
            if event is None:
                await self._event_missing(guild, planned)
            else:
                edit = _edit(event, planned, view)
                await self._term.events.changed(guild.id, planned.event_id, edit)

    async def _event_missing(self, guild: discord.Guild, planned: PlannedClass) -> None:
        """An event is not there any more: its channel was deleted, or somebody deleted it."""
        if planned.event_id is None:
            return
        last = showing.shown_last(planned)
        place = last.get("voice") if last is not None else None
        is_gone = await _is_gone(guild, int(place)) if place else False
        if is_gone:
            await self._term.places.event_gone(guild.id, planned.event_id)
        elif is_gone is False:
            edit = EventEdit(rota.starts_at(planned), None, cancelled=True)
            await self._term.events.changed(guild.id, planned.event_id, edit)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted in which classes may meet."""
        guild = channel.guild
        await self._term.places.gone(guild.id, channel.id, guild.owner_id)

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


async def _is_gone(
    guild: discord.Guild, channel_id: int, *, remembered: bool = True
) -> bool | None:
    """Whether Discord says outright that there is no such channel; None where it does not say.

    ``remembered`` False: what the library remembers may be older than what is asked.
    """
    if remembered and guild.get_channel(channel_id) is not None:
        return False
    try:
        await guild.fetch_channel(channel_id)
    except discord.NotFound:
        return True
    except (discord.Forbidden, discord.InvalidData):
        return False
    except (discord.HTTPException, discord.RateLimited, OSError):
        return None
    return False
