"""What became of actions, beside them in the record of their class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from discussion.model import DiscussionId
from discussion.record.record import FollowUp
from discussion.term.model import Promise, PromiseId
from discussion.term.reminders.following import followed
from tests.deck.sample import BEGAN, sample


def _kept(number: int, text: str, **changes: object) -> Promise:
    kept = Promise(PromiseId(f"{number:012x}"), 1, DiscussionId("a" * 12), number, text)
    return replace(kept, **changes)  # type: ignore[arg-type]


def test_an_action_is_found_again_by_its_words_although_its_number_moved() -> None:
    record = sample()
    first, second = record.actions[:2]
    kept = [
        _kept(first.contribution_id + 7, first.text, done_at=BEGAN, due_on=first.due_on),
        _kept(2, "Something that was taken back."),
        _kept(second.contribution_id, second.text, due_on=date(2026, 12, 1)),
    ]
    actions = followed(record, kept).actions
    assert actions[0].follow_up == FollowUp(BEGAN.date(), first.due_on)
    assert actions[1].follow_up == FollowUp(None, date(2026, 12, 1))
    assert all(action.follow_up is None for action in actions[2:])


def test_the_same_words_twice_are_two_actions() -> None:
    record = sample()
    action = record.actions[0]
    twice = replace(record, actions=(replace(action, contribution_id=1), action))
    done = _kept(action.contribution_id, action.text, done_at=BEGAN)
    actions = followed(twice, [_kept(1, action.text), done]).actions
    assert [each.follow_up and each.follow_up.done_on for each in actions] == [None, BEGAN.date()]
