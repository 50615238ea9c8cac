"""Posts as Discord shows them: layouts, buttons and attached texts."""

from cogs.after_class.presenting_view import slide, slide_swap
from cogs.after_class.reflection_view import reflection
from cogs.after_class.review_view import deck_outdated, headlines, own_words, review
from cogs.arrangement.groups_view import group, group_note
from cogs.arrangement.hands_view import hands
from cogs.contributions.spoken_view import files, private_word, reveal, said, take_back
from cogs.delivery.undelivered_view import notice_of, undelivered
from cogs.facilitation.invitations_view import invitation, opener
from cogs.facilitation.leading_view import asked, copilot, cue, leads, stuck, suggestion_view
from cogs.interactions.drawing import LIMIT, Rendered
from cogs.lifecycle.panel_view import panel
from cogs.term.rota.term_view import (
    class_ask,
    class_free,
    class_news,
    class_place,
    open_actions,
    place_gone,
    promise,
    reminder,
    reminder_to_all,
    reminders_missed,
    reminders_unreached,
    swap,
    swap_answered,
)

__all__ = [
    "LIMIT",
    "Rendered",
    "asked",
    "class_ask",
    "class_free",
    "class_news",
    "class_place",
    "copilot",
    "cue",
    "deck_outdated",
    "files",
    "group",
    "group_note",
    "hands",
    "headlines",
    "invitation",
    "leads",
    "notice_of",
    "open_actions",
    "opener",
    "own_words",
    "panel",
    "place_gone",
    "private_word",
    "promise",
    "reflection",
    "reminder",
    "reminder_to_all",
    "reminders_missed",
    "reminders_unreached",
    "reveal",
    "review",
    "said",
    "slide",
    "slide_swap",
    "stuck",
    "suggestion_view",
    "swap",
    "swap_answered",
    "take_back",
    "undelivered",
]
