"""A moment for oneself: a question that fits, words that stay private unless they are shared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discussion.after_class import reflection
from discussion.after_class.reflection import QUESTIONS, Reflection, Shared
from discussion.formats.library import built_in_formats
from discussion.model import Discussion, State
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, NothingRuns, WrongMoment
from tests.discussion.material import ADA, BEN, CAI, DEE, LECTURER, START, a_class, is_plain


def over(format_name: str = "case-discussion") -> Discussion:
    return replace(a_class(), state=State.PUBLISHED, format_name=format_name)


def wrote(person_id: int, text: str = "A word.", shared: Shared = Shared.NOBODY) -> Reflection:
    return reflection.written(over(), person_id, text, shared, None, START)


def test_every_format_has_questions_and_any_other_gets_those_for_all() -> None:
    assert set(QUESTIONS) == {*built_in_formats(), "any"}
    assert all(40 < len(each) + 20 < 200 for some in QUESTIONS.values() for each in some)
    own = over("of-our-own")
    assert reflection.question_for(own, ADA.id) in QUESTIONS["any"]


def test_somebody_is_asked_the_same_whenever_they_look() -> None:
    asked = {reflection.question_for(over(), person) for person in range(50)}
    assert asked == set(QUESTIONS["case-discussion"])
    assert len({reflection.question_for(over(), ADA.id) for _ in range(5)}) == 1


def test_a_question_once_answered_stays() -> None:
    before = replace(wrote(ADA.id), question="An older question?")
    after = reflection.written(over(), ADA.id, "Anew.", Shared.WITH_NAME, before, START)
    assert (after.question, after.text) == ("An older question?", "Anew.")


@pytest.mark.parametrize("text", ["", "\n \x00", "x" * 5000])
def test_it_needs_words_and_not_too_many(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        wrote(ADA.id, text)
    assert is_plain(refused.value)


def test_it_is_for_those_who_took_part_and_stayed_in_once_it_is_over() -> None:
    discussion = over()
    ada = replace(discussion.participants[ADA.id], opted_out_at=START)
    cases: list[tuple[Discussion, int, type[DiscussionError]]] = [
        (a_class(), ADA.id, WrongMoment),
        (discussion, LECTURER.id, NotAllowed),
        (discussion.with_participant(ada), ADA.id, NotAllowed),
    ]
    for about, person, kind in cases:
        with pytest.raises(kind) as refused:
            reflection.check_offered(about, person)
        assert is_plain(refused.value)
    with pytest.raises(NothingRuns):
        reflection.shared_as(None, Shared.WITH_NAME)


def test_nobody_is_offered_anything_where_all_opted_out() -> None:
    discussion = over()
    assert reflection.is_offered(discussion)
    for person in discussion.participants.values():
        discussion = discussion.with_participant(replace(person, opted_out_at=START))
    assert not reflection.is_offered(discussion)


def test_a_lecturer_reads_what_was_shared_in_the_way_it_was_shared() -> None:
    kept = [
        wrote(DEE.id, "Dee's own."),
        wrote(CAI.id, "Under my name.", Shared.WITH_NAME),
        wrote(ADA.id, "Without it.", Shared.WITHOUT_NAME),
        wrote(BEN.id, "Mine.", Shared.WITH_NAME),
    ]
    read = reflection.for_lecturer(over(), kept)
    assert [(each.name, each.text) for each in read] == [
        (BEN.name, "Mine."),
        (CAI.name, "Under my name."),
        (None, "Without it."),
    ]
    # The question was drawn for the person, so it would tell who wrote.
    assert read[-1].question == ""
    assert reflection.for_lecturer(over(), kept[::-1]) == read
