"""Slides are shared out fairly, stay so when people come and go, and are turned one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.after_class import presenting, slide_shares
from discussion.after_class.presenting import OfferState, Presentation
from discussion.model import Discussion, Participant, Person, RoundKind, State
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, WrongMoment
from tests.deck.sample import empty
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    FACILITATOR,
    LECTURER,
    MINUTE,
    PLACE,
    START,
    a_class,
    a_plan,
    is_plain,
    words,
)

STRANGER = Person(99, "Sam Example")


def published(people: int = 4, *, seed: int = 5) -> Discussion:
    """A finished discussion of so many people beside the facilitator."""
    members = [Person(100 + number, f"Person {number}") for number in range(people)]
    return replace(a_class(people=members, seed=seed), state=State.PUBLISHED)


def shown(discussion: Discussion, slides: int = 16) -> Presentation:
    people = list(discussion.participants.values())
    return presenting.begun(discussion, PLACE, FACILITATOR, people, slides, 10 * MINUTE, START)


def loads(presentation: Presentation) -> list[int]:
    """How many slides each of the people has."""
    counts = Counter(presentation.shares)
    return [counts[person] for person in presentation.people]


@given(people=st.integers(0, 60), slides=st.integers(1, 60), seed=st.integers(0, 2**32))
def test_everybody_is_within_one_slide_of_anybody_else_in_one_block(
    people: int, slides: int, seed: int
) -> None:
    discussion = published(people, seed=seed)
    one = shown(discussion, slides)
    assert one == shown(discussion, slides)
    assert len(one.shares) == slides
    assert None not in one.shares
    assert max(loads(one)) - min(loads(one)) <= 1
    blocks = [person for person, _ in groupby(one.shares)]
    assert len(blocks) == len(set(blocks))


@given(
    people=st.integers(1, 12),
    slides=st.integers(1, 40),
    moves=st.lists(st.tuples(st.booleans(), st.integers(0, 12)), max_size=20),
)
def test_it_stays_fair_while_people_drop_out_and_come_back(
    people: int, slides: int, moves: list[tuple[bool, int]]
) -> None:
    discussion = published(people)
    members = sorted(discussion.participants)
    presentation = shown(discussion, slides)
    for goes, index in moves:
        person = members[index % len(members)]
        if goes is (person in presentation.people):
            presentation = (
                slide_shares.declined(presentation, person)
                if goes
                else slide_shares.joined(discussion, presentation, person)
            )
    assert len(presentation.shares) == slides
    assert set(presentation.shares) <= {*presentation.people, None}
    if presentation.people:
        assert max(loads(presentation)) - min(loads(presentation)) <= 1
        assert None not in presentation.shares


def test_with_more_people_than_slides_each_slide_has_one_and_a_free_one_goes_to_who_waits() -> None:
    presentation = shown(published(200), 16)
    assert len(set(presentation.shares)) == 16
    first = presentation.shares[0]
    assert first is not None
    after = slide_shares.declined(presentation, first)
    assert after.shares[0] == presentation.people[16]
    assert after.shares[1:] == presentation.shares[1:]


def test_one_person_presents_everything_and_may_leave_it() -> None:
    discussion = replace(a_class(people=()), state=State.PUBLISHED)
    presentation = shown(discussion, 3)
    assert presentation.shares == (FACILITATOR.id,) * 3
    alone = slide_shares.declined(presentation, FACILITATOR.id)
    assert alone.shares == (None, None, None)
    again = slide_shares.joined(discussion, alone, FACILITATOR.id)
    assert again.shares == (FACILITATOR.id,) * 3


def test_who_left_or_opted_out_is_given_no_slide() -> None:
    discussion = a_class()
    people = discussion.participants
    discussion = discussion.with_participant(replace(people[ADA.id], present=False))
    discussion = discussion.with_participant(replace(people[BEN.id], opted_out_at=START))
    there = {each.id for each in slide_shares.openly_there(discussion, [])}
    assert CAI.id in there
    assert not {ADA.id, BEN.id} & there


def test_who_is_known_only_by_words_without_a_name_is_not_shown_unasked() -> None:
    later = START + MINUTE
    discussion = a_class().with_participant(Participant(STRANGER.id, STRANGER.name, later))
    nameless = words(1, STRANGER, later, anonymous=True)
    assert STRANGER.id not in {p.id for p in slide_shares.openly_there(discussion, [nameless])}
    # Words under a name, or a round that names everybody who is there, make no secret of it.
    named = words(2, STRANGER, later + MINUTE)
    assert STRANGER.id in {p.id for p in slide_shares.openly_there(discussion, [nameless, named])}
    circle = a_class(a_plan(RoundKind.GO_ROUND))
    circle = circle.with_participant(Participant(STRANGER.id, STRANGER.name, START))
    first = words(1, STRANGER, START, anonymous=True)
    assert STRANGER.id in {p.id for p in slide_shares.openly_there(circle, [first])}
    # Their own press is their own wish.
    public = replace(discussion, state=State.PUBLISHED)
    people = slide_shares.openly_there(public, [nameless])
    begun = presenting.begun(public, PLACE, LECTURER, people, 16, 10 * MINUTE, START)
    assert begun.slides_of(STRANGER.id) == ()
    assert slide_shares.joined(public, begun, STRANGER.id).slides_of(STRANGER.id)


def test_only_a_published_discussion_is_presented_and_by_who_leads() -> None:
    running = a_class()
    with pytest.raises(WrongMoment, match="no deck yet"):
        shown(running)
    with pytest.raises(NotAllowed):
        presenting.begun(published(), PLACE, ADA, [], 4, MINUTE, START)
    one = shown(published())
    with pytest.raises(WrongMoment, match="/present stop"):
        presenting.begun(published(), PLACE, LECTURER, [], 4, MINUTE, START, one)


def test_presenter_facilitator_and_lecturer_turn_the_slide_and_nobody_else() -> None:
    discussion = published()
    presentation = shown(discussion)
    presenter = discussion.participants[presentation.presenter or 0]
    for by in (Person(presenter.id, presenter.name), FACILITATOR, LECTURER):
        assert presenting.turned(discussion, presentation, by, 1, 1, START).at == 2
    other = next(p for p in presentation.people if p not in (presenter.id, FACILITATOR.id))
    for person in (STRANGER, Person(other, "Other")):
        with pytest.raises(NotAllowed) as refused:
            presenting.turned(discussion, presentation, person, 1, 1, START)
        assert is_plain(refused.value)


def test_two_presses_at_a_time_turn_one_slide_and_the_last_one_ends_it() -> None:
    discussion = published()
    presentation = presenting.turned(discussion, shown(discussion, 2), LECTURER, 1, 1, START)
    with pytest.raises(WrongMoment, match="nothing was skipped"):
        presenting.turned(discussion, presentation, FACILITATOR, 1, 1, START)
    back = presenting.turned(discussion, presentation, LECTURER, 2, -1, START)
    with pytest.raises(WrongMoment, match="first slide"):
        presenting.turned(discussion, back, LECTURER, 1, -1, START)
    over = presenting.turned(discussion, presentation, LECTURER, 2, 1, START)
    assert over.ended_at == START
    late_ones: list[Callable[[], Presentation]] = [
        lambda: presenting.turned(discussion, over, LECTURER, 2, -1, START),
        lambda: slide_shares.declined(over, over.people[0]),
        lambda: presenting.asked(over, ADA, "Why?", 1, START, nameless=False),
        lambda: presenting.stopped(discussion, over, LECTURER, START),
    ]
    for late in late_ones:
        with pytest.raises(WrongMoment, match="over"):
            late()


def test_time_is_shared_among_the_slides_that_remain() -> None:
    discussion = published()
    presentation = shown(discussion, 10)
    assert presenting.until(presentation) == START + MINUTE
    slow = presenting.turned(discussion, presentation, LECTURER, 1, 1, START + 5.5 * MINUTE)
    assert presenting.until(slow) == START + 6 * MINUTE
    late = presenting.turned(discussion, slow, LECTURER, 2, 1, START + 20 * MINUTE)
    assert presenting.until(late) == START + 20 * MINUTE


def test_a_swap_needs_both_and_moves_what_is_still_to_come() -> None:
    discussion = published(3)
    presentation = shown(discussion, 12)
    one, other = presentation.people[0], presentation.people[2]
    mine, theirs = presentation.slides_of(one), presentation.slides_of(other)
    offered = slide_shares.offered(presentation, one, other)
    with pytest.raises(NotAllowed, match="somebody else"):
        slide_shares.answered(offered, one, 1, accept=True)
    kept = slide_shares.answered(offered, other, 1, accept=False)
    assert kept.shares == presentation.shares
    swapped = slide_shares.answered(offered, other, 1, accept=True)
    # The slide that is shown stays with whoever presents it.
    assert swapped.slides_of(one) == (mine[0], *theirs)
    assert swapped.slides_of(other) == mine[1:]
    with pytest.raises(WrongMoment, match="answered already"):
        slide_shares.answered(swapped, other, 1, accept=True)


def test_offers_lapse_with_a_new_one_and_with_who_drops_out() -> None:
    presentation = shown(published(3), 12)
    one, two, three = presentation.people[:3]
    twice = slide_shares.offered(slide_shares.offered(presentation, one, two), one, three)
    assert [each.state for each in twice.offers] == [OfferState.LAPSED, OfferState.OPEN]
    gone = slide_shares.declined(twice, three)
    assert [each.state for each in gone.offers] == [OfferState.LAPSED] * 2


@pytest.mark.parametrize(("by", "of"), [(0, 0), (0, 99)])
def test_offers_to_oneself_or_to_a_stranger_are_refused(by: int, of: int) -> None:
    presentation = shown(published(3), 12)
    person = presentation.people[by]
    with pytest.raises(BadInput) as refused:
        slide_shares.offered(presentation, person, person if of == 0 else of)
    assert is_plain(refused.value)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5000])
def test_a_question_needs_words_and_not_too_many(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        presenting.asked(shown(published()), STRANGER, text, 1, START, nameless=False)
    assert is_plain(refused.value)


def test_a_question_without_a_name_keeps_nothing_of_who_asked() -> None:
    one = presenting.asked(shown(published()), STRANGER, " Why?\x00 ", 3, START, nameless=True)
    (question,) = one.questions
    assert (question.slide, question.text, question.name) == (3, "Why?", None)
    assert str(STRANGER.id) not in repr(question)


def test_a_deck_that_changed_its_length_goes_on() -> None:
    presentation = replace(shown(published(3), 12), at=12)
    shorter = presenting.fitted(presentation, 8)
    assert (shorter.at, shorter.shares) == (8, presentation.shares[:8])
    longer = presenting.fitted(presentation, 14)
    assert longer.shares[12:] == (presentation.shares[-1],) * 2


def test_the_record_names_presenters_and_lists_questions() -> None:
    a_record = empty()
    discussion = published(3)
    presentation = presenting.asked(shown(discussion, 4), ADA, "Late", 3, START, nameless=False)
    presentation = presenting.asked(presentation, ADA, "Early", 1, START + MINUTE, nameless=True)
    record = presenting.presented(a_record, discussion, presentation)
    assert sorted(record.presenters) == [1, 2, 3, 4]
    assert [(q.slide, q.text, q.name) for q in record.questions] == [
        (1, "Early", None),
        (3, "Late", ADA.name),
    ]
    assert presenting.presented(a_record, discussion, None) is a_record


def test_refusals_are_plain() -> None:
    discussion, presentation = published(), shown(published())
    wrong_ones: list[Callable[[], Presentation]] = [
        lambda: slide_shares.declined(presentation, STRANGER.id),
        lambda: slide_shares.joined(discussion, presentation, STRANGER.id),
        lambda: slide_shares.joined(discussion, presentation, presentation.people[0]),
        lambda: slide_shares.answered(presentation, 1, 7, accept=True),
        lambda: presenting.stopped(discussion, presentation, ADA, START),
    ]
    for wrong in wrong_ones:
        with pytest.raises(DiscussionError) as refused:
            wrong()
        assert is_plain(refused.value)
