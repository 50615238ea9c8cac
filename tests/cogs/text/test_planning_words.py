"""The planner's texts fit Discord whatever stands in a session."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from discord import ui

from cogs.term.planning import planning_view as layouts
from cogs.term.planning import planning_words as words
from cogs.term.planning import run_sheet_words as sheet_words
from discussion.formats.library import built_in_formats
from discussion.model import Case, CaseStage, RoundKind, RoundPlan
from discussion.model.policy import Policy
from discussion.service.term.planning import PlanView, Rehearsed
from discussion.term.model import ClassId, PlannedClass, Topic, TopicId
from discussion.term.planning import planning, run_sheet
from discussion.term.planning.run_sheet import RunSheet
from tests.cogs.values import NOW

MINUTE = timedelta(minutes=1)
CASE = Case("*" * 120, tuple(CaseStage("_" * 120, "`" * 6000) for _ in range(12)))
TOPIC = Topic(TopicId("a" * 12), 1, "*" * 200, NOW, notes="<@1>" * 100, reading=CASE)
CLASS = PlannedClass(
    ClassId("b" * 12),
    1,
    datetime(2026, 10, 27, 14),  # noqa: DTZ001 - wall-clock time has no offset
    "Europe/London",
    40 * MINUTE,
    facilitator_id=2**63 - 1,
    facilitator_name="Ines",
)


def view_of(rounds: int, kind: RoundKind = RoundKind.OPEN_FLOOR) -> PlanView:
    each = RoundPlan(kind, "*" * 80, "_" * 300, 7.5 * MINUTE, "~" * 200, case_stage=12)
    planned = replace(CLASS, plans=(each,) * rounds)
    plan = planning.plan_of(planned, built_in_formats(), CASE)
    policy = Policy()
    advice = planning.advice(plan, policy)
    return PlanView(planned, plan, TOPIC, built_in_formats(), policy, advice)


def sheet_of(view: PlanView) -> RunSheet:
    return run_sheet.run_sheet(view.planned, view.plan, view.topic, Policy())


@pytest.mark.parametrize("rounds", [1, 10, 20])
def test_plan_and_run_sheet_fit_messages(rounds: int) -> None:
    view = view_of(rounds)
    assert len(words.plan(view, rounds, words.CHANGED_MEANWHILE)) <= 2000
    messages = sheet_words.sheet(sheet_of(view))
    assert all(len(each) <= 2000 for each in messages)
    together = "\n".join(messages)
    assert all(f"**{number}. " in together for number in range(1, rounds + 1))


def test_every_round_of_a_long_session_stands_in_the_planner() -> None:
    text = words.plan(view_of(20), 20)
    assert all(f"**{number}. " in text for number in range(1, 21))
    assert "over** the 40 minutes" in text


@pytest.mark.parametrize("kind", list(RoundKind))
def test_a_rehearsed_panel_fits_a_layout_with_what_stands_below_it(kind: RoundKind) -> None:
    view = view_of(2, kind)
    sheet = sheet_of(view)
    panel = run_sheet.panel(sheet, 2, Policy())
    layout, files = layouts.rehearsal(Rehearsed(sheet, 2, panel))
    shown = [each for each in layout.walk_children() if isinstance(each, ui.TextDisplay)]
    assert sum(len(each.content) for each in shown) <= 4000
    assert [each.filename for each in files] == ["case-part-12.txt"]
    panel_buttons = [
        each
        for each in layout.walk_children()
        if isinstance(each, ui.Button) and str(each.custom_id).startswith("panel")
    ]
    assert panel_buttons
    assert all(each.disabled for each in panel_buttons)


def test_words_of_people_never_become_markup() -> None:
    text = words.plan(view_of(1), 1)
    assert "<@1>" not in text
    assert "***" not in text.replace("\\*", "")
    assert "__" not in text.replace("\\_", "")


def test_the_printed_sheet_bears_the_hours_of_the_zone_of_the_class() -> None:
    away = replace(CLASS, zone="Australia/Sydney")
    plan = planning.plan_of(away, built_in_formats(), None)
    printed = sheet_words.printed(run_sheet.run_sheet(away, plan, None, Policy()), "Leadership 2")
    assert [each.time for each in printed.rows] == ["14:00", "14:04", "14:11", "14:25", "14:34"]
    assert printed.when == "TUESDAY 27 OCTOBER 2026, 14:00 · 40 MINUTES · CASE DISCUSSION"
    assert printed.footer == "Leadership 2 · times in Australia/Sydney"
    assert "14:18 an opener, if it helps" in printed.rows[2].meanwhile
