"""What whoever leads reads when something of a class cannot be posted."""

from __future__ import annotations

from cogs.interactions.undelivered import About, Notice
from cogs.text.escaping import one_line
from discussion.model.effects import PostKind
from discussion.model.hindrance import Hindrance


def notice(told: Notice) -> str:
    """Something of a class does not stand where it should, for whoever leads it."""
    topic, where = one_line(told.topic, 260), f"<#{told.channel_id}>"
    if told.about is About.EVENT:
        return (
            f"The event of **{topic}** could not be brought in line with the class. Please let me "
            "have *Create Events* and *Manage Events*, and the right to see its channel; the class "
            "itself stands as it was planned."
        )
    if not told.topic:
        return (
            f"Something about the planned classes could not be posted in {where}. Please let me "
            "have *View Channel*, *Send Messages* and *Attach Files* there."
        )
    if told.about is About.DECK:
        why = _why_no_deck(told)
        return (
            f"The deck of **{topic}** is not in {where} yet. {why} I try again by myself, and "
            "nothing that was said is lost; a lecturer can ask for it with `/summary`."
        )
    if told.why is Hindrance.NOT_TAKEN:
        return (
            f"I cannot post in {where} just now: Discord does not take my messages. I keep "
            f"trying. **{topic}** goes on meanwhile, and nothing that people say is lost."
        )
    if told.why is Hindrance.CLOSED:
        what = "open threads" if told.of is PostKind.GROUP_THREAD else "post"
        return (
            f"I may not {what} in {where} any more, so **{topic}** goes on without what I would "
            "show there. Please let me have *View Channel*, *Send Messages*, *Attach Files* and "
            "the rights for threads there again; what comes next appears by itself then. Nothing "
            "that people say with `/say` is lost."
        )
    return (
        f"Discord did not take one of my messages in {where}. **{topic}** goes on, and nothing "
        "that people say is lost. Whoever runs the bot finds the reason in its log."
    )


def _why_no_deck(told: Notice) -> str:
    match told.why:
        case Hindrance.UNMADE:
            return one_line(told.reason, 300)
        case Hindrance.CLOSED:
            return "I may not post or attach files there."
        case Hindrance.NOT_TAKEN:
            return "Discord does not take it just now."
        case Hindrance.REFUSED:
            return "A mistake keeps it back; whoever runs the bot finds the reason in its log."
