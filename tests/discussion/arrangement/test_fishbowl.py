"""Fishbowls: who sits inside, how seats change hands, and who is asked to speak."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.arrangement import fishbowl
from discussion.contributions import speaking
from discussion.facilitation import invitations
from discussion.lifecycle import rounds, waking
from discussion.model import Discussion, Person, RoundKind
from discussion.model.arrangement import Fishbowl
from discussion.model.effects import DueKind
from discussion.model.errors import BadInput, WrongMoment
from tests.discussion.material import (
    ADA,
    CLASS,
    FACILITATOR,
    MINUTE,
    START,
    a_class,
    a_plan,
    is_plain,
    knowing,
    play,
    words,
)

BOWL = a_plan(RoundKind.FISHBOWL, 20 * MINUTE)


def people(number: int) -> list[Person]:
    return [Person(100 + n, f"Person {n} Example") for n in range(number)]


def circles(discussion: Discussion) -> Fishbowl:
    found = fishbowl.current(discussion)
    assert found is not None
    return found


@given(st.integers(0, 200))
def test_everybody_sits_in_one_circle_about_a_third_of_them_inside(number: int) -> None:
    found = circles(a_class(BOWL, people=people(number)))
    assert sorted((*found.inner, *found.outer)) == [person.id for person in people(number)]
    assert len(found.inner) == min(number, max(3, min(6, round(number / 3))))


def test_those_heard_least_have_half_of_the_first_seats() -> None:
    some = people(12)
    talk = a_class(a_plan(RoundKind.OPEN_FLOOR), BOWL, people=some)
    said = [words(n, p, START, "well " * 5) for n, p in enumerate(some[2:], start=1)]
    begun = rounds.next_round(talk, FACILITATOR, knowing(said), START + MINUTE).discussion
    found = circles(begun)
    assert {some[0].id, some[1].id} <= set(found.inner)
    assert len(found.inner) == 4


def test_the_circles_swap_by_themselves_half_way_and_only_once() -> None:
    discussion = a_class(BOWL, people=people(12))
    before = circles(discussion)
    early, _ = play(discussion, until=START + 9 * MINUTE)
    assert circles(early) == before
    later, made = play(discussion, until=START + 19 * MINUTE)
    after = circles(later)
    assert after.swaps == 1
    assert set(after.inner) == set(before.outer[:4])
    assert set(after.outer) >= set(before.inner)
    assert [post.data["inner"] for post in made if "inner" in post.data]
    assert DueKind.SWAP not in {
        each.kind for each in waking.due_actions(later, START + 19 * MINUTE)
    }


def test_where_few_wait_outside_those_who_said_least_stay_in() -> None:
    discussion = a_class(BOWL, people=people(4))
    found = circles(discussion)
    talkative = next(p for p in people(4) if p.id == found.inner[0])
    after = circles(fishbowl.swapped(discussion, knowing([words(1, talkative, START)]).tally))
    assert talkative.id in after.outer
    assert found.outer[0] in after.inner
    assert len(after.inner) == 3


def test_a_full_circle_gives_up_the_seat_of_whoever_said_most() -> None:
    discussion = a_class(BOWL, people=people(9))
    found = circles(discussion)
    said = [
        words(n, Person(person, ""), START, "well " * n)
        for n, person in enumerate(found.inner, start=1)
    ]
    after = circles(fishbowl.seated(discussion, found.outer[0], knowing(said).tally))
    assert after.inner == (*found.inner[:-1], found.outer[0])
    assert after.outer[-1] == found.inner[-1]


def test_seats_that_nobody_can_take() -> None:
    discussion = a_class(BOWL, people=people(9))
    with pytest.raises(BadInput) as inside:
        fishbowl.seated(discussion, circles(discussion).inner[0], {})
    with pytest.raises(BadInput) as leads:
        fishbowl.seated(discussion, FACILITATOR.id, {})
    with pytest.raises(WrongMoment) as elsewhere:
        fishbowl.seated(a_class(), ADA.id, {})
    with pytest.raises(WrongMoment) as nobody:
        fishbowl.swapped(a_class(BOWL, people=people(3)), {})
    assert all(is_plain(each.value) for each in (inside, leads, elsewhere, nobody))


def test_only_the_inner_circle_is_invited_to_speak() -> None:
    discussion = a_class(BOWL, people=people(12))
    later, _ = play(discussion, until=START + 19 * MINUTE)
    invited = {each.person_id for each in later.invitations}
    assert invited
    assert invited <= set(circles(later).inner)
    assert not any(
        invitations.may_be_invited(discussion, discussion.participants[p], None, START + MINUTE)
        for p in circles(discussion).outer
    )


@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["come", "go", "out"])), max_size=25))
def test_whoever_comes_and_goes_two_are_left_to_talk(moves: list[tuple[int, str]]) -> None:
    some = people(8)
    discussion = a_class(BOWL, people=some[:4])
    here = {person.id for person in some[:4]}
    for index, move in moves:
        person = some[index]
        if move == "come":
            discussion = speaking.with_sign(discussion, person, START + MINUTE)
            here.add(person.id)
        elif move == "go":
            discussion = speaking.stepped_out(discussion, person.id, START + MINUTE)
            here.discard(person.id)
        else:
            discussion = speaking.opted_out(discussion, person, START + MINUTE)
            here.discard(person.id)
    found = circles(discussion)
    assert sorted((*found.inner, *found.outer)) == sorted(here)
    assert len(found.inner) >= min(2, len(here))


def test_a_latecomer_listens_first() -> None:
    discussion = a_class(BOWL, people=CLASS)
    newcomer = Person(99, "Late Example")
    after = circles(speaking.with_person(discussion, newcomer, START + MINUTE))
    assert after.outer[-1] == newcomer.id
