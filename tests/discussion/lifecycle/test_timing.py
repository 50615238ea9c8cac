"""What is left of a round follows from when it began, its pauses and its extensions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from discussion.lifecycle import rounds
from discussion.model import RoundKind, timing
from tests.discussion.material import FACILITATOR, MINUTE, SECOND, START, a_class, a_plan


def test_time_runs_out_and_never_below_nothing() -> None:
    discussion = a_class()
    assert timing.remaining(discussion, START) == 10 * MINUTE
    assert timing.remaining(discussion, START + 4 * MINUTE) == 6 * MINUTE
    assert timing.remaining(discussion, START + 40 * MINUTE) == timedelta()


def test_a_pause_stops_the_time_and_moves_the_end() -> None:
    discussion = rounds.pause(a_class(), FACILITATOR, START + 3 * MINUTE).discussion
    assert timing.remaining(discussion, START + 60 * MINUTE) == 7 * MINUTE
    assert timing.ends_at(discussion, START + 60 * MINUTE) is None
    discussion = rounds.resume(discussion, FACILITATOR, START + 63 * MINUTE).discussion
    assert timing.remaining(discussion, START + 64 * MINUTE) == 6 * MINUTE
    assert timing.ends_at(discussion, START + 64 * MINUTE) == START + 70 * MINUTE


def test_an_extension_adds_to_what_is_left() -> None:
    discussion = rounds.extend(a_class(), FACILITATOR, 5 * MINUTE, START + MINUTE).discussion
    assert timing.remaining(discussion, START + MINUTE) == 14 * MINUTE
    assert timing.ends_at(discussion, START + MINUTE) == START + 15 * MINUTE


@given(
    st.lists(st.tuples(st.integers(1, 100), st.integers(1, 100)), max_size=5),
    st.integers(0, 300),
)
def test_elapsed_and_paused_time_make_up_the_clocks(
    stretches: list[tuple[int, int]], rest: int
) -> None:
    round_, now = a_class().current_round, START
    running = 0
    for run, stop in stretches:
        now += run * SECOND
        round_ = timing.paused(round_, now)
        now += stop * SECOND
        round_ = timing.resumed(round_, now)
        running += run
    now += rest * SECOND
    assert timing.elapsed(round_, now) == (running + rest) * SECOND
    assert timing.elapsed(round_, now) + timing.paused_for(round_, now) == now - START


def test_closing_a_paused_round_closes_its_pause() -> None:
    round_ = timing.paused(a_class().current_round, START + MINUTE)
    closed = timing.ended(round_, START + 3 * MINUTE)
    assert not timing.is_paused(closed)
    assert timing.elapsed(closed, START + 30 * MINUTE) == MINUTE


def test_a_message_belongs_to_the_round_in_which_it_was_sent() -> None:
    discussion = a_class(a_plan(RoundKind.BRIEFING), a_plan(RoundKind.OPEN_FLOOR))
    now = START + 10 * MINUTE
    discussion = rounds.close_round(discussion, rounds.Gathered({}), now).discussion
    found = [
        timing.round_at(discussion, instant)
        for instant in (START - SECOND, START, now - SECOND, now, now + MINUTE)
    ]
    assert [round_.number if round_ else None for round_ in found] == [None, 1, 1, 2, 2]
    over = discussion.with_round(replace(discussion.current_round, ended_at=now + MINUTE))
    assert timing.round_at(over, now + 2 * MINUTE) is None
