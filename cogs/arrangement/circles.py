"""The ballot, and the seats of a fishbowl."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.arrangement import circles_words as words
from cogs.interactions import custom_ids, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import current_round, place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text.escaping import label, plain
from discussion.arrangement import voting
from discussion.model import Discussion
from discussion.model.errors import BadInput

if TYPE_CHECKING:
    from discussion.service import DiscussionService


@app_commands.guild_only()
class CirclesCog(
    commands.GroupCog, group_name="fishbowl", group_description=words.FISHBOWL_COMMAND
):
    """Choosing themes, taking a seat, swapping the circles."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {"ballot": self._ballot, "fishbowl": self._seat}

    @app_commands.command(name="swap", description=words.SWAP_COMMAND)
    async def swap(self, interaction: Interaction) -> None:
        """Let those outside take the inner seats."""
        person = self._people.person(interaction.user)
        await replies.soon(interaction, self._service.circles.swap(place_of(interaction), person))
        await replies.reply(interaction, words.SWAPPED)

    async def _seat(self, interaction: Interaction, custom_id: CustomId) -> None:
        if custom_id.verb != "seat":
            raise custom_ids.unknown()
        discussion, number = await current_round(self._service, interaction, custom_id)
        person = self._people.person(interaction.user)
        work = self._service.circles.take_seat(discussion.place, person, round_number=number)
        await replies.soon(interaction, work)
        await replies.reply(interaction, words.SEATED)

    async def _ballot(self, interaction: Interaction, custom_id: CustomId) -> None:
        discussion, number = await current_round(self._service, interaction, custom_id)
        match custom_id.verb:
            case "open":
                view = _menu(discussion, custom_id, interaction.user.id)
                await replies.reply(interaction, words.BALLOT_QUESTION, view=view)
            case "choose":
                await self._choose(interaction, discussion, number)
            case _:
                raise custom_ids.unknown()

    async def _choose(self, interaction: Interaction, discussion: Discussion, number: int) -> None:
        ballot = voting.open_ballot(discussion)
        options = ballot.options if ballot is not None else ()
        data: Mapping[str, Any] = interaction.data or {}
        choices = [_option(options, str(value)) for value in data.get("values") or ()]
        person = self._people.person(interaction.user)
        work = self._service.circles.choose(discussion.place, person, choices, round_number=number)
        await replies.soon(interaction, work)
        text = words.chosen(map(plain, choices)) if choices else words.CHOICE_TAKEN_BACK
        await replies.reply(interaction, text)


def _menu(discussion: Discussion, custom_id: CustomId, reader_id: int) -> ui.View:
    """The ballot with the reader's choice marked, for their eyes alone."""
    ballot = voting.open_ballot(discussion)
    if ballot is None or len(ballot.options) < 2:
        raise BadInput(words.NO_THEMES_YET)
    mine = ballot.votes.get(reader_id, ())
    most = min(discussion.policy.ballot_choices, len(ballot.options))
    view = ui.View(timeout=None)
    view.add_item(
        ui.Select(
            custom_id=str(CustomId("ballot", "choose", custom_id.opaque)),
            placeholder=words.pick(most),
            min_values=0,
            max_values=most,
            options=[
                discord.SelectOption(
                    label=label(theme, 100), value=str(index), default=theme in mine
                )
                for index, theme in enumerate(ballot.options)
            ],
        )
    )
    return view


def _option(options: Sequence[str], value: str) -> str:
    """The theme that a value of the menu means; themes join a ballot only at its end."""
    index = custom_ids.to_number(value)
    if index >= len(options):
        raise custom_ids.unknown()
    return options[index]
