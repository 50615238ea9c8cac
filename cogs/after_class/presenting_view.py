"""The slide of a presentation, and an offer to swap slides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import discord
from discord import ui

from cogs.after_class import presenting_words as words
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import ACCENTS, LIMIT, SPARE, Rendered, layout, row
from cogs.text.escaping import cut, label, one_line
from discussion.after_class.presenting import OfferState
from discussion.model.effects import Post
from discussion.ports.deck import SlideView

_TITLE: Final = 400
_LINE: Final = 500
_NAME: Final = 100
_ALT_TEXT: Final = 1000


def slide(post: Post, view: SlideView | None) -> Rendered:
    """The slide that is shown: a picture where there is one, else what stands on it."""
    data: Mapping[str, Any] = post.data
    if data["over"] or view is None:
        return _over(data)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ACCENTS["running"])
    head = f"{words.heading(data['slide'], data['of'])}\n**{one_line(view.title, _TITLE)}**"
    foot = _foot(data)
    box.add_item(ui.TextDisplay(head))
    pictures = (view.picture,) if view.picture is not None else ()
    for path in pictures:
        about = label(view.title, _ALT_TEXT)
        item = discord.MediaGalleryItem(f"attachment://{path.name}", description=about)
        box.add_item(ui.MediaGallery(item))
    if not pictures and view.lines:
        room = LIMIT - len(head) - len(foot) - SPARE
        lines = "\n".join(f"- {one_line(line, _LINE)}" for line in view.lines)
        box.add_item(ui.TextDisplay(cut(lines, room)))
    box.add_item(ui.TextDisplay(foot))
    for each in _buttons(post, data):
        box.add_item(each)
    return Rendered(layout(box), pictures=pictures)


def slide_swap(post: Post) -> Rendered:
    """An offer in the channel, and later what became of it."""
    data: Mapping[str, Any] = post.data
    asked_by, name = one_line(data["asked_by"] or "", _NAME), one_line(data["name"] or "", _NAME)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ACCENTS["running"])
    if data["state"] != OfferState.OPEN:
        box.add_item(ui.TextDisplay(words.offer_settled(data["state"], asked_by, name)))
        return Rendered(layout(box))
    asked_of = int(data["asked_of"])
    box.add_item(ui.TextDisplay(words.offer(asked_of, asked_by, data["mine"], data["theirs"])))
    where = f"{post.discussion_id}.{data['run']}.{data['number']}"
    box.add_item(
        row(
            (words.ACCEPT, CustomId("present", "accept", where), discord.ButtonStyle.primary),
            (words.DECLINE, CustomId("present", "keep", where), discord.ButtonStyle.secondary),
        )
    )
    return Rendered(layout(box), mentions=frozenset([asked_of]))


def _foot(data: Mapping[str, Any]) -> str:
    presenter, following = data["presenter"], data["following"]
    who = words.presenter(
        one_line(presenter, _NAME) if presenter else None,
        one_line(following, _NAME) if following else None,
    )
    until, ends_at = _stamp(data["until"]), _stamp(data["ends_at"])
    return f"{who}\n{words.clock(until, ends_at, int(data['questions']))}"


def _buttons(
    post: Post, data: Mapping[str, Any]
) -> tuple[ui.ActionRow[ui.LayoutView], ui.ActionRow[ui.LayoutView]]:
    """Turning names its slide, so that two presses at a time turn once."""
    run = f"{post.discussion_id}.{data['run']}"
    here = f"{run}.{data['slide']}"
    secondary = discord.ButtonStyle.secondary
    onward = words.FINISH if data["slide"] == data["of"] else words.NEXT
    return (
        row(
            (words.BACK, CustomId("present", "back", here), secondary),
            (onward, CustomId("present", "next", here), discord.ButtonStyle.primary),
            (words.NOTES, CustomId("present", "notes", run), secondary),
            (words.ASK, CustomId("present", "ask", here), secondary),
        ),
        row(
            (words.NOT_ME, CustomId("present", "not_me", run), secondary),
            (words.COUNT_ME_IN, CustomId("present", "join", run), secondary),
        ),
    )


def _over(data: Mapping[str, Any]) -> Rendered:
    names = [one_line(name, 60) for name in data.get("presenters", ()) if name]
    head = words.over(one_line(data["topic"], 200), names)
    lines = list(_questions(data.get("questions", ()), LIMIT - len(head) - SPARE))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ACCENTS["over"])
    box.add_item(ui.TextDisplay(head))
    box.add_item(ui.TextDisplay("\n".join(lines)))
    return Rendered(layout(box))


def _questions(questions: Sequence[Mapping[str, Any]], room: int) -> Iterator[str]:
    yield words.QUESTIONS if questions else words.NO_QUESTIONS
    room -= len(words.QUESTIONS) + len(words.more_questions(len(questions))) + 2
    for number, each in enumerate(questions):
        name = one_line(each["name"], 60) if each["name"] else None
        line = words.asked(int(each["slide"]), one_line(each["text"], 700), name)
        room -= len(line) + 1
        if room < 0:
            yield words.more_questions(len(questions) - number)
            return
        yield line


def _stamp(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp())
