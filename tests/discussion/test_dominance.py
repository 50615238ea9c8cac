"""The private cue to bring others in: to whom it goes, and to whom never."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion import contributions, lifecycle
from discussion.dominance import RecentTurns, to_cue
from discussion.model import Contribution, Discussion, Person, RoundKind
from discussion.participation import Tally, to_be_heard
from discussion.recording import tally_of
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    DEE,
    FACILITATOR,
    MINUTE,
    START,
    a_class,
    a_plan,
    knowing,
    words,
)

EVERYBODY = (FACILITATOR, *CLASS)


def said_by(*people: Person, text: str = "three small words") -> list[Contribution]:
    return [words(n, each, START + n * MINUTE / 10, text) for n, each in enumerate(people, 1)]


def recent(said: Iterable[Contribution]) -> RecentTurns:
    return RecentTurns(tuple(c.author_id for c in said if not c.anonymous))


def cued(
    said: list[Contribution],
    discussion: Discussion | None = None,
    before: Iterable[Person] = (),
) -> list[int]:
    discussion = discussion or a_class()
    for each in before:
        known = discussion.participants[each.id]
        discussion = discussion.with_participant(replace(known, cued_rounds=frozenset({1})))
    return [person.id for person in to_cue(discussion, tally_of(said), recent(said))]


def test_three_of_the_last_five_contributions_bring_a_cue() -> None:
    assert cued(said_by(BEN, ADA, CAI, ADA, ADA)) == [ADA.id]


def test_two_of_the_last_five_do_not() -> None:
    assert cued(said_by(ADA, BEN, CAI, BEN, ADA, CAI)) == []


def test_a_run_that_ended_five_contributions_ago_is_over() -> None:
    assert cued(said_by(ADA, ADA, ADA, BEN, CAI, BEN, CAI, FACILITATOR)) == []


def test_over_twice_a_fair_share_of_the_words_brings_a_cue_whatever_came_last() -> None:
    said = said_by(ADA, ADA, ADA, text="a long story " * 20)
    said += [
        words(10 + n, each, START + MINUTE, "yes")
        for n, each in enumerate((BEN, CAI, BEN, CAI, BEN))
    ]
    assert ADA.id in cued(said)


def test_one_or_two_long_contributions_are_no_pattern() -> None:
    said = [words(1, ADA, START, "word " * 500), words(2, ADA, START, "word " * 500)]
    said += [words(3 + n, each, START + MINUTE) for n, each in enumerate((BEN, CAI, BEN))]
    assert cued(said) == []


def test_nobody_is_asked_to_make_room_when_everybody_has_had_it() -> None:
    assert cued(said_by(BEN, CAI, DEE, ADA, ADA, ADA)) == []


def test_whoever_passed_is_not_waited_for() -> None:
    discussion = contributions.passed(a_class(), DEE, START)
    assert cued(said_by(BEN, CAI, ADA, ADA, ADA), discussion) == []


def test_the_facilitator_is_not_waited_for_and_can_be_cued() -> None:
    assert cued(said_by(FACILITATOR, FACILITATOR, FACILITATOR)) == [FACILITATOR.id]
    assert cued(said_by(BEN, CAI, DEE, ADA, ADA, ADA)) == []


def test_once_a_round() -> None:
    said = said_by(BEN, ADA, CAI, ADA, ADA)
    assert cued(said, before=[ADA]) == []


def test_the_next_round_begins_afresh() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR))
    said = said_by(ADA, ADA, ADA, ADA, text="a long story " * 20)
    now = START + 10 * MINUTE
    discussion = lifecycle.close_round(discussion, knowing(said), now).discussion
    assert to_cue(discussion, tally_of(said), RecentTurns()) == []


def test_never_after_opting_out_or_leaving() -> None:
    said = said_by(BEN, ADA, CAI, ADA, ADA)
    assert cued(said, contributions.opted_out(a_class(), ADA, START)) == []
    assert cued(said, contributions.stepped_out(a_class(), ADA.id, START)) == []


def test_two_people_take_turns_anyway() -> None:
    discussion = a_class(people=[ADA])
    assert cued(said_by(ADA, ADA, ADA), discussion) == []


def test_anonymous_words_bring_no_cue() -> None:
    said = [
        words(n, ADA, START + n * MINUTE / 10, "a long story " * 20, anonymous=n > 2)
        for n in range(1, 9)
    ]
    assert cued(said) == []


@pytest.mark.parametrize("kind", [RoundKind.BRIEFING, RoundKind.SILENT_WRITING, RoundKind.GO_ROUND])
def test_no_cue_where_people_write_for_themselves_or_have_turns(kind: RoundKind) -> None:
    assert cued(said_by(ADA, ADA, ADA), a_class(a_plan(kind))) == []


def test_no_cue_after_the_end() -> None:
    discussion = lifecycle.end(a_class(), FACILITATOR, knowing(), START + MINUTE).discussion
    assert cued(said_by(ADA, ADA, ADA), discussion) == []


def test_those_with_most_words_come_first() -> None:
    said = said_by(*([ADA] * 3), text="word " * 30) + said_by(*([BEN] * 3), text="word " * 90)
    twenty = [Person(100 + n, f"Student {n}") for n in range(20)]
    found = cued(said, a_class(people=[ADA, BEN, *twenty]))
    assert found == [BEN.id, ADA.id]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(EVERYBODY), st.integers(1, 60)), max_size=30),
    st.sets(st.sampled_from(EVERYBODY)),
    st.sets(st.sampled_from(CLASS)),
)
def test_a_cue_always_has_somebody_else_to_bring_in(
    spoken: list[tuple[Person, int]], had: set[Person], out: set[Person]
) -> None:
    said = [
        words(n, person, START + n * MINUTE / 10, "word " * length)
        for n, (person, length) in enumerate(spoken, 1)
    ]
    discussion = a_class()
    for person in sorted(out, key=lambda p: p.id):
        discussion = contributions.opted_out(discussion, person, START + 9 * MINUTE)
    tally: Tally = tally_of(said)
    found = cued(said, discussion, had)
    assert not set(found) & {p.id for p in had | out}
    for each in found:
        assert {p.id for p in to_be_heard(discussion, tally)} - {each}
        assert any(c.author_id == each for c in said)
