"""A go-round has an announced order, in which a pass costs nothing and nobody is pressed twice."""

from __future__ import annotations

from datetime import timedelta

from discussion.arrangement import turns
from discussion.contributions import speaking, voice
from discussion.lifecycle import rounds, waking
from discussion.model import Discussion, Person, RoundKind, State, TurnOrder
from discussion.model.effects import DueKind
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
    play,
    words,
)


def a_circle(length: timedelta = 10 * MINUTE, seed: int = 5) -> Discussion:
    return a_class(a_plan(RoundKind.GO_ROUND, length), seed=seed)


def order(discussion: Discussion) -> TurnOrder:
    assert discussion.turns is not None
    return discussion.turns


def who(discussion: Discussion, place: int) -> Person:
    return next(each for each in CLASS if each.id == order(discussion).waiting[place])


def test_everybody_stands_once_in_the_order_but_the_facilitator() -> None:
    waiting = order(a_circle()).waiting
    assert sorted(waiting) == sorted(person.id for person in CLASS)
    assert FACILITATOR.id not in waiting


def test_those_heard_least_go_first() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.GO_ROUND))
    said = [
        words(101, ADA, START + MINUTE, "one two three"),
        words(102, BEN, START + MINUTE, "one two"),
        words(103, CAI, START + MINUTE, "one"),
    ]
    discussion = rounds.close_round(discussion, knowing(said), START + 9 * MINUTE).discussion
    assert order(discussion).waiting == (DEE.id, CAI.id, BEN.id, ADA.id)


def test_the_order_says_nothing_about_who_wrote_without_a_name() -> None:
    discussion = a_class(a_plan(RoundKind.SILENT_WRITING), a_plan(RoundKind.GO_ROUND))
    said = [words(101, ADA, START + MINUTE, "many words from somebody", anonymous=True)]
    now = START + 9 * MINUTE
    with_words = rounds.close_round(discussion, knowing(said), now).discussion
    without = rounds.close_round(discussion, knowing(), now).discussion
    assert order(with_words).waiting == order(without).waiting


def test_ties_are_drawn_by_lot() -> None:
    drawn = {order(a_circle(seed=seed)).waiting for seed in range(20)}
    assert len(drawn) > 5
    assert order(a_circle(seed=3)).waiting == order(a_circle(seed=3)).waiting


def test_who_is_away_or_opted_out_stands_outside() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.GO_ROUND))
    discussion = speaking.opted_out(discussion, ADA, START)
    discussion = speaking.stepped_out(discussion, BEN.id, START)
    discussion = rounds.close_round(discussion, knowing(), START + MINUTE).discussion
    assert sorted(order(discussion).waiting) == [CAI.id, DEE.id]


def test_speaking_moves_the_order_on() -> None:
    discussion, now = a_circle(), START + MINUTE
    first, second = who(discussion, 0), who(discussion, 1)
    discussion = speaking.heard(discussion, words(101, first, now))
    assert who(discussion, 0) == second
    assert order(discussion).done == (first.id,)
    assert order(discussion).turn_began_at == now


def test_speaking_out_of_turn_counts_and_leaves_the_turn_alone() -> None:
    discussion = a_circle()
    first, last = who(discussion, 0), who(discussion, -1)
    discussion = speaking.heard(discussion, words(101, last, START + MINUTE))
    assert who(discussion, 0) == first
    assert order(discussion).turn_began_at == START
    assert last.id not in order(discussion).waiting


def test_passing_moves_on_at_once() -> None:
    discussion = a_circle()
    first, second = who(discussion, 0), who(discussion, 1)
    discussion = speaking.passed(discussion, first, START + SECOND)
    assert who(discussion, 0) == second
    assert discussion.participants[first.id].passed_rounds == {1}


def test_leaving_moves_on() -> None:
    discussion = a_circle()
    first, second = who(discussion, 0), who(discussion, 1)
    discussion = speaking.stepped_out(discussion, first.id, START + SECOND)
    assert who(discussion, 0) == second


def test_a_turn_that_ran_out_comes_once_more_at_the_end_then_never() -> None:
    discussion = a_circle()
    first = who(discussion, 0)
    discussion = turns.time_up(discussion, START + MINUTE)
    assert who(discussion, -1) == first
    assert order(discussion).deferred == (first.id,)
    for other in [who(discussion, n) for n in range(3)]:
        discussion = speaking.passed(discussion, other, START + 2 * MINUTE)
    assert who(discussion, 0) == first
    discussion = turns.time_up(discussion, START + 3 * MINUTE)
    assert order(discussion).waiting == ()
    assert turns.turn_ends_at(discussion) is None
    assert turns.time_up(discussion, START + 4 * MINUTE) == discussion


def test_nobody_is_asked_more_than_twice_when_all_stay_silent() -> None:
    _, posts = play(a_circle())
    turns_shown = [post.data["turn"] for post in posts if post.data.get("turn")]
    assert all(turns_shown.count(person.name) <= 2 for person in CLASS)
    assert play(a_circle())[0].state is State.ENDED


