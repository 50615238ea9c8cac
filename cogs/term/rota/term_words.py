"""What people read of the term: events, reminders, classes that open, and actions.

Topics and names are escaped by whoever passes them in; times are Unix timestamps, which each
reader's own client shows in their zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cogs.text.escaping import count

EVENT_NAME: Final = "Class"
EVENT_PLACE: Final = "In this server"

REMINDERS: Final = "Your own reminders"
REMINDERS_VIEW: Final = "What you are reminded of, and when"
REMINDERS_CHANGE: Final = "Change when you are reminded of something, or stop it"
REMINDERS_KIND: Final = "Which reminder"
REMINDERS_LEAD: Final = "How long before, such as 2 hours, 30 min or 3 days; or: off, default"

ACTIONS: Final = "What came out of classes, and who does it by when"
ACTIONS_LIST: Final = "The actions that are open"
ACTIONS_LIST_ALL: Final = "Show those that are done as well"
ACTIONS_DONE: Final = "Say that an action is done, or not yet"
ACTIONS_ACTION: Final = "Which action"
ACTIONS_UNDO: Final = "No, if it is not done after all"
ACTIONS_MOVE: Final = "Give an action another date"
ACTIONS_DATE: Final = "The new date, such as 2026-12-01"
ACTIONS_TAKE: Final = "Take on an action that has no owner yet"
NO_ACTIONS: Final = "Nothing is open. Actions come out of classes, with the tag *action*."

MEET_THERE: Final = "Meet there"
CANCEL_CLASS: Final = "Cancel the class"
CANCEL_CLASSES: Final = "Cancel these classes"
ALSO_FOR: Final = "the message above is for you too."

OPEN: Final = "Open now"
LATER: Final = "In 10 minutes"
NOT_TODAY: Final = "Not today"
OPENED: Final = "It is open."
CALLED_OFF: Final = "Noted: it does not take place today. Nobody is reminded of it any more."
DONE_BUTTON: Final = "Done"

KINDS: Final = {
    "prepare_week": "preparing a class, a week before",
    "prepare_day": "preparing a class, a day before",
    "prepare_hour": "preparing a class, an hour before",
    "class_day": "a class, a day before",
    "class_soon": "a class, ten minutes before",
    "promise": "an action of yours",
}
_MISSING: Final = {
    "place": "say where it meets, for its channel was deleted (a lecturer can, with `/setup`)",
    "topic": "choose a topic (`/rota claim` again, with one)",
    "reading": "attach a reading to the topic",
    "plan": "look at the minutes of your session, which do not add up to the class",
    "ready": "press ready (`/rota ready`), so that it opens by itself",
}


def event_mark(class_id: str) -> str:
    """By which the bot knows an event of its own again."""
    return f"Roundtable {class_id}"


def facilitated_by(name: str) -> str:
    """The first line of a class's event."""
    return f"Facilitated by {name}."


def event_description(facilitator: str, notes: str, class_id: str) -> str:
    """What stands in a class's event."""
    lines = [facilitated_by(facilitator)] if facilitator else []
    lines += [notes] if notes else []
    return "\n".join([*lines, event_mark(class_id)])


def late(minutes: int) -> str:
    """A reminder comes late and says so."""
    unit = "minute" if minutes == 1 else "minutes"
    return f"\n-# This comes {minutes} {unit} late; I was away." if minutes > 0 else ""


def reminder(
    kind: str, starts_at: int, topic: str, missing: Sequence[str], late_minutes: int
) -> str:
    """A reminder to one person."""
    about = f" about **{topic}**" if topic else ""
    if not kind.startswith("prepare"):
        return f"Your class{about} begins <t:{starts_at}:R> (<t:{starts_at}:F>)." + late(
            late_minutes
        )
    lines = [f"You facilitate the class{about} <t:{starts_at}:R> (<t:{starts_at}:F>)."]
    if missing:
        lines.append("Still to do:")
        lines += [f"• {_MISSING[each]}" for each in missing if each in _MISSING]
    else:
        lines.append("Everything is prepared. Enjoy it!")
    lines.append(
        "-# `/session plan` shapes your session, `/session rehearse` walks you through it."
    )
    return "\n".join(lines) + late(late_minutes)


