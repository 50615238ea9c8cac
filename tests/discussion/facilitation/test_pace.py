"""What the copilot knows of time: plan against clock, and when it may be time to move on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.contributions import speaking
from discussion.facilitation.pace import MoveOn, Pace, pace
from discussion.lifecycle import rounds
from discussion.model import Contribution, Discussion, RoundKind
from discussion.participation.ledger import Waiting
from discussion.record.recording import tally_of
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    DEE,
    FACILITATOR,
    MINUTE,
    SECOND,
    START,
    a_class,
    a_plan,
    knowing,
    words,
)

TWO_ROUNDS = (a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT))
SHORT_END = (a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT, 2 * MINUTE))
"""Re-planning can take a minute from its second round and no more."""


def at(
    minutes: float,
    discussion: Discussion | None = None,
    said: list[Contribution] | None = None,
    busy: tuple[int, ...] = (),
) -> Pace:
    now = START + minutes * MINUTE
    heard = tally_of([c for c in said or [] if c.said_at <= now])
    return pace(discussion or a_class(*TWO_ROUNDS), heard, busy, now)


def everybody(minute: float) -> list[Contribution]:
    return [words(n, each, START + minute * MINUTE) for n, each in enumerate(CLASS, 1)]


def test_on_plan_while_the_rounds_run_as_planned() -> None:
    assert at(3).over == timedelta()


def test_an_extension_that_the_rest_cannot_give_way_to_puts_the_class_over_its_plan() -> None:
    discussion = rounds.extend(a_class(*TWO_ROUNDS), FACILITATOR, 4 * MINUTE, START).discussion
    assert at(3, discussion).over == timedelta()
    discussion = rounds.extend(discussion, FACILITATOR, 8 * MINUTE, START).discussion
    assert at(3, discussion).over == 4 * MINUTE


def test_a_pause_puts_it_over_until_the_rest_gives_way() -> None:
    discussion = rounds.pause(a_class(*TWO_ROUNDS), FACILITATOR, START + MINUTE).discussion
    assert at(4, discussion).over == 3 * MINUTE
    discussion = rounds.resume(discussion, FACILITATOR, START + 5 * MINUTE).discussion
    assert at(9, discussion).over == timedelta()


def test_a_round_cut_short_gives_its_time_to_the_rest() -> None:
    discussion = a_class(*TWO_ROUNDS)
    now = START + 7 * MINUTE
    discussion = rounds.next_round(discussion, FACILITATOR, knowing(), now).discussion
    assert at(8, discussion).over == timedelta()


def test_a_planned_end_of_its_own_is_what_counts() -> None:
    discussion = replace(a_class(*TWO_ROUNDS), ends_by=START + 15 * MINUTE)
    assert at(0, discussion).over == 5 * MINUTE


def test_a_plan_that_was_shortened_to_end_on_time_is_measured_by_the_first_one() -> None:
    first, second = TWO_ROUNDS
    shorter = replace(second, length=6 * MINUTE, planned=second.length)
    discussion = a_class(first, shorter)
    discussion = rounds.extend(discussion, FACILITATOR, 4 * MINUTE, START).discussion
    assert at(3, discussion).over == timedelta()


def test_all_heard_is_a_reason_to_move_on() -> None:
    found = at(4, said=everybody(3.9))
    assert (found.move_on, found.to_be_heard) == (MoveOn.ALL_HEARD, Waiting(0, at_most=False))


def test_passing_opting_out_and_leaving_count_as_choices() -> None:
    discussion = speaking.passed(a_class(*TWO_ROUNDS), ADA, START)
    discussion = speaking.opted_out(discussion, BEN, START)
    discussion = speaking.stepped_out(discussion, CAI.id, START)
    assert at(4, discussion).to_be_heard.number == 1
    assert at(4, discussion, [words(1, DEE, START + MINUTE)]).move_on is MoveOn.ALL_HEARD


def test_one_person_still_to_be_heard_keeps_the_round_open_while_people_talk() -> None:
    found = at(4, said=everybody(3)[:3])
    assert (found.move_on, found.to_be_heard.number) == (None, 1)


@pytest.mark.parametrize(("minutes", "reason"), [(4.9, None), (5.0, MoveOn.NOTHING_SAID)])
def test_two_quiet_minutes_are_a_reason(minutes: float, reason: MoveOn | None) -> None:
    found = at(minutes, said=[words(1, ADA, START + 3 * MINUTE)])
    assert (found.move_on, found.quiet_for) == (reason, (minutes - 3) * MINUTE)


def test_somebody_typing_or_with_a_hand_raised_is_no_quiet() -> None:
    assert at(6, busy=(ADA.id,)).move_on is None


def test_words_of_an_earlier_round_are_no_sign_of_this_one() -> None:
    discussion = a_class(*TWO_ROUNDS)
    said = everybody(9)
    now = START + 10 * MINUTE
    discussion = rounds.close_round(discussion, knowing(said), now).discussion
    assert at(10.5, discussion, said).quiet_for == 30 * SECOND
    assert at(13, discussion, said).move_on is MoveOn.NOTHING_SAID


def test_a_pause_is_not_quiet() -> None:
    discussion = a_class(*TWO_ROUNDS)
    said = [words(1, ADA, START + 3 * MINUTE)]
    discussion = rounds.pause(discussion, FACILITATOR, START + 4 * MINUTE).discussion
    assert at(9, discussion, said).quiet_for == MINUTE
    assert at(9, discussion, said).move_on is None
    discussion = rounds.resume(discussion, FACILITATOR, START + 9 * MINUTE).discussion
    assert at(9.5, discussion, said).quiet_for == 90 * SECOND


@pytest.mark.parametrize("kind", [RoundKind.BRIEFING, RoundKind.SILENT_WRITING])
def test_quiet_is_natural_where_people_read_or_write(kind: RoundKind) -> None:
    assert at(8, a_class(a_plan(kind))).move_on is None


def test_a_silent_round_is_over_when_all_have_written() -> None:
    found = at(5, a_class(a_plan(RoundKind.SILENT_WRITING)), everybody(4))
    assert found.move_on is MoveOn.ALL_HEARD


def test_nothing_is_suggested_in_the_grace_of_a_round_or_after_the_end() -> None:
    said = everybody(1)
    assert at(2, said=said).move_on is None
    discussion = rounds.end(a_class(), FACILITATOR, knowing(said), START + 5 * MINUTE).discussion
    assert at(9, discussion, said).move_on is None


@given(st.lists(st.integers(0, 600), max_size=6), st.integers(0, 600))
def test_quiet_never_exceeds_what_the_round_has_run(pauses: list[int], later: int) -> None:
    discussion, now = a_class(*TWO_ROUNDS), START
    for number, seconds in enumerate(sorted(pauses)):
        now = max(now, START + seconds * SECOND)
        act = rounds.pause if number % 2 == 0 else rounds.resume
        discussion = act(discussion, FACILITATOR, now).discussion
    until: datetime = now + later * SECOND
    found = pace(discussion, {}, (), until)
    running = (
        until
        - START
        - sum(
            ((p.ended_at or until) - p.began_at for p in discussion.current_round.pauses),
            timedelta(),
        )
    )
    assert found.quiet_for == running
