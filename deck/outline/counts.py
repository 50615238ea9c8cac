"""How many took part how, for slides and transcripts: only what ``disclosure`` lets out."""

from __future__ import annotations

from deck.outline.wording import people
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import LedgerCounts


def rows(ledger: LedgerCounts) -> tuple[tuple[str, int], ...]:
    """A row for each way of taking part that may be told apart; everybody is in one of them."""
    told = disclosed(ledger)
    named = ("Spoke under their name", told.contributed)
    return (named, ("Took part in another way", told.otherwise)) if told.otherwise else (named,)


def spoke(ledger: LedgerCounts) -> str:
    """How many of those who were there spoke under their name."""
    return f"{ledger.contributed} of {people(ledger.participants)} spoke under their name"
