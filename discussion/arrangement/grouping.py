"""Pairs and fours: small groups of one round, each talking in a thread of its own.

Groups are dealt so that those heard least so far sit with those heard more; ties are drawn with
the discussion's seed. The facilitator goes from group to group and stands outside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from discussion.arrangement import turns
from discussion.model import Discussion, Round, RoundKind
from discussion.model.arrangement import Group
from discussion.participation.ledger import Tally, named_amount_so_far

GROUP_ROUNDS = frozenset({RoundKind.PAIRS, RoundKind.FOURS})
"""Rounds in which people talk in groups."""


def begun(discussion: Discussion, tally: Tally) -> Discussion:
    """The discussion with the groups of its current round, if that has groups.

    Fours come of the pairs before them, where there were pairs. Somebody who is there alone has no
    group: the round runs in the channel.
    """
    people = _ungrouped(discussion)
    if discussion.current_plan.kind not in GROUP_ROUNDS or len(people) < 2:
        return discussion
    tie = turns.shuffled(discussion, discussion.current_round.number)
    rate = discussion.policy.words_a_minute
    people.sort(key=lambda person: (named_amount_so_far(tally, person, rate), tie[person]))
    pairs = _pairs_before(discussion, people)
    if discussion.current_plan.kind is RoundKind.FOURS and pairs:
        made = _merged(discussion, pairs, people)
    else:
        made = _dealt(discussion, people)
    return replace(discussion, groups=(*discussion.groups, *made))


def joined(discussion: Discussion, person_id: int, channel_id: int | None = None) -> Discussion:
    """The discussion with somebody in a group: the one in whose thread they are, or the smallest.

    Changes nothing for whoever has a group, and for whoever does not take part in groups.
    """
    alone = _ungrouped(discussion)
    if discussion.current_plan.kind not in GROUP_ROUNDS or person_id not in alone:
        return discussion
    open_ = open_groups(discussion)
    if not open_:
        if len(alone) < 2:
            return discussion
        number = 1 + max((g.number for g in _of_round(discussion)), default=0)
        group = Group(discussion.current_round.number, number, tuple(alone))
        return replace(discussion, groups=(*discussion.groups, group))
    here = [group for group in open_ if group.thread_id == channel_id is not None]
    return _with_member(discussion, here[0] if here else _smallest(open_), person_id)


def left(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion without somebody in its groups; whoever is then alone joins another group."""
    group = group_of(discussion, person_id)
    if group is None:
        return discussion
    rest = tuple(member for member in group.members if member != person_id)
    others = [each for each in open_groups(discussion) if each.number != group.number]
    if len(rest) > 1 or not others:
        return _with_group(discussion, replace(group, members=rest))
    discussion = _with_group(discussion, replace(group, members=rest, closed_at=now))
    for member in rest:
        discussion = _with_member(discussion, _smallest(others), member)
    return discussion


def closed(discussion: Discussion, round_: Round, now: datetime) -> Discussion:
    """The discussion with the groups of a round closed."""
    return replace(
        discussion,
        groups=tuple(
            replace(group, closed_at=now)
            if group.round_number == round_.number and group.closed_at is None
            else group
            for group in discussion.groups
        ),
    )


def threaded(
    discussion: Discussion, round_number: int, number: int, thread_id: int | None
) -> Discussion:
    """The discussion after a group's thread was made, or could not be (None).

    A group that has closed meanwhile needs none.
    """
    return replace(
        discussion,
        groups=tuple(
            replace(group, thread_id=thread_id)
            if (group.round_number, group.number) == (round_number, number)
            and (group.closed_at is None or thread_id is None)
            else group
            for group in discussion.groups
        ),
    )


def open_groups(discussion: Discussion) -> list[Group]:
    """The groups of the current round that are not closed."""
    return [group for group in _of_round(discussion) if group.closed_at is None]


def group_of(discussion: Discussion, person_id: int) -> Group | None:
    """The group in which somebody is at the moment."""
    return next((g for g in open_groups(discussion) if person_id in g.members), None)


