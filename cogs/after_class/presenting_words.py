"""Presenting a deck: the post that everybody reads, commands, and what one person reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PRESENT: Final = "Present a finished discussion, slide by slide"
START: Final = "For the facilitator or a lecturer: share the slides out and show the first"
START_DISCUSSION: Final = "Which one; the latest of this channel if left out"
START_MINUTES: Final = "How long all of it lasts, in minutes; ten if left out"
QUESTION: Final = "Note a question to the slide that is shown"
QUESTION_TEXT: Final = "Your question"
QUESTION_ANONYMOUS: Final = "Note it without your name; as in your /preferences if left out"
SWAP: Final = "Offer the slides that you still have for somebody else's"
SWAP_MEMBER: Final = "Whose slides you would like"
STOP: Final = "For the facilitator or a lecturer: end the presentation here"

BACK: Final = "Back"
NEXT: Final = "Next"
FINISH: Final = "Finish"
NOTES: Final = "My notes"
ASK: Final = "Ask a question"
NOT_ME: Final = "Not me"
COUNT_ME_IN: Final = "Count me in"
ACCEPT: Final = "Swap"
DECLINE: Final = "Keep mine"

FORM: Final = "A question to this slide"
LAST: Final = "That was the last slide. Thank you; the questions stand in the channel."
STOPPED: Final = "The presentation is over. The questions stand in the channel."
NOT_YOURS: Final = "That is fine. Others present what you still had."
COUNTED_IN: Final = "Good to have you. **My notes** shows which slides are yours."
WAITING: Final = "Good to have you. Every slide has somebody; the next one that is free is yours."
NO_NOTES: Final = "You have no slides to present. **Count me in** gives you some, if you like."
NOTES_ATTACHED: Final = "Your notes are attached. Only you see this."
NOTES_FILE: Final = "my-notes.txt"
NOTED: Final = "Noted to this slide. It stands with the others at the end, and in the record."
NOTED_NAMELESS: Final = "Noted to this slide, without your name."
ACCEPTED: Final = "Swapped. **My notes** shows your slides."
DECLINED: Final = "That is fine. Everybody keeps their slides."
OVER: Final = "That presentation is over."
QUESTIONS: Final = "**What was asked**"
NO_QUESTIONS: Final = "No question was noted."
NOBODY: Final = "nobody yet"


def heading(slide: int, of: int) -> str:
    """Which slide this is."""
    return f"### Slide {slide} of {of}"


def presenter(name: str | None, following: str | None) -> str:
    """Who presents, and who is next; names are escaped already."""
    after = f" · then **{following}**" if following else ""
    return f"🎤 **{name or NOBODY}**{after}"


def clock(until: int, ends_at: int, questions: int) -> str:
    """How long the slide is meant to stay, in Discord's own time stamps."""
    asked = {0: "", 1: " · 1 question noted"}.get(questions, f" · {questions} questions noted")
    return f"-# ⏱️ This slide until about <t:{until}:R> · all of it until <t:{ends_at}:t>{asked}"


def over(topic: str, presenters: Sequence[str]) -> str:
    """The end; topic and names are escaped already."""
    thanks = f"\nThank you, {_listed(presenters)}." if presenters else ""
    return f"### The presentation of “{topic}” is over{thanks}"


def asked(slide: int, text: str, name: str | None) -> str:
    """One question; text and name are escaped already."""
    return f"- Slide {slide}: {text}" + (f" ({name})" if name else "")


def more_questions(number: int) -> str:
    """Questions that the post has no room for."""
    return f"- … and {number} more; the record has them all."


def started(slides: int, presenters: int) -> str:
    """What whoever began it reads."""
    who = "person" if presenters == 1 else "people"
    if not presenters:
        return (
            f"{slides} slides are on their way. Nobody presents yet: **Count me in** takes slides."
        )
    return (
        f"{slides} slides are on their way, shared out among {presenters} {who}. "
        "Whoever would rather not presses **Not me**."
    )


def offer(asked_of: int, asked_by: str, mine: Sequence[int], theirs: Sequence[int]) -> str:
    """The question whether somebody would swap; the name is escaped already."""
    return (
        f"<@{asked_of}>, **{asked_by}** offers {_slides(mine)} for {_slides(theirs)}. "
        "Would you swap?"
    )


def offer_settled(state: str, asked_by: str, name: str) -> str:
    """What became of it; names are escaped already."""
    became = {
        "accepted": f"**{asked_by}** and **{name}** swapped their slides.",
        "declined": f"**{asked_by}** and **{name}** keep their slides.",
    }
    return became.get(state, f"The offer of **{asked_by}** to **{name}** has lapsed.")


def offered(person_id: int) -> str:
    """What whoever offered reads."""
    return f"<@{person_id}> is asked in the channel. Nothing changes unless they agree."


def notes(slide: int, title: str, text: str, *, shown: bool) -> str:
    """The notes to one slide, as plain text."""
    now = " (shown now)" if shown else ""
    return f"Slide {slide}{now}: {title}\n\n{text}"


def _slides(numbers: Sequence[int]) -> str:
    if not numbers:
        return "no slide of yours"
    if len(numbers) == 1:
        return f"slide {numbers[0]}"
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"slides {numbers[0]} to {numbers[-1]}"
    return f"slides {', '.join(map(str, numbers))}"


def _listed(names: Sequence[str]) -> str:
    shown = [f"**{name}**" for name in names[:20]]
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
