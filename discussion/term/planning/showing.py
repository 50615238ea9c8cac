"""What a class shows of itself: its own words first, else those of its topic and its course.

Own words come from its event in Discord, where somebody named it, described it or put it
elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from discussion.term.model import Course, PlannedClass, Topic

_SHOWN: Final = ("class", "title", "notes", "facilitator", "place", "channel", "voice")


@dataclass(frozen=True, slots=True)
class Details:
    """What is a class's own, apart from its time."""

    title: str
    notes: str | None
    place: str
    channel_id: int | None
    voice_channel_id: int | None


def title_of(planned: PlannedClass, topic: Topic | None) -> str:
    """What a class is called; empty if nobody chose a topic or a name."""
    return planned.own_title or (topic.title if topic else "")


def notes_of(planned: PlannedClass, topic: Topic | None) -> str:
    """What its event says of a class."""
    if planned.own_notes is not None:
        return planned.own_notes
    return topic.notes if topic else ""


def voice_of(planned: PlannedClass, course: Course) -> int | None:
    """The voice channel of a class; none if it meets at a place of its own."""
    if planned.own_place:
        return None
    return planned.voice_channel_id or course.voice_channel_id


def details_of(planned: PlannedClass) -> Details:
    """What is a class's own."""
    return Details(
        title=planned.own_title,
        notes=planned.own_notes,
        place=planned.own_place,
        channel_id=planned.channel_id,
        voice_channel_id=planned.voice_channel_id,
    )


def with_details(planned: PlannedClass, details: Details) -> PlannedClass:
    """The class with these as its own."""
    return replace(
        planned,
        own_title=details.title,
        own_notes=details.notes,
        own_place=details.place,
        channel_id=details.channel_id,
        voice_channel_id=details.voice_channel_id,
    )


def snapshot(data: Mapping[str, Any]) -> str:
    """What the event of a class says by its post, to tell an edit in Discord from one here."""
    return json.dumps({key: data.get(key) for key in _SHOWN})


def shown_last(planned: PlannedClass) -> Mapping[str, Any] | None:
    """What the event said when Discord last showed it; None if that is not known."""
    return json.loads(planned.event_shown) if planned.event_shown else None
