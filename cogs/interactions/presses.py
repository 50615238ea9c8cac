"""Leads every press of a button and every submitted form to the cog that answers for it.

The library's own views are kept in memory and forget their forms in a restart, and errors of its
dynamic items are only logged. Here one listener reads the custom id, so that everything goes on
working after a restart and every error ends in one place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from typing import Any, TypeAlias

import discord
from discord.ext import commands

from cogs.delivery.messenger import Messenger
from cogs.interactions import custom_ids, errors, forms
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.replies import Interaction

Handler: TypeAlias = Callable[[Interaction, CustomId], Awaitable[None]]


class PressesCog(commands.Cog):
    """The one listener for buttons, menus in messages, and forms."""

    def __init__(self, *, areas: Mapping[str, Handler], messenger: Messenger) -> None:
        self._areas = areas
        self._messenger = messenger

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press or a form; commands are answered by the command tree."""
        self._messenger.remember(interaction)
        submitted = interaction.type is discord.InteractionType.modal_submit
        if not submitted and interaction.type is not discord.InteractionType.component:
            return
        written = forms.filled(interaction).text if submitted else ""
        try:
            with errors.keeping(written) if written else nullcontext():
                await self._lead(interaction)
        except Exception as error:
            await errors.answer(interaction, error)

    async def _lead(self, interaction: Interaction) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        custom_id = custom_ids.parse(str(data.get("custom_id", "")))
        handler = self._areas.get(custom_id.area)
        if handler is None:
            raise custom_ids.unknown()
        await handler(interaction, custom_id)
