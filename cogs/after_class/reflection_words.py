"""A moment for oneself after a class."""

from __future__ import annotations

from typing import Final

from discussion.after_class.reflection import Shared

REFLECTION: Final = "What you wrote for yourself after a class"
VIEW: Final = "Read what you wrote; only you see it"
WRITE: Final = "Write something for yourself about a class that is over"
DELETE: Final = "Forget what you wrote after a class"
SHARED: Final = "For lecturers: what people chose to share with you"
WHICH: Final = "Which class; the latest if left out"

OFFER: Final = (
    "🌱 One quiet question about today, if you like: only you see what you answer, and you alone "
    "decide whether the lecturer may read it."
)
BEGIN: Final = "A moment for yourself"
FORM: Final = "A moment for yourself"
FIELD: Final = "Your words"
HINT: Final = "Only for you, unless you share it."
FIELD_SHARE: Final = "Share with the lecturer"
FIELD_SHARE_HINT: Final = "Leave this empty to keep it for yourself."
WITH_NAME: Final = "With my name"
WITHOUT_NAME: Final = "Without my name"

AGAIN: Final = "Change it"
SHARE: Final = "Share with my name"
SHARE_NAMELESS: Final = "Share without my name"
TAKE_BACK: Final = "Keep it to myself"
FORGET: Final = "Delete it"

FORGOTTEN: Final = "Deleted. Nothing of it is kept."
NOTHING_YET: Final = (
    "Nothing of yours is kept here. The button **A moment for yourself** below a deck asks you "
    "one question."
)
NOTHING_SHARED: Final = "Nobody has shared anything of that class with you. That is fine."
NO_CLASS: Final = "No class of this server has a deck yet."
SHARED_FILE: Final = "shared-reflections.txt"
SHARED_ATTACHED: Final = "What was shared is attached."
OWN_FILE: Final = "my-words.txt"
OWN_ATTACHED: Final = "Your words are attached."
NAMELESS: Final = "Without a name"

_STANDS: Final = {
    Shared.NOBODY: "Only you can read this.",
    Shared.WITH_NAME: "You and the lecturer can read this, with your name.",
    Shared.WITHOUT_NAME: "You and the lecturer can read this; your name is not with it.",
}


def stands(shared: Shared) -> str:
    """Who may read it."""
    return _STANDS[shared]


def own(topic: str, question: str, words: str, shared: Shared) -> str:
    """What somebody wrote; everything but ``shared`` is escaped already."""
    return f"**{topic}**\n*{question}*\n{words}\n-# {stands(shared)}"


def shared_heading(topic: str, number: int) -> str:
    """What follows; the topic is escaped already."""
    people = "One person" if number == 1 else f"{number} people"
    return f"**{topic}**\n{people} shared this with you; it is for you alone."


def shared_one(name: str | None, question: str, words: str) -> str:
    """One of them; all is escaped already."""
    asked = f" · *{question}*" if question else ""
    return f"**{name or NAMELESS}**{asked}\n{words}"
