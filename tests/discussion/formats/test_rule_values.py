"""Every threshold can be changed: what people type is understood, or refused in one sentence."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from discussion.formats.rules import (
    RULES,
    Rule,
    changed,
    clashes,
    in_force,
    read_kept,
    read_rules,
    rule_named,
)
from discussion.model import RoundKind
from discussion.model.effects import PostKind
from discussion.model.errors import BadFile, BadInput
from discussion.model.policy import Policy, Value
from discussion.parsing.rule_values import Unit
from tests.discussion.material import FACILITATOR, MINUTE, SECOND, a_plan, begun, is_plain, play

DOCUMENT = Path(__file__).parents[3] / "docs" / "facilitation.md"
NAMES = [each.name for each in fields(Policy)]


def values_of(rule: Rule) -> st.SearchStrategy[Value]:
    """Any value that a rule allows, as finely as it is kept."""
    least, most = rule.least, rule.most
    if isinstance(least, timedelta) and isinstance(most, timedelta):
        seconds = st.integers(int(least.total_seconds()), int(most.total_seconds()))
        return seconds.map(lambda each: timedelta(seconds=each))
    assert not isinstance(least, timedelta)
    assert not isinstance(most, timedelta)
    if rule.unit is Unit.NUMBER:
        return st.integers(int(least), int(most))
    steps = 10_000 if rule.unit is Unit.SHARE else 100
    whole = st.integers(round(least * steps), round(most * steps))
    return whole.map(lambda each: round(each / steps, 4))


VALUES = st.sampled_from(list(RULES.values())).flatmap(
    lambda rule: st.tuples(st.just(rule), values_of(rule))
)


def changes(most: int = 8) -> st.SearchStrategy[dict[str, Value]]:
    return st.lists(VALUES, max_size=most).map(lambda pairs: {r.name: v for r, v in pairs})


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_policy_is_described_and_its_default_fits(name: str) -> None:
    rule, default = RULES[name], getattr(Policy(), name)
    assert rule.meaning.endswith(".")
    assert 20 < len(rule.meaning) <= 100
    assert rule.least <= default <= rule.most
    assert (rule.of != ("", "")) == (rule.unit is Unit.NUMBER)
    assert set(rule.not_above) <= set(NAMES)
    kind = type(default)
    assert (kind is timedelta) == (rule.unit is Unit.LENGTH)
    assert (kind is int) == (rule.unit is Unit.NUMBER)


def test_the_defaults_go_together() -> None:
    assert clashes(Policy()) == []


@pytest.mark.parametrize("text", ["[wave_gap]\nmeaning = 'x'", "[no_such_field]\nmeaning = 'x'"])
def test_a_field_without_a_description_stops_the_bot(text: str) -> None:
    with pytest.raises(BadFile, match="alone"):
        read_rules(text)


def test_the_document_lists_every_rule_as_it_is() -> None:
    table = [
        line for line in DOCUMENT.read_text("utf-8").splitlines() if re.match(r"\| `\w+` \| ", line)
    ]
    usual = Policy()
    for rule in RULES.values():
        cells = (getattr(usual, rule.name), rule.least, rule.most)
        shown = " | ".join(rule.show(value) for value in cells)
        assert f"| `{rule.name}` | {shown} | {rule.meaning} |" in table


@given(VALUES)
def test_what_is_shown_is_understood_again(pair: tuple[Rule, Value]) -> None:
    rule, value = pair
    assert rule.read(rule.show(value)) == value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("invite_share", "50 %", 0.5),
        ("invite_share", " 62.5% ", 0.625),
        ("invite_share", "50 per cent", 0.5),
        ("invite_share", "0,5", 0.5),
        ("invite_share", "0", 0.0),
        ("wave_gap", "90 s", 90 * SECOND),
        ("wave_gap", "1.5 minutes", 90 * SECOND),
        ("wave_gap", "1 min 30 sec", 90 * SECOND),
        ("wave_gap", "2M", 2 * MINUTE),
        ("grace_at_least", "0", timedelta()),
        ("grace_at_least", "1 h", 60 * MINUTE),
        ("wave_size", "3", 3),
        ("wave_size", "5 people", 5),
        ("cue_fair_shares", "2.5 times", 2.5),
        ("cue_fair_shares", "3x", 3.0),
    ],
)
def test_values_are_written_as_people_write_them(name: str, typed: str, value: Value) -> None:
    assert RULES[name].read(typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "hint"),
    [
        ("invite_share", "60", "in per cent, such as 60 %"),
        ("invite_share", "1", "in per cent"),
        ("invite_share", "-5 %", "in per cent"),
        ("invite_share", "101 %", "from 0 % to 100 %"),
        ("wave_gap", "45", "with its unit, such as 90 s"),
        ("wave_gap", "2 fortnights", "with its unit"),
        ("wave_gap", "1 s", "from 10 s to 30 min"),
        ("wave_gap", "999999999 h", "from 10 s to 30 min"),
        ("wave_gap", "9" * 50 + " s", "with its unit"),
        ("wave_size", "2.5", "in figures, such as 3"),
        ("wave_size", "five", "in figures"),
        ("wave_size", "5 minutes", "in figures"),
        ("wave_size", "0", "from 1 person to 100 people"),
        ("cue_fair_shares", "nan", "such as 2 or 0.5"),
        ("cue_fair_shares", "0.5", "from 1 time to 25 times"),
        ("wave_size", "", "in figures"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_one_sentence(
    name: str, typed: str, hint: str
) -> None:
    with pytest.raises(BadInput) as caught:
        RULES[name].read(typed)
    assert hint in str(caught.value)
    assert f"“{name}”" in str(caught.value)
    assert str(caught.value).endswith(".")


@given(st.sampled_from(list(RULES.values())), st.text(max_size=80))
def test_any_text_is_a_value_within_bounds_or_refused(rule: Rule, typed: str) -> None:
    try:
        value = rule.read(typed)
    except BadInput:
        return
    assert rule.least <= value <= rule.most  # type: ignore[operator]  # of one unit


def test_a_rule_is_found_as_people_write_its_name() -> None:
    assert rule_named(" Wave gap ") is RULES["wave_gap"]
    assert rule_named("wave-gap") is RULES["wave_gap"]
    with pytest.raises(BadInput, match="perhaps you mean “wave_gap”") as close:
        rule_named("wavegap")
    with pytest.raises(BadInput, match="/rules view") as far:
        rule_named("*" * 500)
    assert is_plain(close.value)
    assert is_plain(far.value)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("grace_share", "opener_share"),
        ("opener_share", "invite_share"),
        ("invite_share", "copilot_share"),
        ("inner_at_least", "inner_at_most"),
        ("ballot_choices", "ballot_options"),
        ("cue_turns", "cue_window"),
        ("pair_size", "four_size"),
        ("spoken_at_least", "speaking_turn"),
    ],
)
def test_rules_that_do_not_go_together_are_named(lower: str, upper: str) -> None:
    usual = getattr(Policy(), upper)
    more = usual + (SECOND if isinstance(usual, timedelta) else 1)
    policy = changed(Policy(), {lower: more})
    (clash,) = (each for each in clashes(policy) if each.upper == upper and each.lower == lower)
    assert f"“{lower}”" in clash.words(policy)
    assert f"may not be more than “{upper}”" in clash.words(policy)


def test_a_format_goes_before_the_server_and_both_before_the_default() -> None:
    server: dict[str, Value] = {"wave_size": 5, "wave_gap": 90 * SECOND}
    policy = in_force(Policy(), server, {"wave_size": 9})
    assert (policy.wave_size, policy.wave_gap) == (9, 90 * SECOND)
    assert policy.invite_share == Policy().invite_share


def test_what_a_server_changed_gives_way_where_it_does_not_go_with_the_format() -> None:
    policy = in_force(Policy(), {"opener_share": 0.55, "wave_size": 5}, {"invite_share": 0.52})
    assert (policy.opener_share, policy.invite_share) == (Policy().opener_share, 0.52)
    assert policy.wave_size == 5


@given(changes(), changes())
def test_server_and_format_always_make_a_policy_that_goes_together(
    server: dict[str, Value], own: dict[str, Value]
) -> None:
    assume(not clashes(changed(Policy(), own)))
    policy = in_force(Policy(), server, own)
    assert clashes(policy) == []
    assert all(getattr(policy, name) == value for name, value in own.items())


def test_what_a_later_version_does_not_know_is_left_out() -> None:
    rows = {"wave_size": "4 people", "gone_rule": "3", "wave_gap": "1 s"}
    assert read_kept(rows) == {"wave_size": 4}


@given(changes(most=30), st.sampled_from(list(RoundKind)))
def test_a_class_plays_to_its_end_by_any_rules_that_are_allowed(
    made: dict[str, Value], kind: RoundKind
) -> None:
    policy = in_force(Policy(), made, {})
    first = begun(a_plan(RoundKind.OPEN_FLOOR), a_plan(kind), policy=policy)
    ended, _ = play(first.discussion)
    assert ended.ended_at is not None
    people = {each.person_id for each in ended.invitations}
    for person in people:
        own = [each for each in ended.invitations if each.person_id == person]
        assert len(own) <= policy.invitations_a_session


def test_a_hundred_per_cent_means_never() -> None:
    made = {name: 1.0 for name in RULES if name in ("opener_share", "invite_share")}
    made |= {"small_group_invite_share": 1.0, "copilot_share": 1.0, "swap_share": 1.0}
    policy = changed(Policy(), {**made, "invite_until": timedelta()})
    first = begun(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.FISHBOWL), policy=policy)
    ended, posts = play(first.discussion)
    asked = {PostKind.OPENER, PostKind.INVITATION, PostKind.COPILOT}
    assert not asked & {post.kind for post in posts}
    assert ended.fishbowl is None or ended.fishbowl.swaps == 0
    usual, posts = play(begun(a_plan(RoundKind.OPEN_FLOOR)).discussion)
    assert {PostKind.OPENER, PostKind.INVITATION} <= {post.kind for post in posts}
    assert FACILITATOR.id not in {each.person_id for each in usual.invitations}
