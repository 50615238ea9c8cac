"""How many took part how, in words: only what ``disclosure`` lets out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cogs.text.escaping import count
from discussion.participation.disclosure import disclosed, parts_of
from discussion.participation.ledger import LedgerCounts, Standing

_PARTS: Final[Mapping[Standing, str]] = {
    Standing.CONTRIBUTED_ANONYMOUSLY: "without their name",
    Standing.PASSED: "passed",
    Standing.OPTED_OUT: "stayed out of it",
    Standing.AWAY: "away",
    Standing.NOT_YET_HEARD: "reading along",
}


def took_part(counts: LedgerCounts, *, running: bool = False) -> str:
    """Who spoke under their name, and how many took part in another way.

    ``running``: some of them may still speak.
    """
    told = disclosed(counts)
    text = (
        f"{told.contributed} of {count(told.participants, 'person', 'people')} spoke under "
        "their name"
    )
    others = told.participants - told.contributed
    if not others:
        return text
    parts = ", ".join(f"{number} {_PARTS[each]}" for each, number in parts_of(told).items())
    way = "in another way or not yet" if running else "took part in another way"
    return f"{text}, {others} {way}" + (f" ({parts})" if parts else "")
