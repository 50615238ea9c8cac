"""The rota: who prepares which class, as pure functions of the planned classes.

A class is *free* while nobody prepares it. Students claim free classes and release or swap
(``swaps``) their own; a lecturer assigns, locks, moves and cancels. What is over, cancelled or
locked stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from discussion.model import Person
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.parsing.dates import in_full, moment_in_full
from discussion.term.model import (
    ClassId,
    ClassState,
    Course,
    PlannedClass,
    Topic,
    TopicId,
)
from discussion.term.rota import walltime

MOST_CLASSES = 120
"""The most classes still to come in one server: two terms of every working day."""
LONGEST_AHEAD = timedelta(days=5 * 365)
"""Discord takes no scheduled event later than five years from now."""
SOON = timedelta(weeks=1)
"""Until when the lecturers need not be told that somebody gave a class back."""
_STILL_TO_COME = frozenset({ClassState.PLANNED, ClassState.READY})


def starts_at(planned: PlannedClass) -> datetime:
    """The instant at which a class begins."""
    return walltime.instant_of(planned.starts, planned.zone)


def is_to_come(planned: PlannedClass, now: datetime) -> bool:
    """Whether a class is still to be held."""
    return planned.state in _STILL_TO_COME and starts_at(planned) > now


def is_free(planned: PlannedClass, now: datetime) -> bool:
    """Whether somebody may claim a class."""
    return is_to_come(planned, now) and planned.facilitator_id is None and not planned.locked


def check_lecturer(by: Person) -> None:
    """Raise ``NotAllowed`` unless somebody is a lecturer."""
    if not by.is_lecturer:
        raise NotAllowed("Only a lecturer can do that. You can ask them.")


def added(
    known: Sequence[PlannedClass],
    walls: Iterable[datetime],
    course: Course,
    draw: Callable[[], str],
    now: datetime,
) -> tuple[list[PlannedClass], list[datetime]]:
    """New classes at these wall-clock times, and the times that were left out.

    Left out is what is past, and what is planned already: adding the same list twice adds nothing.

    Raises:
        BadInput: A time is too far ahead, or there would be too many classes.
    """
    taken = {each.starts for each in known if each.state is not ClassState.CANCELLED}
    made, left_out = list[PlannedClass](), list[datetime]()
    for wall in sorted(set(walls)):
        at = walltime.instant_of(wall, course.zone)
        if at > now + LONGEST_AHEAD:
            raise BadInput(f"{in_full(wall)} is more than five years ahead. Check the year.")
        if wall in taken or at <= now:
            left_out.append(wall)
            continue
        made.append(
            PlannedClass(
                id=ClassId(draw()),
                guild_id=course.guild_id,
                starts=wall,
                zone=course.zone,
                length=course.class_length,
                reminded_until=now,
            )
        )
    if sum(is_to_come(each, now) for each in known) + len(made) > MOST_CLASSES:
        raise BadInput(f"That would be more than {MOST_CLASSES} classes still to come.")
    return made, left_out


def claimed(
    known: Sequence[PlannedClass],
    class_id: ClassId,
    by: Person,
    topic: Topic | None,
    now: datetime,
) -> PlannedClass:
    """The class, prepared by somebody who claims it.

    Raises:
        WrongMoment: It is not free; says what is.
        BadInput: There is no such class, they have one to prepare, or the topic is taken.
    """
    planned = found(known, class_id)
    if planned.facilitator_id == by.id and is_to_come(planned, now):
        if topic is not None and topic.id != planned.topic_id:
            check_open(planned, by, now)
        return with_topic(known, planned, topic, now)
    if not is_free(planned, now):
        raise WrongMoment(f"That class is not free. {what_is_free(known, now)}")
    own = next((c for c in known if c.facilitator_id == by.id and is_to_come(c, now)), None)
    if own is not None:
        raise BadInput(
            f"You have the class of {day(own)} already. Release it with /rota release first, "
            "or swap it with /rota swap."
        )
    planned = replace(
        planned, facilitator_id=by.id, facilitator_name=by.name, state=ClassState.PLANNED
    )
    return with_topic(known, planned, topic, now)


def with_topic(
    known: Sequence[PlannedClass], planned: PlannedClass, topic: Topic | None, now: datetime
) -> PlannedClass:
    """The class with a topic. Raises ``BadInput`` if another class to come has it."""
    if topic is None:
        return planned
    if topic.removed_at is not None:
        raise BadInput("That topic is not on the list any more. Pick one from the list.")
    for other in known:
        if other.id != planned.id and other.topic_id == topic.id and is_to_come(other, now):
            raise BadInput(f"The class of {day(other)} has that topic. Pick another one.")
    if topic.id == planned.topic_id:
        return planned
    # What somebody called its event was said of another topic.
    return replace(planned, topic_id=topic.id, own_title="", own_notes=None)


def released(planned: PlannedClass, by: Person, now: datetime) -> PlannedClass:
    """The class, free again; its topic is free as well.

    Raises:
        NotAllowed: It is somebody else's.
        WrongMoment: It is over, cancelled or locked.
    """
    if planned.facilitator_id != by.id and not by.is_lecturer:
        raise NotAllowed("That class is not yours. Only a lecturer can release it for somebody.")
    check_open(planned, by, now)
    return replace(
        planned,
        facilitator_id=None,
        facilitator_name="",
        topic_id=None,
        own_title="",
        own_notes=None,
        format_name="",
        plans=(),
        state=ClassState.PLANNED,
    )


def assigned(
    known: Sequence[PlannedClass],
    class_id: ClassId,
    by: Person,
    to: Person,
    topic: Topic | None,
    now: datetime,
) -> PlannedClass:
    """The class, given to somebody by a lecturer, whoever had it."""
    check_lecturer(by)
    planned = found(known, class_id)
    if not is_to_come(planned, now):
        raise WrongMoment("That class is over or cancelled.")
    if planned.facilitator_id != to.id:
        planned = replace(planned, plans=(), state=ClassState.PLANNED)
    planned = replace(planned, facilitator_id=to.id, facilitator_name=to.name)
    return with_topic(known, planned, topic, now)


def locked(planned: PlannedClass, by: Person, *, lock: bool) -> PlannedClass:
    """The class with its facilitator and topic held as they are, or open again."""
    check_lecturer(by)
    return replace(planned, locked=lock)


def moved(
    known: Sequence[PlannedClass], class_id: ClassId, by: Person, wall: datetime, now: datetime
) -> PlannedClass:
    """The class at another wall-clock time.

    Raises:
        BadInput: That time is past, too far ahead, or another class's.
    """
    check_lecturer(by)
    planned = found(known, class_id)
    if planned.state not in _STILL_TO_COME:
        raise WrongMoment("That class is over or cancelled.")
    at = walltime.instant_of(wall, planned.zone)
    if not now < at <= now + LONGEST_AHEAD:
        raise BadInput("Move a class to a time that is still to come, within five years.")
    if any(c.id != class_id and c.starts == wall and is_to_come(c, now) for c in known):
        raise BadInput("Another class is planned for that time. Pick a different one.")
    return replace(planned, starts=wall, asked_at=None, asked_lecturer=False, reminded_until=now)


def cancelled(planned: PlannedClass, by: Person) -> PlannedClass:
    """The class, cancelled; its facilitator and topic are kept to look back at."""
    check_lecturer(by)
    if planned.state not in _STILL_TO_COME:
        raise WrongMoment("That class is over or cancelled already.")
    return replace(planned, state=ClassState.CANCELLED)


def made_ready(planned: PlannedClass, by: Person, now: datetime, *, ready: bool) -> PlannedClass:
    """The class, said by its facilitator to be prepared (or not yet)."""
    if planned.facilitator_id != by.id and not by.is_lecturer:
        raise NotAllowed("Only the facilitator of that class, or a lecturer, can say so.")
    if not is_to_come(planned, now):
        raise WrongMoment("That class is over or cancelled.")
    return replace(planned, state=ClassState.READY if ready else ClassState.PLANNED)


def without(known: Sequence[PlannedClass], person_id: int, now: datetime) -> list[PlannedClass]:
    """The classes to come of somebody who left the server, free again; topics stay on them."""
    return [
        replace(
            each, facilitator_id=None, facilitator_name="", state=ClassState.PLANNED, locked=False
        )
        for each in known
        if each.facilitator_id == person_id and is_to_come(each, now)
    ]


def without_place(
    known: Sequence[PlannedClass], channel_ids: Collection[int], now: datetime
) -> list[PlannedClass]:
    """The classes to come that had a place of their own there, in the course's place again."""
    return [
        replace(
            each,
            channel_id=None if each.channel_id in channel_ids else each.channel_id,
            voice_channel_id=None
            if each.voice_channel_id in channel_ids
            else each.voice_channel_id,
        )
        for each in known
        if is_to_come(each, now) and {each.channel_id, each.voice_channel_id} & set(channel_ids)
    ]


