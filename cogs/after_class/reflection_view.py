"""The offer of a moment for oneself."""

from __future__ import annotations

from typing import Final

import discord
from discord import ui

from cogs.after_class import reflection_words as words
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import Rendered, layout, row
from discussion.model.effects import Post

_ACCENT: Final = 0x4B6B9E


def reflection(post: Post) -> Rendered:
    """One sentence and one button, for everybody alike."""
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_ACCENT)
    box.add_item(ui.TextDisplay(words.OFFER))
    where = CustomId("reflect", "begin", str(post.discussion_id))
    box.add_item(row((words.BEGIN, where, discord.ButtonStyle.secondary)))
    return Rendered(layout(box))