def reminder_to_all(
    who: str, starts_at: int, topic: str, facilitator: int | None, late_minutes: int
) -> str:
    """The reminder to everybody; ``who`` are mentions or empty."""
    about = f": **{topic}**" if topic else ""
    by = f", facilitated by <@{facilitator}>" if facilitator else ""
    lead = f"{who} " if who else ""
    return f"{lead}Class <t:{starts_at}:R> (<t:{starts_at}:F>){about}{by}." + late(late_minutes)


def missed(starts_at: int, dropped: Iterable[tuple[str, int]]) -> str:
    """What was dropped, because it came too late."""
    first = (
        "I was away for a while, and these reminders of the class "
        f"of <t:{starts_at}:F> came too late to be sent:"
    )
    return "\n".join([first, *(f"• {KINDS.get(kind, kind)} (<t:{at}:f>)" for kind, at in dropped)])


def not_shown(starts_at: int, kinds: Iterable[str], channel: int) -> str:
    """A reminder to everybody could not stand in the channel; ``channel`` 0: there is none."""
    what = ", ".join(KINDS.get(kind, kind) for kind in kinds)
    first = f"Nobody was reminded of the class of <t:{starts_at}:F> ({what}): "
    if not channel:
        return (
            first + "this server's classes have no channel. A lecturer chooses one with `/setup`."
        )
    return first + (
        f"I may not write in <#{channel}>. A lecturer can allow me *Send Messages* there, or "
        "choose another channel with `/setup`."
    )


def place_gone(classes: int) -> str:
    """The channel of the classes was deleted."""
    meant = f" {count(classes, 'class is', 'classes are')} still planned." if classes else ""
    return (
        f"The channel in which your server's classes meet was deleted.{meant} Please choose "
        "another one with `/setup`; everything else stays as it was."
    )


def place_lost(starts_at: int, topic: str, where: int | None) -> str:
    """A class's channel was deleted, for whoever prepares it; ``where`` could take it in."""
    about = f" about **{topic}**" if topic else ""
    first = (
        f"Your class of <t:{starts_at}:F>{about} was to meet in a channel that was deleted. "
        "Nothing else of it is lost."
    )
    if where is None:
        return f"{first} It waits until a lecturer chooses another channel with `/setup`."
    return f"{first} It could meet in <#{where}>; until somebody says so, it waits."


def places_lost(who: str, classes: Sequence[tuple[int, str]], more: int, where: int | None) -> str:
    """The same for the lecturers; ``who`` is a mention or empty, ``where`` 0 if not in Discord."""
    named = [f"<t:{at}:F>{f' about **{topic}**' if topic else ''}" for at, topic in classes]
    lead = f"{who} " if who else ""
    rest = f" and {more} more" if more else ""
    first = (
        f"{lead}A channel was deleted in which classes were to meet: {'; '.join(named)}{rest}. "
        "Nothing else of them is lost; they wait for another channel. "
    )
    offer = f"They could meet in <#{where}>, or `/setup`" if where else "`/setup`"
    return f"{first}{offer} gives them another one."


def settled_place(classes: int, *, held: bool) -> str:
    """Somebody said what becomes of classes without a channel."""
    if held:
        return f"Settled: {count(classes, 'class meets', 'classes meet')} there."
    return f"Noted: {count(classes, 'class does', 'classes do')} not take place."


def all_placed(classes: int, where: int) -> str:
    """Several classes have a place again."""
    return f"{classes} classes that had lost their channel take place in <#{where}>."


