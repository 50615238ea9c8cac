"""``/summary``: a discussion's deck or record, for lecturers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs import replies
from cogs.people import People
from cogs.places import place_of
from cogs.replies import Interaction
from cogs.wording import commands as command_words
from cogs.wording import refusals, summary
from cogs.wording import replies as words
from discussion.errors import NotAllowed, NothingRuns
from discussion.model import DiscussionId, Place
from discussion.ports import DeckBuilder, DeckFiles

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_FILES: Final = ("deck", "markdown", "json", "all")


class SummaryCog(commands.Cog):
    """What a lecturer may read of a discussion; anonymous words stay anonymous."""

    def __init__(self, *, service: DiscussionService, people: People, builder: DeckBuilder) -> None:
        self._service = service
        self._people = people
        self._builder = builder

    @app_commands.command(name="summary", description=command_words.SUMMARY)
    @app_commands.describe(
        discussion=command_words.SUMMARY_DISCUSSION, file=command_words.SUMMARY_FILE
    )
    @app_commands.choices(file=[app_commands.Choice(name=name, value=name) for name in _FILES])
    @app_commands.guild_only()
    async def summary(
        self, interaction: Interaction, discussion: str | None = None, file: str = "deck"
    ) -> None:
        """Answer the lecturer alone with a short text and the files."""
        place = place_of(interaction)
        if not self._people.person(interaction.user).is_lecturer:
            raise NotAllowed(refusals.LECTURERS_ONLY)
        await replies.defer(interaction)
        chosen = DiscussionId(discussion) if discussion else await self._default(place)
        server = interaction.guild.name if interaction.guild else ""
        record = await self._service.archive.record(place.guild_id, chosen, server_name=server)
        paths = _chosen(await self._builder.build(record), file)
        fitting, too_large = _fitting(paths, interaction.filesize_limit)
        text = summary.text(record)
        if too_large:
            note = f"\n{words.SUMMARY_TOO_LARGE}{', '.join(path.name for path in too_large)}"
            text = text[: summary.LIMIT - len(note)] + note
        files = [discord.File(path, filename=path.name) for path in fitting]
        await replies.reply(interaction, text, files=files)

    @summary.autocomplete("discussion")
    async def _discussions(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if interaction.guild_id is None or not self._people.person(interaction.user).is_lecturer:
            return []
        known = await self._service.archive.all_of(interaction.guild_id)
        wanted = typed.casefold()
        return [
            app_commands.Choice(
                name=summary.choice(each.topic, f"{each.started_at:%d %B %Y}"), value=each.id
            )
            for each in known
            if wanted in each.topic.casefold()
        ][:25]

    async def _default(self, place: Place) -> DiscussionId:
        """The discussion running here, else the latest of the server."""
        known = await self._service.archive.all_of(place.guild_id)
        if not known:
            raise NothingRuns(refusals.NO_DISCUSSION_YET)
        return next((d.id for d in known if d.is_live and d.place == place), known[0].id)


def _chosen(files: DeckFiles, wanted: str) -> list[Path]:
    """The files asked for; the deck for a value that is none of the choices."""
    by_name = {"markdown": [files.markdown], "json": [files.json]}
    everything = [files.deck, files.markdown, files.json]
    return everything if wanted == "all" else by_name.get(wanted, [files.deck])


def _fitting(paths: list[Path], limit: int) -> tuple[list[Path], list[Path]]:
    """The files that Discord takes here, and those over ``limit`` bytes."""
    fitting = [path for path in paths if path.stat().st_size <= limit]
    return fitting, [path for path in paths if path not in fitting]
