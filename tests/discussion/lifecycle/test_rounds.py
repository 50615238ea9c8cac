"""A discussion starts, its rounds follow one another, it ends; a wake-up does only what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from discussion.lifecycle import rounds, waking
from discussion.lifecycle.rounds import Gathered
from discussion.model import Discussion, RoundKind, State, timing
from discussion.model.effects import Decision, DueAction, DueKind, PostKind
from discussion.model.errors import BadInput, NotAllowed, NothingRuns, WrongMoment
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    FACILITATOR,
    LECTURER,
    MINUTE,
    SECOND,
    START,
    a_class,
    a_plan,
    begun,
    is_plain,
    knowing,
    play,
    words,
)

NOTHING_SAID = Gathered({})


def action(discussion: Discussion, kind: DueKind) -> DueAction:
    return next(each for each in waking.due_actions(discussion, START) if each.kind is kind)


def test_a_start_shows_the_first_panel_and_its_leader() -> None:
    decision = begun(a_plan(RoundKind.BRIEFING))
    assert [post.kind for post in decision.posts] == [PostKind.PANEL]
    assert decision.discussion.current_round.number == 1
    assert FACILITATOR.id in decision.discussion.participants


def test_rounds_follow_one_another_until_the_deck() -> None:
    kinds = (RoundKind.BRIEFING, RoundKind.SILENT_WRITING, RoundKind.GO_ROUND, RoundKind.CHECK_OUT)
    discussion, posts = play(a_class(*(a_plan(kind) for kind in kinds)))
    assert discussion.state is State.ENDED
    assert discussion.ended_at == START + 40 * MINUTE
    assert [round_.number for round_ in discussion.rounds] == [1, 2, 3, 4]
    assert [r.ended_at for r in discussion.rounds] == [START + n * 10 * MINUTE for n in range(1, 5)]
    panels = [post.data["round"] for post in posts if post.kind is PostKind.PANEL]
    assert panels == [2, 3, 4]
    assert [post.kind for post in posts].count(PostKind.DECK) == 1
    assert posts[-1].kind is PostKind.DECK


def test_the_panel_of_a_closed_round_says_so_before_the_next_is_posted() -> None:
    discussion = a_class(a_plan(RoundKind.BRIEFING), a_plan(RoundKind.OPEN_FLOOR))
    decision = rounds.close_round(discussion, NOTHING_SAID, START + 10 * MINUTE)
    old, new = decision.posts
    assert (old.kind, old.data["round"], old.data["state"]) == (PostKind.PANEL_EDIT, 1, "over")
    assert (new.kind, new.data["round"], new.data["state"]) == (PostKind.PANEL, 2, "running")


@pytest.mark.parametrize("kind", [DueKind.ROUND_CLOSE, DueKind.OPENER, DueKind.WAVE])
def test_waking_too_early_does_nothing(kind: DueKind) -> None:
    discussion = a_class()
    due = action(discussion, kind)
    decision = waking.wake(discussion, due, NOTHING_SAID, due.due_at - SECOND)
    assert decision == Decision(discussion)


def test_waking_too_early_ends_no_turn() -> None:
    discussion = a_class(a_plan(RoundKind.GO_ROUND))
    due = action(discussion, DueKind.TURN)
    decision = waking.wake(discussion, due, NOTHING_SAID, due.due_at - SECOND)
    assert decision == Decision(discussion)


@pytest.mark.parametrize("kind", [DueKind.OPENER, DueKind.WAVE])
def test_a_wake_up_meant_for_an_earlier_round_invites_nobody(kind: DueKind) -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR))
    stale = action(discussion, kind)
    now = stale.due_at
    discussion = rounds.next_round(discussion, FACILITATOR, NOTHING_SAID, now).discussion
    in_grace = stale.due_at + SECOND
    decision = waking.wake(discussion, stale, NOTHING_SAID, in_grace)
    assert decision == Decision(discussion)


@pytest.mark.parametrize("kind", [DueKind.OPENER, DueKind.WAVE])
def test_the_same_wake_up_twice_acts_once(kind: DueKind) -> None:
    discussion = a_class()
    due = action(discussion, kind)
    once = waking.wake(discussion, due, NOTHING_SAID, due.due_at)
    assert once.posts
    again = waking.wake(once.discussion, due, NOTHING_SAID, due.due_at)
    assert again == Decision(once.discussion)


@pytest.mark.parametrize("kind", [DueKind.OPENER, DueKind.WAVE])
def test_a_late_opener_or_wave_is_dropped(kind: DueKind) -> None:
    discussion = a_class()
    due = action(discussion, kind)
    late = due.due_at + discussion.policy.late_invitation + SECOND
    decision = waking.wake(discussion, due, NOTHING_SAID, late)
    assert decision.posts == ()
    names = {each.dedup for each in waking.due_actions(decision.discussion, late)}
    assert due.dedup not in names


def test_a_round_closes_however_late_the_wake_up() -> None:
    discussion = a_class()
    due = action(discussion, DueKind.ROUND_CLOSE)
    decision = waking.wake(discussion, due, NOTHING_SAID, due.due_at + timedelta(days=3))
    assert decision.discussion.state is State.ENDED


def test_held_words_are_revealed_when_the_round_closes_those_without_a_name_last() -> None:
    discussion = a_class(a_plan(RoundKind.SILENT_WRITING), a_plan(RoundKind.OPEN_FLOOR))
    held = [
        words(101, ADA, START + MINUTE, "first", anonymous=True),
        words(102, BEN, START + 2 * MINUTE, "second"),
        words(103, CAI, START + 3 * MINUTE, "third"),
    ]
    decision = rounds.close_round(discussion, Gathered({}, held), START + 10 * MINUTE)
    assert [post.kind for post in decision.posts] == [
        PostKind.PANEL_EDIT,
        PostKind.REVEAL,
        PostKind.PANEL,
    ]
    assert decision.posts[1].data["lines"] == [
        {"contribution": 102, "name": BEN.name, "text": "second"},
        {"contribution": 103, "name": CAI.name, "text": "third"},
        {"contribution": 101, "name": None, "text": "first"},
    ]


def test_a_reveal_without_names_says_nothing_about_who_wrote_first() -> None:
    discussion = a_class(replace(a_plan(RoundKind.SILENT_WRITING), attributed=False))
    texts = ["one", "two", "three", "four", "five"]
    shown = []
    for order in (texts, texts[::-1]):
        held = [words(n, ADA, START + n * SECOND, text) for n, text in enumerate(order, 101)]
        decision = rounds.close_round(discussion, Gathered({}, held), START + 10 * MINUTE)
        (reveal,) = (p.data["lines"] for p in decision.posts if p.kind is PostKind.REVEAL)
        assert isinstance(reveal, list)
        shown.append([line["text"] for line in reveal if isinstance(line, dict)])
    assert sorted(shown[0]) == sorted(texts)
    assert shown[0] == shown[1]


def test_a_long_reveal_comes_in_parts_that_keep_every_line() -> None:
    discussion = a_class(a_plan(RoundKind.SILENT_WRITING))
    held = [words(n, ADA, START + n * SECOND, "w" * (40 * n)) for n in range(1, 60)]
    decision = rounds.close_round(discussion, Gathered({}, held), START + 10 * MINUTE)
    parts = [post.data for post in decision.posts if post.kind is PostKind.REVEAL]
    lines = [line for part in parts for line in part["lines"]]  # type: ignore[union-attr] # JSON
    assert [line["contribution"] for line in lines] == list(range(1, 60))  # type: ignore[index, call-overload] # JSON
    assert [part["part"] for part in parts] == list(range(1, len(parts) + 1))
    assert len({post.dedup for post in decision.posts}) == len(decision.posts)


def test_due_actions_follow_from_the_state_alone() -> None:
    discussion = a_class()
    at_once = waking.due_actions(discussion, START)
    assert {each.kind for each in at_once} == {
        DueKind.ROUND_CLOSE,
        DueKind.OPENER,
        DueKind.WAVE,
        DueKind.COPILOT,
        DueKind.CUE,
    }
    for minutes in (1, 5, 9, 100):
        assert waking.due_actions(discussion, START + minutes * MINUTE) == at_once


def test_a_pause_has_no_due_actions_and_moves_them_by_its_length() -> None:
    discussion = a_class()
    before = waking.due_actions(discussion, START)
    discussion = rounds.pause(discussion, FACILITATOR, START + MINUTE).discussion
    assert waking.due_actions(discussion, START + 5 * MINUTE) == ()
    discussion = rounds.resume(discussion, FACILITATOR, START + 31 * MINUTE).discussion
    after = waking.due_actions(discussion, START + 31 * MINUTE)
    assert [each.dedup for each in after] == [each.dedup for each in before]
    moved = [a.due_at - b.due_at for a, b in zip(after, before, strict=True)]
    assert moved == [30 * MINUTE] * len(before)


def test_a_paused_round_is_not_closed_by_a_wake_up() -> None:
    discussion = a_class()
    due = action(discussion, DueKind.ROUND_CLOSE)
    discussion = rounds.pause(discussion, FACILITATOR, START + MINUTE).discussion
    decision = waking.wake(discussion, due, NOTHING_SAID, due.due_at + MINUTE)
    assert decision == Decision(discussion)


def test_going_on_from_a_pause_lets_the_next_round_run() -> None:
    discussion = a_class(a_plan(RoundKind.BRIEFING), a_plan(RoundKind.OPEN_FLOOR))
    discussion = rounds.pause(discussion, FACILITATOR, START + MINUTE).discussion
    now = START + 2 * MINUTE
    discussion = rounds.next_round(discussion, FACILITATOR, NOTHING_SAID, now).discussion
    assert discussion.state is State.RUNNING
    assert timing.ends_at(discussion, now) == START + 20 * MINUTE


def test_an_extension_moves_the_close() -> None:
    discussion = a_class()
    due = action(discussion, DueKind.ROUND_CLOSE)
    discussion = rounds.extend(discussion, FACILITATOR, 2 * MINUTE, START).discussion
    assert waking.wake(discussion, due, NOTHING_SAID, due.due_at).discussion is discussion
    assert action(discussion, DueKind.ROUND_CLOSE).due_at == due.due_at + 2 * MINUTE


@pytest.mark.parametrize("more", [timedelta(), -MINUTE, 31 * MINUTE])
def test_an_extension_out_of_bounds_is_refused(more: timedelta) -> None:
    with pytest.raises(BadInput) as refused:
        rounds.extend(a_class(), FACILITATOR, more, START)
    assert is_plain(refused.value)


def test_only_the_facilitator_or_a_lecturer_controls() -> None:
    with pytest.raises(NotAllowed) as refused:
        rounds.pause(a_class(), ADA, START)
    assert is_plain(refused.value)
    assert rounds.pause(a_class(), LECTURER, START).discussion.state is State.PAUSED


def test_what_makes_no_sense_now_is_refused() -> None:
    running = a_class()
    paused = rounds.pause(running, FACILITATOR, START).discussion
    over = rounds.end(running, FACILITATOR, NOTHING_SAID, START).discussion
    with pytest.raises(WrongMoment, match="already paused"):
        rounds.pause(paused, FACILITATOR, START)
    with pytest.raises(WrongMoment, match="nothing to resume"):
        rounds.resume(running, FACILITATOR, START)
    with pytest.raises(NothingRuns, match="has ended"):
        rounds.next_round(over, FACILITATOR, NOTHING_SAID, START)


def test_ending_early_leaves_the_other_rounds_unbegun() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT))
    decision = rounds.end(discussion, FACILITATOR, knowing(), START + MINUTE)
    assert len(decision.discussion.rounds) == 1
    assert decision.discussion.ended_at == START + MINUTE
    assert [post.kind for post in decision.posts] == [
        PostKind.PANEL_EDIT,
        PostKind.DECK_PROGRESS,
        PostKind.DECK,
    ]
    assert waking.due_actions(decision.discussion, START + MINUTE) == ()


def test_the_quiet_button_is_shown_once_and_names_nobody() -> None:
    discussion = a_class()
    decision = rounds.quiet_button_shown(discussion, 1, START)
    (post,) = decision.posts
    assert post.data["quiet_button"] is True
    assert not any(person.name in repr(post.data) for person in (ADA, BEN))
    assert rounds.quiet_button_shown(decision.discussion, 1, START).posts == ()
    assert rounds.quiet_button_shown(discussion, 2, START).posts == ()
