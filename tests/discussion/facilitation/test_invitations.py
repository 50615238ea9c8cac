"""Invitations keep to their limits, whatever people do: docs/facilitation.md states them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.contributions import speaking
from discussion.facilitation import invitations
from discussion.lifecycle import rounds, waking
from discussion.model import (
    Contribution,
    Discussion,
    Invitation,
    InvitationState,
    Person,
    RoundKind,
    timing,
)
from discussion.model.arrangement import Floor, Hand
from discussion.model.effects import DueKind, PostKind
from discussion.model.errors import WrongMoment
from discussion.record.recording import tally_of
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
    next_due,
    play,
    words,
)

KINDS = st.sampled_from(sorted(RoundKind))
LATER = START + 7 * MINUTE


def chosen(discussion: Discussion, now: datetime = LATER, **known: list[int]) -> set[int]:
    people = invitations.choose(discussion, {}, known.get("typing", []), now)
    return {person.id for person in people}


def had(
    discussion: Discussion, person: Person, *rounds_and_times: tuple[int, datetime]
) -> Discussion:
    for number, made_at in rounds_and_times:
        invitation = Invitation(f"i{person.id}.{number}", person.id, number, made_at)
        discussion = discussion.with_invitation(replace(invitation, state=InvitationState.EXPIRED))
    return discussion


@given(KINDS, st.integers(1, 7200), st.integers(0, 3600), st.integers(0, 1800))
def test_nothing_is_asked_in_the_grace_of_a_round(
    kind: RoundKind, length: int, paused: int, extended: int
) -> None:
    discussion = a_class(a_plan(kind, length * SECOND))
    if paused:
        discussion = rounds.pause(discussion, FACILITATOR, START).discussion
        now = START + paused * SECOND
        discussion = rounds.resume(discussion, FACILITATOR, now).discussion
    if extended:
        more = extended * SECOND
        discussion = rounds.extend(discussion, FACILITATOR, more, START).discussion
    whole = timing.length(discussion, discussion.current_round)
    for due in waking.due_actions(discussion, START + paused * SECOND):
        if due.kind in (DueKind.OPENER, DueKind.WAVE):
            ran = timing.elapsed(discussion.current_round, due.due_at)
            assert ran >= max(whole / 4, 2 * MINUTE) - timedelta(milliseconds=1)
        if due.kind is DueKind.WAVE:
            assert timing.remaining(discussion, due.due_at) >= MINUTE


@pytest.mark.parametrize("kind", [RoundKind.BRIEFING, RoundKind.GO_ROUND])
def test_a_round_that_needs_no_invitation_makes_none(kind: RoundKind) -> None:
    discussion, posts = play(a_class(a_plan(kind, 30 * MINUTE)))
    assert discussion.invitations == ()
    assert PostKind.OPENER not in [post.kind for post in posts]


def test_everybody_unheard_is_invited_but_the_facilitator() -> None:
    discussion, posts = play(a_class())
    assert {i.person_id for i in discussion.invitations} == {person.id for person in CLASS}
    made = [post for post in posts if post.kind is PostKind.INVITATION]
    assert {post.recipient_id for post in made} == {person.id for person in CLASS}
    assert all(post.channel_id is None for post in made)


def test_a_wave_is_small_and_the_next_comes_later() -> None:
    discussion, _ = play(a_class())
    times = [i.made_at for i in discussion.invitations]
    assert times == [START + 6 * MINUTE] * 3 + [START + 6 * MINUTE + 45 * SECOND]


def test_who_spoke_in_this_round_is_not_invited() -> None:
    discussion, _ = play(a_class(), [words(101, ADA, START + MINUTE)])
    assert ADA.id not in {i.person_id for i in discussion.invitations}


def test_who_passed_or_opted_out_or_left_is_not_invited() -> None:
    discussion = a_class()
    discussion = speaking.passed(discussion, ADA, START)
    discussion = speaking.opted_out(discussion, BEN, START)
    discussion = speaking.stepped_out(discussion, CAI.id, START)
    assert chosen(discussion) == {DEE.id}


def test_who_is_typing_is_not_invited() -> None:
    assert chosen(a_class(), typing=[ADA.id, BEN.id]) == {CAI.id, DEE.id}


def test_who_spoke_a_moment_ago_is_not_invited_even_in_a_new_round() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR))
    now = START + 10 * MINUTE
    discussion = rounds.close_round(discussion, knowing(), now).discussion
    said = [words(101, ADA, now - 10 * SECOND, "one")]
    said += [words(102, BEN, now - 5 * MINUTE, "a long story " * 20)]
    tally = tally_of(said)

    def invited(at: datetime) -> set[int]:
        return {p.id for p in invitations.choose(discussion, tally, (), at)}

    assert ADA.id not in invited(now + 49 * SECOND)
    assert ADA.id in invited(now + 50 * SECOND)


def test_one_invitation_a_round() -> None:
    discussion = had(a_class(), ADA, (1, START - 60 * MINUTE))
    assert chosen(discussion) == {BEN.id, CAI.id, DEE.id}


def test_an_invitation_that_did_not_arrive_is_not_tried_again_in_its_round() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR))
    lost = Invitation("x", ADA.id, 1, START, InvitationState.UNDELIVERABLE)
    discussion = discussion.with_invitation(lost)
    assert ADA.id not in chosen(discussion)
    now = START + 10 * MINUTE
    discussion = rounds.close_round(discussion, knowing(), now).discussion
    discussion = replace(discussion, policy=replace(discussion.policy, wave_size=9))
    assert ADA.id in chosen(discussion, now + MINUTE)


@pytest.mark.parametrize(("ago", "invited"), [(299, False), (300, True)])
def test_five_minutes_lie_between_two_invitations(ago: int, invited: bool) -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR), people=[ADA])
    discussion = rounds.close_round(discussion, knowing(), START + 10 * MINUTE).discussion
    now = START + 17 * MINUTE
    discussion = had(discussion, ADA, (1, now - ago * SECOND))
    assert chosen(discussion, now) == ({ADA.id} if invited else set())


def test_three_invitations_in_a_discussion_are_the_most() -> None:
    plans = [a_plan(RoundKind.OPEN_FLOOR, 20 * MINUTE)] * 6
    discussion, _ = play(a_class(*plans, people=[ADA]))
    assert [i.round_number for i in discussion.invitations] == [1, 2, 3]


def test_those_heard_least_are_invited_first_then_the_longest_silent() -> None:
    discussion = a_class(a_plan(RoundKind.BRIEFING), a_plan(RoundKind.OPEN_FLOOR))
    said = [
        words(100, FACILITATOR, START, "a long story " * 20),
        words(101, ADA, START + MINUTE, "one two three four five"),
        words(102, BEN, START + 3 * MINUTE, "one"),
        words(103, CAI, START + 2 * MINUTE, "one"),
    ]
    now = START + 10 * MINUTE
    discussion = rounds.close_round(discussion, knowing(said), now).discussion
    discussion = replace(discussion, policy=replace(discussion.policy, wave_size=9))
    order = invitations.choose(discussion, tally_of(said), (), now + 6 * MINUTE)
    assert [person.id for person in order] == [DEE.id, CAI.id, BEN.id, ADA.id]


def test_who_has_said_half_a_fair_share_leaves_the_invitations_to_others() -> None:
    discussion = a_class(a_plan(RoundKind.BRIEFING), a_plan(RoundKind.OPEN_FLOOR))
    said = [
        words(100, FACILITATOR, START, "word " * 34),
        words(101, ADA, START + MINUTE, "word " * 5),
        words(102, BEN, START + MINUTE, "word " * 4),
        words(103, CAI, START + MINUTE, "word " * 7),
    ]
    now = START + 10 * MINUTE
    discussion = rounds.close_round(discussion, knowing(said), now).discussion
    # Fifty words among five: half a fair share is five words.
    order = invitations.choose(discussion, tally_of(said), (), now + 6 * MINUTE)
    assert [person.id for person in order] == [DEE.id, BEN.id]


def test_a_raised_hand_or_the_floor_suppresses_an_invitation() -> None:
    hands = (Hand(ADA.id, START + MINUTE), Hand(BEN.id, START + 2 * MINUTE))
    discussion = replace(a_class(), hands=hands, floor=Floor(CAI.id, START + 5 * MINUTE))
    discussion, _ = play(discussion, until=START + 9 * MINUTE)
    assert {i.person_id for i in discussion.invitations} == {DEE.id}


def test_an_open_invitation_suppresses_another_even_in_a_later_round() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR))
    discussion = rounds.close_round(discussion, knowing(), START + 10 * MINUTE).discussion
    discussion = discussion.with_invitation(Invitation("x", ADA.id, 1, START))
    now = START + 18 * MINUTE
    assert chosen(discussion, now) == {BEN.id, CAI.id, DEE.id}
    discussion = had(discussion, ADA, (1, START))
    expired = replace(discussion, invitations=discussion.invitations[1:])
    expired = replace(expired, policy=replace(expired.policy, wave_size=9))
    assert ADA.id in chosen(expired, now)


def test_ties_are_drawn_by_lot_and_the_draw_can_be_repeated() -> None:
    orders = [
        [p.id for p in invitations.choose(a_class(seed=seed), {}, (), LATER)]
        for seed in range(20)
        for _ in range(2)
    ]
    assert orders[::2] == orders[1::2]
    assert len({tuple(order) for order in orders}) > 1


def test_the_opener_comes_only_if_most_are_unheard_and_names_nobody() -> None:
    _, quiet = play(a_class(), until=START + 5 * MINUTE)
    (opener,) = quiet
    assert opener.kind is PostKind.OPENER
    assert not any(person.name in repr(opener.data) for person in CLASS)
    said = [words(n, each, START + MINUTE) for n, each in enumerate((ADA, BEN, CAI), 101)]
    _, lively = play(a_class(), said, until=START + 5 * MINUTE)
    assert lively == []


def test_open_invitations_expire_with_their_round() -> None:
    discussion, _ = play(a_class(), until=START + 9 * MINUTE)
    assert {i.state for i in discussion.invitations} == {InvitationState.OPEN}
    discussion = rounds.close_round(discussion, knowing(), START + 10 * MINUTE).discussion
    assert {i.state for i in discussion.invitations} == {InvitationState.EXPIRED}


def test_an_invitation_pressed_after_its_round_is_refused_kindly() -> None:
    begun = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT))
    discussion, _ = play(begun, until=START + 11 * MINUTE)
    early = next(i for i in discussion.invitations if i.round_number == 1)
    person = next(each for each in CLASS if each.id == early.person_id)
    with pytest.raises(WrongMoment, match="You are welcome in the next round"):
        speaking.open_invitation(discussion, early.id, person)
    ended, _ = play(begun)
    with pytest.raises(WrongMoment, match="This discussion has ended"):
        speaking.open_invitation(ended, early.id, person)


ACTS = st.lists(
    st.tuples(
        st.integers(0, 60 * 60),
        st.sampled_from(CLASS),
        st.sampled_from(["say", "pass", "opt_out", "leave", "come", "type"]),
    ),
    max_size=25,
)
LENGTHS = st.lists(st.integers(2, 15), min_size=1, max_size=6)


@settings(deadline=None)
@given(LENGTHS, ACTS)
def test_every_limit_holds_whatever_people_do(
    minutes: list[int], acts: list[tuple[int, Person, str]]
) -> None:
    """Plays a class from act to act and looks at each invitation as it is made."""
    discussion = a_class(*(a_plan(RoundKind.OPEN_FLOOR, n * MINUTE) for n in minutes))
    timetable = sorted(acts, key=lambda act: act[0])
    said, typing = [words(1, FACILITATOR, START)], dict[int, datetime]()
    now = START
    while (due := next_due(discussion, now)) is not None:
        while timetable and START + timetable[0][0] * SECOND <= due.due_at:
            seconds, person, act = timetable.pop(0)
            now = START + seconds * SECOND
            if act == "say":
                number = discussion.current_round.number
                said.append(words(len(said) + 1, person, now, round_number=number))
                discussion = speaking.with_person(discussion, person, now)
                discussion = speaking.heard(discussion, said[-1])
            elif act == "pass":
                discussion = speaking.passed(discussion, person, now)
            elif act == "opt_out":
                discussion = speaking.opted_out(discussion, person, now)
            elif act == "leave":
                discussion = speaking.stepped_out(discussion, person.id, now)
            elif act == "come":
                discussion = speaking.with_sign(discussion, person, now)
            else:
                typing[person.id] = now
        now = due.due_at
        writing = [p for p, at in typing.items() if now - at <= 10 * SECOND]
        before = discussion
        discussion = waking.wake(before, due, knowing(said, writing), now).discussion
        made = discussion.invitations[len(before.invitations) :]
        assert len(made) <= invitations.wave_size(before)
        for invitation in made:
            check_limits(before, invitation, said, writing)
    check_whole(discussion)


def check_limits(
    discussion: Discussion,
    invitation: Invitation,
    said: list[Contribution],
    writing: list[int],
) -> None:
    person, now = discussion.participants[invitation.person_id], invitation.made_at

    own = [c for c in said if c.author_id == person.id and c.said_at <= now]
    round_ = discussion.current_round
    assert person.id != FACILITATOR.id
    assert person.present
    assert person.opted_out_at is None
    assert round_.number not in person.passed_rounds
    assert person.id not in writing
    assert all(c.round_number != round_.number for c in own)
    assert all(now - c.said_at >= MINUTE for c in own)
    assert timing.elapsed(round_, now) >= 2 * MINUTE
    assert timing.remaining(discussion, now) >= MINUTE


def check_whole(discussion: Discussion) -> None:
    for person in CLASS:
        mine = [i for i in discussion.invitations if i.person_id == person.id]
        assert len(mine) <= 3
        assert len({i.round_number for i in mine}) == len(mine)
        gaps = [b.made_at - a.made_at for a, b in pairwise(mine)]
        assert all(gap >= 5 * MINUTE for gap in gaps)
