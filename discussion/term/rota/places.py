"""Classes whose channel is deleted: they wait until somebody says where they meet instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from discussion.model import Person
from discussion.model.errors import NotAllowed, WrongMoment
from discussion.term.model import ClassState, Course, PlannedClass
from discussion.term.planning import showing
from discussion.term.rota import rota


def channel_of(planned: PlannedClass, course: Course) -> int | None:
    """The text channel in which a class meets."""
    return planned.channel_id or course.channel_id


def meets_in(planned: PlannedClass, course: Course) -> int | None:
    """Where people find a class: its voice channel, else its text channel.

    None where it has no text channel: without one no class opens.
    """
    written = channel_of(planned, course)
    return written and (showing.voice_of(planned, course) or written)


def course_without(course: Course, channel_id: int) -> Course:
    """The course without a channel that was deleted."""
    return replace(
        course,
        channel_id=None if course.channel_id == channel_id else course.channel_id,
        voice_channel_id=None if course.voice_channel_id == channel_id else course.voice_channel_id,
    )


def bereft(
    known: Sequence[PlannedClass], course: Course, channel_id: int, now: datetime
) -> list[PlannedClass]:
    """The classes to come that were to meet in a channel, waiting now for another one.

    ``course`` is as it was before. The event of a class in a voice channel goes with the channel:
    it has none until it is made anew.
    """
    found = []
    for each in known:
        spoken = showing.voice_of(each, course) == channel_id
        written = channel_of(each, course) == channel_id
        if not rota.is_to_come(each, now) or not (spoken or written):
            continue
        (after,) = rota.without_place([each], {channel_id}, now) or [each]
        found.append(replace(without_event(after) if spoken else after, lost_place_id=channel_id))
    return found


def without_event(planned: PlannedClass) -> PlannedClass:
    """The class after Discord took its event with the channel in which that was."""
    return replace(planned, event_id=None, event_starts_at=None, event_shown="")


def settled(planned: PlannedClass, by: Person, *, held: bool) -> PlannedClass:
    """The class after somebody said that it meets where it can now, or (not ``held``) not at all.

    Raises:
        NotAllowed: They are neither its facilitator nor a lecturer.
        WrongMoment: It waits for no channel any more.
    """
    if planned.facilitator_id != by.id and not by.is_lecturer:
        raise NotAllowed("Only the facilitator of this class, or a lecturer, can settle that.")
    waits = planned.state in (ClassState.PLANNED, ClassState.READY)
    if planned.lost_place_id is None or not waits:
        raise WrongMoment("That is settled already; `/rota view` shows how things stand.")
    state = planned.state if held else ClassState.CANCELLED
    return replace(planned, lost_place_id=None, state=state)
