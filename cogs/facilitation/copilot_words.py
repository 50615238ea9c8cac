"""What whoever leads reads in private, and the messages that they could send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from cogs.text.escaping import count, cut, label, one_line, plain, quote
from cogs.text.replies import NAMELESS_LEFT_OUT
from discussion.facilitation.copilot import About, Look, Suggestion
from discussion.facilitation.pace import MoveOn
from discussion.participation.ledger import Waiting

TOLD_BUTTONS: Final[Mapping[str, str]] = {"send": "Send", "edit": "Edit", "skip": "Skip"}
LOOK_BUTTONS: Final[Mapping[str, str]] = {
    "send": "Send",
    "edit": "Edit",
    "other": "Skip",
    "refresh": "Refresh",
}
NOTHING_BUTTONS: Final[Mapping[str, str]] = {"refresh": "Refresh"}

SENT: Final = "Your message is in the channel, in your name."
SKIPPED: Final = "That is fine. `/copilot` shows you how the group stands whenever you like."
NEVER_BY_ITSELF: Final = "-# Only you see this. Nothing is posted unless you send it."
NO_SUGGESTION: Final = "Nothing to suggest at the moment: the group is under way."
SMALL_GROUPS: Final = (
    "This is a large group for one open floor: a few minutes in pairs would give more people room."
)
_MOVE_ON: Final = {
    MoveOn.ALL_HEARD: "It may be time to move on: everybody here has had their say or their pass.",
    MoveOn.NOTHING_SAID: "It may be time to move on: the channel has rested for a while.",
}
_MINUTE: Final = timedelta(minutes=1)
_ON_TIME: Final = timedelta(seconds=30)
_SUGGESTED: Final = 900


def message(suggestion: Suggestion) -> str:
    """A suggested message as plain text, which may be edited."""
    if suggestion.about is About.MOVE_ON:
        return "Shall we move on? If something is left to say here, this is a good moment for it."
    if suggestion.about is About.EMPTY_PART:
        return suggestion.question
    stem = f" One way to begin: “{suggestion.stem}”" if suggestion.stem else ""
    return (
        f"There is room for a few more voices on this: {suggestion.question} "
        f"Half a thought is welcome.{stem}"
    )


def told(waiting: Waiting, names: Sequence[str], suggestion: Suggestion) -> str:
    """The private word at three quarters of a round. Names are escaped already."""
    return "\n".join([_waiting(waiting, names), *_suggested(suggestion), NEVER_BY_ITSELF])


def looked(look: Look, chosen: Suggestion | None, ends: str) -> str:
    """The copilot's panel; ``ends`` is the countdown of the round, or empty while paused."""
    names = [one_line(name, 60) for name in look.names]
    lines = [_clock(look.pace.over), *([ends] if ends else [])]
    lines.append(_waiting(look.pace.to_be_heard, names))
    if look.pace.move_on is not None:
        lines.append(_MOVE_ON[look.pace.move_on])
    if look.small_groups:
        lines.append(SMALL_GROUPS)
    if look.questions:
        lines.append("Nobody has come to these yet:")
        lines += [f"- {one_line(question, 200)}" for question in look.questions]
    lines += _suggested(chosen) if chosen is not None else [NO_SUGGESTION]
    return "\n".join([*lines, NEVER_BY_ITSELF])


def asked_heading(name: str) -> str:
    """Above a message to the group; the name is escaped already."""
    return f"**{name}** asks:"


def _suggested(suggestion: Suggestion) -> list[str]:
    text = label(message(suggestion), _SUGGESTED)
    return ["You could send:", quote(cut(plain(text), _SUGGESTED))]


def _waiting(waiting: Waiting, names: Sequence[str]) -> str:
    if not waiting.number:
        return "Everybody here is accounted for in this round."
    people = count(waiting.number, "person is", "people are")
    among = f" Among them: {cut(', '.join(names), 300)}." if names else ""
    if waiting.at_most:
        return f"At most {people} still to be heard in this round.{among} {NAMELESS_LEFT_OUT}"
    return f"{people} still to be heard in this round.{among}"


def _clock(over: timedelta) -> str:
    if abs(over) < _ON_TIME:
        return "The class is on time."
    minutes = count(max(1, round(abs(over) / _MINUTE)), "minute", "minutes")
    if over > timedelta():
        return f"As it goes, the class ends about {minutes} later than planned."
    return f"There are about {minutes} in hand."
