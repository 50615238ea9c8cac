"""Hands: those who waited longest go first, and of those waiting equally long the least heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.arrangement import hands
from discussion.contributions import speaking, voice
from discussion.lifecycle import rounds, waking
from discussion.model import Discussion, InvitationState, Person, RoundKind
from discussion.model.arrangement import Floor
from discussion.model.effects import DueKind
from discussion.model.errors import WrongMoment
from discussion.model.policy import Policy
from discussion.participation.ledger import Heard, Tally
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
    is_plain,
    knowing,
    next_due,
    play,
    words,
)

NOTHING: Tally = {}


def up(
    discussion: Discussion, person: Person, after: timedelta, tally: Tally = NOTHING
) -> Discussion:
    return hands.toggled(discussion, person.id, tally, START + after)


def said(words_by_person: dict[Person, int]) -> Tally:
    return {
        (p.id, 1): Heard(1, 1, count, START, named_words=count)
        for p, count in words_by_person.items()
    }


def floor_of(discussion: Discussion) -> int | None:
    return discussion.floor.person_id if discussion.floor else None


def test_whoever_waited_longest_is_next_however_much_they_said() -> None:
    tally = said({ADA: 500, BEN: 0})
    discussion = up(up(a_class(), ADA, MINUTE, tally), BEN, 2 * MINUTE, tally)
    assert hands.queue(discussion) == (ADA.id, BEN.id)


def test_of_those_waiting_equally_long_the_least_heard_is_next() -> None:
    tally = said({ADA: 50, BEN: 20})
    discussion = a_class()
    for second, person in enumerate((ADA, BEN, CAI)):
        discussion = up(discussion, person, second * SECOND, tally)
    assert hands.queue(discussion) == (CAI.id, BEN.id, ADA.id)


def test_the_queue_says_nothing_about_who_wrote_without_a_name() -> None:
    nameless: Tally = {(ADA.id, 1): Heard(1, 0, 50, START)}
    discussion = a_class()
    orders = set()
    for tally in (nameless, NOTHING):
        waiting = up(up(discussion, ADA, MINUTE, tally), BEN, MINUTE, tally)
        orders.add(hands.queue(waiting))
    assert len(orders) == 1


def test_time_spoken_aloud_counts_as_being_heard() -> None:
    aloud = Heard(1, 1, 0, START, airtime=MINUTE)
    tally = {(ADA.id, 1): aloud, (BEN.id, 1): Heard(1, 1, 100, START)}
    discussion = up(up(a_class(), ADA, SECOND, tally), BEN, 2 * SECOND, tally)
    assert hands.queue(discussion) == (BEN.id, ADA.id)


def test_ties_are_drawn_by_lot_and_stay_as_they_were_drawn() -> None:
    def order(seed: int) -> tuple[int, ...]:
        discussion = a_class(seed=seed)
        for person in CLASS:
            discussion = up(discussion, person, MINUTE)
        return hands.queue(discussion)

    assert len({order(seed) for seed in range(20)}) > 5
    assert order(3) == order(3)


def test_a_second_time_lowers_the_hand() -> None:
    discussion = up(up(a_class(), ADA, MINUTE), ADA, 2 * MINUTE)
    assert discussion.hands == ()


def test_words_under_ones_name_lower_the_hand_and_nameless_ones_move_nothing() -> None:
    discussion = up(up(a_class(), ADA, MINUTE), BEN, 3 * MINUTE)
    nameless = words(1, ADA, START + 4 * MINUTE, "word " * 80, anonymous=True)
    after = speaking.heard(discussion, nameless)
    assert hands.queue(after) == (ADA.id, BEN.id)
    named = words(2, ADA, START + 4 * MINUTE)
    assert hands.queue(speaking.heard(discussion, named)) == (BEN.id,)


def test_words_from_before_the_hand_went_up_leave_it_up() -> None:
    discussion = up(a_class(), ADA, 2 * MINUTE)
    late = words(1, ADA, START + MINUTE)
    assert hands.is_up(speaking.heard(discussion, late), ADA.id)


@pytest.mark.parametrize("leave", ["step_out", "opt_out", "pass"])
def test_who_leaves_or_stays_out_neither_waits_nor_holds_the_floor(leave: str) -> None:
    def gone(discussion: Discussion, person: Person) -> Discussion:
        now = START + 5 * MINUTE
        if leave == "step_out":
            return speaking.stepped_out(discussion, person.id, now)
        choose = speaking.opted_out if leave == "opt_out" else speaking.passed
        return choose(discussion, person, now)

    discussion = a_class()
    for minute, person in enumerate((ADA, BEN, CAI)):
        discussion = up(discussion, person, minute * MINUTE)
    discussion = hands.next_speaker(discussion, START + 4 * MINUTE)
    assert floor_of(discussion) == ADA.id
    discussion = gone(discussion, CAI)
    assert hands.queue(discussion) == (BEN.id,)
    discussion = gone(discussion, ADA)
    assert floor_of(discussion) == BEN.id


def test_the_floor_goes_round_and_is_free_once_nobody_waits() -> None:
    discussion = up(up(a_class(), ADA, MINUTE), BEN, 2 * MINUTE)
    discussion = hands.next_speaker(discussion, START + 3 * MINUTE)
    assert (floor_of(discussion), hands.queue(discussion)) == (ADA.id, (BEN.id,))
    discussion = hands.done(discussion, ADA.id, START + 4 * MINUTE)
    assert floor_of(discussion) == BEN.id
    assert floor_of(hands.next_speaker(discussion, START + 5 * MINUTE)) is None


def test_what_makes_no_sense_is_refused_in_one_kind_sentence() -> None:
    discussion = up(a_class(), ADA, MINUTE)
    with_floor = hands.next_speaker(discussion, START + 2 * MINUTE)
    silent = a_class(a_plan(RoundKind.SILENT_WRITING))
    attempts: tuple[Callable[[], Discussion], ...] = (
        lambda: hands.done(discussion, ADA.id, START),
        lambda: hands.done(with_floor, BEN.id, START),
        lambda: hands.next_speaker(a_class(), START),
        lambda: up(silent, ADA, MINUTE),
        lambda: up(with_floor, ADA, 3 * MINUTE),
    )
    for refused in attempts:
        with pytest.raises(WrongMoment) as refusal:
            refused()
        assert is_plain(refusal.value)


def test_the_end_of_a_round_takes_all_hands_down() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR))
    discussion = up(up(discussion, ADA, MINUTE), BEN, 2 * MINUTE)
    discussion = hands.next_speaker(discussion, START + 3 * MINUTE)
    after = rounds.close_round(discussion, knowing(), START + 9 * MINUTE).discussion
    assert (after.hands, after.floor) == ((), None)


def test_a_raised_hand_and_the_floor_keep_invitations_away() -> None:
    discussion = up(up(a_class(), ADA, MINUTE), BEN, 2 * MINUTE)
    discussion = hands.next_speaker(discussion, START + 3 * MINUTE)
    after, _ = play(discussion, until=START + 8 * MINUTE)
    assert {i.person_id for i in after.invitations} == {CAI.id, DEE.id}
    assert all(i.state is InvitationState.OPEN for i in after.invitations)


def signs(discussion: Discussion, now: datetime) -> list[datetime]:
    due = waking.due_actions(discussion, now)
    return [each.due_at for each in due if each.kind is DueKind.FLOOR]


def test_the_sign_at_the_end_of_a_turn_cuts_nobody_off() -> None:
    discussion = up(a_class(), ADA, MINUTE)
    discussion = hands.next_speaker(discussion, START + 2 * MINUTE)
    (due,) = signs(discussion, START + 2 * MINUTE)
    assert due == START + 2 * MINUTE + Policy().speaking_turn
    action = next(a for a in waking.due_actions(discussion, due) if a.kind is DueKind.FLOOR)
    decision = waking.wake(discussion, action, knowing(), due)
    assert decision.posts == ()
    assert floor_of(decision.discussion) == ADA.id
    assert decision.discussion.floor is not None
    assert decision.discussion.floor.sign_at == due
    assert signs(decision.discussion, due) == []
    assert waking.wake(decision.discussion, action, knowing(), due).discussion == (
        decision.discussion
    )


def test_each_stay_on_the_floor_has_a_sign_of_its_own() -> None:
    discussion = up(up(a_class(), ADA, MINUTE), BEN, 2 * MINUTE)
    named = set()
    for minute in (3, 4):
        discussion = hands.next_speaker(discussion, START + minute * MINUTE)
        due = waking.due_actions(discussion, START + minute * MINUTE)
        named |= {each.dedup for each in due if each.kind is DueKind.FLOOR}
    assert len(named) == 2


def test_a_pause_makes_the_turn_no_shorter() -> None:
    discussion = hands.next_speaker(up(a_class(), ADA, MINUTE), START + 2 * MINUTE)
    discussion = rounds.pause(discussion, FACILITATOR, START + 3 * MINUTE).discussion
    assert next_due(discussion, START + 3 * MINUTE) is None
    discussion = rounds.resume(discussion, FACILITATOR, START + 8 * MINUTE).discussion
    assert signs(discussion, START + 8 * MINUTE) == [START + 9 * MINUTE]


def in_voice(discussion: Discussion, *people: Person) -> Discussion:
    for person in people:
        known = discussion.participants[person.id]
        discussion = discussion.with_participant(replace(known, in_voice=True))
    return discussion


def test_a_turn_on_the_floor_is_airtime_for_who_is_in_the_voice_channel() -> None:
    discussion = in_voice(up(up(a_class(), ADA, MINUTE), BEN, 2 * MINUTE), ADA)
    began = START + 3 * MINUTE
    first = hands.next_speaker(discussion, began)
    second = hands.done(first, ADA.id, began + 90 * SECOND)
    third = hands.next_speaker(second, began + 3 * MINUTE)
    (spoken,) = hands.spoken(first, second, began + 90 * SECOND)
    assert (spoken.person_id, spoken.began_at, spoken.length) == (ADA.id, began, 90 * SECOND)
    # Ben has the floor in writing; his words say what he said.
    assert hands.spoken(second, third, began + 3 * MINUTE) == ()
    assert hands.spoken(first, first, began + MINUTE) == ()


def test_a_press_by_mistake_is_no_turn_and_a_pause_no_airtime() -> None:
    began = START + 2 * MINUTE
    discussion = hands.next_speaker(in_voice(up(a_class(), ADA, MINUTE), ADA), began)
    soon = began + 2 * SECOND
    assert hands.spoken(discussion, hands.done(discussion, ADA.id, soon), soon) == ()
    discussion = rounds.pause(discussion, FACILITATOR, began + MINUTE).discussion
    discussion = rounds.resume(discussion, FACILITATOR, began + 4 * MINUTE).discussion
    end = began + 5 * MINUTE
    (spoken,) = hands.spoken(discussion, hands.done(discussion, ADA.id, end), end)
    assert spoken.length == 2 * MINUTE


def test_airtime_ends_with_the_round() -> None:
    plans = a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT)
    discussion = hands.next_speaker(in_voice(up(a_class(*plans), ADA, MINUTE), ADA), START + MINUTE)
    end = START + 10 * MINUTE
    after = rounds.close_round(discussion, knowing(), end).discussion
    (spoken,) = hands.spoken(discussion, after, end)
    assert (spoken.round_number, spoken.length) == (1, 9 * MINUTE)


raised = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 400)), min_size=1, max_size=12)


@given(raised, st.integers(0, 1 << 40))
def test_no_order_is_unfair(waiting: Sequence[tuple[int, int]], seed: int) -> None:
    people = [Person(100 + n, f"Person {n}") for n in range(len(waiting))]
    discussion = a_class(people=people, seed=seed)
    for person, (second, count) in sorted(
        zip(people, waiting, strict=True), key=lambda each: each[1][0]
    ):
        discussion = up(discussion, person, second * SECOND, said({person: count}))
    order = hands.queue(discussion)
    assert sorted(order) == [person.id for person in people]
    facts = {p.id: each for p, each in zip(people, waiting, strict=True)}
    span = Policy().equal_waiting / SECOND
    for place, first in enumerate(order):
        for second in order[place + 1 :]:
            # Nobody goes before somebody who has waited for a whole span longer.
            assert facts[first][0] - facts[second][0] <= span
    earliest = min(at for at, _ in waiting)
    together = [person for person in order if facts[person][0] - earliest <= span]
    assert list(order[: len(together)]) == together
    heard = [facts[person][1] for person in together]
    assert heard == sorted(heard)


@given(raised, st.data())
def test_who_goes_leaves_the_others_in_line(
    waiting: Sequence[tuple[int, int]], data: st.DataObject
) -> None:
    people = [Person(100 + n, f"Person {n}") for n in range(len(waiting))]
    discussion = a_class(people=people)
    for person, (second, count) in zip(people, sorted(waiting), strict=True):
        discussion = up(discussion, person, second * SECOND, said({person: count}))
    order = hands.queue(discussion)
    goes = data.draw(st.sampled_from(order))
    left = hands.queue(hands.lowered(discussion, goes))
    assert sorted(left) == sorted(person for person in order if person != goes)
    # Everybody had their turn after as many turns as there are people.
    served = []
    for number in range(len(order)):
        discussion = hands.next_speaker(discussion, START + (10 + number) * MINUTE)
        served.append(floor_of(discussion))
    assert sorted(filter(None, served)) == sorted(order)
    assert discussion.hands == ()


def test_a_round_that_closes_late_adds_nothing_to_the_turn_on_the_floor() -> None:
    discussion = voice.entered(a_class(a_plan(RoundKind.OPEN_FLOOR)), ADA, START)
    discussion = replace(discussion, floor=Floor(ADA.id, START + 9 * MINUTE))
    now = START + 180 * MINUTE
    after = rounds.close_round(discussion, knowing(), now).discussion
    (speech,) = hands.spoken(discussion, after, now)
    assert speech.length == MINUTE
