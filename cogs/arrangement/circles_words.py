"""What people read in pairs and fours, in a fishbowl and at a ballot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cogs.text.escaping import count

BALLOT: Final = "Choose themes"
SEAT: Final = "Take a seat"
BALLOT_QUESTION: Final = (
    "Which themes matter most to you? Nobody sees what you choose; only the sums are shown."
)
CHOICE_TAKEN_BACK: Final = "Your choice is taken back. You can choose again until the round ends."
NO_THEMES_YET: Final = (
    "There are not yet two themes to choose between. Write one as a hashtag, such as #trust, and "
    "it joins the ballot."
)
SEATED: Final = "You are in the inner circle now. The floor is yours too."
LISTENING: Final = (
    "You are in the outer circle just now: it listens. What you say with **Write** or `/say` is "
    "recorded all the same, "
    "and **Take a seat** on the panel brings you into the talk."
)
SWAPPED: Final = "The circles have swapped; the panel shows them."
NAMELESS_REVEAL: Final = "What you write here is shown without names, for everybody alike."
TOGETHER: Final = "There are not yet two of you for a group, so this round happens here."
NOBODY_VOTED: Final = "Nobody chose a theme this time."
NO_THEMES: Final = "There were no themes to choose between this time."
SWAP_COMMAND: Final = "Let the circles of the fishbowl swap"
FISHBOWL_COMMAND: Final = "The fishbowl that runs in this channel"
THREADS_NEED_A_CHANNEL: Final = (
    "This format has rounds in small groups, each with a thread of its own. Start it in a text "
    "channel: Discord allows no threads here."
)


def pick(most: int) -> str:
    """What the menu of a ballot asks for."""
    return f"Up to {count(most, 'theme that matters', 'themes that matter')} most"


def group_name(number: int, size: int) -> str:
    """What a group is called."""
    return f"Pair {number}" if size == 2 else f"Group {number}"


def group(
    name: str,
    round_title: str,
    mentions: Iterable[str],
    question: str,
    stem: str,
    *,
    typed: bool = True,
) -> str:
    """A group's post in the channel; the texts are escaped already.

    ``typed``: whether the bot reads what is typed.
    """
    begin = f"\nA way in: “{stem}”" if stem else ""
    if not typed:
        return (
            f"**{name}** · {round_title}\n{' '.join(mentions)}\n### {question}{begin}\n"
            "-# Talk in the thread below. I cannot read what is typed there: what you say with "
            "`/say` is recorded, and anybody may read it."
        )
    return (
        f"**{name}** · {round_title}\n{' '.join(mentions)}\n### {question}{begin}\n"
        "-# Talk in the thread below. What you write there is recorded like everything here; "
        "anybody may read it."
    )


def joins(mention: str, question: str) -> str:
    """Somebody comes to a group's thread; the question is escaped already."""
    return f"Welcome, {mention}: you go on here, together with this group.\n> {question}"


def moved(mentions: Iterable[str], thread_id: int) -> str:
    """Where somebody goes on whose group has dissolved."""
    return f"{' '.join(mentions)}, company is waiting for you in <#{thread_id}>."


def threads(groups: Sequence[tuple[str, int]]) -> str:
    """Where the groups talked, by their names and threads."""
    return "Read what was said: " + " · ".join(f"{name} <#{thread}>" for name, thread in groups)


def circles(inner: Sequence[str], outer: Sequence[str]) -> str:
    """Who sits where; the names are escaped already."""
    inside = ", ".join(inner) or "nobody yet"
    outside = ", ".join(outer) or "nobody at the moment"
    return f"**Inner circle:** {inside}\n**Outer circle:** {outside}"


def options(themes: Sequence[str]) -> str:
    """What can be chosen; the themes are escaped already."""
    return f"**On the ballot:** {', '.join(themes)}"


def result(ranked: Sequence[tuple[str, int]], voters: int) -> str:
    """The sums of a ballot, most first; the themes are escaped already."""
    lines = [f"{place}. {theme} ({votes})" for place, (theme, votes) in enumerate(ranked, 1)]
    return "\n".join([f"**What matters most to {count(voters, 'person', 'people')}**", *lines])


def chosen(themes: Iterable[str]) -> str:
    """Somebody's choice, for their eyes; the themes are escaped already."""
    return f"Noted: {', '.join(themes)}. You can change it until the round ends."
