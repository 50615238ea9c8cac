"""A small group gets time to begin by itself; a large one gets larger waves and smaller groups."""

from __future__ import annotations

from datetime import timedelta

import pytest

from discussion.contributions import speaking
from discussion.facilitation import invitations
from discussion.lifecycle import waking
from discussion.model import Discussion, Person, RoundKind
from discussion.model.effects import DueKind, PostKind
from tests.discussion.material import ADA, FACILITATOR, MINUTE, START, a_class, a_plan, play


def a_class_of(number: int, kind: RoundKind = RoundKind.OPEN_FLOOR) -> Discussion:
    """So many people present, the facilitator among them."""
    people = [Person(100 + n, f"Student {n}") for n in range(1, number)]
    return a_class(a_plan(kind, 20 * MINUTE), people=people)


def first_wave(discussion: Discussion) -> timedelta:
    (wave,) = (d for d in waking.due_actions(discussion, START) if d.kind is DueKind.WAVE)
    return wave.due_at - START


@pytest.mark.parametrize(
    ("people", "begins"), [(2, 15), (4, 15), (5, 12), (25, 12), (40, 12), (200, 12)]
)
def test_a_small_group_is_left_longer_to_itself(people: int, begins: int) -> None:
    assert first_wave(a_class_of(people)) == begins * MINUTE


def test_somebody_who_leaves_makes_the_group_small_and_who_comes_makes_it_larger() -> None:
    discussion = a_class()
    assert first_wave(discussion) == 6 * MINUTE
    discussion = speaking.stepped_out(discussion, ADA.id, START)
    assert first_wave(discussion) == 7.5 * MINUTE
    discussion = speaking.with_sign(discussion, ADA, START)
    assert first_wave(discussion) == 6 * MINUTE


@pytest.mark.parametrize(
    ("people", "size"), [(2, 3), (10, 3), (15, 3), (16, 4), (40, 8), (200, 40)]
)
def test_waves_grow_with_the_class(people: int, size: int) -> None:
    assert invitations.wave_size(a_class_of(people)) == size


def test_everybody_in_a_large_silent_class_can_be_invited_in_one_round() -> None:
    discussion, _ = play(a_class_of(40))
    assert {i.person_id for i in discussion.invitations} == (
        set(discussion.participants) - {FACILITATOR.id}
    )


@pytest.mark.parametrize(
    ("people", "kind", "advised"),
    [
        (25, RoundKind.OPEN_FLOOR, False),
        (26, RoundKind.OPEN_FLOOR, True),
        (200, RoundKind.OPEN_FLOOR, True),
        (200, RoundKind.SILENT_WRITING, False),
    ],
)
def test_pairs_and_fours_are_suggested_for_a_floor_with_too_many(
    people: int, kind: RoundKind, *, advised: bool
) -> None:
    assert invitations.small_groups_advised(a_class_of(people, kind)) is advised


def test_who_opted_out_does_not_make_a_group_large() -> None:
    discussion = a_class_of(26)
    discussion = speaking.opted_out(discussion, Person(101, "Student 1"), START)
    assert not invitations.small_groups_advised(discussion)


def test_of_two_hundred_who_say_nothing_each_is_asked_once_in_a_round() -> None:
    discussion, posts = play(a_class_of(200))
    assert [post.kind for post in posts].count(PostKind.OPENER) == 1
    asked = sorted(invitation.person_id for invitation in discussion.invitations)
    assert asked == sorted(discussion.participants.keys() - {FACILITATOR.id})
