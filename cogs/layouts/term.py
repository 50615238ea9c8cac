"""Posts of the term."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import discord
from discord import ui

from cogs.custom_ids import CustomId
from cogs.layouts.drawing import Rendered
from cogs.wording import rota as words
from discussion.effects import Post


def swap(post: Post) -> Rendered:
    """A private question whether somebody would swap; an ordinary text, for the lock screen."""
    data: Mapping[str, Any] = post.data
    gives_at, takes_at = (
        int(datetime.fromisoformat(data[key]).timestamp()) for key in ("gives_at", "takes_at")
    )
    where = f"{post.guild_id}.{data['swap']}"
    view = ui.View(timeout=None)
    for text, verb, style in (
        (words.ACCEPT, "accept", discord.ButtonStyle.primary),
        (words.DECLINE, "decline", discord.ButtonStyle.secondary),
    ):
        custom_id = str(CustomId("swap", verb, where))
        view.add_item(ui.Button(label=text, custom_id=custom_id, style=style))
    view.stop()
    question = words.swap_question(data["asked_by"], gives_at, takes_at)
    mention = data.get("mention")
    content = f"<@{mention}> {question}" if mention else question
    return Rendered(view, content=content, mentions=frozenset([mention] if mention else []))


def swap_answered(post: Post) -> Rendered:
    """The answer to an offer."""
    return Rendered(content=words.swap_answered(accepted=bool(post.data["accepted"])))
