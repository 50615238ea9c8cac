"""The ledger puts everybody in exactly one place; evenness is measured as the field measures it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.contributions import speaking
from discussion.lifecycle import rounds as lifecycle
from discussion.model import (
    Discussion,
    Invitation,
    InvitationState,
    Participant,
    Person,
    Round,
    RoundKind,
)
from discussion.participation.ledger import (
    Heard,
    Standing,
    Tally,
    count,
    evenness,
    gini,
    ledger,
    ledger_of_round,
    not_yet_heard,
    standing,
    standing_in_round,
)
from discussion.record.recording import tally_of
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    DEE,
    FACILITATOR,
    MINUTE,
    START,
    a_class,
    a_plan,
    knowing,
    words,
)

ROUNDS = 3
MINUTES = st.integers(0, 30).map(lambda n: START + n * MINUTE)


@st.composite
def classes(draw: st.DrawFn) -> tuple[Discussion, Tally]:
    """Any discussion of up to three rounds with whatever people did in it."""
    kinds = draw(st.lists(st.sampled_from(sorted(RoundKind)), min_size=ROUNDS, max_size=ROUNDS))
    discussion = a_class(*(a_plan(kind) for kind in kinds), people=[])
    begun = draw(st.integers(1, ROUNDS))
    over = draw(st.booleans())
    rounds = [
        Round(
            n,
            START + (n - 1) * 10 * MINUTE,
            ended_at=START + n * 10 * MINUTE if n < begun or over else None,
        )
        for n in range(1, begun + 1)
    ]
    people = {
        number: Participant(
            id=number,
            name=f"P{number}",
            joined_at=draw(MINUTES),
            present=draw(st.booleans()),
            last_sign_at=draw(st.none() | MINUTES),
            passed_rounds=draw(st.frozensets(st.integers(1, begun))),
            opted_out_at=draw(st.none() | MINUTES),
        )
        for number in range(1, draw(st.integers(1, 8)) + 1)
    }
    spoken = st.tuples(st.sampled_from(sorted(people)), st.integers(1, begun))
    heard = st.builds(
        lambda turns, anonymous, spoke, at: Heard(turns, max(0, turns - anonymous), spoke, at),
        st.integers(1, 5),
        st.integers(0, 5),
        st.integers(0, 200),
        MINUTES,
    )
    invited = draw(st.lists(st.tuples(spoken, st.sampled_from(sorted(InvitationState)))))
    discussion = replace(
        discussion,
        rounds=tuple(rounds),
        participants=people,
        ended_at=rounds[-1].ended_at,
        invitations=tuple(
            Invitation(f"i{n}", person, number, START, state)
            for n, ((person, number), state) in enumerate(invited)
        ),
    )
    return discussion, draw(st.dictionaries(spoken, heard, max_size=12))


@settings(deadline=None)
@given(classes())
def test_everybody_stands_in_exactly_one_place(case: tuple[Discussion, Tally]) -> None:
    discussion, tally = case
    people = discussion.participants.values()
    ledgers = [ledger(discussion, tally)]
    ledgers += [ledger_of_round(discussion, r.number, tally) for r in discussion.rounds]
    for each in ledgers:
        counts = [getattr(each, standing_.value) for standing_ in Standing]
        assert min(counts) >= 0
        assert sum(counts) == each.participants == len(people)
        assert each.accounted_for + each.not_yet_heard == len(people)


@settings(deadline=None)
@given(classes())
def test_whoever_spoke_stands_as_heard_whatever_else_they_chose(
    case: tuple[Discussion, Tally],
) -> None:
    discussion, tally = case
    heard = {Standing.CONTRIBUTED, Standing.CONTRIBUTED_ANONYMOUSLY}
    spoke = {person for person, _ in tally}
    for person in discussion.participants.values():
        assert (standing(discussion, person, tally) in heard) == (person.id in spoke)
        for round_ in discussion.rounds:
            in_round = standing_in_round(discussion, person, round_.number, tally)
            assert (in_round in heard) == ((person.id, round_.number) in tally)


@settings(deadline=None)
@given(classes())
def test_who_is_not_yet_heard_is_whom_the_ledger_counts(case: tuple[Discussion, Tally]) -> None:
    discussion, tally = case
    number = discussion.current_round.number
    counted = ledger_of_round(discussion, number, tally).not_yet_heard
    assert len(not_yet_heard(discussion, tally)) == counted


def test_the_precedence_of_standings() -> None:
    discussion = a_class()
    tally = tally_of(
        [
            words(101, ADA, START, anonymous=True),
            words(102, BEN, START, anonymous=True),
            words(103, BEN, START),
        ]
    )
    discussion = speaking.passed(discussion, CAI, START)
    discussion = speaking.opted_out(discussion, CAI, START)
    discussion = speaking.stepped_out(discussion, DEE.id, START)
    found = [
        standing(discussion, discussion.participants[person.id], tally)
        for person in (ADA, BEN, CAI, DEE, FACILITATOR)
    ]
    assert found == [
        Standing.CONTRIBUTED_ANONYMOUSLY,
        Standing.CONTRIBUTED,
        Standing.PASSED,
        Standing.AWAY,
        Standing.NOT_YET_HEARD,
    ]


def test_who_joined_after_a_round_was_over_was_away_in_it() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT))
    now = START + 10 * MINUTE
    discussion = lifecycle.close_round(discussion, knowing(), now).discussion
    late = Person(99, "Late Example")
    discussion = speaking.with_person(discussion, late, now + MINUTE)
    participant = discussion.participants[late.id]
    assert standing_in_round(discussion, participant, 1, {}) is Standing.AWAY
    assert standing_in_round(discussion, participant, 2, {}) is Standing.NOT_YET_HEARD


def test_who_was_asked_and_gave_no_sign_to_the_end_counts_as_away() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT))
    asked = Invitation("x", ADA.id, 1, START + 6 * MINUTE)
    discussion = discussion.with_invitation(asked)
    for minutes in (10, 20):
        now = START + minutes * MINUTE
        discussion = lifecycle.close_round(discussion, knowing(), now).discussion
    found = {
        person.name: standing(discussion, discussion.participants[person.id], {})
        for person in (ADA, BEN)
    }
    assert found == {ADA.name: Standing.AWAY, BEN.name: Standing.NOT_YET_HEARD}


def test_counting_names_each_standing() -> None:
    counts = count([Standing.PASSED, Standing.PASSED, Standing.AWAY])
    assert (counts.passed, counts.away, counts.participants, counts.heard) == (2, 1, 3, 0)


def plain_gini(values: list[int]) -> float:
    """The definition, pair by pair."""
    if not sum(values):
        return 0.0
    differences = sum(abs(a - b) for a in values for b in values)
    return differences / (2 * len(values) * sum(values))


@given(st.lists(st.integers(0, 10_000), max_size=40))
def test_gini_is_the_mean_difference_over_all_pairs(values: list[int]) -> None:
    assert gini(values) == pytest.approx(plain_gini(values), abs=1e-9)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20), st.integers(1, 50))
def test_gini_lies_between_even_and_one_voice(values: list[int], factor: int) -> None:
    assert -1e-9 <= gini(values) < 1
    assert gini([factor * each for each in values]) == pytest.approx(gini(values), abs=1e-9)


def test_evenness_counts_those_who_said_nothing() -> None:
    tally = tally_of([words(101, ADA, START, "one two three"), words(102, BEN, START, "one")])
    found = evenness([ADA.id, BEN.id, CAI.id, DEE.id], tally)
    assert found is not None
    assert (found.lowest_share, found.highest_share) == (0.0, 0.75)
    assert found.gini_words == pytest.approx(plain_gini([3, 1, 0, 0]))
    assert found.gini_turns == pytest.approx(plain_gini([1, 1, 0, 0]))


def test_evenness_of_silence_is_not_a_number() -> None:
    assert evenness([ADA.id], {}) is None
    said = tally_of([words(101, ADA, START + timedelta(), round_number=1)])
    assert evenness([ADA.id], said, round_number=2) is None
