"""Hands and the floor: the post that everybody reads, and what one person reads."""

from __future__ import annotations

from typing import Final

RAISE: Final = "Raise hand"
RAISE_OR_LOWER: Final = "Raise / lower hand"
DONE: Final = "I'm done"
NEXT: Final = "Next speaker"

HEADING: Final = "### ✋ Hands"
FLOOR_FREE: Final = "The floor is free."
TIME_TO_HAND_ON: Final = "Time to hand on when you are ready."
NOBODY_WAITS: Final = "Nobody is waiting; a hand is always welcome."
OVER: Final = "This round is over and all hands are down. Thank you."

LOWERED: Final = "Your hand is down again."
THANKS: Final = "Thank you. The floor goes on."
FLOOR_IS_FREE: Final = "The floor is free now."
TURN_MOVES_ON: Final = "On to whoever is next in the order."


def speaking(name: str, since: int, until: int | None) -> str:
    """Who has the floor and for how long it is meant; ``name`` is escaped already."""
    ending = f" until about <t:{until}:t> (<t:{until}:R>)" if until is not None else ""
    return f"🎙️ **{name}** has the floor, since <t:{since}:t>{ending}."


def waiting(names: list[str]) -> str:
    """Who waits, in order; names are escaped already."""
    return "Next: " + " → ".join(names)


def raised(before: int) -> str:
    """A hand is up; how many people come first."""
    if before == 0:
        return "Your hand is up, and you are next."
    one = "One person is" if before == 1 else f"{before} people are"
    return f"Your hand is up. {one} before you."


def floor_goes_to(name: str) -> str:
    """Who has the floor now, for whoever gave it; ``name`` is escaped already."""
    return f"The floor goes to **{name}**."


def voice(channel_id: int) -> str:
    """Where people talk aloud, on the panel."""
    return (
        f"🔊 Talk in <#{channel_id}>; being there counts as being here. "
        "The length of turns is noted. Nothing said aloud is heard or recorded."
    )
