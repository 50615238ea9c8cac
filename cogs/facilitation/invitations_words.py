"""A private invitation to speak. It names the question and offers a way in, and nothing more.

Its words stand in ``languages/``, so that each person reads them in a language of theirs.
"""

from __future__ import annotations

from typing import Final

from cogs.text.commands import Labels
from cogs.text.languages import Phrases
from discussion.model import Answer

_SECTION: Final = "invitation"
_BUTTONS: Final = {
    Answer.CONTRIBUTE: "contribute",
    Answer.CONTRIBUTE_ANONYMOUSLY: "anonymously",
    Answer.PASS: "pass",
    Answer.NOT_THIS_SESSION: "not_this_session",
}
_TITLES: Final = {
    Answer.CONTRIBUTE: "form",
    Answer.CONTRIBUTE_ANONYMOUSLY: "form_anonymously",
}


def text(phrases: Phrases, topic: str, question: str, stem: str) -> str:
    """The invitation. The texts are escaped already."""
    invited = phrases.say(_SECTION, "text", topic=topic, question=question)
    begin = "\n" + phrases.say(_SECTION, "way_in", stem=stem) if stem else ""
    return f"{invited}{begin}\n-# {phrases.say(_SECTION, 'note')}"


def button(phrases: Phrases, answer: Answer) -> str:
    """The button of an answer."""
    return phrases.say(_SECTION, _BUTTONS[answer])


def thanks(phrases: Phrases, answer: Answer) -> str:
    """What somebody reads who answered."""
    return phrases.say(_SECTION, f"thanks_{answer.value}")


def take_back(phrases: Phrases) -> str:
    """The button under the thanks for somebody's words."""
    return phrases.say(_SECTION, "take_back")


def form_title(phrases: Phrases, answer: Answer) -> str:
    """The title of the form behind an answer that takes words."""
    return phrases.say(_SECTION, _TITLES[answer])


def labels(phrases: Phrases) -> Labels:
    """What the fields of that form are called."""
    names = ("field", "field_hint", "name_field", "without_name")
    return Labels(*(phrases.say(_SECTION, name) for name in names))


def cue(phrases: Phrases) -> str:
    """To somebody who said much: an invitation to bring others in, without a number or a name."""
    return phrases.say("cue", "text", example=phrases.say("cue", "example"))
