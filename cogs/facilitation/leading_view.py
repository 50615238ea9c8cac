"""Private words to whoever leads or says much, and what is asked in their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import ui

from cogs.facilitation import copilot_words as words
from cogs.facilitation import invitations_words as invitation_words
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import LIMIT, SPARE, Rendered, layout
from cogs.lifecycle import steering_words
from cogs.text.escaping import cut, one_line, plain
from cogs.text.languages import Phrases
from discussion.facilitation.copilot import About, Suggestion
from discussion.model.effects import Post
from discussion.participation.ledger import Waiting

_ASKED_ACCENT: Final = 0x8A5A83


def copilot(post: Post, _: Phrases) -> Rendered:
    """How many are still to be heard, and a message that could be sent."""
    data: Mapping[str, Any] = post.data
    suggestion = Suggestion(About(data["about"]), str(data["question"]), str(data["stem"]))
    names = [one_line(str(name), 60) for name in data["names"]]
    waiting = Waiting(int(data["waiting"]), at_most=bool(data.get("at_most")))
    content = words.told(waiting, names, suggestion)
    where = f"{post.guild_id}.{post.discussion_id}.{data['round']}.{suggestion.key}"
    return Rendered(suggestion_view(where, words.TOLD_BUTTONS), content=content)


def cue(_: Post, phrases: Phrases) -> Rendered:
    """An invitation to bring others in: a sentence, with nothing to press."""
    return Rendered(content=invitation_words.cue(phrases))


def leads(post: Post, _: Phrases) -> Rendered:
    """Somebody was asked to facilitate."""
    data: Mapping[str, Any] = post.data
    content = steering_words.leads(
        one_line(str(data["name"]), 100),
        one_line(str(data["topic"]), 260),
        together=bool(data["together"]),
        out=bool(data["out"]),
    )
    return Rendered(content=content)


def asked(post: Post) -> Rendered:
    """A message to the group from whoever leads."""
    data: Mapping[str, Any] = post.data
    heading = words.asked_heading(one_line(str(data["name"]), 100))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_ASKED_ACCENT)
    box.add_item(ui.TextDisplay(heading))
    box.add_item(ui.TextDisplay(cut(plain(str(data["text"])), LIMIT - len(heading) - SPARE)))
    return Rendered(layout(box))


def suggestion_view(where: str, buttons: Mapping[str, str]) -> ui.View:
    """Buttons by what they do; the first is the one that sends."""
    view = ui.View(timeout=None)
    for verb, text in buttons.items():
        style = discord.ButtonStyle.primary if verb == "send" else discord.ButtonStyle.secondary
        view.add_item(
            ui.Button(label=text, custom_id=str(CustomId("copilot", verb, where)), style=style)
        )
    view.stop()
    return view
