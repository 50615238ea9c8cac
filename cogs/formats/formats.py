"""``/format``: which ways to run a discussion there are, and a lecturer's own."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.formats import formats_words as words
from cogs.interactions import choices, replies
from cogs.interactions.choices import Choices
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.text import commands as command_words
from discussion.model.errors import BadInput, NotAllowed

if TYPE_CHECKING:
    from discussion.service import DiscussionService

MOST_BYTES: Final = 100 * 1024


@app_commands.guild_only()
class FormatCog(commands.GroupCog, group_name="format", group_description=command_words.FORMAT):
    """Formats are shown to everybody; a server's own are a lecturer's to keep."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people

    @app_commands.command(name="list", description=command_words.FORMAT_LIST)
    async def list_all(self, interaction: Interaction) -> None:
        """Every format that can be used here."""
        known = await self._service.formats.known(place_of(interaction).guild_id)
        await replies.reply(interaction, words.listed(known))

    @app_commands.command(name="show", description=command_words.FORMAT_SHOW)
    @app_commands.describe(name=command_words.FORMAT_NAME)
    async def show(self, interaction: Interaction, name: str) -> None:
        """The rounds of one format."""
        found = await self._service.formats.named(place_of(interaction).guild_id, name)
        await replies.reply(interaction, words.preview(found))

    @app_commands.command(name="check", description=command_words.FORMAT_CHECK)
    @app_commands.describe(file=command_words.FORMAT_FILE)
    async def check(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Every mistake in a file, or what it would be like."""
        person = self._people.person(interaction.user)
        if not person.is_lecturer:
            raise NotAllowed(words.LECTURERS_ONLY)
        text = await replies.soon(interaction, _read(file))
        format_, mistakes = self._service.formats.check(person, PurePath(file.filename).stem, text)
        said = words.mistakes(mistakes) if format_ is None else words.fine(format_)
        await replies.reply(interaction, said)

    @app_commands.command(name="add", description=command_words.FORMAT_ADD)
    @app_commands.describe(file=command_words.FORMAT_FILE, name=command_words.FORMAT_NEW_NAME)
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        name: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Keep a format for this server."""
        person, guild = self._people.person(interaction.user), place_of(interaction).guild_id
        if not person.is_lecturer:
            raise NotAllowed(words.LECTURERS_ONLY)
        text = await replies.soon(interaction, _read(file))
        given = name or PurePath(file.filename).stem.replace("_", "-")
        added = await self._service.formats.add(guild, person, given, text)
        await replies.reply(interaction, words.added(added))

    @app_commands.command(name="remove", description=command_words.FORMAT_REMOVE)
    @app_commands.describe(name=command_words.FORMAT_NAME)
    async def remove(self, interaction: Interaction, name: str) -> None:
        """Forget a format of this server."""
        person, guild = self._people.person(interaction.user), place_of(interaction).guild_id
        await replies.soon(interaction, self._service.formats.remove(guild, person, name))
        await replies.reply(interaction, words.REMOVED)

    @show.autocomplete("name")
    async def _any(self, interaction: Interaction, typed: str) -> Choices:
        return await choices.formats(self._service, interaction, typed)

    @remove.autocomplete("name")
    async def _own(self, interaction: Interaction, typed: str) -> Choices:
        if not self._people.person(interaction.user).is_lecturer:
            return []
        return await choices.formats(self._service, interaction, typed, own=True)


async def _read(file: discord.Attachment) -> str:
    """Fetch an attached format. Raises ``BadInput`` if it is not a TOML text of some length."""
    if PurePath(file.filename).suffix.casefold() != ".toml":
        raise BadInput(words.WRONG_KIND)
    if file.size > MOST_BYTES:
        raise BadInput(words.TOO_LARGE)
    try:
        data = await file.read()
    except discord.HTTPException as error:
        raise BadInput(words.UNREACHABLE) from error
    try:
        return data[: MOST_BYTES + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(words.NOT_TEXT) from error
