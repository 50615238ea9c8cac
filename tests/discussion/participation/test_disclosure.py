"""What is told of how people took part names nobody's nameless words."""

from __future__ import annotations

import pytest

from cogs.text.counts import took_part
from discussion.participation import ledger
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import LedgerCounts, Standing
from discussion.record.attendance import session_of
from discussion.record.facts import Facts
from discussion.record.recording import record_of
from tests.discussion.material import ADA, BEN, MINUTE, START, a_class, words


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        # One of eight wrote without their name: beside seven names that would be a name.
        (LedgerCounts(7, 1), LedgerCounts(7, otherwise=1)),
        (LedgerCounts(4, 1, passed=2, away=1), LedgerCounts(4, otherwise=4)),
        # Six who passed or read along: then the nameless line is of the one who spoke.
        (LedgerCounts(1, passed=2, not_yet_heard=4), LedgerCounts(1, otherwise=6)),
        # Who is away can be seen: the one who is not would be the author.
        (LedgerCounts(3, 1, away=4), LedgerCounts(3, otherwise=5)),
        (LedgerCounts(not_yet_heard=6), LedgerCounts(otherwise=6)),
        (LedgerCounts(3), LedgerCounts(3)),
    ],
)
def test_how_others_took_part_is_one_group(kept: LedgerCounts, told: LedgerCounts) -> None:
    assert disclosed(kept) == told
    assert disclosed(told) == told
    assert told.participants == kept.participants


def test_what_is_told_reads_the_same_however_somebody_took_part() -> None:
    told = {
        took_part(LedgerCounts(7, **{each.value: 1}))
        for each in Standing
        if each is not Standing.CONTRIBUTED
    }
    assert told == {"7 of 8 people spoke under their name, 1 took part in another way"}


def test_nameless_words_move_no_figure_that_leaves_the_rules() -> None:
    discussion = a_class()
    named = [words(101, ADA, START + MINUTE, "Five words under my name")]
    hidden = words(102, BEN, START + 2 * MINUTE, "Hidden words, many of them", anonymous=True)
    without, with_them = (
        Facts(discussion, tuple(said), (), ()) for said in (named, [*named, hidden])
    )
    before, after = (record_of(each, zone="UTC", server_name="") for each in (without, with_them))
    assert len(after.contributions) == len(before.contributions) + 1
    for figure in ("ledger", "evenness", "shares"):
        assert getattr(after, figure) == getattr(before, figure)
    assert [each.ledger for each in after.rounds] == [each.ledger for each in before.rounds]
    assert session_of(with_them) == session_of(without)
    assert [each.followed_after for each in after.invitations] == [
        each.followed_after for each in before.invitations
    ]
    assert ledger.ledger(discussion, {}).not_yet_heard == len(discussion.participants)
