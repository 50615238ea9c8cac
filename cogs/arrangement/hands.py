"""Hands: ``/hand``, ``/speaker``, and the buttons of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.arrangement import circles_words as circle_words
from cogs.arrangement import hands_words as words
from cogs.interactions import custom_ids, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import commands as command_words
from cogs.text import refusals
from cogs.text.escaping import one_line
from discussion.arrangement import fishbowl, hands
from discussion.model import Discussion, DiscussionId
from discussion.model.errors import WrongMoment

if TYPE_CHECKING:
    from discussion.service import DiscussionService


class HandsCog(commands.Cog):
    """Asking for the floor, finishing, and giving it to the next. Who may is the service's say."""

    speaker = app_commands.Group(
        name="speaker",
        description=command_words.SPEAKER,
        allowed_contexts=app_commands.AppCommandContext(guild=True),
    )

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {"hands": self._press}

    @app_commands.command(name="hand", description=command_words.HAND)
    @app_commands.guild_only()
    async def hand(self, interaction: Interaction) -> None:
        """Raise one's hand, or lower it."""
        await self._toggle(interaction, None)

    @speaker.command(name="next", description=command_words.SPEAKER_NEXT)
    async def next(self, interaction: Interaction) -> None:
        """Give the floor to whoever is next."""
        await self._next(interaction, None)

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        number = await self._round(interaction, custom_id)
        match custom_id.verb:
            case "up" | "toggle":
                await self._toggle(interaction, number)
            case "done" | "spoken":
                await self._done(interaction, number)
            case "next":
                await self._next(interaction, number)
            case _:
                raise custom_ids.unknown()

    async def _round(self, interaction: Interaction, custom_id: CustomId) -> int:
        """The round of a button, if its discussion still runs."""
        place = place_of(interaction)
        name, number = custom_id.parts(2)
        discussion = await self._service.archive.one(place.guild_id, DiscussionId(name))
        if not discussion.is_live or discussion.place != place:
            raise WrongMoment(refusals.DISCUSSION_OVER)
        return custom_ids.to_number(number)

    async def _toggle(self, interaction: Interaction, number: int | None) -> None:
        place, person = place_of(interaction), self._people.person(interaction.user)
        work = self._service.hands.toggle(place, person, round_number=number)
        after = await replies.soon(interaction, work)
        waiting = hands.queue(after)
        up = person.id in waiting
        text = words.raised(waiting.index(person.id)) if up else words.LOWERED
        if up and fishbowl.listens(after, person.id):
            text = f"{text}\n{circle_words.LISTENING}"
        await replies.reply(interaction, text)

    async def _done(self, interaction: Interaction, number: int | None) -> None:
        place, person = place_of(interaction), self._people.person(interaction.user)
        work = self._service.hands.done(place, person, round_number=number)
        await replies.soon(interaction, work)
        await replies.reply(interaction, words.THANKS)

    async def _next(self, interaction: Interaction, number: int | None) -> None:
        place, person = place_of(interaction), self._people.person(interaction.user)
        work = self._service.hands.next_speaker(place, person, round_number=number)
        await replies.reply(interaction, _floor(await replies.soon(interaction, work)))


def _floor(discussion: Discussion) -> str:
    if discussion.turns is not None:
        return words.TURN_MOVES_ON
    if discussion.floor is None:
        return words.FLOOR_IS_FREE
    speaker = discussion.participants[discussion.floor.person_id]
    return words.floor_goes_to(one_line(speaker.name, 100))