def is_soon(planned: PlannedClass, now: datetime) -> bool:
    """Whether a class that loses its facilitator now leaves others little time to prepare it."""
    return starts_at(planned) - now <= SOON


def found(known: Iterable[PlannedClass], class_id: ClassId) -> PlannedClass:
    """One of the classes. Raises ``BadInput`` if it is not there."""
    planned = next((each for each in known if each.id == class_id), None)
    if planned is None:
        raise BadInput("There is no such class in this server. Pick one from the list.")
    return planned


def what_is_free(known: Sequence[PlannedClass], now: datetime) -> str:
    """A sentence that names the classes that are free, the next five at most."""
    free = [each for each in known if is_free(each, now)]
    if not free:
        return "No class is free at the moment; a lecturer can add dates."
    named = ", ".join(day(each) for each in free[:5])
    more = f" and {len(free) - 5} more" if len(free) > 5 else ""
    return f"Free are: {named}{more}."


def day(planned: PlannedClass) -> str:
    """When a class is, in its own zone, for a sentence."""
    return moment_in_full(planned.starts)


def topics_taken(known: Iterable[PlannedClass]) -> frozenset[TopicId]:
    """The topics of classes to come and of classes that were held."""
    return frozenset(
        each.topic_id
        for each in known
        if each.topic_id is not None and each.state is not ClassState.CANCELLED
    )


def check_open(planned: PlannedClass, by: Person, now: datetime) -> None:
    """Raise ``WrongMoment`` if somebody may not give a class away: it is over, or locked."""
    if not is_to_come(planned, now):
        raise WrongMoment(f"The class of {day(planned)} is over or cancelled.")
    if planned.locked and not by.is_lecturer:
        raise WrongMoment(f"The class of {day(planned)} is locked; a lecturer can unlock it.")
