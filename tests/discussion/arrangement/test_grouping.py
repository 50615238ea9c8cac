"""Pairs and fours: who sits with whom, as people come and go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion import posts
from discussion.arrangement import grouping
from discussion.contributions import speaking
from discussion.lifecycle import rounds
from discussion.model import Discussion, Person, RoundKind
from discussion.model.effects import Post, PostKind
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    DEE,
    FACILITATOR,
    MINUTE,
    PLACE,
    START,
    a_class,
    a_plan,
    begun,
    knowing,
    words,
)

EVE = Person(15, "Eve Example")
PAIRS, FOURS = a_plan(RoundKind.PAIRS), a_plan(RoundKind.FOURS)


def people(number: int) -> list[Person]:
    return [Person(100 + n, f"Person {n} Example") for n in range(number)]


def sizes(discussion: Discussion) -> list[int]:
    return sorted(len(group.members) for group in grouping.open_groups(discussion))


def members(discussion: Discussion) -> list[int]:
    return sorted(m for group in grouping.open_groups(discussion) for m in group.members)


def next_round(discussion: Discussion) -> Discussion:
    return rounds.next_round(discussion, FACILITATOR, knowing(), START + MINUTE).discussion


def threaded(discussion: Discussion) -> Discussion:
    """The discussion once all its groups have their threads."""
    for group in discussion.groups:
        discussion = grouping.threaded(
            discussion, group.round_number, group.number, 7000 + group.number
        )
    return discussion


def kinds(made: tuple[Post, ...]) -> list[PostKind]:
    return [post.kind for post in made]


@given(st.integers(0, 210))
def test_everybody_but_the_facilitator_is_in_exactly_one_pair(number: int) -> None:
    discussion = a_class(PAIRS, people=people(number))
    if number < 2:
        assert discussion.groups == ()
        return
    assert members(discussion) == [person.id for person in people(number)]
    assert len(discussion.groups) <= discussion.policy.most_groups
    if number <= 2 * discussion.policy.most_groups:
        assert sizes(discussion) == [2] * (number // 2 - number % 2) + [3] * (number % 2)


@given(st.integers(2, 210))
def test_fours_come_of_whole_pairs(number: int) -> None:
    pairs = a_class(PAIRS, FOURS, people=people(number))
    fours = next_round(pairs)
    assert members(fours) == [person.id for person in people(number)]
    whole = {frozenset(group.members) for group in pairs.groups}
    for group in grouping.open_groups(fours):
        assert len(group.merged_from) >= min(2, len(pairs.groups))
        assert all(pair <= set(group.members) or not pair & set(group.members) for pair in whole)


@pytest.mark.parametrize(("number", "wanted"), [(3, [3]), (6, [6]), (7, [3, 4]), (8, [4, 4])])
def test_fours_without_pairs_before_are_dealt_afresh(number: int, wanted: list[int]) -> None:
    assert sizes(a_class(FOURS, people=people(number))) == wanted


def test_whoever_was_heard_least_sits_with_whoever_was_heard_most() -> None:
    talk = a_class(a_plan(RoundKind.OPEN_FLOOR), PAIRS)
    said = [
        words(1, ADA, START, "one"),
        words(2, BEN, START, "one two"),
        words(3, CAI, START, "one two three"),
        words(4, DEE, START, "one two three four"),
    ]
    decision = rounds.next_round(talk, FACILITATOR, knowing(said), START + MINUTE)
    together = {frozenset(group.members) for group in decision.discussion.groups}
    assert together == {frozenset({ADA.id, DEE.id}), frozenset({BEN.id, CAI.id})}


def test_one_person_alone_talks_in_the_channel_until_a_second_comes() -> None:
    alone = begun(PAIRS, people=[ADA])
    assert kinds(alone.posts) == [PostKind.PANEL]
    together = speaking.with_person(alone.discussion, BEN, START + MINUTE)
    assert members(together) == [ADA.id, BEN.id]


def test_a_latecomer_joins_the_smallest_group_or_the_one_in_whose_thread_they_speak() -> None:
    discussion = threaded(a_class(PAIRS, people=[*CLASS, EVE]))
    large = next(g for g in discussion.groups if len(g.members) == 3)
    small = next(g for g in discussion.groups if len(g.members) == 2)
    newcomer = Person(99, "Late Example")
    by_panel = speaking.with_sign(discussion, newcomer, START + MINUTE, PLACE.channel_id)
    assert grouping.group_of(by_panel, newcomer.id) == replace(
        small, members=(*small.members, newcomer.id)
    )
    by_words = speaking.with_person(discussion, newcomer, START + MINUTE, large.thread_id)
    found = grouping.group_of(by_words, newcomer.id)
    assert found is not None
    assert found.number == large.number


def test_whoever_is_left_alone_goes_on_in_another_group_and_is_told_where() -> None:
    discussion = threaded(a_class(PAIRS))
    first, second = discussion.groups
    goes, stays = first.members
    after = speaking.stepped_out(discussion, goes, START + MINUTE)
    assert members(after) == sorted((stays, *second.members))
    assert [group.closed_at for group in after.groups] == [START + MINUTE, None]
    made = posts.group_changes(discussion, after)
    assert kinds(made) == [PostKind.GROUP_NOTE, PostKind.GROUP_CLOSE, PostKind.GROUP_NOTE]
    farewell, close, welcome = made
    assert (farewell.channel_id, farewell.data["moved_to"]) == (first.thread_id, second.thread_id)
    assert close.channel_id == first.thread_id
    assert (welcome.channel_id, welcome.data["members"]) == (second.thread_id, [stays])


def test_the_last_pair_is_left_as_it_is() -> None:
    discussion = a_class(PAIRS, people=[ADA, BEN])
    after = speaking.opted_out(discussion, ADA, START + MINUTE)
    assert members(after) == [BEN.id]
    back = speaking.with_sign(after, ADA, START + 2 * MINUTE)
    assert members(back) == [ADA.id, BEN.id]


def test_a_thread_is_made_for_those_who_are_in_the_group_by_then() -> None:
    before = a_class(PAIRS, people=[ADA, BEN])
    grown = speaking.with_person(before, CAI, START + MINUTE)
    assert posts.group_changes(before, grown) == ()
    (thread,) = posts.group_changes(grown, threaded(grown))
    assert thread.kind is PostKind.GROUP_THREAD
    assert thread.data["members"] == list(grown.groups[0].members)
    assert set(grown.groups[0].members) == {ADA.id, BEN.id, CAI.id}


def test_a_group_that_closed_before_its_thread_was_made_gets_none() -> None:
    discussion = next_round(a_class(PAIRS, a_plan(RoundKind.OPEN_FLOOR)))
    assert threaded(discussion) == discussion


def test_threads_are_put_away_when_the_round_ends() -> None:
    discussion = threaded(a_class(PAIRS, a_plan(RoundKind.OPEN_FLOOR)))
    decision = rounds.next_round(discussion, FACILITATOR, knowing(), START + MINUTE)
    closed = [p.channel_id for p in decision.posts if p.kind is PostKind.GROUP_CLOSE]
    assert closed == [group.thread_id for group in discussion.groups]
    assert len({post.dedup for post in decision.posts}) == len(decision.posts)


def test_words_without_a_name_are_shown_to_all_and_move_nobody() -> None:
    discussion = threaded(a_class(PAIRS))
    thread = discussion.groups[0].thread_id
    named, nameless = (
        speaking.from_words(
            discussion,
            ADA,
            speaking.Words(1, "Nobody asks us.", anonymous=anonymous, channel_id=thread),
            START + MINUTE,
        )
        for anonymous in (False, True)
    )
    assert (named.channel_id, named.group_number) == (thread, 1)
    assert (nameless.channel_id, nameless.group_number) == (PLACE.channel_id, None)


@given(st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=25), st.integers(2, 8))
def test_whoever_comes_and_goes_nobody_is_left_over(
    moves: list[tuple[int, bool]], number: int
) -> None:
    some = people(8)
    discussion = threaded(a_class(PAIRS, people=some[:number]))
    here = {person.id for person in some[:number]}
    for index, comes in moves:
        person, before = some[index], discussion
        if comes:
            discussion = speaking.with_sign(discussion, person, START + MINUTE)
            here.add(person.id)
        else:
            discussion = speaking.stepped_out(discussion, person.id, START + MINUTE)
            here.discard(person.id)
        discussion = threaded(discussion)
        made = posts.group_changes(before, discussion)
        assert len({post.dedup for post in made}) == len(made)
    assert members(discussion) == sorted(here)
    groups = sizes(discussion)
    assert len(groups) == 1 or min(groups) >= 2
