"""Time is moved and the class still ends on time, or says by how much it runs over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.formats import replanning
from discussion.lifecycle import rounds, steering, waking
from discussion.model import Discussion, RoundKind
from discussion.model.effects import PostKind
from discussion.model.errors import WrongMoment
from discussion.model.policy import Policy
from discussion.ports.store import Facts
from discussion.record import recording
from tests.discussion.material import (
    FACILITATOR,
    MINUTE,
    SECOND,
    START,
    a_class,
    a_plan,
    is_plain,
    knowing,
    play,
)

NOTHING = knowing()
lengths = st.integers(1, 40 * 60).map(lambda n: n * SECOND)


def minutes(discussion: Discussion) -> list[float]:
    return [plan.length / MINUTE for plan in discussion.plans]


def four_rounds() -> Discussion:
    return a_class(*(a_plan(RoundKind.OPEN_FLOOR, n * MINUTE) for n in (10, 12, 8, 4)))


@given(
    st.integers(-600, 200 * 60).map(lambda n: n * SECOND),
    st.lists(lengths, min_size=1, max_size=9),
)
def test_shares_sum_to_the_room_unless_floors_bind(
    room: timedelta, planned: list[timedelta]
) -> None:
    plans = [a_plan(RoundKind.OPEN_FLOOR, length) for length in planned]
    floors = [replanning.floor(plan, Policy()) for plan in plans]
    shares = replanning.shared_out(room, plans, Policy())
    assert sum(shares, timedelta()) == max(room, sum(floors, timedelta()))
    assert all(share >= least for share, least in zip(shares, floors, strict=True))


moves = st.lists(
    st.tuples(st.sampled_from(["extend", "next", "back", "pause"]), st.integers(1, 20)),
    max_size=8,
)


@given(st.lists(st.integers(2, 15), min_size=1, max_size=6), moves)
def test_whatever_is_moved_the_class_ends_on_time_or_says_by_how_much_not(
    planned: list[int], done: list[tuple[str, int]]
) -> None:
    discussion = a_class(*(a_plan(RoundKind.OPEN_FLOOR, n * MINUTE) for n in planned))
    meant = START + sum(planned) * MINUTE
    now = START
    for move, amount in done:
        now += amount * 5 * SECOND
        discussion, _ = play(discussion, until=now)
        if not discussion.is_live or now >= meant:
            break
        if move == "extend":
            discussion = rounds.extend(discussion, FACILITATOR, amount * MINUTE, now).discussion
        elif move == "next":
            discussion = rounds.next_round(discussion, FACILITATOR, NOTHING, now).discussion
        elif move == "back" and steering.origin(discussion, discussion.current_round.number) > 1:
            discussion = steering.back(discussion, FACILITATOR, NOTHING, now).discussion
        elif move == "pause":
            discussion = rounds.pause(discussion, FACILITATOR, now).discussion
            now += amount * MINUTE
            discussion = rounds.resume(discussion, FACILITATOR, now).discussion
    if not discussion.is_live:
        return
    seen = replanning.outlook(discussion, now)
    last = discussion.current_round.number == len(discussion.plans)
    floors_bind = all(
        length == replanning.floor(plan, discussion.policy)
        for plan, length in zip(
            discussion.plans[discussion.current_round.number :], seen.lengths, strict=True
        )
    )
    assert seen.over == seen.ends_at - meant or (last and seen.ends_at < meant)
    assert seen.ends_at == meant or last or floors_bind
    ended, _ = play(discussion)
    assert ended.ended_at == seen.ends_at


def test_an_extension_takes_from_the_rounds_that_remain_in_proportion() -> None:
    decision = rounds.extend(four_rounds(), FACILITATOR, 6 * MINUTE, START + MINUTE)
    assert minutes(decision.discussion) == [10, 9, 6, 3]
    assert replanning.outlook(decision.discussion, START + MINUTE).ends_at == START + 34 * MINUTE
    ended, _ = play(decision.discussion)
    assert ended.ended_at == START + 34 * MINUTE


def test_no_round_falls_under_its_floor_and_the_rest_runs_over() -> None:
    now = START + MINUTE
    discussion = rounds.extend(four_rounds(), FACILITATOR, 22 * MINUTE, now).discussion
    assert minutes(discussion) == [10, 2, 2, 2]
    assert replanning.outlook(discussion, now).over == 4 * MINUTE


def test_skipping_gives_its_time_to_the_rounds_that_remain() -> None:
    now = START + 4 * MINUTE
    discussion = rounds.next_round(four_rounds(), FACILITATOR, NOTHING, now).discussion
    assert minutes(discussion) == [10, 15, 10, 5]
    assert play(discussion)[0].ended_at == START + 34 * MINUTE


def test_a_pause_is_taken_from_the_rounds_after_it() -> None:
    discussion = rounds.pause(four_rounds(), FACILITATOR, START + MINUTE).discussion
    now = START + 7 * MINUTE
    discussion = rounds.resume(discussion, FACILITATOR, now).discussion
    assert minutes(discussion) == [10, 9, 6, 3]
    assert replanning.outlook(discussion, now).ends_at == START + 34 * MINUTE


def test_rounds_that_close_by_themselves_keep_their_plan() -> None:
    discussion, _ = play(four_rounds(), until=START + 23 * MINUTE)
    assert discussion.current_round.number == 3
    assert all(plan.planned is None for plan in discussion.plans)


def test_a_class_that_was_held_up_ends_on_time_all_the_same() -> None:
    discussion = four_rounds()
    (close,) = [a for a in waking.due_actions(discussion, START) if a.kind.value == "round_close"]
    now = close.due_at + 6 * MINUTE
    discussion = waking.wake(discussion, close, NOTHING, now).discussion
    assert minutes(discussion)[1:] == [9, 6, 3]


def test_going_back_holds_both_rounds_again_and_ends_on_time() -> None:
    discussion = rounds.next_round(four_rounds(), FACILITATOR, NOTHING, START).discussion
    now = START + 2 * MINUTE
    decision = steering.back(discussion, FACILITATOR, NOTHING, now)
    discussion = decision.discussion
    assert [plan.planned_length / MINUTE for plan in discussion.plans] == [10, 12, 10, 12, 8, 4]
    assert discussion.current_round.number == 3
    assert [p.data["round"] for p in decision.posts if p.kind is PostKind.PANEL] == [3]
    ended, _ = play(discussion)
    assert [r.number for r in ended.rounds] == [1, 2, 3, 4, 5, 6]
    assert ended.ended_at == START + 34 * MINUTE


def test_going_back_twice_goes_one_further_back() -> None:
    plans = [a_plan(RoundKind.OPEN_FLOOR, n * MINUTE) for n in (10, 12, 8)]
    discussion = a_class(*plans)
    for _ in range(2):
        discussion = rounds.next_round(discussion, FACILITATOR, NOTHING, START).discussion
    for _ in range(2):
        discussion = steering.back(discussion, FACILITATOR, NOTHING, START + MINUTE).discussion
    planned = [plan.planned_length / MINUTE for plan in discussion.plans]
    assert planned == [10, 12, 8, 12, 10, 12, 8]
    assert discussion.current_round.number == 5
    with pytest.raises(WrongMoment) as refused:
        steering.back(discussion, FACILITATOR, NOTHING, START + MINUTE)
    assert is_plain(refused.value)


def test_there_is_nothing_before_the_first_round() -> None:
    with pytest.raises(WrongMoment) as refused:
        steering.back(four_rounds(), FACILITATOR, NOTHING, START)
    assert is_plain(refused.value)


def test_the_record_shows_the_first_plan() -> None:
    now = START + MINUTE
    discussion = rounds.extend(four_rounds(), FACILITATOR, 6 * MINUTE, now).discussion
    record = recording.record_of(Facts(discussion, (), (), ()), zone="UTC", server_name="")
    assert [r.planned / MINUTE for r in record.rounds] == [10, 12, 8, 4]


def test_the_panel_says_when_the_class_ends() -> None:
    now = START + MINUTE
    (panel,) = rounds.extend(four_rounds(), FACILITATOR, 6 * MINUTE, now).posts
    assert panel.data["class_ends_at"] == (START + 34 * MINUTE).isoformat()
