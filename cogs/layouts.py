"""Posts as Discord shows them: layouts, buttons and attached texts.

A layout may hold 4,000 characters. What a person wrote is escaped; where that makes it too long,
it is shortened and the whole is attached as a text file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import discord
from discord import ui

from cogs.custom_ids import CustomId
from cogs.replies import text_file
from cogs.wording import invitation as invitation_words
from cogs.wording import panel as words
from cogs.wording.text import cut, one_line, plain, quote
from discussion.effects import Post
from discussion.model import Answer, RoundKind

LIMIT: Final = 4000
"""The most characters of all texts in one layout."""
_ACCENTS: Final = {"running": 0x2F7D6B, "paused": 0xC98A1B, "over": 0x7A7F87}
_SAID_ACCENT: Final = 0x4B6B9E
_SPARE: Final = 40


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post ready to be sent: a layout, or an ordinary text with buttons; and its files."""

    view: ui.LayoutView | ui.View | None = None
    content: str | None = None
    attachments: Mapping[str, str] = field(default_factory=dict)
    """Text files by name."""

    def files(self) -> list[discord.File]:
        """The attachments, to be sent once."""
        return [text_file(text, name) for name, text in self.attachments.items()]

    def custom_ids(self) -> frozenset[str]:
        """The custom ids by which the post can be known again."""
        items = self.view.walk_children() if self.view is not None else ()
        return frozenset(i.custom_id for i in items if isinstance(i, ui.Button) and i.custom_id)

    def text(self) -> str:
        """All that the post says, as one text."""
        items = self.view.walk_children() if self.view is not None else ()
        shown = [item.content for item in items if isinstance(item, ui.TextDisplay)]
        return "\n".join([*([self.content] if self.content else []), *shown])


def panel(post: Post) -> Rendered:
    """The panel of a round."""
    data: Mapping[str, Any] = post.data
    over = data["state"] == "over" or bool(data.get("ended"))
    accent = _ACCENTS["over" if over else str(data["state"])]
    before, after = _panel_before(data), _panel_after(data, over=over)
    used = sum(map(len, (*before, *after)))
    stage, attachments = ("", {}) if over else _stage(data, LIMIT - used - _SPARE)
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
    return Rendered(_layout(box), attachments=attachments)


def said(post: Post) -> Rendered:
    """Words that were given by command or form, shown in the channel."""
    data: Mapping[str, Any] = post.data
    name = one_line(data["name"], 100) if data["name"] else None
    target = data.get("link_message_id")
    url = _message_url(post, int(target)) if target else ""
    link_name = one_line(data.get("link_name") or "", 100)
    heading = words.said_heading(name, data.get("link_kind"), link_name, url)
    names = ("-".join(str(tag).lstrip("#").split()) for tag in data.get("tags") or ())
    tags = " ".join(f"#{plain(name)}" for name in names)
    below = f"-# {cut(tags, 400)}" if tags else ""
    room = LIMIT - len(heading) - len(below) - len(words.TEXT_ATTACHED) - _SPARE
    whole = quote(plain(data["text"]))
    attachments = {} if len(whole) <= room else {f"words-{data['contribution']}.txt": data["text"]}
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_SAID_ACCENT)
    box.add_item(ui.TextDisplay(heading))
    box.add_item(ui.TextDisplay(cut(whole, room)))
    _add_attachments(box, attachments)
    if below:
        box.add_item(ui.TextDisplay(below))
    # Made anonymous later, the same words are posted anew: the two must not be taken for one.
    which = f"{data['contribution']}.{'named' if name else 'nameless'}"
    support = CustomId("said", "supports", which)
    box.add_item(_row((words.SUPPORT, support, discord.ButtonStyle.secondary)))
    return Rendered(_layout(box), attachments=attachments)


def reveal(post: Post) -> Rendered:
    """What people wrote while nobody could read it, all together."""
    data: Mapping[str, Any] = post.data
    number, part, parts = int(data["round"]), int(data["part"]), int(data["parts"])
    heading = words.reveal_heading(number, one_line(data["title"], 200), part, parts)
    blocks = [_revealed(line) for line in data["lines"]]
    room = LIMIT - len(heading) - len(words.TEXT_ATTACHED) - _SPARE
    attachments: dict[str, str] = {}
    if sum(len(block) + 1 for block in blocks) > room:
        attachments[f"round-{number}-part-{part}.txt"] = "\n\n".join(
            f"{line['name'] or words.NAMELESS}:\n{line['text']}" for line in data["lines"]
        )
        blocks = _shared_out(blocks, room)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_ACCENTS["running"])
    box.add_item(ui.TextDisplay(heading))
    box.add_item(ui.TextDisplay("\n".join(blocks)))
    _add_attachments(box, attachments)
    return Rendered(_layout(box), attachments=attachments)


