"""Posts as Discord shows them: layouts, buttons and attached texts."""

from cogs.layouts.drawing import LIMIT, Rendered
from cogs.layouts.groups import group, group_note
from cogs.layouts.hands import hands
from cogs.layouts.inviting import invitation, opener
from cogs.layouts.leading import asked, copilot, cue, leads, suggestion_view
from cogs.layouts.panels import panel
from cogs.layouts.presenting import slide, slide_swap
from cogs.layouts.reflecting import reflection
from cogs.layouts.review import deck_outdated, headlines, own_words, review
from cogs.layouts.spoken import files, private_word, reveal, said, take_back
from cogs.layouts.term import (
    class_ask,
    class_free,
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
    "suggestion_view",
    "swap",
    "swap_answered",
    "take_back",
]
