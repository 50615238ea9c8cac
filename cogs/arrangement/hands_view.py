"""The floor and the queue of a round, and the buttons of a panel that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import discord
from discord import ui

from cogs.arrangement import hands_words as words
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import ACCENTS, Rendered, layout, row
from cogs.text.escaping import cut, one_line
from discussion.arrangement.hands import HANDS_ROUNDS
from discussion.model import RoundKind
from discussion.model.effects import Post

_LONGEST_QUEUE: Final = 1500


def hands(post: Post) -> Rendered:
    """Who has the floor and who waits for it."""
    data: Mapping[str, Any] = post.data
    over = bool(data["over"])
    text = words.OVER if over else _queue(data)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ACCENTS[_state(data)])
    box.add_item(ui.TextDisplay(f"{words.HEADING}\n{text}"))
    if not over:
        opaque = f"{post.discussion_id}.{data['round']}"
        secondary = discord.ButtonStyle.secondary
        box.add_item(
            row(
                (words.RAISE_OR_LOWER, _to("toggle", opaque), discord.ButtonStyle.primary),
                (words.DONE, _to("done", opaque), secondary),
                (words.NEXT, _to("next", opaque), secondary),
            )
        )
    return Rendered(layout(box))


def panel_row(discussion_id: str, data: Mapping[str, Any]) -> ui.ActionRow[ui.LayoutView] | None:
    """The panel's button for hands, where its round has them.

    Its verbs differ from those of the post with the queue: each is known again by its own ids.
    """
    opaque, secondary = f"{discussion_id}.{data['round']}", discord.ButtonStyle.secondary
    if data["kind"] in HANDS_ROUNDS:
        return row((words.RAISE, _to("up", opaque), secondary))
    if data["kind"] == RoundKind.GO_ROUND and data.get("voice_channel_id"):
        return row((words.DONE, _to("spoken", opaque), secondary))
    return None


def _state(data: Mapping[str, Any]) -> str:
    return "over" if data["over"] else "running"


def _queue(data: Mapping[str, Any]) -> str:
    lines = [words.FLOOR_FREE]
    if data["speaker"]:
        until = None if data["time_is_up"] else _timestamp(data["until"])
        since = _timestamp(data["since"]) or 0
        lines = [words.speaking(one_line(data["speaker"], 100), since, until)]
        if data["time_is_up"]:
            lines.append(words.TIME_TO_HAND_ON)
    names = [one_line(str(name), 60) for name in data["waiting"]]
    lines.append(cut(words.waiting(names), _LONGEST_QUEUE) if names else words.NOBODY_WAITS)
    return "\n".join(lines)


def _timestamp(instant: str | None) -> int | None:
    return int(datetime.fromisoformat(instant).timestamp()) if instant else None


def _to(verb: str, opaque: str) -> CustomId:
    return CustomId("hands", verb, opaque)
