"""The review before the deck: its panel, one's own words, and the choice of headlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cogs.text.escaping import count, one_line

MY_WORDS: Final = "My words"
HEADLINES: Final = "Headlines"
FINE: Final = "Fine as it is"
PUBLISH: Final = "Publish now"
HEADING: Final = "### Before the deck is made"
CLOSED: Final = "The time to look is over. Thank you, everyone; the deck follows here."
HOW: Final = (
    "**My words** shows what of yours will appear, to you alone: put it right, take your name off, "
    "or take it back. **Headlines** lets you choose the titles, in secret. **Fine as it is** says "
    "that nobody need wait for you."
)
NOTED_FINE: Final = "Noted. Your words stay as they are; you can still change them until then."
NO_WORDS: Final = "You have no words in this record, so there is nothing to look at. Thank you."
PUBLISHED: Final = "The deck is being made now."
NOT_DRAWN: Final = "-# The deck could not be drawn just now, so this shows your words alone."
NAME_OFF: Final = "Your name is off those words, for good."
TAKEN_BACK: Final = "Taken back. Those words are out of the record."
RIGHT: Final = "The deck will have it as you wrote it now."
RIGHT_BUT_MESSAGE: Final = (
    "The deck will have it as you wrote it now. Your message in the channel is yours alone to "
    "change: edit it too, if you like them to read the same."
)
FIX_TITLE: Final = "Put it right"
FIX_FIELD: Final = "Your words, as they should read"
FIX: Final = "Put right"
NO_NAME: Final = "Take my name off"
TAKE_BACK: Final = "Take back"
EARLIER: Final = "Earlier"
LATER: Final = "Later"
NO_HEADLINES: Final = (
    "There is nothing to choose: no theme here has two short sentences that could be its headline."
)
CHOOSE: Final = (
    "Which sentence says it best? The one chosen most often becomes the title. Nobody sees what "
    "you choose, and you can change it until the time is over."
)
_TEXT: Final = 180
_LINE: Final = 80
_SLIDE: Final = 50


def panel(until: int, looked: int, all_: int) -> str:
    """What everybody reads while they may look."""
    who = "who said something has" if all_ == 1 else "who said something have"
    return (
        f"The discussion is over. Look at your words until <t:{until}:t> (<t:{until}:R>); then the "
        f"deck follows.\n{HOW}\n**{looked} of {all_}** {who} looked."
    )


def own_words(first: int, last: int, all_: int) -> str:
    """The line above one's own words on a page."""
    which = f"{first} to {last} of {all_}" if all_ > last - first + 1 else f"all {all_}"
    return f"**Your words** ({'the one' if all_ == 1 else which}). Only you see this."


def own_word(
    number: int, text: str, *, round_number: int, anonymous: bool, shown: Sequence[tuple[str, str]]
) -> str:
    """One contribution, and the lines of it that the deck shows with their slides."""
    name = "without your name" if anonymous else "with your name"
    lines = [f"**{number}.** Round {round_number}, {name}", f"> {one_line(text, _TEXT)}"]
    if shown:
        line, slide = shown[0]
        more = f" and {count(len(shown) - 1, 'more', 'more')}" if len(shown) > 1 else ""
        quoted = f"“{one_line(line, _LINE)}” on “{one_line(slide, _SLIDE)}”{more}"
        lines.append(f"-# On the slides: {quoted}")
    else:
        lines.append("-# On no slide; it stands in the transcript.")
    return "\n".join(lines)


def outdated(topic: str) -> str:
    """To somebody who was given a deck of which a newer one exists."""
    return (
        f"Words in the discussion “{one_line(topic, 200)}” were changed or taken back. The deck in "
        "its channel has been made anew, but the file that you got with /summary is older. Please "
        "delete it and use the new one."
    )


def renewed(timestamp: int) -> str:
    """Below a deck that takes the place of an older one."""
    return (
        f"-# Made anew <t:{timestamp}:f>, because words were changed or taken back. Whoever saved "
        "an older file: please delete it."
    )
