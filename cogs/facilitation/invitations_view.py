"""Openers and private invitations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from cogs.facilitation import invitations_words as invitation_words
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import Rendered, layout
from cogs.text import panel as words
from cogs.text.escaping import one_line
from cogs.text.languages import Phrases
from discussion.model import Answer
from discussion.model.effects import Post


def opener(post: Post) -> Rendered:
    """A nameless public opener."""
    data: Mapping[str, Any] = post.data
    question, stem = one_line(data["question"], 1000), one_line(data["stem"], 300)
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(words.opener(question, stem))
    return Rendered(layout(text))


def invitation(post: Post, phrases: Phrases) -> Rendered:
    """A private invitation; an ordinary text, so that a phone shows it on its lock screen."""
    data: Mapping[str, Any] = post.data
    where = f"{post.guild_id}.{post.discussion_id}.{data['invitation']}"
    content = invitation_words.text(
        phrases,
        one_line(data["topic"], 300),
        one_line(data["question"], 1000),
        one_line(data["stem"], 300),
    )
    view = ui.View(timeout=None)
    for answer in Answer:
        custom_id = str(CustomId("invite", answer.value, where))
        first = answer is Answer.CONTRIBUTE
        style = discord.ButtonStyle.primary if first else discord.ButtonStyle.secondary
        text = invitation_words.button(phrases, answer)
        view.add_item(ui.Button(label=text, custom_id=custom_id, style=style))
    view.stop()
    return Rendered(view, content=content)
