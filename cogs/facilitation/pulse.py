"""The five buttons under the last panel and under the review: "I was heard"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord.ext import commands

from cogs.interactions import custom_ids, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import pulse as words
from cogs.text import refusals
from discussion.model import DiscussionId
from discussion.model.errors import WrongMoment

if TYPE_CHECKING:
    from discussion.service import DiscussionService


class PulseCog(commands.Cog):
    """One tap a person, joined to nobody."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {"pulse": self._press}

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        if custom_id.verb not in ("give", "at_close"):
            raise custom_ids.unknown()
        name, value = custom_id.parts(2)
        place = place_of(interaction)
        discussion = await self._service.archive.one(place.guild_id, DiscussionId(name))
        if not (discussion.is_live or discussion.is_in_review):
            raise WrongMoment(refusals.DISCUSSION_OVER)
        person = self._people.person(interaction.user)
        work = self._service.pulse.give(discussion.place, person, custom_ids.to_number(value))
        await replies.soon(interaction, work)
        await replies.reply(interaction, words.THANKS)
