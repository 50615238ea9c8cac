"""The panel, and the other posts that everyone in the channel reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from discussion.model import LinkKind, RoundKind

HERE: Final = "I'm here"
WRITE: Final = "Write"
PASSING: Final = "Pass"
OUT: Final = "Stepping out"
WORD: Final = "A word from you?"
SUPPORT: Final = "Speaks for me too"

KINDS: Final[Mapping[RoundKind, str]] = {
    RoundKind.BRIEFING: "Briefing",
    RoundKind.SILENT_WRITING: "Silent writing",
    RoundKind.OPEN_FLOOR: "Open floor",
    RoundKind.GO_ROUND: "Go-round",
    RoundKind.PAIRS: "Pairs",
    RoundKind.FOURS: "Fours",
    RoundKind.FISHBOWL: "Fishbowl",
    RoundKind.VOTE: "Vote",
    RoundKind.CHECK_OUT: "Check-out",
}
HOW: Final[Mapping[RoundKind, str]] = {
    RoundKind.BRIEFING: "Read, arrive, and press **I'm here**. Nothing else is asked of you yet.",
    RoundKind.SILENT_WRITING: (
        "Write with the button or `/say`. Nobody reads it until the round ends, then all of it "
        "appears together."
    ),
    RoundKind.OPEN_FLOOR: "Write in the channel, with the button or with `/say`.",
    RoundKind.GO_ROUND: "One after another, in this order. Passing is fine.",
    RoundKind.PAIRS: "Talk with your partner in the thread that appears below with your name.",
    RoundKind.FOURS: "Talk with your group in the thread that appears below with your name.",
    RoundKind.FISHBOWL: (
        "The inner circle talks here, the outer circle listens. Later the circles swap, and "
        "**Take a seat** lets you in at any time. Nothing that anybody writes is lost."
    ),
    RoundKind.VOTE: (
        "Choose the themes that matter most with the button, in secret. You can change your "
        "choice until the round ends."
    ),
    RoundKind.CHECK_OUT: "A last short word from everyone who likes.",
}
HOW_UNREAD: Final[Mapping[RoundKind, str]] = {
    RoundKind.OPEN_FLOOR: (
        "Press **Write** or use `/say`. What is typed in the channel I cannot read here."
    ),
    RoundKind.GO_ROUND: (
        "One after another, in this order, with **Write** or `/say`. Passing is fine."
    ),
    RoundKind.PAIRS: (
        "Talk with your partner in the thread that appears below with your name; `/say` there "
        "brings your words into the record."
    ),
    RoundKind.FOURS: (
        "Talk with your group in the thread that appears below with your name; `/say` there "
        "brings your words into the record."
    ),
    RoundKind.FISHBOWL: (
        "The inner circle talks here with **Write** or `/say`, the outer circle listens. Later "
        "the circles swap, and **Take a seat** lets you in at any time."
    ),
    RoundKind.CHECK_OUT: "A last short word from everyone who likes, with **Write** or `/say`.",
}
"""The same where the bot may not read what is typed; other rounds ask for no typing."""
NOTICE: Final = (
    "What you write here during the discussion is recorded for the group's deck. You may pass at "
    "any time or speak without your name (`/say` or **Write**); `/pass` with *the whole session* "
    "opts you out. Edit or delete a message and the record follows."
)
NOTICE_UNREAD: Final = (
    "What you say here with **Write** or `/say` during the discussion is recorded for the group's "
    "deck; what is typed in the channel is not, as I cannot read it. You may pass at any time or "
    "speak without your name; `/pass` with *the whole session* opts you out. **Take back** takes "
    "your words out of the record."
)
ENDED: Final = "The discussion is over. Thank you, everyone."
ROUND_ENDED: Final = "This round is over."
STAGE_ATTACHED: Final = "-# The whole text is in the attached file."
TEXT_ATTACHED: Final = "-# Shortened here; the whole text is in the attached file."
NAMELESS: Final = "Somebody"
LINKS: Final[Mapping[str, str]] = {
    LinkKind.BUILDS_ON: "builds on",
    LinkKind.CHALLENGES: "challenges",
    LinkKind.SUPPORTS: "supports",
}


def kind_name(kind: str) -> str:
    """A round's kind as people call it."""
    return KINDS.get(RoundKind(kind), kind) if kind in list(RoundKind) else kind


def how(kind: str, *, typed: bool = True) -> str:
    """How to take part in a round of this kind; ``typed``: whether the bot reads the channel."""
    if not typed and kind in HOW_UNREAD:
        return HOW_UNREAD[RoundKind(kind)]
    return HOW[RoundKind(kind)] if kind in list(RoundKind) else ""


def heading(number: int, rounds: int, kind: str, title: str) -> str:
    """The panel's heading. ``title`` is escaped already."""
    name = kind_name(kind)
    same = title.casefold() == name.casefold()
    return f"### Round {number} of {rounds} · {title}" + ("" if same else f"\n-# {name}")


def top(topic: str, format_title: str, facilitator_id: int) -> str:
    """The small line above the heading. The texts are escaped already."""
    return f"-# {topic} · {format_title} · facilitated by <@{facilitator_id}>"


def ends(timestamp: int) -> str:
    """The countdown, which every reader's own client moves."""
    return f"⏳ Ends <t:{timestamp}:R> (<t:{timestamp}:t>)"


def paused(left_seconds: int) -> str:
    """A pause, with what is left of the round."""
    minutes, seconds = divmod(max(left_seconds, 0), 60)
    left = f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"
    return f"⏸️ Paused, with {left} left."


def stem(text: str) -> str:
    """A way into a sentence; ``text`` is escaped already."""
    return f"A way in: “{text}”"


def stage(number: int | None, title: str, case_title: str) -> str:
    """The line above a stage of the case; the texts are escaped already."""
    part = f"part {number}: " if number is not None else ""
    return f"**{case_title or 'The case'}** · {part}{title}"


def order(names: list[str], turn: str | None) -> str:
    """The announced order; whoever's turn it is stands out. Names are escaped already."""
    marked, found = list[str](), False
    for name in names:
        now = not found and turn is not None and name == turn
        found = found or now
        marked.append(f"**{name}** ◀" if now else name)
    line = " → ".join(marked)
    return f"Now: **{turn}**\n{line}" if turn else line


def said_heading(
    name: str | None, link_kind: str | None, link_name: str, link_url: str, pseudonym: str = ""
) -> str:
    """Who said something, and what it answers. Names are escaped already."""
    speaker = f"**{name}**" if name else f"*{pseudonym or NAMELESS}*"
    if link_kind is None:
        return f"{speaker} says"
    other = link_name or "these words"
    target = f"[{other}]({link_url})" if link_url else other
    return f"{speaker} {LINKS.get(link_kind, 'answers')} {target}"


def with_files(who: str, where: str) -> str:
    """Who added a file to their words, and where these stand; ``who`` is escaped already."""
    return f"**{who}** added this to [their words]({where})."


def reveal_heading(number: int, title: str, part: int, parts: int) -> str:
    """The heading of a reveal; ``title`` is escaped already."""
    which = f" · part {part} of {parts}" if parts > 1 else ""
    return f"### What you wrote in round {number} · {title}{which}"


def opener(question: str, stem_text: str) -> str:
    """A nameless public opener; the texts are escaped already."""
    begin = f"\nA way in: “{stem_text}”" if stem_text else ""
    return f"**{question}**\nThere is time for a few more voices; half a thought is welcome.{begin}"
