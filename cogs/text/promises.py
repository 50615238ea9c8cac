"""What people may be promised of posts, as long as Discord takes them and while it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from discussion.model.hindrance import Hindrance

_PANEL: Final[Mapping[Hindrance | None, str]] = {
    None: "The first panel appears in a moment; ask everyone to press **I'm here**.",
    Hindrance.NOT_TAKEN: (
        "Discord does not take my messages just now: the first panel appears as soon as it does. "
        "Ask everyone to press **I'm here** then."
    ),
    Hindrance.CLOSED: (
        "I may not post in this channel just now, so no panel can appear: please let me have "
        "*View Channel*, *Send Messages* and *Attach Files* here."
    ),
}
_WORDS: Final[Mapping[Hindrance | None, str]] = {
    None: "Thank you, it is recorded and appears in the channel",
    Hindrance.NOT_TAKEN: (
        "Thank you, it is recorded. It appears in the channel as soon as Discord takes my "
        "messages again"
    ),
    Hindrance.CLOSED: (
        "Thank you, it is recorded. I may not post in the channel just now, so nobody reads it "
        "there yet"
    ),
}

_KEPT: Final[Mapping[Hindrance | None, str]] = {
    None: "Kept for the reveal: it appears with all the others when this round ends",
    Hindrance.NOT_TAKEN: (
        "Kept for the reveal. Discord does not take my messages just now: it appears with all the "
        "others once this round has ended and it takes them again"
    ),
    Hindrance.CLOSED: (
        "Thank you, it is recorded for the reveal. I may not post in the channel just now, and can "
        "show it there only if I may when this round ends"
    ),
}


def first_panel(hindrance: Hindrance | None) -> str:
    """What becomes of the first panel, for whoever opened a discussion."""
    return _PANEL.get(hindrance, _PANEL[None])


def recorded(hindrance: Hindrance | None) -> str:
    """What becomes of somebody's words, without the end of the sentence."""
    return _WORDS.get(hindrance, _WORDS[None])


def kept(hindrance: Hindrance | None) -> str:
    """What becomes of words in a silent round, without the end of the sentence."""
    return _KEPT.get(hindrance, _KEPT[None])