def test_a_newcomer_stands_at_the_end() -> None:
    discussion, newcomer = a_circle(), Person(99, "New Example")
    discussion = speaking.with_person(discussion, newcomer, START + MINUTE)
    assert order(discussion).waiting[-1] == newcomer.id
    again = speaking.with_sign(discussion, newcomer, START + MINUTE)
    assert order(again).waiting.count(newcomer.id) == 1


def test_whoever_opted_out_and_comes_back_stands_at_the_end() -> None:
    discussion = a_circle()
    first, second = who(discussion, 0), who(discussion, 1)
    discussion = speaking.opted_out(discussion, first, START + SECOND)
    assert first.id not in order(discussion).waiting
    discussion = speaking.with_sign(discussion, first, START + MINUTE)
    assert who(discussion, 0) == second
    assert who(discussion, -1) == first


def test_whoever_stepped_out_and_comes_back_stands_at_the_end() -> None:
    discussion = a_circle()
    first = who(discussion, 0)
    discussion = speaking.stepped_out(discussion, first.id, START + SECOND)
    discussion = speaking.with_person(discussion, first, START + MINUTE)
    assert who(discussion, -1) == first


def test_whoever_passed_or_spoke_has_had_their_turn_when_they_come_back() -> None:
    discussion = a_circle()
    first, second = who(discussion, 0), who(discussion, 1)
    discussion = speaking.passed(discussion, first, START + SECOND)
    discussion = speaking.heard(discussion, words(101, second, START + 2 * SECOND))
    for person in (first, second):
        discussion = speaking.stepped_out(discussion, person.id, START + 3 * SECOND)
        discussion = speaking.with_sign(discussion, person, START + MINUTE)
    assert not {first.id, second.id} & set(order(discussion).waiting)


def test_a_newcomer_after_everybody_has_a_whole_turn() -> None:
    discussion, newcomer, now = a_circle(), Person(99, "New Example"), START + 3 * MINUTE
    for person in CLASS:
        discussion = speaking.passed(discussion, person, START + MINUTE)
    discussion = speaking.with_person(discussion, newcomer, now)
    assert turns.turn_ends_at(discussion) == now + turns.turn_length(discussion)


def test_turns_share_the_round_and_are_never_too_short_to_speak() -> None:
    assert turns.turn_length(a_circle(8 * MINUTE)) == 2 * MINUTE
    assert turns.turn_length(a_circle(30 * SECOND)) == 20 * SECOND


def test_after_a_pause_the_turn_begins_anew() -> None:
    discussion = rounds.pause(a_circle(8 * MINUTE), FACILITATOR, START + MINUTE).discussion
    now = START + 30 * MINUTE
    discussion = rounds.resume(discussion, FACILITATOR, now).discussion
    assert turns.turn_ends_at(discussion) == now + 2 * MINUTE


def test_other_rounds_have_no_order() -> None:
    assert a_class(a_plan(RoundKind.OPEN_FLOOR)).turns is None


def test_a_turn_talked_through_aloud_counts_and_one_in_writing_comes_again() -> None:
    discussion = a_circle()
    first, second = who(discussion, 0), who(discussion, 1)
    discussion = voice.entered(discussion, first, START)
    due = next(d for d in waking.due_actions(discussion, START) if d.kind is DueKind.TURN)
    decision = waking.wake(discussion, due, knowing(), due.due_at)
    (speech,) = decision.speeches
    assert (speech.person_id, speech.length) == (first.id, turns.turn_length(discussion))
    assert order(decision.discussion).done == (first.id,)
    due = next(
        d for d in waking.due_actions(decision.discussion, due.due_at) if d.kind is DueKind.TURN
    )
    again = waking.wake(decision.discussion, due, knowing(), due.due_at)
    assert again.speeches == ()
    assert order(again.discussion).waiting[-1] == second.id


def test_who_is_talking_when_the_round_closes_was_heard() -> None:
    discussion = a_circle()
    speaker = who(discussion, 0)
    discussion = voice.entered(discussion, speaker, START)
    decision = rounds.next_round(discussion, FACILITATOR, knowing(), START + 30 * SECOND)
    (speech,) = decision.speeches
    assert (speech.person_id, speech.length) == (speaker.id, 30 * SECOND)


def test_a_bot_that_was_away_takes_no_turn_for_longer_than_it_could_be() -> None:
    discussion = a_circle()
    speaker = who(discussion, 0)
    discussion = voice.entered(discussion, speaker, START)
    closes = next(d for d in waking.due_actions(discussion, START) if d.kind is DueKind.ROUND_CLOSE)
    decision = waking.wake(discussion, closes, knowing(), START + 180 * MINUTE)
    (speech,) = decision.speeches
    assert speech.length == turns.turn_length(discussion)
