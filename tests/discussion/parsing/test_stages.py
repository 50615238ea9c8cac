"""The facilitator edits the stages of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from discussion.model import Case, CaseStage, RoundKind, RoundPlan
from discussion.model.errors import BadInput
from discussion.parsing import stages
from tests.discussion.material import is_plain

CASE = Case(
    "The handover",
    (
        CaseStage("Evening", "It rained. Nobody wrote it down.\n\nShe left early.", "Who knew?"),
        CaseStage("Night", "He waited."),
        CaseStage("Morning", "They met. They talked. They agreed. They left."),
    ),
)


def _titles(case: Case) -> list[str]:
    return [stage.title for stage in case.stages]


def test_a_stage_gets_another_title() -> None:
    assert _titles(stages.rename(CASE, 2, "  The\nnight  ")) == ["Evening", "The night", "Morning"]


def test_a_stage_moves_and_the_others_close_up() -> None:
    assert _titles(stages.move(CASE, 1, 3)) == ["Night", "Morning", "Evening"]
    assert _titles(stages.move(CASE, 3, 1)) == ["Morning", "Evening", "Night"]


def test_neighbours_become_one_stage() -> None:
    merged = stages.merge(stages.ask(CASE, 2, "Why wait?"), 1, 2)
    assert _titles(merged) == ["Evening", "Morning"]
    assert merged.stages[0].text == f"{CASE.stages[0].text}\n\nHe waited."
    assert merged.stages[0].question == "Who knew? Why wait?"


def test_merging_keeps_the_picked_sentences_and_all_of_the_other_stage() -> None:
    merged = stages.merge(stages.show(CASE, 1, [2]), 1, 2)
    assert stages.shown_text(merged.stages[0]) == "… Nobody wrote it down. … He waited."


def test_a_stage_is_cut_in_two_before_a_paragraph() -> None:
    cut = stages.split(stages.show(CASE, 1, [2, 3]), 1, 2, "Later")
    assert _titles(cut) == ["Evening", "Later", "Night", "Morning"]
    first, second = cut.stages[:2]
    assert (first.text, first.question) == ("It rained. Nobody wrote it down.", "Who knew?")
    assert (second.text, second.question) == ("She left early.", "")
    assert (first.shown, second.shown) == (("Nobody wrote it down.",), ("She left early.",))


def test_splitting_and_merging_again_changes_no_word() -> None:
    again = stages.merge(stages.split(CASE, 1, 2), 1, 2)
    assert again == CASE


def test_only_picked_sentences_are_shown_with_a_mark_where_some_were_left_out() -> None:
    picked = stages.show(CASE, 3, [3, 1, 1])
    assert stages.shown_text(picked.stages[2]) == "They met. … They agreed."
    assert picked.stages[2].text == CASE.stages[2].text
    neighbours = stages.show(CASE, 3, [2, 3])
    assert stages.shown_text(neighbours.stages[2]) == "… They talked. They agreed."
    assert stages.shown_text(stages.show(picked, 3, []).stages[2]) == CASE.stages[2].text


def test_a_round_asks_the_question_of_the_stage_that_it_shows() -> None:
    plans = tuple(
        RoundPlan(RoundKind.OPEN_FLOOR, "Talk", "What do you see?", timedelta(minutes=5), "", n)
        for n in (1, 2, 9, None)
    )
    asked = [plan.question for plan in stages.with_stage_questions(plans, CASE)]
    assert asked == ["Who knew?", "What do you see?", "What do you see?", "What do you see?"]
    assert stages.with_stage_questions(plans, None) == plans


@pytest.mark.parametrize(
    "change",
    [
        lambda: stages.rename(CASE, 4, "x"),
        lambda: stages.rename(CASE, 0, "x"),
        lambda: stages.rename(CASE, 1, "  "),
        lambda: stages.rename(CASE, 1, "x" * 121),
        lambda: stages.move(CASE, 1, 4),
        lambda: stages.merge(CASE, 2, 2),
        lambda: stages.merge(CASE, 3, 2),
        lambda: stages.merge(CASE, 1, 4),
        lambda: stages.split(CASE, 2, 1),
        lambda: stages.split(CASE, 1, 1),
        lambda: stages.split(CASE, 1, 3),
        lambda: stages.split(Case("x", (CASE.stages[0],) * 12), 1, 2),
        lambda: stages.show(CASE, 2, [2]),
        lambda: stages.show(CASE, 2, [0]),
        lambda: stages.ask(CASE, 1, "x" * 301),
        lambda: stages.merge(stages.ask(stages.ask(CASE, 1, "x" * 200), 2, "y" * 200), 1, 2),
        lambda: stages.rename(Case("x", CASE.stages[:1]), 2, "x"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(change: Callable[[], Case]) -> None:
    with pytest.raises(BadInput) as refused:
        change()
    assert is_plain(refused.value)
