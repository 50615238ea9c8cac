"""When a planned class wants to be woken, and what it does then.

Like ``discussion.lifecycle.waking``: the pending rows are a projection of the class and of
people's settings, and what is done moves the class on, so that nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from discussion.model.effects import NO_DISCUSSION, DueAction, DueKind, Post
from discussion.term.model import (
    ClassState,
    Course,
    PlannedClass,
    ReminderSetting,
    Topic,
)
from discussion.term.reminders import reminder_posts, reminders
from discussion.term.reminders.reminders import Reminder
from discussion.term.rota import posts, rota

ANSWER_WITHIN = timedelta(minutes=5)
"""How long the facilitator has to open a class that is not ready before a lecturer is asked."""
FALLBACK_AFTER = timedelta(seconds=30)
"""How long failed direct messages are gathered before the one mention that stands for them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a decision about a planned class needs to know beside it."""

    course: Course
    settings: Sequence[ReminderSetting]
    topic: Topic | None


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """A class's new state and what follows; ``opens`` asks for the discussion to begin."""

    planned: PlannedClass
    posts: tuple[Post, ...] = ()
    opens: bool = False


def subject_of(planned: PlannedClass) -> str:
    """What the due actions of a class are filed under."""
    return f"class:{planned.id}"


def due_actions(planned: PlannedClass, settings: Sequence[ReminderSetting]) -> list[DueAction]:
    """When a class wants to be woken."""
    found = [
        _due(planned, DueKind.REMINDER, each.name(planned), each.at)
        for each in reminders.reminders_of(planned, settings)
    ]
    if planned.state in (ClassState.PLANNED, ClassState.READY):
        at = rota.starts_at(planned)
        if planned.asked_at is not None:
            asked = planned.asked_at + ANSWER_WITHIN
            at = max(at, asked) if not planned.asked_lecturer else at + planned.length
        step = f"{planned.asked_at:%Y%m%dT%H%M%S}" if planned.asked_at else "first"
        second = ":lecturer" if planned.asked_lecturer else ""
        name = f"class:{planned.id}:open:{at:%Y%m%dT%H%M%S}:{step}{second}"
        found.append(_due(planned, DueKind.CLASS_OPEN, name, at))
    if planned.unreached_at is not None:
        at = planned.unreached_at + FALLBACK_AFTER
        name = f"class:{planned.id}:fallback:{planned.unreached_at:%Y%m%dT%H%M%S%f}"
        found.append(_due(planned, DueKind.FALLBACK, name, at))
    return found


def wake(
    planned: PlannedClass, action: DueAction, known: Known, now: datetime
) -> ClassDecision | None:
    """Do what a due action asks for; None if the class does not ask for it any more."""
    wanted = {each.dedup for each in due_actions(planned, known.settings) if each.due_at <= now}
    if action.dedup not in wanted:
        return None
    if action.kind is DueKind.REMINDER:
        return _remind(planned, known, now)
    if action.kind is DueKind.CLASS_OPEN:
        return _open(planned, known, now)
    return _fall_back(planned, known)


def _remind(planned: PlannedClass, known: Known, now: datetime) -> ClassDecision:
    """Make every reminder that is due: those in time are sent, those too late are owned up to."""
    due = [each for each in reminders.reminders_of(planned, known.settings) if each.at <= now]
    in_time = [each for each in due if now - each.at <= reminders.LATEST]
    late = [each for each in due if now - each.at > reminders.LATEST]
    made = reminder_posts.missed(planned, late, known.course) if late else []
    for each in in_time:
        if each.person_id is None:
            made += _to_everybody(planned, each, known, now)
        else:
            made.append(reminder_posts.reminder(planned, each, known.topic, now))
    return ClassDecision(replace(planned, reminded_until=due[-1].at), tuple(made))


def _to_everybody(
    planned: PlannedClass, reminder: Reminder, known: Known, now: datetime
) -> list[Post]:
    channel = planned.channel_id or known.course.channel_id
    if channel is None:
        told = reminder_posts.not_shown(planned, reminder.kind, None)
        return [told] if told else []
    course, topic, settings = known.course, known.topic, known.settings
    return [
        reminder_posts.reminder_to_all(planned, reminder, course, channel, topic, settings, now)
    ]


def _open(planned: PlannedClass, known: Known, now: datetime) -> ClassDecision:
    starts = rota.starts_at(planned)
    channel = planned.channel_id or known.course.channel_id
    if now >= starts + planned.length:
        return ClassDecision(replace(planned, state=ClassState.LAPSED))
    waits = channel is None or planned.lost_place_id is not None
    if planned.state is ClassState.READY and not waits:
        return ClassDecision(planned, opens=True)
    if planned.asked_at is None and planned.facilitator_id is not None:
        asked = replace(planned, asked_at=now)
        return ClassDecision(asked, (posts.ask_facilitator(asked, known.topic),))
    asked = replace(planned, asked_at=planned.asked_at or now, asked_lecturer=True)
    if channel is None:
        return ClassDecision(asked)
    return ClassDecision(asked, (posts.ask_lecturers(asked, known.course, channel, known.topic),))


def _fall_back(planned: PlannedClass, known: Known) -> ClassDecision:
    channel = planned.channel_id or known.course.channel_id
    after = replace(planned, unreached=frozenset(), unreached_at=None)
    if channel is None or not planned.unreached:
        return ClassDecision(after)
    return ClassDecision(after, (reminder_posts.unreached(planned, channel),))


def _due(planned: PlannedClass, kind: DueKind, name: str, at: datetime) -> DueAction:
    return DueAction(kind, name, planned.guild_id, NO_DISCUSSION, at, subject_of(planned))
