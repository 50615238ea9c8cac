"""What people are told about classes that are cancelled, moved, or lose their place.

Whoever facilitates a class and the channel in which it meets learn of it, whoever did it: a
lecturer by a command, somebody in Discord's own window, or Discord with a channel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from discussion.model.effects import NO_DISCUSSION, Json, Post, PostKind
from discussion.term.model import ClassId, ClassState, Course, PlannedClass, Topic
from discussion.term.planning import showing
from discussion.term.rota import places, rota

_TO_COME = (ClassState.PLANNED, ClassState.READY)


def of_change(
    before: PlannedClass,
    after: PlannedClass,
    course: Course,
    topic: Topic | None,
    by: int | None = None,
    *,
    in_channel: bool = True,
) -> list[Post]:
    """What is told of a change: in the channel, and to the facilitator unless they made it.

    ``in_channel`` False: it is one of many, of which the channel reads once.
    """
    found = _what_changed(before, after)
    if found is None:
        return []
    what, stamp = found
    data: dict[str, Json] = {
        "what": what,
        "was_at": rota.starts_at(before).isoformat(),
        "where": places.meets_in(after, course),
        **_of_class(after, topic),
    }
    latest = max(rota.starts_at(before), rota.starts_at(after)) + after.length
    person, channel = after.facilitator_id, places.channel_of(after, course)

    def told(to: str, recipient_id: int | None, channel_id: int | None) -> Post:
        return Post(
            kind=PostKind.CLASS_NEWS,
            dedup=f"class:{after.id}:{what}:{to}:{stamp}",
            guild_id=after.guild_id,
            discussion_id=NO_DISCUSSION,
            recipient_id=recipient_id,
            channel_id=channel_id,
            data=data,
            not_after=latest,
        )

    posts = [told("channel", None, channel)] if channel is not None and in_channel else []
    if person is not None and person != by:
        posts.append(told("facilitator", person, None))
    return posts


def all_placed(classes: Sequence[PlannedClass], course: Course) -> Post | None:
    """Several classes have a place again, for the channel; None if there is no channel."""
    if course.channel_id is None:
        return None
    return Post(
        kind=PostKind.CLASS_NEWS,
        dedup=f"place:{classes[0].lost_place_id}:placed",
        guild_id=course.guild_id,
        discussion_id=NO_DISCUSSION,
        channel_id=course.channel_id,
        data={
            "what": "all_placed",
            "number": len(classes),
            "where": course.voice_channel_id or course.channel_id,
        },
    )


def place_lost(planned: PlannedClass, course: Course, topic: Topic | None) -> Post | None:
    """The class's channel was deleted, for its facilitator: where does it meet, or does it not?"""
    if planned.facilitator_id is None:
        return None
    return Post(
        kind=PostKind.CLASS_PLACE,
        dedup=f"class:{planned.id}:place:{planned.lost_place_id}",
        guild_id=planned.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=planned.facilitator_id,
        data={"where": places.meets_in(planned, course), **_of_class(planned, topic)},
        not_after=rota.starts_at(planned) + planned.length,
    )


def places_lost(
    waiting: Sequence[PlannedClass],
    topics: Mapping[ClassId, Topic | None],
    course: Course,
    owner_id: int | None,
) -> Post | None:
    """The same for the lecturers, in one message; to the owner where there is no channel.

    None if nobody could be told.
    """
    channel = course.channel_id or waiting[0].channel_id
    if channel is None and owner_id is None:
        return None
    where = {places.meets_in(each, course) for each in waiting}
    return Post(
        kind=PostKind.CLASS_PLACE,
        dedup=f"place:{waiting[0].lost_place_id}:classes",
        guild_id=course.guild_id,
        discussion_id=NO_DISCUSSION,
        channel_id=channel,
        recipient_id=owner_id if channel is None else None,
        data={
            "lost": waiting[0].lost_place_id,
            "where": where.pop() if len(where) == 1 else None,
            "classes": [_of_class(each, topics.get(each.id)) for each in waiting],
            "role": course.lecturer_role_id if channel is not None else None,
            "owner": owner_id,
        },
        not_after=max(rota.starts_at(each) + each.length for each in waiting),
    )


def _what_changed(before: PlannedClass, after: PlannedClass) -> tuple[str, str] | None:
    """What kind of news a change is, and what tells it from others of its kind."""
    if before.state not in _TO_COME:
        return None
    if after.state is ClassState.CANCELLED:
        return "cancelled", f"{rota.starts_at(after):%Y%m%dT%H%M%S}"
    if after.state not in _TO_COME:
        return None
    if rota.starts_at(before) != rota.starts_at(after):
        return "moved", f"{rota.starts_at(after):%Y%m%dT%H%M%S}:{_stamp(after.reminded_until)}"
    if before.lost_place_id is not None and after.lost_place_id is None:
        return "placed", str(before.lost_place_id)
    return None


def _stamp(instant: datetime | None) -> str:
    return f"{instant:%Y%m%dT%H%M%S%f}" if instant else ""


def _of_class(planned: PlannedClass, topic: Topic | None) -> dict[str, Json]:
    return {
        "class": str(planned.id),
        "starts_at": rota.starts_at(planned).isoformat(),
        "title": showing.title_of(planned, topic),
    }
