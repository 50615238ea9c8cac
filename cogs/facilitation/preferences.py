"""``/preferences``: how somebody wishes to be treated in the classes of this server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.facilitation import preferences_words as words
from cogs.interactions import custom_ids, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import commands as command_words
from cogs.text.languages import LANGUAGES, Phrases, phrases
from discussion.model.preferences import InviteBy, Preferences

if TYPE_CHECKING:
    from discussion.service import DiscussionService

Change = Callable[[Preferences], Preferences]

_AREA = "prefs"
_FOLLOW = "follow"
_YES, _NO = "yes", "no"


class PreferencesCog(commands.Cog):
    """One panel that only its owner sees; each choice holds as soon as it is made."""

    def __init__(self, *, service: DiscussionService) -> None:
        self._service = service
        self.areas: Mapping[str, Handler] = {_AREA: self._press}

    @app_commands.command(name="preferences", description=command_words.PREFERENCES)
    @app_commands.guild_only()
    async def preferences(self, interaction: Interaction) -> None:
        """Show what the reader chose, with menus and buttons to change it."""
        place = place_of(interaction)
        work = self._service.preferences.of(place.guild_id, interaction.user.id)
        chosen = await replies.soon(interaction, work)
        text, view = _panel(chosen, _phrases(interaction, chosen))
        await replies.reply(interaction, text, view=view)

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        change = _change(interaction, custom_id)
        place = place_of(interaction)
        work = self._service.preferences.change(place.guild_id, interaction.user.id, change)
        chosen = await replies.soon(interaction, work, update=True)
        text, view = _panel(chosen, _phrases(interaction, chosen))
        await replies.change(interaction, text, view=view)


def _phrases(interaction: Interaction, chosen: Preferences) -> Phrases:
    return phrases(chosen.language, str(interaction.locale))


def _change(interaction: Interaction, custom_id: CustomId) -> Change:
    """What a press changes. Raises ``BadInput`` for anything that the panel does not offer."""
    data: Mapping[str, Any] = interaction.data or {}
    value = str((data.get("values") or [""])[0])
    yes = custom_id.opaque == _YES
    match custom_id.verb:
        case "invite" if value in list(InviteBy):
            return lambda before: replace(before, invite_by=InviteBy(value))
        case "language" if value == _FOLLOW or value in LANGUAGES:
            tag = "" if value == _FOLLOW else value
            return lambda before: replace(before, language=tag)
        case "nameless":
            return lambda before: replace(before, anonymous=yes)
        case "known":
            return lambda before: replace(before, name_to_facilitator=yes)
        case _:
            raise custom_ids.unknown()


def _panel(chosen: Preferences, said_in: Phrases) -> tuple[str, ui.View]:
    view = ui.View(timeout=None)
    ways = [(words.invite_by(said_in, way), way.value, way is chosen.invite_by) for way in InviteBy]
    view.add_item(_menu("invite", words.say(said_in, "invite"), ways))
    tongues = [(words.say(said_in, "language_follows"), _FOLLOW, not chosen.language)]
    tongues += [(each.name, tag, tag == chosen.language) for tag, each in LANGUAGES.items()]
    view.add_item(_menu("language", words.say(said_in, "language"), tongues))
    for verb, now, on, off in (
        ("nameless", chosen.anonymous, "nameless_button", "named_button"),
        ("known", chosen.name_to_facilitator, "known_button", "counted_button"),
    ):
        custom_id = CustomId(_AREA, verb, _NO if now else _YES)
        label = words.say(said_in, off if now else on)
        view.add_item(ui.Button(label=label, custom_id=str(custom_id), row=2))
    return words.text(said_in, chosen), view


def _menu(verb: str, placeholder: str, choices: list[tuple[str, str, bool]]) -> ui.Select[ui.View]:
    options = [
        discord.SelectOption(label=label, value=value, default=default)
        for label, value, default in choices
    ]
    custom_id = CustomId(_AREA, verb, "menu")
    return ui.Select(custom_id=str(custom_id), placeholder=placeholder, options=options)
