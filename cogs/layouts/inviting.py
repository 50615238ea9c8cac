"""Openers and private invitations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from cogs.custom_ids import CustomId
from cogs.layouts.drawing import Rendered, layout
from cogs.wording import invitation as invitation_words
from cogs.wording import panel as words
from cogs.wording.text import one_line
from discussion.effects import Post
from discussion.model import Answer


def opener(post: Post) -> Rendered:
    """A nameless public opener."""
    data: Mapping[str, Any] = post.data
    question, stem = one_line(data["question"], 1000), one_line(data["stem"], 300)
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(words.opener(question, stem))
    return Rendered(layout(text))


def invitation(post: Post) -> Rendered:
    """A private invitation; an ordinary text, so that a phone shows it on its lock screen."""
    data: Mapping[str, Any] = post.data
    where = f"{post.guild_id}.{post.discussion_id}.{data['invitation']}"
    content = invitation_words.text(
        one_line(data["topic"], 300), one_line(data["question"], 1000), one_line(data["stem"], 300)
    )
    view = ui.View(timeout=None)
    for text, answer, style in (
        (invitation_words.CONTRIBUTE, Answer.CONTRIBUTE, discord.ButtonStyle.primary),
        (
            invitation_words.ANONYMOUSLY,
            Answer.CONTRIBUTE_ANONYMOUSLY,
            discord.ButtonStyle.secondary,
        ),
        (invitation_words.PASSING, Answer.PASS, discord.ButtonStyle.secondary),
        (invitation_words.NOT_THIS_SESSION, Answer.NOT_THIS_SESSION, discord.ButtonStyle.secondary),
    ):
        custom_id = str(CustomId("invite", answer.value, where))
        view.add_item(ui.Button(label=text, custom_id=custom_id, style=style))
    view.stop()
    return Rendered(view, content=content)
