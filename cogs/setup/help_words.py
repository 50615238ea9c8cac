"""What ``/help`` says: short, and by what somebody does."""

from __future__ import annotations

from typing import Final

EVERYONE: Final = """**Taking part**
• Press **I'm here** on the panel, then simply write in the channel.
• `/say` records your words with tags or without your name; in silent writing it keeps them \
until the round ends.
• Right-click (or hold) a message, then *Apps*: *Tag*, *Build on*, *Challenge*, \
*This speaks for me*; *Take back* on your own.
• In pairs and fours you talk in the thread below your name; in a vote **Choose themes**, in a \
fishbowl **Take a seat**.
• `/hand` asks for the floor where talk is open, and lowers your hand again.
• `/pass` is always fine. **Stepping out** when you leave for a while.
• `/preferences`: how you like to be invited, your name, your language.
• Edit or delete a message and the record follows.
• **A moment for yourself** below the deck asks you one private question; `/reflection view` shows \
what you wrote."""

FACILITATOR: Final = """**Facilitating**
• `/discussion start` opens one here, with a case study if you attach it; you become its \
facilitator.
• `/session plan` shapes the class you prepare, `/session run_sheet` says what happens when, \
`/session rehearse` walks you through it in private.
• `/discussion pause`, `resume`, `extend`, `next`, `end`. Rounds close by themselves.
• `/fishbowl swap` lets the circles of a fishbowl swap.
• `/speaker next` gives the floor to the next raised hand.
• `/copilot` helps you in private: the clock, what you could ask, when to move on.
• `/discussion status` shows you, and only you, how many are still to be heard.
• `/present start` shows the deck afterwards, slide by slide, shared out among you."""

LECTURER: Final = """**For lecturers**
• `/summary` gives you the deck or the record of a discussion, privately. What was said without a \
name has no name there either. Choose a PDF, a table or the term's deck with `file`.
• `/house set` gives your decks a line on the title slide, two colours or a template.
• `/rules` shows and changes when and how often people are invited here.
• `/reflection shared` gives you what people chose to share of their own thoughts."""


UNREAD: Final = (
    (
        "then simply write in the channel.",
        "then press **Write** or use `/say`: I cannot read what is typed in the channel here.",
    ),
    (
        "• Edit or delete a message and the record follows.",
        "• *Take back* takes your words out of the record.",
    ),
)
"""What reads differently where the bot may not read what is typed."""


def text(*, lecturer: bool, typed: bool = True) -> str:
    """Help for somebody; ``typed``: whether the bot reads what is typed in the channel."""
    everyone = EVERYONE
    for before, after in () if typed else UNREAD:
        everyone = everyone.replace(before, after)
    return "\n\n".join([everyone, FACILITATOR, *([LECTURER] if lecturer else [])])
