"""What a class's event says in Discord, and what somebody who edited it there said by it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import discord

from cogs.term.rota import term_words as words
from cogs.text.escaping import label
from discussion.term.model import Course, PlannedClass, Topic
from discussion.term.planning import showing
from discussion.term.planning.showing import Details
from discussion.term.rota import posts

_NAME_LIMIT: Final = 100
_NOTES_LIMIT: Final = 800
_PLACE_LIMIT: Final = 100
_LINK: Final = re.compile(
    r"https://(?:\w+\.)?discord(?:app)?\.com/channels/(\d{1,20})/(\d{1,20})/?"
)


def name(data: Mapping[str, Any]) -> str:
    """The name of the event, from what its post carries."""
    return label(data["title"] or words.EVENT_NAME, _NAME_LIMIT)


def description(data: Mapping[str, Any]) -> str:
    """Its description: who facilitates, the notes, and the mark by which it is known again."""
    return words.event_description(
        label(data["facilitator"], 80), _notes(data["notes"]), str(data["class"])
    )


def location(guild_id: int, data: Mapping[str, Any]) -> str:
    """Where it is, if that is no voice channel."""
    if data.get("place"):
        return label(data["place"], _PLACE_LIMIT)
    if data["channel"]:
        return f"https://discord.com/channels/{guild_id}/{data['channel']}"
    return words.EVENT_PLACE


def read_back(
    event: discord.ScheduledEvent, planned: PlannedClass, course: Course, topic: Topic | None
) -> Details | None:
    """What the class has of its own by its event; None where nobody edited that.

    What Roundtable wrote last, or is about to write, is nobody's edit.
    """
    now: Mapping[str, Any] = posts.event(planned, course, topic).data
    written = [now, showing.shown_last(planned) or now]
    before = details = showing.details_of(planned)
    if _place(event) not in [_place_of(event.guild_id, data) for data in written]:
        details = _placed(event, details, course)
    if event.name not in [name(data) for data in written]:
        usual = name({"title": topic.title if topic else ""})
        details = replace(details, title="" if event.name == usual else event.name)
    notes = _without_frame(event.description or "", written)
    if notes not in [_notes(data["notes"]) for data in written]:
        usual = _notes(topic.notes if topic else "")
        details = replace(details, notes=None if notes == usual else notes)
    return None if details == before else details


def _place(event: discord.ScheduledEvent) -> int | str:
    return event.channel_id or (event.location or "").strip()


def _place_of(guild_id: int, data: Mapping[str, Any]) -> int | str:
    return int(data["voice"]) if data["voice"] else location(guild_id, data)


def _placed(event: discord.ScheduledEvent, details: Details, course: Course) -> Details:
    if event.channel_id is not None:
        usual = event.channel_id == course.voice_channel_id
        return replace(details, place="", voice_channel_id=None if usual else event.channel_id)
    where = str(_place(event))
    # Where all classes have a voice channel, a place of its own says that this one has none.
    apart = course.voice_channel_id is not None
    details = replace(details, voice_channel_id=None)
    link = _LINK.fullmatch(where)
    channel = event.guild.get_channel(int(link[2])) if link and event.guild else None
    if isinstance(channel, discord.TextChannel):
        usual = channel.id == course.channel_id
        return replace(
            details, channel_id=None if usual else channel.id, place=where if apart else ""
        )
    return replace(details, place="" if where == words.EVENT_PLACE and not apart else where)


def _without_frame(said: str, written: Sequence[Mapping[str, Any]]) -> str:
    """What stands between the lines that Roundtable writes around the notes."""
    frame = {words.event_mark(str(data["class"])) for data in written}
    frame |= {words.facilitated_by(label(data["facilitator"], 80)) for data in written}
    return _notes("\n".join(line for line in said.splitlines() if line.strip() not in frame))


def _notes(notes: str) -> str:
    """The notes line by line, as far as there is room."""
    lines = "\n".join(" ".join(line.split()) for line in notes.splitlines()).strip()
    return lines if len(lines) <= _NOTES_LIMIT else lines[: _NOTES_LIMIT - 1].rstrip() + "…"
