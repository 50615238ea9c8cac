"""``/help``."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.interactions import replies
from cogs.interactions.people import People
from cogs.interactions.replies import Interaction
from cogs.setup import help_words as words
from cogs.text import commands as command_words


class HelpCog(commands.Cog):
    """How to take part, in a few plain lines."""

    def __init__(self, *, people: People) -> None:
        self._people = people

    @app_commands.command(name="help", description=command_words.HELP)
    async def help(self, interaction: Interaction) -> None:
        """Say what the reader can do."""
        lecturer = self._people.person(interaction.user).is_lecturer
        typed = interaction.client.intents.message_content
        await replies.reply(interaction, words.text(lecturer=lecturer, typed=typed))
