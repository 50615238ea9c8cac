"""Members move on, and the lead changes hands."""

from __future__ import annotations

from datetime import datetime

import pytest

from cogs.delivery import layouts
from cogs.text.languages import phrases
from discussion.arrangement import grouping
from discussion.contributions import speaking, voice
from discussion.lifecycle import leading, rounds, steering
from discussion.model import Discussion, Person, RoundKind
from discussion.model.effects import Decision, PostKind
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    FACILITATOR,
    LECTURER,
    MINUTE,
    START,
    a_class,
    a_plan,
    is_plain,
    knowing,
    words,
)

NOTHING = knowing()
NOBODY = NOTHING.tally


def talking() -> Discussion:
    return a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT))


def wish(discussion: Discussion, person: Person, now: datetime = START) -> Decision:
    number = discussion.current_round.number
    return steering.wish_to_move_on(discussion, person, number, NOTHING, now)


def test_half_of_those_present_move_on() -> None:
    discussion = talking()  # five are here, the facilitator among them
    for person in (ADA, FACILITATOR):
        decision = wish(discussion, person)
        discussion = decision.discussion
        assert discussion.current_round.number == 1
    (panel,) = decision.posts
    shown = (panel.data["wishing"], panel.data["present"], panel.data["enough"])
    assert shown == (2, 5, 3)
    assert not any(str(person.id) in repr(panel.data["wishing"]) for person in (ADA, BEN))
    assert wish(discussion, BEN).discussion.current_round.number == 2


def test_a_wish_is_taken_back_by_the_same_press() -> None:
    discussion = wish(wish(talking(), ADA).discussion, ADA).discussion
    assert discussion.current_round.move_on == frozenset()


def test_who_has_left_is_counted_on_neither_side() -> None:
    discussion = wish(talking(), ADA).discussion
    discussion = speaking.stepped_out(discussion, ADA.id, START)
    discussion = speaking.opted_out(discussion, CAI, START)
    decision = wish(discussion, BEN)
    (panel,) = decision.posts
    assert (panel.data["wishing"], panel.data["present"], panel.data["enough"]) == (1, 3, 2)


def test_one_of_two_is_not_enough_but_one_alone_is() -> None:
    pair = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT), people=[ADA])
    assert wish(pair, ADA).discussion.current_round.number == 1
    alone = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT), people=[])
    assert wish(alone, FACILITATOR).discussion.current_round.number == 2


def test_nobody_moves_on_from_a_briefing_or_a_round_that_is_over() -> None:
    briefing = a_class(a_plan(RoundKind.BRIEFING))
    with pytest.raises(WrongMoment):
        wish(briefing, ADA)
    with pytest.raises(WrongMoment) as refused:
        steering.wish_to_move_on(talking(), ADA, 2, NOTHING, START)
    assert is_plain(refused.value)


def test_a_co_facilitator_may_steer() -> None:
    with pytest.raises(NotAllowed):
        rounds.pause(talking(), ADA, START)
    decision = leading.handed_over(talking(), FACILITATOR, ADA, START, together=True)
    panel, _ = decision.posts
    assert (panel.data["facilitator_id"], panel.data["co_facilitator_ids"]) == (1, [ADA.id])
    for person in (ADA, FACILITATOR):
        assert rounds.pause(decision.discussion, person, START).posts


def test_a_co_facilitator_who_stepped_out_and_steers_is_in_the_order_again() -> None:
    discussion = a_class(a_plan(RoundKind.GO_ROUND))
    discussion = leading.handed_over(discussion, FACILITATOR, ADA, START, together=True).discussion
    discussion = speaking.stepped_out(discussion, ADA.id, START)
    discussion = rounds.pause(discussion, ADA, START + MINUTE).discussion
    assert discussion.turns is not None
    assert discussion.turns.waiting[-1] == ADA.id


