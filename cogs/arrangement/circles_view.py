"""What a panel shows of groups, circles and ballots, and the buttons for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import discord

from cogs.arrangement import circles_words as words
from cogs.interactions.custom_ids import CustomId
from cogs.text.escaping import cut, one_line
from discussion.model import RoundKind

Button = tuple[str, CustomId, discord.ButtonStyle]

GROUPED: Final = (RoundKind.PAIRS.value, RoundKind.FOURS.value)
_CIRCLES_LIMIT: Final = 900


def circle_lines(data: Mapping[str, Any]) -> list[str]:
    """What is said of the arrangement while a round runs."""
    lines = list[str]()
    if not data.get("attributed", True):
        lines.append(words.NAMELESS_REVEAL)
    if data["kind"] in GROUPED and not data.get("groups"):
        lines.append(words.TOGETHER)
    if "inner" in data:
        inner, outer = (
            [one_line(str(name), 60) for name in data[circle]] for circle in ("inner", "outer")
        )
        lines.append(cut(words.circles(inner, outer), _CIRCLES_LIMIT))
    if "options" in data:
        lines += _options(data)
    return lines


def circle_results(data: Mapping[str, Any]) -> list[str]:
    """What is said of the arrangement when its round is over."""
    lines = list[str]()
    groups = [
        (words.group_name(int(group["number"]), int(group["size"])), int(group["thread"]))
        for group in data.get("groups") or ()
        if group["thread"] is not None
    ]
    if groups:
        lines.append(words.threads(groups))
    if data.get("result") is not None:
        lines.append(_result(data))
    return lines


def circle_buttons(discussion_id: str, data: Mapping[str, Any]) -> list[Button]:
    """The buttons that this kind of round adds to the panel's own."""
    opaque = f"{discussion_id}.{data['round']}"
    primary = discord.ButtonStyle.primary
    buttons = list[Button]()
    if len(data.get("options") or ()) > 1:
        buttons.append((words.BALLOT, CustomId("ballot", "open", opaque), primary))
    if data.get("outer"):
        buttons.append((words.SEAT, CustomId("fishbowl", "seat", opaque), primary))
    return buttons


def _options(data: Mapping[str, Any]) -> list[str]:
    themes = [one_line(str(theme), 60) for theme in data["options"]]
    shown = [words.options(themes)] if themes else []
    return [*shown, *([words.NO_THEMES_YET] if len(themes) < 2 else [])]


def _result(data: Mapping[str, Any]) -> str:
    ranked = [(one_line(str(theme), 60), int(votes)) for theme, votes in data["result"]]
    if len(ranked) < 2:
        return words.NO_THEMES
    return words.result(ranked, int(data["voters"])) if data["voters"] else words.NOBODY_VOTED
