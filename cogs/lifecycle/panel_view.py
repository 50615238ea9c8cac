"""The panel of a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import discord
from discord import ui

from cogs.arrangement import hands_words
from cogs.arrangement.circles_view import circle_buttons, circle_lines, circle_results
from cogs.arrangement.hands_view import panel_row
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import ACCENTS, LIMIT, SPARE, Rendered, layout, row
from cogs.lifecycle import steering_words
from cogs.text import panel as words
from cogs.text import pulse as pulse_words
from cogs.text.escaping import cut, one_line, plain, quote
from discussion.model import RoundKind
from discussion.model.effects import Post

Button: TypeAlias = tuple[str, str, discord.ButtonStyle]
"""What a button does, its label and its style."""


def panel(post: Post, limit: int = LIMIT) -> Rendered:
    """The panel of a round; ``limit`` is lower where other texts stand beside it."""
    data: Mapping[str, Any] = post.data
    over = data["state"] == "over" or bool(data.get("ended"))
    accent = ACCENTS["over" if over else str(data["state"])]
    before, after = _panel_before(data), _panel_after(data, over=over)
    used = sum(map(len, (*before, *after)))
    used += len(pulse_words.QUESTION) if data.get("pulse") else 0
    stage, attachments = ("", {}) if over else _stage(data, limit - used - SPARE)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=accent)
    for text in before:
        box.add_item(ui.TextDisplay(text))
    if stage:
        box.add_item(ui.Separator())
        box.add_item(ui.TextDisplay(stage))
    for name in attachments:
        box.add_item(ui.File(f"attachment://{name}"))
    if after:
        box.add_item(ui.Separator())
    for text in after:
        box.add_item(ui.TextDisplay(text))
    if not over:
        box.add_item(_panel_buttons(post.discussion_id, data))
        if (hands := panel_row(post.discussion_id, data)) is not None:
            box.add_item(hands)
        buttons = [*_custom(post.discussion_id, data, _second_row(data))]
        buttons += circle_buttons(post.discussion_id, data)
        if buttons:
            box.add_item(row(*buttons))
    if not over and data.get("pulse"):
        box.add_item(ui.TextDisplay(pulse_words.QUESTION))
        box.add_item(_pulse_buttons(post.discussion_id))
    return Rendered(layout(box), attachments=attachments)


def _panel_before(data: Mapping[str, Any]) -> list[str]:
    topic, format_title = one_line(data["topic"], 260), one_line(data["format_title"], 100)
    head = words.heading(
        int(data["round"]), int(data["rounds"]), data["kind"], one_line(data["title"], 160)
    )
    question = one_line(data["question"], 900)
    return [
        words.top(topic, format_title, int(data["facilitator_id"]))
        + steering_words.with_others(data.get("co_facilitator_ids") or ()),
        head,
        *([f"## {question}"] if question else []),
    ]


def _panel_after(data: Mapping[str, Any], *, over: bool) -> list[str]:
    if over:
        ended = words.ENDED if data.get("ended") else words.ROUND_ENDED
        return [ended, *circle_results(data)]
    typed = bool(data.get("typed", True))
    how, stem = words.how(data["kind"], typed=typed), one_line(data.get("stem") or "", 300)
    lines = [*([words.stem(stem)] if stem else []), *([how] if how else [])]
    lines += circle_lines(data)
    names = [one_line(str(name), 60) for name in data.get("order") or ()]
    turn = one_line(data["turn"], 60) if data.get("turn") else None
    if names or turn:
        lines.append(cut(words.order(names, turn), 700))
    if data["state"] == "paused":
        lines.append(words.paused(int(data["left_seconds"])))
    elif data.get("ends_at"):
        lines.append(words.ends(int(datetime.fromisoformat(data["ends_at"]).timestamp())))
    if data.get("voice_channel_id"):
        lines.append(hands_words.voice(int(data["voice_channel_id"])))
    lines += _steering(data)
    texts = ["\n".join(lines)] if lines else []
    notice = words.NOTICE if typed else words.NOTICE_UNREAD
    return [*texts, *([f"-# {notice}"] if data.get("notice") else [])]


def _stage(data: Mapping[str, Any], room: int) -> tuple[str, dict[str, str]]:
    text = data.get("stage_text") or ""
    if not text:
        return "", {}
    number = data.get("stage")
    title, case_title = (
        one_line(data.get(key) or "", 120) for key in ("stage_title", "case_title")
    )
    heading = words.stage(number, title, case_title)
    whole = f"{heading}\n{quote(plain(text))}"
    if len(whole) <= room:
        return whole, {}
    short = cut(whole, room - len(words.STAGE_ATTACHED) - 1)
    return f"{short}\n{words.STAGE_ATTACHED}", {f"case-part-{number or 1}.txt": text}


def _steering(data: Mapping[str, Any]) -> list[str]:
    """When the class ends, and how many wish to move on."""
    wishes = steering_words.wishing(
        *(int(data.get(key) or 0) for key in ("wishing", "present", "enough"))
    )
    ends_at = data.get("class_ends_at")
    ends = int(datetime.fromisoformat(ends_at).timestamp()) if ends_at else None
    return [
        *([wishes] if wishes else []),
        *([steering_words.class_ends(ends)] if ends is not None else []),
    ]


def _second_row(data: Mapping[str, Any]) -> list[Button]:
    """Buttons that are needed less often, five at most."""
    buttons: list[Button] = []
    if "enough" in data:
        buttons.append(("move", steering_words.MOVE_ON, discord.ButtonStyle.secondary))
    return buttons


def _pulse_buttons(discussion_id: str) -> ui.ActionRow[ui.LayoutView]:
    secondary = discord.ButtonStyle.secondary
    return row(
        *(
            (text, CustomId("pulse", "give", f"{discussion_id}.{value}"), secondary)
            for value, text in enumerate(pulse_words.BUTTONS, start=1)
        )
    )


def _panel_buttons(discussion_id: str, data: Mapping[str, Any]) -> ui.ActionRow[ui.LayoutView]:
    primary, secondary = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
    buttons: list[Button] = [
        ("here", words.HERE, discord.ButtonStyle.success),
        ("write", words.WRITE, primary),
    ]
    if not RoundKind(data["kind"]).traits.arriving:
        buttons.append(("pass", words.PASSING, secondary))
    buttons.append(("out", words.OUT, secondary))
    if data.get("quiet_button"):
        buttons.append(("word", words.WORD, primary))
    return _row(discussion_id, data, buttons)


def _row(
    discussion_id: str, data: Mapping[str, Any], buttons: Sequence[Button]
) -> ui.ActionRow[ui.LayoutView]:
    return row(*_custom(discussion_id, data, buttons))


def _custom(
    discussion_id: str, data: Mapping[str, Any], buttons: Sequence[Button]
) -> list[tuple[str, CustomId, discord.ButtonStyle]]:
    opaque = f"{discussion_id}.{data['round']}"
    return [(text, CustomId("panel", verb, opaque), style) for verb, text, style in buttons]