def test_whoever_comes_to_a_group_by_wishing_to_move_on_is_named_in_its_thread() -> None:
    discussion = a_class(a_plan(RoundKind.PAIRS))
    for group in discussion.groups:
        discussion = grouping.threaded(discussion, 1, group.number, 7000 + group.number)
    newcomer = Person(99, "New Example")
    kinds = [post.kind for post in wish(discussion, newcomer).posts]
    assert PostKind.GROUP_NOTE in kinds


def test_a_co_facilitator_who_comes_back_to_a_group_by_steering_is_named_in_its_thread() -> None:
    discussion = a_class(a_plan(RoundKind.PAIRS))
    discussion = leading.handed_over(discussion, FACILITATOR, ADA, START, together=True).discussion
    for group in discussion.groups:
        discussion = grouping.threaded(discussion, 1, group.number, 7000 + group.number)
    discussion = speaking.stepped_out(discussion, ADA.id, START)
    decision = rounds.pause(discussion, ADA, START + MINUTE)
    assert PostKind.GROUP_NOTE in [post.kind for post in decision.posts]


def test_whoever_handed_over_steers_no_more() -> None:
    discussion = leading.handed_over(talking(), FACILITATOR, ADA, START).discussion
    assert discussion.facilitator_id == ADA.id
    with pytest.raises(NotAllowed):
        rounds.pause(discussion, FACILITATOR, START)


def test_the_lead_is_handed_over_by_those_who_have_it_and_not_to_the_same() -> None:
    with pytest.raises(NotAllowed):
        leading.handed_over(talking(), ADA, BEN, START)
    assert leading.handed_over(talking(), LECTURER, BEN, START).discussion.facilitator_id == BEN.id
    with pytest.raises(BadInput):
        leading.handed_over(talking(), FACILITATOR, FACILITATOR, START)
    together = leading.handed_over(talking(), FACILITATOR, ADA, START, together=True).discussion
    with pytest.raises(BadInput):
        leading.handed_over(together, FACILITATOR, ADA, START, together=True)


def test_in_a_go_round_the_former_facilitator_gets_a_turn_too() -> None:
    discussion = a_class(a_plan(RoundKind.GO_ROUND))
    after = leading.handed_over(discussion, FACILITATOR, ADA, START).discussion
    assert after.turns is not None
    assert after.turns.waiting[-1] == FACILITATOR.id


@pytest.mark.parametrize("take", [False, True])
def test_whoever_facilitates_from_now_on_stands_outside_order_groups_and_circles(
    take: bool,
) -> None:
    def led_by(discussion: Discussion, person: Person) -> Discussion:
        if take:
            discussion = speaking.stepped_out(discussion, FACILITATOR.id, START)
            return leading.taken_over(discussion, person, NOBODY, START).discussion
        return leading.handed_over(discussion, FACILITATOR, person, START).discussion

    order = led_by(a_class(a_plan(RoundKind.GO_ROUND)), ADA).turns
    assert order is not None
    assert ADA.id not in order.waiting
    pairs = led_by(a_class(a_plan(RoundKind.PAIRS)), ADA)
    seated = [m for group in grouping.open_groups(pairs) for m in group.members]
    assert ADA.id not in seated
    assert {BEN.id, CAI.id} <= set(seated)
    assert all(len(group.members) > 1 for group in grouping.open_groups(pairs))
    circles = led_by(a_class(a_plan(RoundKind.FISHBOWL)), ADA).fishbowl
    assert circles is not None
    assert ADA.id not in (*circles.inner, *circles.outer)


def test_a_turn_that_was_being_spoken_counts_when_its_speaker_takes_over() -> None:
    discussion = a_class(a_plan(RoundKind.GO_ROUND))
    assert discussion.turns is not None
    speaker = next(p for p in CLASS if p.id == discussion.turns.waiting[0])
    discussion = voice.entered(discussion, speaker, START)
    decision = leading.handed_over(discussion, FACILITATOR, speaker, START + MINUTE)
    (speech,) = decision.speeches
    assert (speech.person_id, speech.length) == (speaker.id, MINUTE)


