"""What may be told of how people took part: one rule, through which every figure leaves.

Everybody can read who said something under their name. Whoever was there otherwise (without their
name, passing, staying out, away, reading along) is told as one group, however many they are: its
parts could be set beside the list of who was there, and beside what each of them did in sight of
all, until one author is left for nameless words.
"""

from __future__ import annotations

from discussion.participation.ledger import LedgerCounts


def disclosed(ledger: LedgerCounts) -> LedgerCounts:
    """The counts as anybody may read them; doing it twice changes nothing."""
    return LedgerCounts(
        contributed=ledger.contributed, otherwise=ledger.participants - ledger.contributed
    )
