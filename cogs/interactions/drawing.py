"""What every layout is made of.

A layout may hold 4,000 characters. What a person wrote is escaped; where that makes it too long,
it is shortened and the whole is attached as a text file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import discord
from discord import ui

from cogs.interactions.custom_ids import CustomId
from cogs.interactions.replies import data_file, text_file
from cogs.text import panel as words
from discussion.model.effects import Post

LIMIT: Final = 4000
"""The most characters of all texts in one layout."""
ACCENTS: Final = {"running": 0x2F7D6B, "paused": 0xC98A1B, "over": 0x7A7F87}
SPARE: Final = 40
"""Characters kept free for what Discord counts and we do not see."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post ready to be sent: a layout, or an ordinary text with buttons; and its files."""

    view: ui.LayoutView | ui.View | None = None
    content: str | None = None
    attachments: Mapping[str, str] = field(default_factory=dict)
    """Text files by name."""
    pictures: tuple[Path, ...] = ()
    mentions: frozenset[int] = frozenset()
    """The people whom the post is meant to notify; nobody else is, whatever stands in it."""
    roles: frozenset[int] = frozenset()
    """The roles that it is meant to notify."""

    def files(self) -> list[discord.File]:
        """The attachments, to be sent once."""
        texts = [text_file(text, name) for name, text in self.attachments.items()]
        return [*texts, *(data_file(path.read_bytes(), path.name) for path in self.pictures)]

    def custom_ids(self) -> frozenset[str]:
        """The custom ids by which the post can be known again."""
        items = self.view.walk_children() if self.view is not None else ()
        return frozenset(i.custom_id for i in items if isinstance(i, ui.Button) and i.custom_id)

    def text(self) -> str:
        """All that the post says, as one text."""
        items = self.view.walk_children() if self.view is not None else ()
        shown = [item.content for item in items if isinstance(item, ui.TextDisplay)]
        return "\n".join([*([self.content] if self.content else []), *shown])


def row(
    *buttons: tuple[str, CustomId, discord.ButtonStyle],
) -> ui.ActionRow[ui.LayoutView]:
    """Buttons side by side, five at most."""
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for text, custom_id, style in buttons:
        row.add_item(ui.Button(label=text, custom_id=str(custom_id), style=style))
    return row


def layout(item: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    """A layout that the library need not remember: presses are read from their custom ids."""
    view = ui.LayoutView(timeout=None)
    view.add_item(item)
    view.stop()
    return view


def add_attachments(box: ui.Container[ui.LayoutView], attachments: Mapping[str, str]) -> None:
    """Show attached texts, with a line that says so."""
    for name in attachments:
        box.add_item(ui.TextDisplay(words.TEXT_ATTACHED))
        box.add_item(ui.File(f"attachment://{name}"))


def message_url(post: Post, channel_id: int, message_id: int) -> str:
    """The address of a message in the server of a post."""
    return f"https://discord.com/channels/{post.guild_id}/{channel_id}/{message_id}"
