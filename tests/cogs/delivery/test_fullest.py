"""Every post that a round shows, at its fullest, within what Discord takes: counted as rendered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cogs.delivery import layouts
from cogs.delivery.layouts import Rendered
from discussion import posts
from discussion.arrangement import grouping, hands
from discussion.contributions import speaking
from discussion.lifecycle import leading, rounds
from discussion.model import Case, CaseStage, Discussion, Person, RoundKind, RoundPlan
from discussion.model.arrangement import Ballot
from tests.discussion.material import FACILITATOR, MINUTE, START, a_class, a_plan, knowing

MOST_COMPONENTS = 40
MOST_ROWS = 5
MOST_IN_A_ROW = 5
MOST_CHARACTERS = 4000
LONGEST_LABEL = 80
LONGEST_CUSTOM_ID = 100
"""Discord's limits of one message with components, from its reference of them."""
CROWD = tuple(Person(10**18 + n, f"*_~{n:03}" + "_*~" * 9) for n in range(120))
"""The longest names, each character of which has to be escaped."""


def fullest(kind: RoundKind, *, last: bool) -> Discussion:
    """A class of 121 in a round of a kind, with everything in it that can be shown."""
    stage = CaseStage("# " * 60, "*_ > ~" * 900, "_?_" * 90)
    long: dict[str, Any] = {
        "title": "_*" * 60,
        "question": "_*?" * 100,
        "stem": "*~" * 150,
        "case_stage": 1,
    }
    plan = replace(a_plan(kind, 90 * MINUTE), **long)
    others: list[RoundPlan] = [] if last else [a_plan(RoundKind.CHECK_OUT)]
    discussion = a_class(plan, *others, people=CROWD)
    discussion = replace(
        discussion,
        topic="*_" * 100,
        format_title="_*" * 50,
        case=Case("~*" * 60, (stage,)),
        voice_channel_id=10**18,
    )
    for person in CROWD[:40]:
        discussion = leading.handed_over(
            discussion, FACILITATOR, person, START, together=True
        ).discussion
    for group in discussion.groups:
        number = group.number
        discussion = grouping.threaded(discussion, 1, number, 10**18 + number)
    if kind is RoundKind.VOTE:
        themes = tuple(f"{n}" + "_*" * 19 for n in range(10))
        discussion = replace(discussion, ballots=(Ballot(1, themes),))
    if kind in hands.HANDS_ROUNDS:
        for person in CROWD:
            discussion = hands.toggled(discussion, person.id, {}, START)
    round_ = replace(
        discussion.current_round,
        quiet_button=True,
        move_on=frozenset(person.id for person in CROWD[:30]),
    )
    return discussion.with_round(round_)


def components(rendered: Rendered) -> list[dict[str, Any]]:
    """Every component as it is sent, those inside others too."""
    assert rendered.view is not None

    def walk(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for part in parts:
            yield part
            yield from walk(part.get("components", []))

    return list(walk(rendered.view.to_components()))


def check_fits(rendered: Rendered) -> None:
    """What Discord would refuse is not there."""
    parts = components(rendered)
    rows = [part for part in parts if part["type"] == 1]
    assert len(parts) <= MOST_COMPONENTS
    assert len(rows) <= MOST_ROWS
    assert all(0 < len(row["components"]) <= MOST_IN_A_ROW for row in rows)
    assert sum(len(part.get("content", "")) for part in parts) <= MOST_CHARACTERS
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(ids) == len(set(ids))
    assert all(len(each) <= LONGEST_CUSTOM_ID for each in ids)
    labels = [part["label"] for part in parts if part["type"] == 2]
    assert all(0 < len(each) <= LONGEST_LABEL for each in labels)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("kind", list(RoundKind))
def test_a_panel_at_its_fullest_fits(kind: RoundKind, last: bool) -> None:
    discussion = fullest(kind, last=last)
    running = layouts.panel(posts.panel(discussion, START))
    check_fits(running)
    wanted = {"here", "write", "out", "word"}
    assert wanted <= {each.split(":")[2] for each in running.custom_ids()}
    paused = rounds.pause(discussion, FACILITATOR, START + MINUTE).discussion
    check_fits(layouts.panel(posts.panel(paused, START + MINUTE)))
    for post in rounds.end(discussion, FACILITATOR, knowing(), START + MINUTE).posts:
        if post.kind.value == "panel_edit":
            check_fits(layouts.panel(post))


@pytest.mark.parametrize("kind", sorted(hands.HANDS_ROUNDS))
def test_the_queue_of_a_hundred_hands_fits(kind: RoundKind) -> None:
    discussion = fullest(kind, last=True)
    check_fits(layouts.hands(posts.hands_shown(discussion, 1, START)))


@pytest.mark.parametrize("kind", [RoundKind.PAIRS, RoundKind.FOURS])
def test_the_posts_of_groups_fit_a_message(kind: RoundKind) -> None:
    plan = replace(a_plan(kind), title="_*" * 60, question="_*?" * 100, stem="*~" * 150)
    discussion = a_class(plan, people=CROWD)
    late = speaking.with_sign(discussion, Person(10**18 + 500, "_*" * 16), START)
    made = [*posts.group_changes(None, discussion), *posts.group_changes(discussion, late)]
    shown = [layouts.group(post) for post in made if post.kind.value == "group"]
    assert shown
    assert all(len(each.text()) <= 2000 for each in shown)
