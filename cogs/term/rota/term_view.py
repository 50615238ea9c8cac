"""Posts of the term: ordinary texts, so that a phone shows them on its lock screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import discord
from discord import ui

from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import Rendered
from cogs.term.rota import rota_words
from cogs.term.rota import term_words as words
from cogs.text.escaping import one_line
from discussion.model.effects import Post
from discussion.parsing.dates import in_full

_TITLE = 200
_MOST_CLASSES = 5


def swap(post: Post) -> Rendered:
    """A private question whether somebody would swap."""
    data: Mapping[str, Any] = post.data
    where = f"{post.guild_id}.{data['swap']}"
    view = _buttons(
        (rota_words.ACCEPT, CustomId("swap", "accept", where), discord.ButtonStyle.primary),
        (rota_words.DECLINE, CustomId("swap", "decline", where), discord.ButtonStyle.secondary),
    )
    question = rota_words.swap_question(
        data["asked_by"], _stamp(data["gives_at"]), _stamp(data["takes_at"])
    )
    return _to_one(data, question, view)


def swap_answered(post: Post) -> Rendered:
    """The answer to an offer."""
    return Rendered(content=rota_words.swap_answered(accepted=bool(post.data["accepted"])))


def reminder(post: Post) -> Rendered:
    """A reminder to one person."""
    data: Mapping[str, Any] = post.data
    text = words.reminder(
        data["kind"],
        _stamp(data["starts_at"]),
        one_line(data["title"], _TITLE),
        data["missing"],
        int(data["late_minutes"]),
    )
    return Rendered(content=text)


def reminder_to_all(post: Post) -> Rendered:
    """The reminder to everybody, by the class's role."""
    data: Mapping[str, Any] = post.data
    role = data.get("role")
    text = words.reminder_to_all(
        f"<@&{role}>" if role else "",
        _stamp(data["starts_at"]),
        one_line(data["title"], _TITLE),
        data.get("facilitator"),
        int(data["late_minutes"]),
    )
    return Rendered(content=text, roles=frozenset([int(role)] if role else []))


def reminders_missed(post: Post) -> Rendered:
    """What came too late to be sent."""
    data: Mapping[str, Any] = post.data
    if "channel" in data:
        kinds = [each["kind"] for each in data["dropped"]]
        shown = words.not_shown(_stamp(data["starts_at"]), kinds, int(data["channel"]))
        return _to_one(data, shown)
    dropped = [(each["kind"], _stamp(each["at"])) for each in data["dropped"]]
    return _to_one(data, words.missed(_stamp(data["starts_at"]), dropped))


def reminders_unreached(post: Post) -> Rendered:
    """For everybody whose direct message did not arrive; they are named where it is sent."""
    data: Mapping[str, Any] = post.data
    people = frozenset(int(each) for each in data["people"])
    return Rendered(content=words.unreached(_stamp(data["starts_at"])), mentions=people)


def class_ask(post: Post) -> Rendered:
    """May this class open?"""
    data: Mapping[str, Any] = post.data
    where, secondary = f"{post.guild_id}.{data['class']}", discord.ButtonStyle.secondary
    view = _buttons(
        (words.OPEN, CustomId("class", "open", where), discord.ButtonStyle.success),
        (words.LATER, CustomId("class", "later", where), secondary),
        (words.NOT_TODAY, CustomId("class", "off", where), secondary),
    )
    who = _addressed(data)
    why = str(data.get("why") or "")
    starts_at, title = _stamp(data["starts_at"]), one_line(data["title"], _TITLE)
    text = words.ask_to_open(who.lead, starts_at, title, why, data.get("where"))
    return Rendered(view, content=text, mentions=who.people, roles=who.roles)


def promise(post: Post) -> Rendered:
    """A reminder of an action, with a button to say that it is done."""
    data: Mapping[str, Any] = post.data
    text = words.promise(
        one_line(data["text"], 600), _day(data["due_on"]), int(data["late_minutes"])
    )
    done = CustomId("action", "done", f"{post.guild_id}.{data['promise']}")
    return _to_one(data, text, _buttons((words.DONE_BUTTON, done, discord.ButtonStyle.success)))


