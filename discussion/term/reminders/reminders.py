"""Who is reminded of what, and when: pure functions of a planned class and people's settings.

The facilitator is reminded privately a week, a day and an hour before, with what is still to
prepare. Everyone is reminded together a day and ten minutes before, in the channel. Each person
may change when they are reminded, or stop it: of the class then by a direct message of their own.

A reminder up to ten minutes late (the bot was away) is sent and says so. A later one is dropped,
and the class's facilitator is told once what was dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from discussion.model.errors import BadInput
from discussion.term.model import (
    ClassState,
    PlannedClass,
    ReminderKind,
    ReminderSetting,
)
from discussion.term.planning import planning
from discussion.term.rota import rota

LEADS: Final[Mapping[ReminderKind, timedelta]] = {
    ReminderKind.PREPARE_WEEK: timedelta(weeks=1),
    ReminderKind.PREPARE_DAY: timedelta(days=1),
    ReminderKind.PREPARE_HOUR: timedelta(hours=1),
    ReminderKind.CLASS_DAY: timedelta(days=1),
    ReminderKind.CLASS_SOON: timedelta(minutes=10),
    ReminderKind.PROMISE: timedelta(days=1),
}
"""How long before the class, or before a promise is due."""
PREPARING: Final = (
    ReminderKind.PREPARE_WEEK,
    ReminderKind.PREPARE_DAY,
    ReminderKind.PREPARE_HOUR,
)
MEETING: Final = (ReminderKind.CLASS_DAY, ReminderKind.CLASS_SOON)
LATEST: Final = timedelta(minutes=10)
"""A reminder that is later than this is dropped."""
LONGEST_LEAD: Final = timedelta(weeks=4)
SHORTEST_LEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of one class; ``person_id`` None: everybody, in the channel."""

    kind: ReminderKind
    at: datetime
    person_id: int | None = None

    def name(self, planned: PlannedClass) -> str:
        """What it is called for good; a class that moves has new reminders."""
        who = "all" if self.person_id is None else str(self.person_id)
        return f"class:{planned.id}:{self.kind.value}:{who}:{self.at:%Y%m%dT%H%M%S}"


def checked_lead(lead: timedelta | None) -> timedelta | None:
    """A lead that somebody chose. Raises ``BadInput`` outside five minutes to four weeks."""
    if lead is not None and not SHORTEST_LEAD <= lead <= LONGEST_LEAD:
        raise BadInput("Choose a time from 5 minutes to 4 weeks before.")
    return lead


def reminders_of(planned: PlannedClass, settings: Sequence[ReminderSetting]) -> list[Reminder]:
    """All reminders of a class that are still to be made, the earliest first.

    What lies before ``reminded_until`` was made, was dropped, or was over when the class was
    planned. A class that is cancelled, over or under way has none.
    """
    if planned.state not in (ClassState.PLANNED, ClassState.READY):
        return []
    starts, chosen = rota.starts_at(planned), _chosen(settings)
    found = [Reminder(kind, starts - LEADS[kind]) for kind in MEETING]
    for person, kind, lead in chosen:
        if kind in MEETING and lead is not None:
            found.append(Reminder(kind, starts - lead, person))
    if planned.facilitator_id is not None:
        own = {kind: lead for person, kind, lead in chosen if person == planned.facilitator_id}
        found += [
            Reminder(kind, starts - lead, planned.facilitator_id)
            for kind in PREPARING
            if (lead := own.get(kind, LEADS[kind])) is not None
        ]
    after = planned.reminded_until
    kept = [each for each in found if after is None or each.at > after]
    return sorted(kept, key=lambda each: (each.at, each.kind, each.person_id or 0))


def left_out_of(kind: ReminderKind, settings: Iterable[ReminderSetting]) -> frozenset[int]:
    """Who is not to be notified by the reminder to everybody: they stopped or changed theirs."""
    return frozenset(each.person_id for each in settings if each.kind is kind)


def still_to_prepare(planned: PlannedClass, *, has_reading: bool) -> list[str]:
    """What the facilitator has not done yet, as keys of the wording."""
    missing = []
    if planned.lost_place_id is not None:
        missing.append("place")
    if planned.topic_id is None:
        missing.append("topic")
    elif not has_reading:
        missing.append("reading")
    if planned.plans and not planning.adds_up(planned.plans, planned.length):
        missing.append("plan")
    if planned.state is not ClassState.READY:
        missing.append("ready")
    return missing


def _chosen(
    settings: Iterable[ReminderSetting],
) -> list[tuple[int, ReminderKind, timedelta | None]]:
    return [(each.person_id, each.kind, each.lead) for each in settings]
