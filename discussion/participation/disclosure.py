"""What may be told of how people took part: one rule, through which every figure leaves.

Everybody can read who said something under their name. Whoever was there otherwise (without their
name, passing, staying out, away, reading along) is told as one group: a smaller part of it could
be set beside the list of who was there, and would name the author of nameless words.
"""

from __future__ import annotations

from collections.abc import Mapping

from discussion.participation.ledger import LedgerCounts, Standing

SPLIT_FROM = 5
"""From how many people on the others are told apart by how they took part."""

OTHERWISE = tuple(each for each in Standing if each is not Standing.CONTRIBUTED)
"""How people take part but by words under their name, in the order in which it is told."""


def disclosed(ledger: LedgerCounts) -> LedgerCounts:
    """The counts as anybody may read them; doing it twice changes nothing.

    The others stay apart only where they are ``SPLIT_FROM`` at least and no part is all of them.
    """
    parts = parts_of(ledger)
    others = ledger.participants - ledger.contributed
    if ledger.otherwise or others < SPLIT_FROM or len(parts) < 2:
        return LedgerCounts(contributed=ledger.contributed, otherwise=others)
    return ledger


def parts_of(ledger: LedgerCounts) -> Mapping[Standing, int]:
    """How the others took part, as far as the counts tell it; empty where they are one group."""
    counted = {each: int(getattr(ledger, each.value)) for each in OTHERWISE}
    return {each: number for each, number in counted.items() if number}
