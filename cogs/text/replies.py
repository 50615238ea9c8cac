"""What one person reads after a command, a button or a form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from cogs.text import promises
from cogs.text.counts import took_part
from cogs.text.escaping import count
from discussion.model.hindrance import Hindrance
from discussion.participation.ledger import Evenness, LedgerCounts, Standing

PAUSED: Final = "The clock stands still. `/discussion resume` lets it run again."
RESUMED: Final = "The clock runs again."
NEXT: Final = "On to the next round."
ENDED: Final = "The discussion is closed"
JOINED: Final = "Good that you are here."
STEPPED_OUT: Final = "See you later. **I'm here** on the panel brings you back."
PASSED: Final = "That is fine. You can still speak whenever you like."
PASSED_SESSION: Final = (
    "That is fine. You will not be invited in this discussion, and what you write here is not "
    "recorded. Press I'm here or use /say to come back."
)
NOW_SPEAKS: Final = "Noted: this speaks for you too. The same menu takes it back."
NO_LONGER_SPEAKS: Final = "Taken back."
WORDS_TAKEN_BACK: Final = (
    "Taken back. Your words are out of the record; a deck that shows them is made anew."
)
DELETE_YOURS: Final = (
    "I may not remove messages here: please delete the one that shows your name. "
    "Your words stay, without it."
)
DELETE_TAKEN_BACK: Final = (
    "I may not remove messages here: please delete yours, so that nobody reads it."
)
TAGGED_AND_NAMED: Final = "Done."
STANDS_STILL: Final = "The clock stands still."

NAMELESS_LEFT_OUT: Final = (
    "Words without a name are not counted here, so that they tell nobody's name."
)

STANDING: Final = {
    Standing.CONTRIBUTED: "you have spoken",
    Standing.CONTRIBUTED_ANONYMOUSLY: "you have spoken without your name",
    Standing.PASSED: "you passed",
    Standing.OPTED_OUT: "you opted out of this session",
    Standing.AWAY: "you are out at the moment",
    Standing.NOT_YET_HEARD: "you are here, and welcome to speak",
}


def started(rounds: int, minutes: int, has_case: bool, hindrance: Hindrance | None = None) -> str:
    """What happens next, for the person who opened a discussion."""
    case = "The case is shown part by part. " if has_case else ""
    return (
        f"Your discussion is open: {count(rounds, 'round', 'rounds')} in about "
        f"{count(minutes, 'minute', 'minutes')}. {case}"
        f"{promises.first_panel(hindrance)} "
        "You are the facilitator: `/discussion pause`, `extend`, `next` and `end` are yours, and "
        "rounds close by themselves when their time is up."
    )


def as_planned(topic: str) -> str:
    """A class of the rota opened instead of a discussion of its own; ``topic`` is escaped."""
    return f"This is your class about **{topic}**, as you planned it."


def ended(*, in_review: bool, by_itself: bool = False) -> str:
    """The discussion is closed, and what follows."""
    first = "That was the last round. The discussion is closed" if by_itself else ENDED
    if in_review:
        return f"{first}. Everybody can look at their words now; then the deck follows here."
    return f"{first}; the deck follows here."


def extended(minutes: int) -> str:
    """A round has more time."""
    return f"This round has {count(minutes, 'minute', 'minutes')} more."


def said(
    *, held: bool, anonymous: bool, tags: Iterable[str], hindrance: Hindrance | None = None
) -> str:
    """Somebody's words are recorded. ``tags`` are escaped already.

    ``hindrance`` is what keeps them from the channel just now.
    """
    first = promises.kept(hindrance) if held else promises.recorded(hindrance)
    name = ", without your name." if anonymous else "."
    return first + name + _tagged(tags)


def tagged(tags: Iterable[str]) -> str:
    """Words have tags. ``tags`` are escaped already."""
    return ("Done." + _tagged(tags)) if tags else TAGGED_AND_NAMED


def status(
    *,
    topic: str,
    heading: str,
    ending: str,
    own: Standing | None,
    turns: int,
    words: int,
    aloud: timedelta,
) -> str:
    """Where the discussion is, and where the reader is in it. The texts are escaped already."""
    standing = STANDING[own] if own else "you have not joined yet; press **I'm here** on the panel"
    said_so_far = (
        f" So far: {count(turns, 'contribution', 'contributions')} and "
        f"{count(words, 'word', 'words')}{_spoken(aloud)}."
        if turns
        else ""
    )
    return f"**{topic}**\n{heading}\n{ending}\nYou: {standing}.{said_so_far}"


def everybody(whole: LedgerCounts, turns: int, words: int) -> str:
    """How much was said by all under their names; nothing while nobody spoke so."""
    if not turns:
        return ""
    return (
        f"\nAll together, under their names: {count(whole.contributed, 'person', 'people')} spoke, "
        f"{count(turns, 'contribution', 'contributions')} and {count(words, 'word', 'words')}."
    )


def for_those_who_lead(
    whole: LedgerCounts,
    this_round: LedgerCounts,
    evenness: Evenness | None,
    *,
    nameless_left_out: bool = False,
) -> str:
    """How many were heard and how evenly, without names, for who facilitates or is a lecturer."""
    text = (
        f"\nOnly you see this: in this round {took_part(this_round, running=True)}; "
        f"in the whole discussion {took_part(whole, running=True)}."
    )
    if nameless_left_out:
        text += f" {NAMELESS_LEFT_OUT}"
    if evenness is None:
        return text
    return (
        f"{text} Inequality of words (Gini): {evenness.gini_words:.2f}, where 0 is even; "
        f"the largest share of the words is {evenness.highest_share:.0%}."
    )


def _spoken(aloud: timedelta) -> str:
    minutes, seconds = divmod(round(aloud.total_seconds()), 60)
    if not (minutes or seconds):
        return ""
    return f", and {minutes} min {seconds:02} s aloud" if minutes else f", and {seconds} s aloud"


def _tagged(tags: Iterable[str]) -> str:
    names = list(tags)
    return f" Tagged: {', '.join(names)}." if names else ""
