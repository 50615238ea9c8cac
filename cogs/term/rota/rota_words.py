"""What people read about the rota. Topics are escaped by whoever passes them in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from discussion.parsing.dates import in_full

ROTA: Final = "Who prepares which class"
VIEW: Final = "The dates, topics and facilitators of the term"
CLAIM: Final = "Take on a class that is free"
CLAIM_DATE: Final = "Which class"
CLAIM_TOPIC: Final = "What it will be about; you can choose later by claiming again"
RELEASE: Final = "Give a class back"
SWAP: Final = "Offer your class for somebody else's"
SWAP_MINE: Final = "Your class"
SWAP_THEIRS: Final = "The class you would like"
READY: Final = "Say that your class is prepared: it then opens by itself"
READY_YES: Final = "Yes if all is prepared, no to take that back"
DATES: Final = "For lecturers: plan classes at these dates"
DATES_LIST: Final = "Dates with times, semicolons between them: 2026-12-01 14:00; 2026-12-08 14:00"
WEEKLY: Final = "For lecturers: plan a class every week"
WEEKLY_FIRST: Final = "The first date, such as 2026-12-01"
WEEKLY_AT: Final = "The time of day, such as 14:00"
WEEKLY_WEEKS: Final = "How many dates"
WEEKLY_EVERY: Final = "Every how many weeks; 1 if left out"
WEEKLY_OFF: Final = "Days or weeks without class, such as 2026-11-03, 2026-12-21 to 2027-01-03"
ASSIGN: Final = "For lecturers: give a class to somebody"
ASSIGN_MEMBER: Final = "Who prepares it"
LOCK: Final = "For lecturers: hold a class as it is, or open it again"
LOCK_ON: Final = "Yes to hold it, no to open it again"
MOVE: Final = "For lecturers: move a class to another time"
MOVE_TO: Final = "The new date and time, such as 2026-12-01 14:00"
CANCEL: Final = "For lecturers: cancel a class"
EXPORT: Final = "The rota as a table (CSV) and as a calendar (iCalendar)"

EMPTY: Final = (
    "No class is planned yet. A lecturer adds dates with `/rota dates` or `/rota weekly`."
)
ALL_OF_THEM: Final = "`/rota export` has them all"
EXPORTED: Final = "The rota as a table and as a calendar file."
FREE: Final = "free"
NO_TOPIC: Final = "topic open"
A_BOT: Final = "An app cannot prepare a class. Pick a person."
SWAP_ACCEPTED: Final = "Done: you two have swapped dates. Each of you keeps your topic and plan."
SWAP_DECLINED: Final = "That is fine. Everything stays as it is."
ACCEPT: Final = "Swap"
DECLINE: Final = "Keep mine"

_SHOWN: Final = 25
"""How many new dates an answer names one by one."""
_STATES: Final = {
    "ready": " · ready",
    "open": " · running now",
    "held": " · held",
    "lapsed": " · did not take place",
}


PLACE_OPEN: Final = " · place open"


def line(
    *,
    when: int,
    topic: str,
    who: int | None,
    state: str,
    locked: bool,
    interested: int | None,
    waits: bool = False,
) -> str:
    """A class in the list; ``when`` is a Unix timestamp, shown in each reader's own zone."""
    person = f"<@{who}>" if who else f"**{FREE}**"
    people = f" · {interested} coming" if interested else ""
    lock = " 🔒" if locked else ""
    after = f"{lock}{_STATES.get(state, '')}{people}{PLACE_OPEN if waits else ''}"
    text = f"<t:{when}:F> · {topic or NO_TOPIC} · {person}{after}"
    return f"~~{text}~~ · cancelled" if state == "cancelled" else text


def claimed(when: int, topic: str, *, has_topic: bool) -> str:
    """Somebody has a class."""
    about = f" about **{topic}**" if has_topic else ""
    choose = "" if has_topic else " Choose a topic by claiming it again with one."
    return f"The class of <t:{when}:F>{about} is yours. Thank you!{choose}"


def released(when: int) -> str:
    """A class is free again."""
    return f"The class of <t:{when}:F> is free again."


def offered(asked_of: int) -> str:
    """An offer is on its way."""
    return f"I have asked <@{asked_of}>. You hear from me when they answer."


def swap_question(asked_by: int, gives_at: int, takes_at: int) -> str:
    """What somebody is asked privately."""
    return (
        f"<@{asked_by}> would like to swap classes with you: you would take <t:{gives_at}:F>, and "
        f"they would take yours of <t:{takes_at}:F>. Topics and plans go along with each of you."
    )


def swap_answered(*, accepted: bool) -> str:
    """What whoever offered a swap is told."""
    if accepted:
        return "Your swap was accepted: you two have swapped dates. `/rota view` shows it."
    return "Your offer to swap was declined this time. Everything stays as it is."


def added(
    made: Sequence[str], left_out: Sequence[str], changed_hours: Sequence[str], zone: str
) -> str:
    """Dates were added. ``changed_hours`` are times that a clock change touches."""
    first = {0: "No class was added", 1: "One class was added"}.get(
        len(made), f"{len(made)} classes were added"
    )
    lines = [f"{first}{f' ({zone} time):' if made else '.'}"]
    lines += [f"• {each}" for each in made[:_SHOWN]]
    if len(made) > _SHOWN:
        lines.append(f"… and {len(made) - _SHOWN} more; `/rota view` shows them all.")
    if left_out:
        lines.append(f"Left out, because they are past or planned already: {', '.join(left_out)}.")
    if changed_hours:
        lines.append(f"The clock changes then; please check: {', '.join(changed_hours)}.")
    return "\n".join(lines)


def unknown_days(spans: Sequence[tuple[date, date]]) -> str:
    """Days off on which no class would have been, as first and last day."""
    days = [
        in_full(first) if first == last else f"{in_full(first)} to {in_full(last)}"
        for first, last in spans
    ]
    return f"\nNo class would have been on {', '.join(days)}; is that right?"


def assigned(when: int, who: int) -> str:
    """A class was given to somebody."""
    return f"<@{who}> prepares the class of <t:{when}:F>."


def locked(when: int, *, lock: bool) -> str:
    """A class is held as it is, or open again."""
    held = "stays as it is until you unlock it" if lock else "is open again"
    return f"The class of <t:{when}:F> {held}."


def moved(when: int, note: str) -> str:
    """A class is at another time."""
    return f"The class is now on <t:{when}:F>. Reminders follow it.{note}"


def cancelled(when: int) -> str:
    """A class does not take place."""
    return f"The class of <t:{when}:F> is cancelled. Nobody is reminded of it any more."


def ready(when: int, *, is_ready: bool) -> str:
    """The facilitator says whether all is prepared."""
    if is_ready:
        return f"Lovely. The class opens by itself <t:{when}:R>."
    return "Noted: not ready yet. You are asked again when it is time."


def clock_note(*, skipped: bool, repeated: bool) -> str:
    """What a clock change does to a class's hour; empty if nothing."""
    if skipped:
        return " (the clock jumps over that hour, so it begins an hour later)"
    return " (that hour comes twice; it is the first)" if repeated else ""
