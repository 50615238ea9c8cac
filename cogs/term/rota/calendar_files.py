"""The rota as files: a table (CSV) and a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC

from icalendar import Calendar, Event

from discussion.parsing.text import cell
from discussion.service.term.rota import RotaView
from discussion.term.model import ClassState, PlannedClass
from discussion.term.planning import showing
from discussion.term.rota import rota

Name = Callable[[int | None], str]


def table(view: RotaView, name_of: Name) -> str:
    """The rota as CSV; cells that a spreadsheet would take for a formula are neutralised."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["date", "time", "zone", "minutes", "topic", "facilitator", "state"])
    for planned in view.classes:
        topic = view.topic_of(planned)
        rows.writerow(
            cell(each)
            for each in (
                f"{planned.starts:%Y-%m-%d}",
                f"{planned.starts:%H:%M}",
                planned.zone,
                str(int(planned.length.total_seconds() // 60)),
                showing.title_of(planned, topic),
                name_of(planned.facilitator_id),
                planned.state.value,
            )
        )
    return out.getvalue()


def calendar(view: RotaView, name_of: Name) -> bytes:
    """The classes as a calendar that other programs can take in.

    Times are instants in UTC, so that no program needs to know the zone's rules.
    """
    made = Calendar()
    made.add("prodid", "-//Roundtable//Rota//EN")
    made.add("version", "2.0")
    for planned in view.classes:
        made.add_component(_event(planned, view, name_of))
    return bytes(made.to_ical())


def _event(planned: PlannedClass, view: RotaView, name_of: Name) -> Event:
    topic = view.topic_of(planned)
    starts = rota.starts_at(planned)
    event = Event()
    event.add("uid", f"{planned.id}@roundtable")
    event.add("dtstamp", view.now.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + planned.length)
    event.add("summary", showing.title_of(planned, topic) or "Class")
    if planned.facilitator_id is not None:
        event.add("description", f"Facilitated by {name_of(planned.facilitator_id)}")
    cancelled = planned.state is ClassState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event