def test_being_named_is_no_sign_of_who_is_away() -> None:
    discussion = speaking.stepped_out(talking(), ADA.id, START)
    after = leading.handed_over(discussion, FACILITATOR, ADA, START + MINUTE).discussion
    assert not after.participants[ADA.id].present
    assert leading.taken_over(after, BEN, NOBODY, START + MINUTE).discussion.facilitator_id == 12
    back = speaking.with_sign(after, ADA, START + MINUTE)
    assert not leading.is_away(back, NOBODY, START + MINUTE)


def test_who_stays_out_may_lead_and_is_told_in_private_how_to_take_part_again() -> None:
    discussion = speaking.opted_out(talking(), ADA, START)
    decision = leading.handed_over(discussion, FACILITATOR, ADA, START)
    assert decision.discussion.participants[ADA.id].opted_out_at is not None
    (told,) = (post for post in decision.posts if post.kind is PostKind.LEADS)
    assert (told.recipient_id, told.channel_id) == (ADA.id, None)
    assert "press **I'm here** on the panel" in (layouts.leads(told, phrases()).content or "")
    other = leading.handed_over(discussion, FACILITATOR, BEN, START)
    (told,) = (post for post in other.posts if post.kind is PostKind.LEADS)
    assert "I'm here" not in (layouts.leads(told, phrases()).content or "")


def test_a_member_takes_over_only_once_the_facilitator_is_away() -> None:
    discussion = talking()
    with pytest.raises(NotAllowed) as refused:
        leading.taken_over(discussion, ADA, NOBODY, START + 4 * MINUTE)
    assert is_plain(refused.value)
    now = START + 5 * MINUTE
    after = leading.taken_over(discussion, ADA, NOBODY, now).discussion
    assert after.facilitator_id == ADA.id
    assert after.co_facilitators == {FACILITATOR.id}
    said = knowing([words(1, FACILITATOR, START + 2 * MINUTE)])
    with pytest.raises(NotAllowed):
        leading.taken_over(discussion, ADA, said.tally, now)


def test_a_command_is_a_sign_of_the_facilitator() -> None:
    now = START + 3 * MINUTE
    discussion = rounds.extend(talking(), FACILITATOR, MINUTE, now).discussion
    assert not leading.is_away(discussion, NOBODY, START + 7 * MINUTE)


def test_who_stepped_out_and_ends_the_class_is_back() -> None:
    discussion = speaking.stepped_out(talking(), FACILITATOR.id, START)
    now = START + 3 * MINUTE
    ended = rounds.end(discussion, FACILITATOR, NOTHING, now).discussion
    assert ended.participants[FACILITATOR.id].present
    assert ended.participants[FACILITATOR.id].last_sign_at == now


def test_a_member_takes_over_at_once_from_who_left() -> None:
    discussion = speaking.stepped_out(talking(), FACILITATOR.id, START)
    assert leading.taken_over(discussion, ADA, NOBODY, START).discussion.facilitator_id == ADA.id


def test_co_facilitator_and_lecturer_take_over_at_any_time() -> None:
    discussion = leading.handed_over(talking(), FACILITATOR, ADA, START, together=True).discussion
    for person in (ADA, LECTURER):
        after = leading.taken_over(discussion, person, NOBODY, START).discussion
        assert after.facilitator_id == person.id


def test_somebody_who_is_not_here_takes_nothing_over() -> None:
    stranger = Person(77, "Eve Example")
    discussion = speaking.stepped_out(talking(), FACILITATOR.id, START)
    with pytest.raises(NotAllowed, match="I'm here"):
        leading.taken_over(discussion, stranger, NOBODY, START)
    with pytest.raises(WrongMoment):
        leading.taken_over(discussion, FACILITATOR, NOBODY, START)
