"""What Discord offers while somebody types an option."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from discord import app_commands

from cogs.interactions.replies import Interaction
from cogs.text.escaping import dated, label
from discussion.model import Discussion

if TYPE_CHECKING:
    from discussion.service import DiscussionService

Choices: TypeAlias = list[app_commands.Choice[str]]
MOST: Final = 25
"""Discord takes no more."""
LONGEST: Final = 100
"""Characters of one; Discord takes no more."""


def fitting(shown: Iterable[tuple[str, str]], typed: str) -> Choices:
    """Those of ``shown`` (text, value) in whose text stands what was typed, in their order."""
    wanted = typed.casefold()
    return [
        app_commands.Choice(name=label(text, LONGEST), value=value)
        for text, value in shown
        if wanted in text.casefold()
    ][:MOST]


def discussions(found: Iterable[Discussion], typed: str) -> Choices:
    """Discussions by topic and day."""
    return fitting(((dated(each.topic, each.started_at), each.id) for each in found), typed)


async def formats(
    service: DiscussionService, interaction: Interaction, typed: str, *, own: bool = False
) -> Choices:
    """The formats of a server whose name or title has what was typed in it."""
    if interaction.guild_id is None:
        return []
    wanted = typed.casefold()
    return [
        app_commands.Choice(name=label(each.format.title, LONGEST), value=name)
        for name, each in (await service.formats.known(interaction.guild_id)).items()
        if (each.own or not own) and (wanted in each.format.title.casefold() or wanted in name)
    ][:MOST]
