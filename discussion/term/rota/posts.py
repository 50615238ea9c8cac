"""Posts of the rota and its classes: what each carries, so that a second try renders the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from discussion.model.effects import NO_DISCUSSION, Post, PostKind
from discussion.term.model import (
    ClassId,
    ClassState,
    Course,
    PlannedClass,
    Swap,
    SwapState,
    Topic,
)
from discussion.term.planning import showing
from discussion.term.rota import rota


def swap(offer: Swap, gives: PlannedClass, takes: PlannedClass) -> Post:
    """A private question whether somebody would swap their class for another's."""
    return Post(
        kind=PostKind.SWAP,
        dedup=f"swap:{offer.id}:offer",
        guild_id=offer.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=offer.asked_of,
        data={
            "swap": str(offer.id),
            "asked_by": offer.asked_by,
            "gives_at": rota.starts_at(gives).isoformat(),
            "takes_at": rota.starts_at(takes).isoformat(),
        },
    )


def swap_answered(offer: Swap) -> Post:
    """The answer, for whoever made the offer."""
    return Post(
        kind=PostKind.SWAP_ANSWERED,
        dedup=f"swap:{offer.id}:answer",
        guild_id=offer.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=offer.asked_by,
        data={"accepted": offer.state is SwapState.ACCEPTED},
    )


def place_gone(course: Course, channel_id: int, classes: int, owner_id: int) -> Post:
    """The channel of the classes was deleted, for the server's owner."""
    return Post(
        kind=PostKind.PLACE_GONE,
        dedup=f"place:{channel_id}:gone",
        guild_id=course.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=owner_id,
        data={"classes": classes},
    )


def ask_facilitator(planned: PlannedClass, topic: Topic | None) -> Post:
    """The class is due and not said to be ready: may it open?"""
    return _ask(planned, topic, recipient_id=planned.facilitator_id)


def ask_lecturers(
    planned: PlannedClass, course: Course, channel_id: int, topic: Topic | None
) -> Post:
    """The same question to the lecturers, in the channel."""
    post = _ask(planned, topic, channel_id=channel_id)
    return replace(post, data={**post.data, "role": course.lecturer_role_id})


def because(post: Post, why: str, channel_id: int | None) -> Post:
    """A question whether a class may open, with why it could not; ``why`` is empty if it could.

    ``channel_id`` is where it would open.
    """
    return replace(post, data={**post.data, "why": why, "where": channel_id})


def without_facilitator(
    freed: Sequence[PlannedClass],
    topics: Mapping[ClassId, Topic],
    course: Course,
    owner_id: int | None,
    now: datetime,
) -> Post | None:
    """One message for the lecturers: nobody prepares these classes any more.

    In the channel, where a student may see it and take one on; where there is none, to the
    server's owner. It does not say who prepared them. None if nobody could be told.
    """
    channel = course.channel_id or freed[0].channel_id
    if channel is None and owner_id is None:
        return None
    return Post(
        kind=PostKind.CLASS_FREE,
        dedup=f"class:{freed[0].id}:free:{now:%Y%m%dT%H%M%S%f}",
        guild_id=course.guild_id,
        discussion_id=NO_DISCUSSION,
        channel_id=channel,
        recipient_id=owner_id if channel is None else None,
        data={
            "classes": [
                {
                    "starts_at": rota.starts_at(each).isoformat(),
                    "title": showing.title_of(each, topics.get(each.id)),
                }
                for each in freed
            ],
            "role": course.lecturer_role_id if channel is not None else None,
            "owner": owner_id,
        },
        not_after=max(rota.starts_at(each) + each.length for each in freed),
    )


def to_owner(public: Post) -> Post | None:
    """A post for the lecturers that no channel takes, to the server's owner; None if not known."""
    owner = public.data.get("owner")
    if public.channel_id is None or not isinstance(owner, int):
        return None
    return replace(
        public,
        dedup=f"{public.dedup}:owner",
        channel_id=None,
        recipient_id=owner,
        data={**public.data, "role": None},
    )


def event(planned: PlannedClass, course: Course, topic: Topic | None) -> Post:
    """The native scheduled event of a class, brought in line with it."""
    starts = rota.starts_at(planned)
    return Post(
        kind=PostKind.EVENT,
        dedup=event_name(planned),
        guild_id=planned.guild_id,
        discussion_id=NO_DISCUSSION,
        # Its queue in the outbox; an event belongs to the server, not to a channel.
        channel_id=planned.guild_id,
        data={
            "class": str(planned.id),
            "event": planned.event_id,
            "state": planned.state.value,
            "title": showing.title_of(planned, topic),
            "notes": showing.notes_of(planned, topic),
            "place": planned.own_place,
            "facilitator": planned.facilitator_name,
            "starts_at": starts.isoformat(),
            "ends_at": (starts + planned.length).isoformat(),
            "channel": planned.channel_id or course.channel_id,
            "voice": showing.voice_of(planned, course),
        },
        not_after=None,
        replaces=True,
    )


def event_name(planned: PlannedClass) -> str:
    """The post that is a class's event."""
    return f"class:{planned.id}:event"


def in_channel(private: Post, channel_id: int) -> Post:
    """A private post where everybody sees it, for one person: direct messages are closed."""
    return replace(
        private,
        dedup=f"{private.dedup}:channel",
        channel_id=channel_id,
        recipient_id=None,
        data={**private.data, "mention": private.recipient_id},
    )


def _ask(
    planned: PlannedClass,
    topic: Topic | None,
    *,
    recipient_id: int | None = None,
    channel_id: int | None = None,
) -> Post:
    who = "facilitator" if recipient_id is not None else "lecturers"
    return Post(
        kind=PostKind.CLASS_ASK,
        dedup=f"class:{planned.id}:ask:{who}:{planned.asked_at:%Y%m%dT%H%M%S}",
        guild_id=planned.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=recipient_id,
        channel_id=channel_id,
        data={
            "class": str(planned.id),
            "starts_at": rota.starts_at(planned).isoformat(),
            "title": showing.title_of(planned, topic),
            "ready": planned.state is ClassState.READY,
        },
        not_after=rota.starts_at(planned) + planned.length,
    )