def group_number_in(discussion: Discussion, channel_id: int, round_number: int) -> int | None:
    """Which group of a round talks in a thread; None for every other place."""
    return next(
        (
            group.number
            for group in discussion.groups
            if group.thread_id == channel_id and group.round_number == round_number
        ),
        None,
    )


def is_open_thread(discussion: Discussion, channel_id: int) -> bool:
    """Whether a group is talking in a place at the moment."""
    return any(group.thread_id == channel_id for group in open_groups(discussion))


def _of_round(discussion: Discussion) -> list[Group]:
    number = discussion.current_round.number
    return [group for group in discussion.groups if group.round_number == number]


def _ungrouped(discussion: Discussion) -> list[int]:
    """Who takes part in groups and has none."""
    grouped = {member for group in open_groups(discussion) for member in group.members}
    return [
        person.id
        for person in discussion.participants.values()
        if person.id not in grouped and turns.can_take_turn(discussion, person)
    ]


def _pairs_before(discussion: Discussion, people: Sequence[int]) -> list[Group]:
    """The pairs of the last round that had groups, without those who are not there now."""
    number = max((group.round_number for group in discussion.groups), default=0)
    if number == 0 or discussion.plans[number - 1].kind is not RoundKind.PAIRS:
        return []
    before = [group for group in discussion.groups if group.round_number == number]
    # Whoever moved to another pair stands in both; the later pair is the one they talked in.
    seated: set[int] = set()
    kept = []
    for group in sorted(before, key=lambda g: g.closed_at or discussion.started_at, reverse=True):
        members = tuple(m for m in group.members if m in people and m not in seated)
        seated.update(members)
        if members:
            kept.append(replace(group, members=members))
    return sorted(kept, key=lambda group: group.number)


def _merged(discussion: Discussion, pairs: Sequence[Group], people: Sequence[int]) -> list[Group]:
    """Groups of whole pairs, at least two in each; who was in none joins the smallest."""
    policy = discussion.policy
    wanted = _group_count(len(people), policy.four_size, policy.most_groups)
    number = max(1, min(wanted, len(pairs) // 2))
    hands = [pairs[start::number] for start in range(number)]
    made = [
        Group(
            round_number=discussion.current_round.number,
            number=index,
            members=tuple(member for pair in hand for member in pair.members),
            merged_from=tuple(pair.number for pair in hand),
        )
        for index, hand in enumerate(hands, start=1)
    ]
    seated = {member for group in made for member in group.members}
    for person in people:
        if person not in seated:
            group = _smallest(made)
            made[group.number - 1] = replace(group, members=(*group.members, person))
    return made


def _dealt(discussion: Discussion, people: Sequence[int]) -> list[Group]:
    """Groups dealt from those heard least to those heard most, and back, and forth again."""
    policy = discussion.policy
    pairs = discussion.current_plan.kind is RoundKind.PAIRS
    size = policy.pair_size if pairs else policy.four_size
    number = _group_count(len(people), size, policy.most_groups)
    dealt: list[list[int]] = [[] for _ in range(number)]
    for index, person in enumerate(people):
        lap, place = divmod(index, number)
        dealt[place if lap % 2 == 0 else number - 1 - place].append(person)
    round_number = discussion.current_round.number
    return [Group(round_number, n, tuple(members)) for n, members in enumerate(dealt, start=1)]


def _group_count(people: int, size: int, most: int) -> int:
    """How many groups: pairs leave an odd one over, fours also make a group of three."""
    return max(1, min((people + size // 2 - 1) // size, most))


def _smallest(groups: Sequence[Group]) -> Group:
    return min(groups, key=lambda group: (len(group.members), group.number))


def _with_member(discussion: Discussion, group: Group, person_id: int) -> Discussion:
    return _with_group(discussion, replace(group, members=(*group.members, person_id)))


def _with_group(discussion: Discussion, group: Group) -> Discussion:
    return replace(
        discussion,
        groups=tuple(
            group
            if (each.round_number, each.number) == (group.round_number, group.number)
            else each
            for each in discussion.groups
        ),
    )