def class_free(post: Post) -> Rendered:
    """Nobody prepares a class any more, for the lecturers."""
    data: Mapping[str, Any] = post.data
    classes = [
        (_stamp(each["starts_at"]), one_line(each["title"], _TITLE)) for each in data["classes"]
    ]
    shown, more = classes[:_MOST_CLASSES], len(classes[_MOST_CLASSES:])
    who = _addressed(data)
    return Rendered(
        content=words.without_facilitator(who.lead, shown, more),
        mentions=who.people,
        roles=who.roles,
    )


def class_place(post: Post) -> Rendered:
    """A class's channel was deleted: where does it meet, or does it not?"""
    data: Mapping[str, Any] = post.data
    if "classes" in data:
        return _places_lost(post)
    where = data.get("where")
    text = words.place_lost(_stamp(data["starts_at"]), one_line(data["title"], _TITLE), where)
    opaque = f"{post.guild_id}.{data['class']}"
    there = (words.MEET_THERE, CustomId("class", "here", opaque), discord.ButtonStyle.primary)
    off = (words.CANCEL_CLASS, CustomId("class", "cancel", opaque), discord.ButtonStyle.danger)
    return _to_one(data, text, _buttons(there, off) if where else _buttons(off))


def _places_lost(post: Post) -> Rendered:
    data: Mapping[str, Any] = post.data
    classes = [
        (_stamp(each["starts_at"]), one_line(each["title"], _TITLE)) for each in data["classes"]
    ]
    who, where = _addressed(data), data.get("where")
    shown, more = classes[:_MOST_CLASSES], len(classes[_MOST_CLASSES:])
    text = words.places_lost(who.lead, shown, more, where)
    if post.channel_id is None:
        # In a direct message nobody can be known for a lecturer.
        return Rendered(content=text)
    opaque = f"{post.guild_id}.{data['lost']}"
    label = words.CANCEL_CLASS if len(classes) == 1 else words.CANCEL_CLASSES
    there = (words.MEET_THERE, CustomId("class", "all_here", opaque), discord.ButtonStyle.primary)
    off = (label, CustomId("class", "all_cancel", opaque), discord.ButtonStyle.danger)
    view = _buttons(there, off) if where else _buttons(off)
    return Rendered(view, content=text, mentions=who.people, roles=who.roles)


def class_news(post: Post) -> Rendered:
    """A class was cancelled, moved, or has a place again; nobody is notified in the channel."""
    data: Mapping[str, Any] = post.data
    if data["what"] == "all_placed":
        return Rendered(content=words.all_placed(int(data["number"]), int(data["where"])))
    text = words.news(
        str(data["what"]),
        _stamp(data["was_at"]),
        _stamp(data["starts_at"]),
        one_line(data["title"], _TITLE),
        data.get("where"),
    )
    return _to_one(data, text)


def place_gone(post: Post) -> Rendered:
    """The channel of the classes was deleted, for the server's owner."""
    return Rendered(content=words.place_gone(int(str(post.data["classes"]))))


def open_actions(post: Post) -> Rendered:
    """The open actions of earlier classes; nobody is notified."""
    data: Mapping[str, Any] = post.data
    lines = [
        words.action(
            one_line(each["text"], _TITLE), each["owner"], _day(each["due_on"]), done=False
        )
        for each in data["shown"]
    ]
    return Rendered(content=words.open_actions(lines, int(data["more"])))


@dataclass(frozen=True, slots=True)
class _Who:
    """Whom a post in a channel is for: a role, a person, or nobody by name."""

    lead: str = ""
    people: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()


def _addressed(data: Mapping[str, Any]) -> _Who:
    role, person = data.get("role"), data.get("mention")
    if role:
        return _Who(f"<@&{role}>", roles=frozenset([int(role)]))
    return _Who(f"<@{person}>", frozenset([int(person)])) if person else _Who()


def _day(due_on: str | None) -> str:
    return in_full(date.fromisoformat(due_on)) if due_on else ""


def _to_one(data: Mapping[str, Any], text: str, view: ui.View | None = None) -> Rendered:
    """A text to one person, mentioned where it stands in the channel after all."""
    mention = data.get("mention")
    if not mention:
        return Rendered(view, content=text)
    return Rendered(view, content=f"<@{mention}> {text}", mentions=frozenset([int(mention)]))


def _buttons(*buttons: tuple[str, CustomId, discord.ButtonStyle]) -> ui.View:
    view = ui.View(timeout=None)
    for text, custom_id, style in buttons:
        view.add_item(ui.Button(label=text, custom_id=str(custom_id), style=style))
    view.stop()
    return view


def _stamp(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp())
