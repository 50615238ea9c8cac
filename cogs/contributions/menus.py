"""The menus on a message: *Tag*, *Build on*, *Challenge*, *This speaks for me*, *Take back*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.delivery import layouts
from cogs.interactions import custom_ids, forms, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import heard, place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import commands as command_words
from cogs.text import refusals
from cogs.text import replies as words
from cogs.text.escaping import label, plain
from discussion.model import Contribution, LinkKind, Place
from discussion.model.errors import BadInput

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_TAG: Final = "tag"
_TAKE_BACK: Final = "take_back"
_OWN, _OTHER = "own", "other"
_FORM_TITLES: Final[Mapping[str, str]] = {
    LinkKind.BUILDS_ON: command_words.FORM_BUILD_ON,
    LinkKind.CHALLENGES: command_words.FORM_CHALLENGE,
}


class MenusCog(commands.Cog):
    """What can be done to somebody's words, and the button under words that the bot shows."""

    def __init__(
        self,
        *,
        tree: app_commands.CommandTree[Any],
        service: DiscussionService,
        people: People,
    ) -> None:
        self._tree = tree
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {
            "which": self._picked,
            "link": self._linked,
            "tag": self._tagged,
            "said": self._pressed,
            "own": self._own,
        }
        contexts = app_commands.AppCommandContext(guild=True)
        self._menus = [
            app_commands.ContextMenu(name=name, callback=callback, allowed_contexts=contexts)
            for name, callback in (
                (command_words.MENU_TAG, self.tag),
                (command_words.MENU_BUILD_ON, self.build_on),
                (command_words.MENU_CHALLENGE, self.challenge),
                (command_words.MENU_SPEAKS, self.speaks_for_me),
                (command_words.MENU_TAKE_BACK, self.take_back),
            )
        ]

    async def cog_load(self) -> None:
        """Add the menus to the tree; a cog cannot hold them itself."""
        for menu in self._menus:
            self._tree.add_command(menu)

    async def cog_unload(self) -> None:
        """Take the menus away again."""
        for menu in self._menus:
            self._tree.remove_command(menu.name, type=menu.type)

    async def tag(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for tags."""
        await self._choose(interaction, message, _TAG)

    async def build_on(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for words that build on these."""
        await self._choose(interaction, message, LinkKind.BUILDS_ON.value)

    async def challenge(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for words that challenge these."""
        await self._choose(interaction, message, LinkKind.CHALLENGES.value)

    async def speaks_for_me(self, interaction: Interaction, message: discord.Message) -> None:
        """Note that these words speak for the reader too, or take it back."""
        await self._choose(interaction, message, LinkKind.SUPPORTS.value)

    async def take_back(self, interaction: Interaction, message: discord.Message) -> None:
        """Withdraw one's own words, also those that the bot shows."""
        await self._choose(interaction, message, _TAKE_BACK)

    async def _choose(self, interaction: Interaction, message: discord.Message, verb: str) -> None:
        """Act on the words in a message; where there are several, ask which."""
        place, person = place_of(interaction), self._people.person(interaction.user)
        found = await self._service.contributions.in_message(
            place,
            heard(message, place.guild_id),
            message.id,
            person,
            of_past=verb == _TAKE_BACK,
        )
        values = [_value(each, person.id) for each in found]
        if len(values) == 1:
            await self._act(interaction, verb, values[0])
        else:
            view = _menu(message.id, verb, found, values)
            await replies.reply(interaction, command_words.WHICH_ONE, view=view)

    async def _picked(self, interaction: Interaction, custom_id: CustomId) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        chosen = data.get("values") or [""]
        await self._act(interaction, custom_id.verb, str(chosen[0]))

    async def _pressed(self, interaction: Interaction, custom_id: CustomId) -> None:
        number, _ = custom_id.parts(2)
        await self._act(interaction, custom_id.verb, f"{number}.{_OTHER}")

    async def _act(self, interaction: Interaction, verb: str, value: str) -> None:
        number, _, whose = value.partition(".")
        contribution_id = custom_ids.to_number(number)
        if verb == _TAG:
            form = forms.tagging(CustomId("tag", "add", number), ask_about_name=whose == _OWN)
            await forms.show(interaction, form)
        elif verb in _FORM_TITLES:
            place = place_of(interaction)
            chosen = await self._service.preferences.of(place.guild_id, interaction.user.id)
            form = forms.writing(
                CustomId("link", verb, number),
                title=_FORM_TITLES[verb],
                without_name=chosen.anonymous,
            )
            await forms.show(interaction, form)
        elif verb == LinkKind.SUPPORTS:
            await self._endorse(interaction, contribution_id)
        elif verb == _TAKE_BACK:
            await self._withdraw(interaction, contribution_id, place_of(interaction))
        else:
            raise custom_ids.unknown()

    async def _own(self, interaction: Interaction, custom_id: CustomId) -> None:
        """The button under the private answer to somebody's words, in a direct message too."""
        if custom_id.verb != _TAKE_BACK:
            raise custom_ids.unknown()
        guild_id, channel_id, contribution_id = map(custom_ids.to_number, custom_id.parts(3))
        if interaction.guild_id not in (None, guild_id):
            raise custom_ids.unknown()
        await self._withdraw(interaction, contribution_id, Place(guild_id, channel_id))

    async def _withdraw(self, interaction: Interaction, contribution_id: int, place: Place) -> None:
        person = self._people.person(interaction.user)
        work = self._service.contributions.take_back(place, person, contribution_id)
        before = await replies.soon(interaction, work)
        text = words.WORDS_TAKEN_BACK
        theirs = before.message_id == before.id
        if theirs and not interaction.app_permissions.manage_messages:
            text = f"{text} {words.DELETE_TAKEN_BACK}"
        await replies.reply(interaction, text)

    async def _endorse(self, interaction: Interaction, contribution_id: int) -> None:
        place, person = place_of(interaction), self._people.person(interaction.user)
        work = self._service.contributions.endorse(place, person, contribution_id)
        marked = await replies.soon(interaction, work)
        await replies.reply(interaction, words.NOW_SPEAKS if marked else words.NO_LONGER_SPEAKS)

    async def _linked(self, interaction: Interaction, custom_id: CustomId) -> None:
        if custom_id.verb not in _FORM_TITLES:
            raise custom_ids.unknown()
        filled = forms.filled(interaction)
        if not filled.text.strip():
            raise BadInput(refusals.NOTHING_WRITTEN)
        work = self._service.contributions.say(
            place_of(interaction),
            self._people.person(interaction.user),
            event_id=interaction.id,
            text=filled.text,
            tags=filled.tags,
            anonymous=filled.anonymous,
            link=LinkKind(custom_id.verb),
            to=custom_id.number(),
        )
        said = await replies.soon(interaction, work)
        tags = [plain(tag.name) for tag in sorted(said.tags)]
        text = words.said(held=said.held, anonymous=said.anonymous, tags=tags)
        view = layouts.take_back(place_of(interaction), said.id)
        await replies.reply(interaction, text, view=view)

    async def _tagged(self, interaction: Interaction, custom_id: CustomId) -> None:
        filled = forms.filled(interaction)
        work = self._service.contributions.tag(
            place_of(interaction),
            self._people.person(interaction.user),
            custom_id.number(),
            filled.tags,
            anonymous=filled.anonymous,
        )
        after = await replies.soon(interaction, work)
        tags = [plain(tag.name) for tag in sorted(after.tags)]
        text = words.tagged(tags)
        if filled.anonymous and not after.held and not interaction.app_permissions.manage_messages:
            text = f"{text} {words.DELETE_YOURS}"
        await replies.reply(interaction, text)


def _value(contribution: Contribution, reader_id: int) -> str:
    """What a choice carries: the id, and whether the name may be left out (for good).

    It only shapes the form; the service checks both again.
    """
    own = contribution.author_id == reader_id and not contribution.anonymous
    return f"{contribution.id}.{_OWN if own else _OTHER}"


def _menu(
    message_id: int, verb: str, found: Sequence[Contribution], values: Sequence[str]
) -> ui.View:
    """Selects of 25 choices each; five fit a message, so 125 contributions."""
    view = ui.View(timeout=None)
    choices = [
        discord.SelectOption(label=label(each.text, 100), value=value)
        for each, value in zip(found, values, strict=True)
    ]
    for index in range(0, min(len(choices), 125), 25):
        custom_id = CustomId("which", verb, f"{message_id}.{index}")
        view.add_item(
            ui.Select(
                custom_id=str(custom_id),
                placeholder=command_words.WHICH_PLACEHOLDER,
                options=choices[index : index + 25],
            )
        )
    return view
