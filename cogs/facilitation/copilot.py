"""``/copilot`` and the private word to whoever leads: look, send, edit, skip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from discord import app_commands, ui
from discord.ext import commands

from cogs.delivery import layouts
from cogs.facilitation import copilot_words as words
from cogs.interactions import custom_ids, forms, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import commands as command_words
from cogs.text import panel as panel_words
from cogs.text import refusals
from discussion.facilitation.copilot import Look, Suggestion
from discussion.model import Place, timing
from discussion.model.errors import BadInput
from discussion.service.facilitation.copilot import LONGEST, Which

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_AREA: Final = "copilot"
_EDITED: Final = "copilotsay"
_NONE: Final = "none"


class CopilotCog(commands.Cog):
    """Private help for whoever leads. It never posts by itself."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {_AREA: self._press, _EDITED: self._edited}

    @app_commands.command(name="copilot", description=command_words.COPILOT)
    @app_commands.guild_only()
    async def copilot(self, interaction: Interaction) -> None:
        """Show how the group stands and what could be asked next."""
        look = await replies.soon(interaction, self._look(interaction, place_of(interaction)))
        text, view = _panel(look, next(iter(look.suggestions), None))
        await replies.reply(interaction, text, view=view)

    async def _look(self, interaction: Interaction, place: Place) -> Look:
        return await self._service.copilot.look(place, self._people.person(interaction.user))

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        which = _which(interaction, custom_id)
        match custom_id.verb:
            case "send":
                await self._send(interaction, which)
            case "edit":
                found = await self._suggestion(interaction, which)
                form = forms.asking(
                    CustomId(_EDITED, "send", custom_id.opaque), words.message(found), LONGEST
                )
                await forms.show(interaction, form)
            case "skip":
                await replies.change(interaction, words.SKIPPED)
            case "refresh" | "other":
                await self._again(interaction, which, other=custom_id.verb == "other")
            case _:
                raise custom_ids.unknown()

    async def _send(self, interaction: Interaction, which: Which) -> None:
        found = await self._suggestion(interaction, which)
        person = self._people.person(interaction.user)
        work = self._service.copilot.send(which, person, words.message(found)[:LONGEST])
        await replies.soon(interaction, work, update=True)
        await replies.change(interaction, words.SENT)

    async def _suggestion(self, interaction: Interaction, which: Which) -> Suggestion:
        person = self._people.person(interaction.user)
        return await self._service.copilot.suggestion(which, person)

    async def _edited(self, interaction: Interaction, custom_id: CustomId) -> None:
        which, text = _which(interaction, custom_id), forms.filled(interaction).text
        if not text.strip():
            raise BadInput(refusals.NOTHING_WRITTEN)
        person = self._people.person(interaction.user)
        work = self._service.copilot.send(which, person, text, edited_as=interaction.id)
        await replies.soon(interaction, work, update=True)
        await replies.change(interaction, words.SENT)

    async def _again(self, interaction: Interaction, which: Which, *, other: bool) -> None:
        work = self._look(interaction, place_of(interaction))
        look = await replies.soon(interaction, work, update=True)
        keys = [each.key for each in look.suggestions]
        after = keys.index(which.key) + 1 if other and which.key in keys else 0
        text, view = _panel(look, _at(look.suggestions, after))
        await replies.change(interaction, text, view=view)


def _at(suggestions: Sequence[Suggestion], index: int) -> Suggestion | None:
    """The suggestion at a place; after the last comes the first again."""
    return suggestions[index % len(suggestions)] if suggestions else None


def _which(interaction: Interaction, custom_id: CustomId) -> Which:
    guild_id, discussion_id, number, key = custom_id.parts(4)
    if interaction.guild_id not in (None, custom_ids.to_number(guild_id)):
        raise custom_ids.unknown()
    return Which(custom_ids.to_number(guild_id), discussion_id, custom_ids.to_number(number), key)


def _panel(look: Look, chosen: Suggestion | None) -> tuple[str, ui.View]:
    discussion = look.discussion
    ends_at = timing.ends_at(discussion, look.now)
    ends = panel_words.ends(int(ends_at.timestamp())) if ends_at else ""
    key = chosen.key if chosen else _NONE
    number = discussion.current_round.number
    where = f"{discussion.place.guild_id}.{discussion.id}.{number}.{key}"
    buttons = words.LOOK_BUTTONS if chosen else words.NOTHING_BUTTONS
    return words.looked(look, chosen, ends), layouts.suggestion_view(where, buttons)
