"""The offer of a moment for oneself."""

from __future__ import annotations

from typing import Final

import discord
from discord import ui

from cogs.custom_ids import CustomId
from cogs.layouts.drawing import Rendered, layout, row
from cogs.wording import reflection as words
from discussion.effects import Post

_ACCENT: Final = 0x4B6B9E


def reflection(post: Post) -> Rendered:
    """One sentence and one button, for everybody alike."""
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_ACCENT)
    box.add_item(ui.TextDisplay(words.OFFER))
    where = CustomId("reflect", "begin", str(post.discussion_id))
    box.add_item(row((words.BEGIN, where, discord.ButtonStyle.secondary)))
    return Rendered(layout(box))
