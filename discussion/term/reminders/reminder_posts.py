"""Reminders as posts: what each carries, so that a second try renders the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from discussion.model.effects import NO_DISCUSSION, Json, Post, PostKind
from discussion.term.model import (
    Course,
    PlannedClass,
    Promise,
    ReminderKind,
    ReminderSetting,
    Topic,
)
from discussion.term.planning import showing
from discussion.term.reminders import reminders
from discussion.term.reminders.reminders import Reminder
from discussion.term.rota import rota


def reminder(planned: PlannedClass, due: Reminder, topic: Topic | None, now: datetime) -> Post:
    """A reminder by direct message: to the facilitator, or to somebody who asked for their own."""
    missing: list[Json] = []
    if due.kind in reminders.PREPARING:
        has_reading = topic is not None and topic.reading is not None
        missing += reminders.still_to_prepare(planned, has_reading=has_reading)
    return Post(
        kind=PostKind.REMINDER,
        dedup=due.name(planned),
        guild_id=planned.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=due.person_id,
        data={**_of_class(planned, topic, due, now), "missing": missing},
        not_after=rota.starts_at(planned),
    )


def reminder_to_all(
    planned: PlannedClass,
    due: Reminder,
    course: Course,
    channel_id: int,
    topic: Topic | None,
    settings: Sequence[ReminderSetting],
    now: datetime,
) -> Post:
    """The one reminder to everybody, in the channel."""
    without = sorted(reminders.left_out_of(due.kind, settings))
    return Post(
        kind=PostKind.REMINDER_TO_ALL,
        dedup=due.name(planned),
        guild_id=planned.guild_id,
        discussion_id=NO_DISCUSSION,
        channel_id=channel_id,
        data={
            **_of_class(planned, topic, due, now),
            "role": course.class_role_id,
            "without": list[Json](without),
            "facilitator": planned.facilitator_id,
        },
        not_after=rota.starts_at(planned) + planned.length,
    )


def missed(planned: PlannedClass, late: Sequence[Reminder], course: Course) -> list[Post]:
    """What was dropped because the bot was away too long, for the facilitator; told once."""
    channel = planned.channel_id or course.channel_id
    if planned.facilitator_id is None and channel is None:
        return []
    return [
        Post(
            kind=PostKind.REMINDERS_MISSED,
            dedup=f"{late[-1].name(planned)}:missed",
            guild_id=planned.guild_id,
            discussion_id=NO_DISCUSSION,
            recipient_id=planned.facilitator_id,
            channel_id=None if planned.facilitator_id else channel,
            data={
                "starts_at": rota.starts_at(planned).isoformat(),
                "dropped": [{"kind": each.kind.value, "at": each.at.isoformat()} for each in late],
            },
        )
    ]


def not_shown(planned: PlannedClass, kind: ReminderKind, channel_id: int | None) -> Post | None:
    """The reminder to everybody could not stand in the channel, for the facilitator to know.

    ``channel_id`` None: there is none. None if nobody prepares the class.
    """
    if planned.facilitator_id is None:
        return None
    at = rota.starts_at(planned) - reminders.LEADS[kind]
    return Post(
        kind=PostKind.REMINDERS_MISSED,
        dedup=f"class:{planned.id}:{kind.value}:not_shown:{at:%Y%m%dT%H%M%S}",
        guild_id=planned.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=planned.facilitator_id,
        data={
            "starts_at": rota.starts_at(planned).isoformat(),
            "dropped": [{"kind": kind.value, "at": at.isoformat()}],
            "channel": channel_id or 0,
        },
        not_after=rota.starts_at(planned),
    )


def unreached(planned: PlannedClass, channel_id: int) -> Post:
    """One mention in the channel for everybody whose direct message did not arrive."""
    at = planned.unreached_at
    return Post(
        kind=PostKind.REMINDERS_UNREACHED,
        dedup=f"class:{planned.id}:unreached:{at:%Y%m%dT%H%M%S%f}",
        guild_id=planned.guild_id,
        discussion_id=NO_DISCUSSION,
        channel_id=channel_id,
        data={
            "starts_at": rota.starts_at(planned).isoformat(),
            "people": list[Json](sorted(planned.unreached)),
        },
        not_after=rota.starts_at(planned) + planned.length,
    )


def promise(kept: Promise, due_at: datetime, channel_id: int | None, now: datetime) -> Post | None:
    """A reminder of something promised, to its owner; None if nobody could be told."""
    if kept.owner_id is None:
        return None
    return Post(
        kind=PostKind.PROMISE,
        dedup=f"promise:{kept.id}:{due_at:%Y%m%dT%H%M%S}",
        guild_id=kept.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=kept.owner_id,
        data={
            "promise": str(kept.id),
            "text": kept.text,
            "due_on": kept.due_on.isoformat() if kept.due_on else None,
            "late_minutes": int((now - due_at).total_seconds() // 60),
            "fallback": channel_id,
        },
    )


def _of_class(
    planned: PlannedClass, topic: Topic | None, due: Reminder, now: datetime
) -> dict[str, Json]:
    return {
        "kind": due.kind.value,
        "class": str(planned.id),
        "starts_at": rota.starts_at(planned).isoformat(),
        "title": showing.title_of(planned, topic),
        "late_minutes": int((now - due.at).total_seconds() // 60),
    }
