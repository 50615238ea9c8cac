"""Shaping a session: what it becomes, whether it adds up, and what is advised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.formats.library import built_in_formats
from discussion.model import Case, CaseStage, RoundKind, RoundPlan
from discussion.model.errors import BadInput, WrongMoment
from discussion.model.policy import Policy
from discussion.term.model import ClassId, PlannedClass
from discussion.term.planning import planning, shaping
from discussion.term.planning.planning import Hint, Plan
from discussion.term.planning.shaping import Wanted

MINUTE = timedelta(minutes=1)
FORMATS = built_in_formats()
CASE = Case(
    "The night", (CaseStage("Before", "x", question="Who saw it?"), CaseStage("After", "y"))
)
CLASS = PlannedClass(
    ClassId("b" * 12),
    1,
    datetime(2026, 10, 27, 14),  # noqa: DTZ001 - wall-clock time has no offset
    "Europe/London",
    40 * MINUTE,
)


def plan_of(planned: PlannedClass = CLASS, case: Case | None = None) -> Plan:
    return planning.plan_of(planned, FORMATS, case)


def shaped(*rounds: RoundPlan, minutes: int = 40) -> Plan:
    return plan_of(replace(CLASS, plans=rounds, length=minutes * MINUTE))


def a_round(kind: RoundKind, minutes: float = 10, **other: object) -> RoundPlan:
    return replace(RoundPlan(kind, kind.value, "What?", minutes * MINUTE), **other)  # type: ignore[arg-type]


def as_it_is(plan: Plan, number: int, **other: object) -> Wanted:
    """The form of a round as it comes back when nobody changed anything, or this alone."""
    asked = plan.asked[number - 1]
    length = planning.minutes_of(asked.length)
    return replace(Wanted(asked.title, asked.question, asked.stem, length), **other)  # type: ignore[arg-type]


def test_a_class_that_nobody_shaped_follows_its_format_fitted_to_its_length() -> None:
    plan = plan_of(replace(CLASS, length=50 * MINUTE, format_name="snowball"))
    assert plan.format.title == FORMATS["snowball"].title
    assert plan.total == 50 * MINUTE
    assert plan.over == timedelta()
    assert not plan.shaped


def test_a_session_says_how_much_it_is_over_or_under() -> None:
    plan = plan_of()
    longer = shaping.edited(plan, 3, as_it_is(plan, 3, minutes="17"))
    assert shaped(*longer).over == 3 * MINUTE
    assert shaped(*longer).longest == 3
    assert shaped(*longer, minutes=60).over == -17 * MINUTE
    assert shaped(a_round(RoundKind.VOTE, 40.25)).over == timedelta()


@pytest.mark.parametrize(
    ("typed", "length"),
    [("8", 8), ("8 min", 8), ("7.5", 7.5), ("7,5 minutes", 7.5), ("7:30", 7.5), ("120", 120)],
)
def test_minutes_are_read_as_people_write_them(typed: str, length: float) -> None:
    plan = plan_of()
    rounds = shaping.edited(plan, 1, as_it_is(plan, 1, minutes=typed))
    assert rounds[0].length == length * MINUTE


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"minutes": "abc"}, "“abc” is no number of minutes"),
        ({"minutes": ""}, "no number of minutes"),
        ({"minutes": "7:99"}, "no number of minutes"),
        ({"minutes": "nan"}, "no number of minutes"),
        ({"minutes": "0"}, "from 1 to 120 minutes"),
        ({"minutes": "200"}, "from 1 to 120 minutes"),
        ({"question": "x" * 3000}, "yours has 3000"),
        ({"question": " \n"}, "Give the round a question"),
        ({"title": ""}, "1 to 80 characters"),
        ({"title": "x" * 81}, "1 to 80 characters"),
        ({"stem": "x" * 201}, "up to 200 characters"),
        ({"case_stage": 1}, "no part 1"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(change: dict[str, object], says: str) -> None:
    plan = plan_of()
    with pytest.raises(BadInput, match=says):
        shaping.edited(plan, 2, as_it_is(plan, 2, **change))


def test_a_form_sent_as_it_came_changes_nothing() -> None:
    plan = plan_of(replace(CLASS, length=47 * MINUTE), CASE)
    for number in range(1, len(plan.rounds) + 1):
        assert shaping.edited(plan, number, as_it_is(plan, number)) == plan.rounds


def test_the_questions_of_the_reading_are_asked_unless_a_round_has_one_of_its_own() -> None:
    plan = plan_of(case=CASE)
    assert plan.asked[0].question == "Who saw it?"
    retitled = shaping.edited(plan, 1, as_it_is(plan, 1, title="Arrive"))
    reading = Case("The night", (CaseStage("Before", "x", question="Who knew?"),))
    later = plan_of(replace(CLASS, plans=retitled), reading)
    assert later.asked[0].question == "Who knew?"
    own = shaping.edited(later, 1, as_it_is(later, 1, question="What woke you?"))
    assert plan_of(replace(CLASS, plans=own), reading).asked[0].question == "What woke you?"


def test_a_round_shows_another_part_of_the_case_or_none() -> None:
    plan = plan_of(case=CASE)
    first, *_ = shaping.edited(plan, 1, as_it_is(plan, 1, case_stage=2))
    assert first.case_stage == 2
    first, *_ = shaping.edited(plan, 1, as_it_is(plan, 1, case_stage=0))
    assert first.case_stage is None


def test_rounds_move_come_and_go() -> None:
    plan = shaped(*(a_round(kind) for kind in list(RoundKind)[:3]))
    first, second, third = plan.rounds
    assert shaping.moved(plan, 3, -1) == (first, third, second)
    assert shaping.moved(plan, 1, 1) == (second, first, third)
    assert shaping.moved(plan, 1, -1) == plan.rounds
    assert shaping.moved(plan, 3, 1) == plan.rounds
    assert shaping.removed(plan, 2) == (first, third)
    new = Wanted("Vote", "Which?", "", "5")
    assert [each.kind for each in shaping.added(plan, 1, RoundKind.VOTE, new)] == [
        first.kind,
        RoundKind.VOTE,
        second.kind,
        third.kind,
    ]
    with pytest.raises(BadInput, match="no round 4"):
        shaping.removed(plan, 4)


def test_the_last_round_stays_and_there_are_twenty_at_most() -> None:
    with pytest.raises(BadInput, match="needs a round"):
        shaping.removed(shaped(a_round(RoundKind.VOTE)), 1)
    full = shaped(*[a_round(RoundKind.OPEN_FLOOR, 2)] * 20)
    with pytest.raises(BadInput, match="at most 20"):
        shaping.added(full, 20, RoundKind.VOTE, Wanted("V", "?", "", "5"))


def test_a_form_finds_its_round_wherever_it_stands_and_says_when_it_is_gone() -> None:
    plan = shaped(*(a_round(kind) for kind in list(RoundKind)[:3]))
    mark = planning.mark_of(plan.round(1))
    after = shaped(*shaping.moved(plan, 1, 1))
    assert planning.number_of(after, 1, mark) == 2
    with pytest.raises(WrongMoment, match="changed or removed"):
        planning.number_of(shaped(*shaping.removed(plan, 1)), 1, mark)


def test_a_mark_tells_whether_the_session_changed() -> None:
    plan = plan_of()
    assert plan_of().mark == plan.mark
    assert shaped(*shaping.moved(plan, 1, 1)).mark != plan.mark


def test_a_session_is_neat_when_it_adds_up_in_whole_minutes() -> None:
    assert plan_of().is_neat
    longer = plan_of(replace(CLASS, length=50 * MINUTE))
    assert not longer.is_neat
    assert plan_of(replace(CLASS, length=50 * MINUTE, plans=shaping.fitted(longer))).is_neat
    assert not shaped(a_round(RoundKind.VOTE, 39)).is_neat


@given(
    minutes=st.lists(st.floats(0.5, 60), min_size=1, max_size=20),
    class_minutes=st.integers(10, 180),
    seconds=st.integers(0, 59),
)
def test_fitted_rounds_add_up_in_whole_minutes(
    minutes: list[float], class_minutes: int, seconds: int
) -> None:
    length = class_minutes * MINUTE + timedelta(seconds=seconds)
    rounds = tuple(a_round(RoundKind.OPEN_FLOOR, each) for each in minutes)
    plan = plan_of(replace(CLASS, plans=rounds, length=length))
    if len(rounds) > class_minutes:
        with pytest.raises(BadInput, match="more rounds than minutes"):
            shaping.fitted(plan)
        return
    fitted = shaping.fitted(plan)
    assert sum((each.length for each in fitted), timedelta()) == length
    assert all(each.length >= MINUTE for each in fitted)
    assert all(each.length % MINUTE == timedelta() for each in fitted[:-1])


def test_choosing_a_format_takes_its_rounds_and_a_removed_one_leaves_those_that_were_shaped() -> (
    None
):
    own = replace(CLASS, format_name="three-chairs", plans=(a_round(RoundKind.OPEN_FLOOR, 40),))
    plan = plan_of(own)
    assert plan.format_gone
    assert plan.rounds == own.plans
    assert plan.format.title == planning.OWN_TITLE
    unshaped = plan_of(replace(own, plans=()))
    assert unshaped.format_gone
    assert unshaped.format.name == "case-discussion"
    after = planning.with_format(own, FORMATS["fishbowl"])
    assert plan_of(after).rounds == FORMATS["fishbowl"].rounds
    assert not plan_of(after).shaped


def hints(plan: Plan) -> set[tuple[Hint, int]]:
    return {(each.hint, each.number) for each in planning.advice(plan, Policy())}


def test_the_formats_that_come_along_need_no_advice() -> None:
    for name in FORMATS:
        assert hints(plan_of(replace(CLASS, format_name=name))) == set()


def test_advice_is_about_time_to_think_turns_and_parts_that_are_there() -> None:
    silent, talk = a_round(RoundKind.SILENT_WRITING), a_round(RoundKind.OPEN_FLOOR)
    turns, vote = a_round(RoundKind.GO_ROUND), a_round(RoundKind.VOTE)
    assert hints(shaped(silent, talk, turns)) == set()
    assert hints(shaped(talk, turns)) == {(Hint.TALK_FIRST, 1)}
    assert hints(shaped(turns, silent, talk)) == {(Hint.NO_TURNS, 0)}
    assert hints(shaped(vote, silent, turns)) == {(Hint.VOTE_FIRST, 1)}
    assert hints(shaped(silent, replace(turns, length=MINUTE))) == {(Hint.SHORT, 2)}
    with_part = replace(CLASS, plans=(silent, replace(turns, case_stage=3)))
    assert hints(plan_of(with_part, CASE)) == {(Hint.NO_PART, 2)}
    assert hints(plan_of(with_part)) == set()
