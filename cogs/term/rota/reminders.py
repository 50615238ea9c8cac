"""``/reminders``: each person's own, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from discord import app_commands
from discord.ext import commands

from cogs.interactions import replies
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.term.rota import term_words as words
from discussion.parsing.typed_dates import lead_from
from discussion.term.model import ReminderKind
from discussion.term.reminders.reminders import LEADS

if TYPE_CHECKING:
    from discussion.service.term import TermService

_MINUTE: Final = 60
_CHOICES: Final = [
    app_commands.Choice(name=words.KINDS[kind.value], value=kind.value) for kind in ReminderKind
]


@app_commands.guild_only()
class RemindersCog(commands.GroupCog, group_name="reminders", group_description=words.REMINDERS):
    """What somebody is reminded of, and how long before."""

    def __init__(self, *, term: TermService, people: People) -> None:
        self._term = term
        self._people = people

    @app_commands.command(name="view", description=words.REMINDERS_VIEW)
    async def view(self, interaction: Interaction) -> None:
        """Show the reader's own settings."""
        await replies.reply(interaction, await self._own(interaction))

    @app_commands.command(name="change", description=words.REMINDERS_CHANGE)
    @app_commands.describe(kind=words.REMINDERS_KIND, before=words.REMINDERS_LEAD)
    @app_commands.choices(kind=_CHOICES)
    async def change(
        self, interaction: Interaction, kind: str, before: app_commands.Range[str, 1, 40]
    ) -> None:
        """Change one of them, or stop it."""
        guild_id, chosen = place_of(interaction).guild_id, ReminderKind(kind)
        lead = LEADS[chosen] if before.strip().casefold() == "default" else lead_from(before)
        work = self._term.reminders.choose(guild_id, interaction.user.id, chosen, lead)
        await replies.soon(interaction, work)
        await replies.reply(interaction, await self._own(interaction))

    async def _own(self, interaction: Interaction) -> str:
        guild_id = place_of(interaction).guild_id
        found = await self._term.reminders.of(guild_id, interaction.user.id)
        return words.own_reminders(
            (kind.value, None if lead is None else int(lead.total_seconds()) // _MINUTE)
            for kind, lead in found.items()
        )
