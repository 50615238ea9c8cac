"""How many took part how, for slides and transcripts: only what ``disclosure`` lets out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deck.outline.wording import people
from discussion.participation.disclosure import disclosed, parts_of
from discussion.participation.ledger import LedgerCounts, Standing

_ROWS: Final[Mapping[Standing, str]] = {
    Standing.CONTRIBUTED_ANONYMOUSLY: "Spoke without a name",
    Standing.PASSED: "Passed",
    Standing.OPTED_OUT: "Chose not to take part",
    Standing.AWAY: "Away",
    Standing.NOT_YET_HEARD: "Read along",
}


def rows(ledger: LedgerCounts) -> tuple[tuple[str, int], ...]:
    """A row for each way of taking part that may be told apart; everybody is in one of them."""
    told = disclosed(ledger)
    named, parts = ("Spoke under their name", told.contributed), parts_of(told)
    if parts:
        return (named, *((_ROWS[each], number) for each, number in parts.items()))
    others = told.participants - told.contributed
    return (named, ("Took part in another way", others)) if others else (named,)


def spoke(ledger: LedgerCounts) -> str:
    """How many of those who were there spoke under their name."""
    return f"{ledger.contributed} of {people(ledger.participants)} spoke under their name"
