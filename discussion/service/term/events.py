"""Classes that follow what somebody changes about their events in Discord."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from discussion.parsing.text import clean_text
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.service.term.applying import apply, topic_of
from discussion.service.term.courses import LONGEST_CLASS, SHORTEST_CLASS
from discussion.term.model import ClassState, Course, PlannedClass
from discussion.term.planning import showing
from discussion.term.planning.showing import Details
from discussion.term.rota import posts, rota, walltime


@dataclass(frozen=True, slots=True)
class EventEdit:
    """A class's event as it now stands in Discord."""

    starts_at: datetime
    ends_at: datetime | None
    cancelled: bool = False
    details: Details | None = None
    """What the class has of its own by it; None: it says what Roundtable would write."""


class Events(Deciding):
    """What people do to the events of classes in Discord's own window."""

    def __init__(self, *, store: Store, clock: Clock, zone: str) -> None:
        """``zone`` is that of servers in which nothing was set up."""
        super().__init__(store=store, clock=clock)
        self._zone = zone

    async def changed(self, guild_id: int, event_id: int, edit: EventEdit) -> PlannedClass | None:
        """Somebody changed a class's event; returns the class if it changed with it.

        It is moved, cancelled, made longer or shorter, called something else, or meets elsewhere;
        a length that no class has is left.

        The echo of the bot's own edits changes nothing: the event then shows what the class says.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> PlannedClass | None:
            planned = transaction.term.class_of_event(guild_id, event_id)
            if planned is None or planned.state not in (ClassState.PLANNED, ClassState.READY):
                return None
            after = _followed(planned, edit, now)
            if after == planned:
                return None
            course = transaction.term.course(guild_id) or Course(guild_id, self._zone)
            shows = posts.event(after, course, topic_of(transaction, after)).data
            after = replace(after, event_shown=showing.snapshot(shows))
            return apply(transaction, after, self._zone, and_event=False)

        return await self._store.write(unit)


def _followed(planned: PlannedClass, edit: EventEdit, now: datetime) -> PlannedClass:
    if edit.cancelled:
        return replace(planned, state=ClassState.CANCELLED)
    after = planned
    length = edit.ends_at - edit.starts_at if edit.ends_at is not None else planned.length
    if SHORTEST_CLASS <= length <= LONGEST_CLASS:
        after = replace(planned, length=length)
    if edit.details is not None:
        after = showing.with_details(after, _cleaned(edit.details))
        if _place(after) != _place(planned):
            after = replace(after, lost_place_id=None)
    if edit.starts_at in (rota.starts_at(planned), planned.event_starts_at):
        return after
    return replace(
        after,
        starts=walltime.wall_of(edit.starts_at, planned.zone).replace(microsecond=0),
        event_starts_at=edit.starts_at,
        asked_at=None,
        asked_lecturer=False,
        reminded_until=now,
    )


def _place(planned: PlannedClass) -> tuple[object, ...]:
    return planned.own_place, planned.channel_id, planned.voice_channel_id


def _cleaned(details: Details) -> Details:
    return replace(
        details,
        title=" ".join(clean_text(details.title).split()),
        notes=None if details.notes is None else clean_text(details.notes),
        place=" ".join(clean_text(details.place).split()),
    )