def opener(post: Post) -> Rendered:
    """A nameless public opener."""
    data: Mapping[str, Any] = post.data
    question, stem = one_line(data["question"], 1000), one_line(data["stem"], 300)
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(words.opener(question, stem))
    return Rendered(_layout(text))


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


def _panel_before(data: Mapping[str, Any]) -> list[str]:
    topic, format_title = one_line(data["topic"], 260), one_line(data["format_title"], 100)
    head = words.heading(
        int(data["round"]), int(data["rounds"]), data["kind"], one_line(data["title"], 160)
    )
    question = one_line(data["question"], 900)
    return [
        words.top(topic, format_title, int(data["facilitator_id"])),
        head,
        *([f"## {question}"] if question else []),
    ]


def _panel_after(data: Mapping[str, Any], *, over: bool) -> list[str]:
    if over:
        return [words.ENDED if data.get("ended") else words.ROUND_ENDED]
    how, stem = words.how(data["kind"]), one_line(data.get("stem") or "", 300)
    lines = [*([words.stem(stem)] if stem else []), *([how] if how else [])]
    names = [one_line(str(name), 60) for name in data.get("order") or ()]
    turn = one_line(data["turn"], 60) if data.get("turn") else None
    if names or turn:
        lines.append(cut(words.order(names, turn), 700))
    if data["state"] == "paused":
        lines.append(words.paused(int(data["left_seconds"])))
    elif data.get("ends_at"):
        lines.append(words.ends(int(datetime.fromisoformat(data["ends_at"]).timestamp())))
    texts = ["\n".join(lines)] if lines else []
    return [*texts, *([f"-# {words.NOTICE}"] if data.get("notice") else [])]


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


def _panel_buttons(discussion_id: str, data: Mapping[str, Any]) -> ui.ActionRow[ui.LayoutView]:
    opaque = f"{discussion_id}.{data['round']}"
    primary, secondary = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
    buttons = [("here", words.HERE, discord.ButtonStyle.success), ("write", words.WRITE, primary)]
    if data["kind"] != RoundKind.BRIEFING:
        buttons.append(("pass", words.PASSING, secondary))
    buttons.append(("out", words.OUT, secondary))
    if data.get("quiet_button"):
        buttons.append(("word", words.WORD, primary))
    return _row(*((text, CustomId("panel", verb, opaque), style) for verb, text, style in buttons))


def _revealed(line: Mapping[str, Any]) -> str:
    name = f"**{one_line(line['name'], 100)}**" if line["name"] else f"*{words.NAMELESS}*"
    return f"{name}\n{quote(plain(line['text']))}"


def _shared_out(blocks: list[str], room: int) -> list[str]:
    """Shorten the longest blocks until all fit, so that short ones stay whole."""
    left, fair = room - len(blocks), 0
    lengths = sorted(len(block) for block in blocks)
    for index, length in enumerate(lengths):
        fair = left // (len(lengths) - index)
        if length > fair:
            break
        left -= length
    return [cut(block, fair) if len(block) > fair else block for block in blocks]


def _add_attachments(box: ui.Container[ui.LayoutView], attachments: Mapping[str, str]) -> None:
    for name in attachments:
        box.add_item(ui.TextDisplay(words.TEXT_ATTACHED))
        box.add_item(ui.File(f"attachment://{name}"))


def _row(
    *buttons: tuple[str, CustomId, discord.ButtonStyle],
) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for text, custom_id, style in buttons:
        row.add_item(ui.Button(label=text, custom_id=str(custom_id), style=style))
    return row


def _layout(item: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    """A layout that the library need not remember: presses are read from their custom ids."""
    view = ui.LayoutView(timeout=None)
    view.add_item(item)
    view.stop()
    return view


def _message_url(post: Post, message_id: int) -> str:
    return f"https://discord.com/channels/{post.guild_id}/{post.channel_id}/{message_id}"
