"""The run sheet and the rehearsal: what happens when, by the rules that decide in class."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from discussion.formats.library import built_in_formats
from discussion.model import Case, CaseStage, RoundKind
from discussion.model.errors import BadInput
from discussion.model.policy import Policy
from discussion.term.model import Topic, TopicId
from discussion.term.planning import planning
from discussion.term.planning.run_sheet import RunSheet, Step, panel, run_sheet
from tests.discussion.term.test_planning import CLASS

BEGINS = datetime(2026, 10, 27, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CASE = Case("The night", (CaseStage("Before", "Mara was new."), CaseStage("After", "It rang.")))
TOPIC = Topic(TopicId("a" * 12), 1, "Rest", BEGINS, reading=CASE)
LED = replace(CLASS, facilitator_id=5, facilitator_name="Ines")


def sheet(topic: Topic | None = TOPIC, policy: Policy | None = None) -> RunSheet:
    plan = planning.plan_of(LED, built_in_formats(), topic.reading if topic else None)
    return run_sheet(LED, plan, topic, policy or Policy())


def moments(of: RunSheet, number: int) -> dict[Step, timedelta]:
    round_ = of.rounds[number - 1]
    return {each.step: each.at - round_.begins_at for each in round_.moments}


def test_rounds_follow_one_another_from_the_beginning_of_the_class_in_its_zone() -> None:
    made = sheet()
    assert made.rounds[0].begins_at == BEGINS
    for before, after in zip(made.rounds, made.rounds[1:], strict=False):
        assert after.begins_at == before.ends_at
    assert made.ends_at == BEGINS + 40 * MINUTE
    assert made.title == "Rest"
    assert [each.part for each in made.rounds[:3]] == [*CASE.stages, None]


def test_what_the_bot_does_stands_at_the_shares_of_the_rules() -> None:
    assert moments(sheet(), 3) == {
        Step.GRACE: 0.25 * 14 * MINUTE,
        Step.OPENER: 0.5 * 14 * MINUTE,
        Step.INVITE: 0.6 * 14 * MINUTE,
        Step.COPILOT: 0.75 * 14 * MINUTE,
    }
    assert moments(sheet(policy=Policy(opener_share=0.4)), 3)[Step.OPENER] == 0.4 * 14 * MINUTE


def test_in_rounds_with_an_order_of_their_own_the_bot_asks_nobody() -> None:
    made = sheet()
    for each in made.rounds:
        if each.plan.kind in (RoundKind.BRIEFING, RoundKind.GO_ROUND):
            assert each.moments == ()


def test_a_panel_is_the_one_that_the_class_will_see() -> None:
    data = panel(sheet(), 2, Policy()).data
    assert data["topic"] == "Rest"
    assert data["round"] == 2
    assert data["stage_text"] == "It rang."
    assert data["facilitator_id"] == 5
    assert data["ends_at"] == (BEGINS + 11 * MINUTE).isoformat()
    assert data["state"] == "running"
    with pytest.raises(BadInput, match="no round 6"):
        panel(sheet(), 6, Policy())


def test_without_a_topic_it_bears_the_name_of_its_format() -> None:
    assert sheet(None).title == "Case discussion"
