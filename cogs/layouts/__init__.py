"""Posts as Discord shows them: layouts, buttons and attached texts."""

from cogs.layouts.drawing import LIMIT, Rendered
from cogs.layouts.inviting import invitation, opener
from cogs.layouts.panels import panel
from cogs.layouts.spoken import reveal, said
from cogs.layouts.term import swap, swap_answered

__all__ = [
    "LIMIT",
    "Rendered",
    "invitation",
    "opener",
    "panel",
    "reveal",
    "said",
    "swap",
    "swap_answered",
]