def news(what: str, was_at: int, starts_at: int, topic: str, where: int | None) -> str:
    """A class was cancelled, moved, or has a place again."""
    about = f" about **{topic}**" if topic else ""
    if what == "cancelled":
        return f"The class of <t:{starts_at}:F>{about} was cancelled."
    if what == "moved":
        return f"The class of <t:{was_at}:F>{about} was moved: it begins <t:{starts_at}:F> now."
    place = f" in <#{where}>" if where else ""
    return f"The class of <t:{starts_at}:F>{about} takes place{place}."


def unreached(starts_at: int) -> str:
    """For everybody whose direct message did not arrive; their mentions stand before it."""
    return (
        f"a word about the class of <t:{starts_at}:F>: I could not write to you directly. "
        "`/rota view` shows what is coming, `/reminders` what you are told."
    )


def ask_to_open(who: str, starts_at: int, topic: str, why: str, where: int | None) -> str:
    """May a class open? ``who`` are mentions or empty, ``why`` is what hinders it, or empty.

    ``where`` is the channel in which it would open.
    """
    about = f" about **{topic}**" if topic else ""
    lead = f"{who} " if who else ""
    first = f"{lead}It is time for the class{about} (<t:{starts_at}:t>)."
    if not why:
        return f"{first} Shall I open it?"
    there = f" in <#{where}>" if where else ""
    return f"{first} It cannot open{there} yet: {why} Shall I open it once that is done?"


def put_off(starts_at: int) -> str:
    """A class begins later."""
    return f"Fine. I ask again <t:{starts_at}:R>."


def lead_of(minutes: int | None) -> str:
    """How long before, in words."""
    if minutes is None:
        return "off"
    for size, name in ((7 * 24 * 60, "week"), (24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0 and minutes >= size:
            number = minutes // size
            return f"{number} {name}{'' if number == 1 else 's'} before"
    return f"{minutes} minutes before"


def own_reminders(leads: Iterable[tuple[str, int | None]]) -> str:
    """What somebody is reminded of."""
    lines = [f"• {KINDS.get(kind, kind)}: **{lead_of(minutes)}**" for kind, minutes in leads]
    return "\n".join(["**Your reminders in this server**", *lines])


def promise(text: str, due_on: str, late_minutes: int) -> str:
    """A reminder of what somebody said they would do; ``text`` is escaped."""
    by = f" by **{due_on}**" if due_on else ""
    return f"You said you would do this{by}:\n> {text}" + late(late_minutes)


def without_facilitator(who: str, classes: Sequence[tuple[int, str]], more: int) -> str:
    """Nobody prepares these classes, and ``more``, any more; ``who`` is a mention or empty."""
    named = [f"<t:{at}:F>{f' about **{topic}**' if topic else ''}" for at, topic in classes]
    lead = f"{who} " if who else ""
    rest = f" and {more} more" if more else ""
    what = (
        f"Nobody prepares the class of {named[0]} any more."
        if len(named) == 1
        else f"Nobody prepares these classes any more: {'; '.join(named)}{rest}."
    )
    return (
        f"{lead}{what} Anybody can take it on with `/rota claim`; a lecturer can also give it to "
        "somebody with `/rota assign`."
    )


def open_actions(lines: Sequence[str], more: int) -> str:
    """What is still open from earlier classes, few lines of it."""
    rest = [f"… and {more} more: `/actions list`"] if more else []
    return "\n".join(["**Still open from earlier classes**", *lines, *rest])


def action(text: str, owner: int | None, due_on: str, *, done: bool) -> str:
    """An action in a list; ``text`` is escaped."""
    who = f"<@{owner}>" if owner else "*no owner yet*"
    by = f"by {due_on}" if due_on else "*no date yet*"
    line = f"{text} · {who} · {by}"
    return f"~~{line}~~" if done else f"• {line}"


def settled(text: str, *, done: bool) -> str:
    """An action is done, or not after all."""
    return f"Well done: {text}" if done else f"Open again: {text}"


def moved(text: str, due_on: str) -> str:
    """An action has another date."""
    return f"Noted, by {due_on}: {text}"


def taken(text: str) -> str:
    """Somebody takes an action on."""
    return f"It is yours now: {text}"
