"""What people read when time is moved, when members move on, and when the lead changes hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from cogs.text.escaping import count
from discussion.formats.replanning import Outlook

MOVE_ON: Final = "Move on"
WISH_NOTED: Final = "Noted: you wish to move on. The same button takes it back."
WISH_TAKEN_BACK: Final = "Taken back: you would like to stay with this round."
MOVED_ON: Final = "Enough of you wished to move on; here comes the next round."
MOVED_ON_TO_THE_END: Final = "Enough of you wished to move on; the discussion is closed."
TAKEN_OVER: Final = (
    "You facilitate this class now; the panel says so. The facilitator before can go on with you."
)
NOT_THERE_YET: Final = "They count as away until they write or press something."
MEANWHILE: Final = "Until then, anybody who is here can take over."
STILL_OUT: Final = (
    "You chose to stay out of this session, so what you write yourself is not recorded, and that "
    "is fine. If you would like to take part again, press **I'm here** on the panel."
)
NO_BOT: Final = "A bot cannot facilitate. Name a member of this class."
BACK: Final = "Back to the round before; then this one is held again."
MOST_OTHERS: Final = 8
"""How many of those who facilitate beside the facilitator a panel names."""
_MINUTE: Final = timedelta(minutes=1)


def handed_over(person_id: int, *, together: bool, is_there: bool) -> str:
    """Somebody else facilitates."""
    where = "" if is_there else f" {NOT_THERE_YET}"
    if together:
        return f"<@{person_id}> facilitates with you now; the panel says so.{where}"
    where += "" if is_there else f" {MEANWHILE}"
    return f"<@{person_id}> facilitates this class now; the panel says so.{where}"


def taken_over(*, out: bool) -> str:
    """Whoever asked facilitates; ``out`` if they had chosen to stay out of the session."""
    return f"{TAKEN_OVER} {STILL_OUT}" if out else TAKEN_OVER


def leads(name: str, topic: str, *, together: bool, out: bool) -> str:
    """Somebody was asked to facilitate, for them alone. The texts are escaped already."""
    how = "facilitate with them" if together else "facilitate"
    text = (
        f"**{name}** asked you to {how}: **{topic}**. `/copilot` shows you how the group stands; "
        "`/discussion pause`, `extend`, `next`, `hand_over` and `end` are yours."
    )
    return f"{text} {STILL_OUT}" if out else text


def with_others(person_ids: Iterable[int]) -> str:
    """Who facilitates beside the facilitator, to follow their name; of many, the first few."""
    names = [f"<@{each}>" for each in person_ids]
    if len(names) > MOST_OTHERS:
        names[MOST_OTHERS:] = [f"{len(names) - MOST_OTHERS} more"]
    return f" with {_listed(names)}" if names else ""


def class_ends(timestamp: int) -> str:
    """The small line with the class's end."""
    return f"-# The class ends at <t:{timestamp}:t>."


def wishing(wishing: int, present: int, enough: int) -> str:
    """How many wish to move on; nothing while nobody does."""
    if not wishing:
        return ""
    verb = "wishes" if wishing == 1 else "wish"
    return f"{wishing} of {present} {verb} to move on; {enough} are enough."


def planned_anew(outlook: Outlook, *, current: timedelta | None = None) -> str:
    """What the rounds that remain are now and when the class ends.

    ``current`` is the length of a round that has just begun.
    """
    lengths = outlook.lengths if current is None else (current, *outlook.lengths)
    ends = f"ends at <t:{int(outlook.ends_at.timestamp())}:t>"
    late = round(outlook.over / _MINUTE)
    end = (
        f"the class {ends}, {count(late, 'minute', 'minutes')} later than planned."
        if late
        else f"the class still {ends}."
    )
    if not lengths:
        return f"This is the last round; {end}"
    if len(lengths) == 1:
        return f"The round that remains is now {_minutes(lengths)}; {end}"
    return f"The rounds that remain are now {_minutes(lengths)}; {end}"


def _minutes(lengths: Sequence[timedelta]) -> str:
    whole = [max(1, round(length / _MINUTE)) for length in lengths]
    exact = all(length == n * _MINUTE for length, n in zip(lengths, whole, strict=True))
    unit = "minute" if whole == [1] else "minutes"
    return ("" if exact else "about ") + f"{_listed([str(n) for n in whole])} {unit}"


def _listed(items: Sequence[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
