"""``/house``: how the decks of a server look, for lecturers."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.interactions import replies
from cogs.interactions.case_files import CaseFiles
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.record import house_words as words
from discussion.model import Person
from discussion.model.errors import BadInput, NotAllowed
from discussion.model.house import LARGEST_TEMPLATE, LONGEST_TITLE_TEXT, PLAIN, House
from discussion.parsing.text import clean_text, shorten
from discussion.ports.deck import DeckBuilder
from discussion.service.after_class.house import HousePart

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_PARTS: Final = [app_commands.Choice(name=name, value=value) for value, name in words.PARTS.items()]
Title = app_commands.Range[str, 1, LONGEST_TITLE_TEXT]
Colour = app_commands.Range[str, 6, 20]


@app_commands.guild_only()
class HouseCog(commands.GroupCog, group_name="house", group_description=words.HOUSE):
    """Words for the title slide, two colours and a template, kept for the server."""

    def __init__(
        self,
        *,
        service: DiscussionService,
        people: People,
        builder: DeckBuilder,
        files: CaseFiles,
    ) -> None:
        self._service = service
        self._people = people
        self._builder = builder
        self._files = files

    @app_commands.command(name="show", description=words.SHOW)
    async def show(self, interaction: Interaction) -> None:
        """What was chosen."""
        self._lecturer(interaction)
        house = await self._service.houses.style_of(place_of(interaction).guild_id)
        await replies.reply(interaction, words.overview(house))

    @app_commands.command(name="set", description=words.SET)
    @app_commands.describe(
        title=words.SET_TITLE,
        main=words.SET_MAIN,
        second=words.SET_SECOND,
        template=words.SET_TEMPLATE,
    )
    async def set(
        self,
        interaction: Interaction,
        title: Title | None = None,
        main: Colour | None = None,
        second: Colour | None = None,
        template: discord.Attachment | None = None,
    ) -> None:
        """Keep what is given, once a deck was tried with it; colours are mended, with a note."""
        person = self._lecturer(interaction)
        guild = place_of(interaction).guild_id
        asked = House(clean_text(title or ""), main or "", second or "")
        house, notes = await replies.soon(interaction, self._tried(asked, template))
        kept = await self._service.houses.choose(guild, person, house)
        await replies.reply(interaction, words.overview(kept, notes))

    @app_commands.command(name="reset", description=words.RESET)
    @app_commands.describe(what=words.RESET_WHAT)
    @app_commands.choices(what=_PARTS)
    async def reset(self, interaction: Interaction, what: str = "all") -> None:
        """Put a part, or all, back."""
        person = self._lecturer(interaction)
        guild = place_of(interaction).guild_id
        part = HousePart(what) if what in words.PARTS else HousePart.ALL
        kept = await self._service.houses.put_back(guild, person, part)
        await replies.reply(interaction, words.overview(kept))

    async def _tried(
        self, asked: House, template: discord.Attachment | None
    ) -> tuple[House, tuple[str, ...]]:
        """A style as it can be used, with its template fetched. Raises ``BadInput`` or such."""
        if template is None and asked == PLAIN:
            raise BadInput(words.NOTHING_GIVEN)
        if template is None:
            return await self._builder.checked(asked)
        if PurePath(template.filename).suffix.casefold() != ".pptx":
            raise BadInput(words.WRONG_KIND)
        if template.size > LARGEST_TEMPLATE:
            raise BadInput(words.TOO_LARGE)
        content = await self._files.fetch(template, LARGEST_TEMPLATE)
        name = shorten(clean_text(template.filename), 100)
        return await self._builder.checked(
            House(asked.title_text, asked.main, asked.accent, content, name)
        )

    def _lecturer(self, interaction: Interaction) -> Person:
        """Whoever asks. Raises ``NotAllowed`` unless they are a lecturer."""
        person = self._people.person(interaction.user)
        if not person.is_lecturer:
            raise NotAllowed(words.LECTURERS_ONLY)
        return person
