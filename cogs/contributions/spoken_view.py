"""What people said, shown to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import ui

from cogs.contributions.spoken_words import PRIVATE
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import (
    ACCENTS,
    LIMIT,
    SPARE,
    Rendered,
    add_attachments,
    layout,
    message_url,
    row,
)
from cogs.text import commands as command_words
from cogs.text import panel as words
from cogs.text.escaping import cut, one_line, plain, quote
from cogs.text.languages import Phrases
from discussion.model import Place
from discussion.model.effects import Post

_SAID_ACCENT: Final = 0x4B6B9E


def take_back(
    place: Place, contribution_id: int, text: str = command_words.MENU_TAKE_BACK
) -> ui.View:
    """The button under the private answer to somebody's words, also in a direct message.

    Words that wait for their reveal stand in no message, so that no menu reaches them.
    """
    view = ui.View(timeout=None)
    where = f"{place.guild_id}.{place.channel_id}.{contribution_id}"
    custom_id = CustomId("own", "take_back", where)
    view.add_item(ui.Button(label=text, custom_id=str(custom_id)))
    return view


def said(post: Post) -> Rendered:
    """Words that were given by command or form, shown in the channel."""
    data: Mapping[str, Any] = post.data
    name = one_line(data["name"], 100) if data["name"] else None
    target = data.get("link_message_id")
    where = int(data.get("link_channel_id") or post.channel_id or 0)
    url = message_url(post, where, int(target)) if target else ""
    link_name = one_line(data.get("link_name") or "", 100)
    pseudonym = one_line(data.get("pseudonym") or "", 100)
    heading = words.said_heading(name, data.get("link_kind"), link_name, url, pseudonym)
    names = ("-".join(str(tag).lstrip("#").split()) for tag in data.get("tags") or ())
    tags = " ".join(f"#{plain(name)}" for name in names)
    below = f"-# {cut(tags, 400)}" if tags else ""
    room = LIMIT - len(heading) - len(below) - len(words.TEXT_ATTACHED) - SPARE
    whole = quote(plain(data["text"]))
    attachments = {} if len(whole) <= room else {f"words-{data['contribution']}.txt": data["text"]}
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_SAID_ACCENT)
    box.add_item(ui.TextDisplay(heading))
    box.add_item(ui.TextDisplay(cut(whole, room)))
    add_attachments(box, attachments)
    if below:
        box.add_item(ui.TextDisplay(below))
    # Made anonymous later, the same words are posted anew: the two must not be taken for one.
    which = f"{data['contribution']}.{'named' if name else 'nameless'}"
    support = CustomId("said", "supports", which)
    box.add_item(row((words.SUPPORT, support, discord.ButtonStyle.secondary)))
    return Rendered(layout(box), attachments=attachments)


def files(post: Post) -> Rendered:
    """Who attached the files of a post, which are sent with it."""
    data: Mapping[str, Any] = post.data
    who = one_line(data["name"] or data.get("pseudonym") or words.NAMELESS, 100)
    where = message_url(post, post.channel_id or 0, int(data["words_message_id"]))
    return Rendered(content=words.with_files(who, where))


def private_word(post: Post, _: Phrases) -> Rendered:
    """A line for one person about words that they typed."""
    return Rendered(content=PRIVATE[post.kind])


def reveal(post: Post) -> Rendered:
    """What people wrote while nobody could read it, all together."""
    data: Mapping[str, Any] = post.data
    number, part, parts = int(data["round"]), int(data["part"]), int(data["parts"])
    heading = words.reveal_heading(number, one_line(data["title"], 200), part, parts)
    blocks = [_revealed(line) for line in data["lines"]]
    room = LIMIT - len(heading) - len(words.TEXT_ATTACHED) - SPARE
    attachments: dict[str, str] = {}
    if sum(len(block) + 1 for block in blocks) > room:
        attachments[f"round-{number}-part-{part}.txt"] = "\n\n".join(
            f"{line['name'] or line.get('pseudonym') or words.NAMELESS}:\n{line['text']}"
            for line in data["lines"]
        )
        blocks = _shared_out(blocks, room)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ACCENTS["running"])
    box.add_item(ui.TextDisplay(heading))
    box.add_item(ui.TextDisplay("\n".join(blocks)))
    add_attachments(box, attachments)
    return Rendered(layout(box), attachments=attachments)


def _revealed(line: Mapping[str, Any]) -> str:
    nameless = one_line(line.get("pseudonym") or words.NAMELESS, 100)
    name = f"**{one_line(line['name'], 100)}**" if line["name"] else f"*{nameless}*"
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
