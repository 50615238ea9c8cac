"""How many took part how, in words: only what ``disclosure`` lets out."""

from __future__ import annotations

from cogs.text.escaping import count
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import LedgerCounts


def took_part(counts: LedgerCounts, *, running: bool = False) -> str:
    """Who spoke under their name, and how many took part in another way.

    ``running``: some of them may still speak.
    """
    told = disclosed(counts)
    text = (
        f"{told.contributed} of {count(told.participants, 'person', 'people')} spoke under "
        "their name"
    )
    way = "in another way or not yet" if running else "took part in another way"
    return f"{text}, {told.otherwise} {way}" if told.otherwise else text
