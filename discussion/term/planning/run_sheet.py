"""The run sheet of a class and its rehearsal: what happens when, seen before it happens.

What the bot would do is asked of the same rules that decide in class, about a discussion that is
imagined and never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from discussion import posts
from discussion.facilitation import invitations
from discussion.lifecycle import waking
from discussion.model import (
    CaseStage,
    Discussion,
    DiscussionId,
    Participant,
    Place,
    Round,
    RoundPlan,
)
from discussion.model.effects import DueKind, Post
from discussion.model.policy import Policy
from discussion.term.model import PlannedClass, Topic
from discussion.term.planning import showing
from discussion.term.planning.planning import Plan
from discussion.term.rota import rota

IMAGINED: Final = DiscussionId("0" * 12)
"""The id of a discussion that nobody holds: buttons with it lead nowhere."""
_NOBODY: Final = Place(0, 0)


class Step(StrEnum):
    """Something the bot does by itself in a round."""

    GRACE = "grace"
    """Until then it leaves everybody in peace."""
    OPENER = "opener"
    """It looks whether a nameless public sentence would help to begin."""
    INVITE = "invite"
    """It begins to ask people privately whether they would like to speak."""
    COPILOT = "copilot"
    """It tells whoever leads, privately, how many are still to be heard."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When the bot does something."""

    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetRound:
    """A round as it will be if the class begins and goes on time."""

    number: int
    plan: RoundPlan
    """With the question that it asks."""
    begins_at: datetime
    moments: tuple[Moment, ...]
    part: CaseStage | None = None
    """The part of the case that it shows."""

    @property
    def ends_at(self) -> datetime:
        """When the next one begins, or the class ends."""
        return self.begins_at + self.plan.length


@dataclass(frozen=True, slots=True)
class RunSheet:
    """A class from its first minute to its last."""

    planned: PlannedClass
    plan: Plan
    topic: Topic | None
    rounds: tuple[SheetRound, ...]

    @property
    def title(self) -> str:
        """What the class is about; its format where no topic was chosen."""
        return showing.title_of(self.planned, self.topic) or self.plan.format.title

    @property
    def ends_at(self) -> datetime:
        """When the last round ends."""
        return self.rounds[-1].ends_at


_STEPS: Final[Mapping[DueKind, Step]] = {
    DueKind.OPENER: Step.OPENER,
    DueKind.WAVE: Step.INVITE,
    DueKind.COPILOT: Step.COPILOT,
}


def run_sheet(planned: PlannedClass, plan: Plan, topic: Topic | None, policy: Policy) -> RunSheet:
    """The run sheet of a class that begins at its time, with more people than a small group."""
    begins_at, rounds = rota.starts_at(planned), list[SheetRound]()
    stages = plan.case.stages if plan.case else ()
    for number, each in enumerate(plan.asked, 1):
        imagined = _imagined(planned, plan, policy, number, begins_at)
        stage = each.case_stage
        part = stages[stage - 1] if stage is not None and stage <= len(stages) else None
        rounds.append(SheetRound(number, each, begins_at, _moments(imagined, begins_at), part))
        begins_at += each.length
    return RunSheet(planned, plan, topic, tuple(rounds))


def panel(sheet: RunSheet, number: int, policy: Policy) -> Post:
    """The panel of a round as the class will see it. Raises ``BadInput`` if there is none."""
    sheet.plan.round(number)
    begins_at = sheet.rounds[number - 1].begins_at
    imagined = _imagined(sheet.planned, sheet.plan, policy, number, begins_at)
    return posts.panel(replace(imagined, topic=sheet.title), begins_at)


def _moments(imagined: Discussion, begins_at: datetime) -> tuple[Moment, ...]:
    due = waking.due_actions(imagined, begins_at)
    found = [Moment(_STEPS[each.kind], each.due_at) for each in due if each.kind in _STEPS]
    if found:
        found.append(Moment(Step.GRACE, invitations.grace_ends_at(imagined, begins_at)))
    return tuple(sorted(found, key=lambda each: (each.at, list(Step).index(each.step))))


def _imagined(
    planned: PlannedClass, plan: Plan, policy: Policy, number: int, begins_at: datetime
) -> Discussion:
    """The class at the beginning of a round, with one person more than a small group."""
    starts_at, leads = rota.starts_at(planned), planned.facilitator_id or 0
    ended = [Round(before, starts_at, ended_at=begins_at) for before in range(1, number)]
    people = {leads: Participant(leads, planned.facilitator_name, starts_at)} | {
        -each: Participant(-each, "", starts_at) for each in range(1, policy.small_group + 1)
    }
    return Discussion(
        id=IMAGINED,
        place=_NOBODY,
        topic="",
        format_name=plan.format.name,
        format_title=plan.format.title,
        facilitator_id=leads,
        plans=plan.asked,
        policy=policy,
        seed=0,
        started_at=starts_at,
        case=plan.case,
        rounds=(*ended, Round(number, begins_at)),
        participants=people,
        ends_by=starts_at + sum((each.length for each in plan.rounds), timedelta()),
    )
