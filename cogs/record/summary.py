"""``/summary``: a discussion's deck or record, or the term's deck, for lecturers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.interactions import choices, replies
from cogs.interactions.choices import Choices
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.record import summary_words as summary
from cogs.text import commands as command_words
from cogs.text import refusals
from discussion.model import DiscussionId, Place
from discussion.model.errors import NotAllowed, NothingRuns
from discussion.ports.deck import DeckBuilder, Form

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_FORMS: Final = {
    "deck": (Form.PPTX,),
    "pdf": (Form.PDF,),
    "markdown": (Form.MARKDOWN,),
    "csv": (Form.CSV,),
    "json": (Form.JSON,),
    "all": (Form.PPTX, Form.MARKDOWN, Form.JSON),
}
_TERM: Final = "term"
_CHOICES: Final = [
    app_commands.Choice(name=summary.FILES[value], value=value) for value in (*_FORMS, _TERM)
]
MOST_LATEST: Final = 12
"""As many discussions as a table of the term's deck has columns."""


class SummaryCog(commands.Cog):
    """What a lecturer may read of discussions; anonymous words stay anonymous."""

    def __init__(self, *, service: DiscussionService, people: People, builder: DeckBuilder) -> None:
        self._service = service
        self._people = people
        self._builder = builder

    @app_commands.command(name="summary", description=command_words.SUMMARY)
    @app_commands.describe(
        discussion=command_words.SUMMARY_DISCUSSION,
        file=command_words.SUMMARY_FILE,
        latest=command_words.SUMMARY_LATEST,
    )
    @app_commands.choices(file=_CHOICES)
    @app_commands.guild_only()
    async def summary(
        self,
        interaction: Interaction,
        discussion: str | None = None,
        file: str = "deck",
        latest: app_commands.Range[int, 1, MOST_LATEST] = MOST_LATEST,
    ) -> None:
        """Answer the lecturer alone with a short text and the files."""
        place = place_of(interaction)
        if not self._people.person(interaction.user).is_lecturer:
            raise NotAllowed(refusals.LECTURERS_ONLY)
        await replies.defer(interaction)
        if file == _TERM:
            await self._term(interaction, place, latest)
        else:
            await self._one(interaction, place, discussion, _FORMS.get(file, _FORMS["deck"]))

    async def _one(
        self, interaction: Interaction, place: Place, discussion: str | None, forms: Sequence[Form]
    ) -> None:
        chosen = DiscussionId(discussion) if discussion else await self._default(place)
        # Before the record is read: words that are taken back while the files are made count as
        # taken back from them.
        person = self._people.person(interaction.user)
        await self._service.archive.given(place.guild_id, chosen, person)
        record = await self._service.archive.record(
            place.guild_id, chosen, server_name=_server(interaction)
        )
        house = await self._service.houses.style_of(place.guild_id)
        paths = await self._builder.export(record, *forms, house=house)
        limit = interaction.filesize_limit
        text = summary.exported(record, _over(paths, limit), limit)
        await self._send(interaction, text, paths)

    async def _term(self, interaction: Interaction, place: Place, latest: int) -> None:
        records = await self._service.archive.term(
            place.guild_id, latest, server_name=_server(interaction)
        )
        if not records:
            raise NothingRuns(refusals.NOTHING_ENDED_YET)
        house = await self._service.houses.style_of(place.guild_id)
        path = await self._builder.export_term(
            place.guild_id, records, summary.term_title(_server(interaction)), house
        )
        limit = interaction.filesize_limit
        text = summary.term(records, _over([path], limit), limit)
        await self._send(interaction, text, [path])

    async def _send(self, interaction: Interaction, text: str, paths: Sequence[Path]) -> None:
        """Send what fits and keep no copy: words may be taken back later."""
        try:
            files = _files(paths, interaction.filesize_limit)
            await replies.reply(interaction, text, files=files)
        finally:
            await self._builder.forget(*paths)

    @summary.autocomplete("discussion")
    async def _discussions(self, interaction: Interaction, typed: str) -> Choices:
        if interaction.guild_id is None or not self._people.person(interaction.user).is_lecturer:
            return []
        return choices.discussions(await self._service.archive.all_of(interaction.guild_id), typed)

    async def _default(self, place: Place) -> DiscussionId:
        """The discussion running here, else the latest of the server."""
        known = await self._service.archive.all_of(place.guild_id)
        if not known:
            raise NothingRuns(refusals.NO_DISCUSSION_YET)
        return next((d.id for d in known if d.is_live and d.place == place), known[0].id)


def _server(interaction: Interaction) -> str:
    return interaction.guild.name if interaction.guild else ""


def _files(paths: Sequence[Path], limit: int) -> list[discord.File]:
    """The files that Discord takes here."""
    over = _over(paths, limit)
    return [discord.File(path, filename=path.name) for path in paths if path.name not in over]


def _over(paths: Sequence[Path], limit: int) -> dict[str, int]:
    """The sizes of the files over ``limit`` bytes."""
    sizes = {path.name: path.stat().st_size for path in paths}
    return {name: size for name, size in sizes.items() if size > limit}
