"""Keeping to the end of the class: what the rounds that remain become when time was moved.

The class is meant to end at ``Discussion.ends_by``. When the current round is given more time, is
cut short or stood still, the rounds that remain share what is left in proportion to their first
plan, none of them under its floor. Where the floors do not fit, the class runs over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from discussion.model import Discussion, RoundPlan, timing
from discussion.model.policy import Policy

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is still to come, if nothing else is moved."""

    lengths: tuple[timedelta, ...]
    """Of the rounds after the current one."""
    ends_at: datetime
    """When the class ends; while it is paused, if it went on now."""
    over: timedelta
    """By how much that is later than it was meant to be; never negative."""


def floor(plan: RoundPlan, policy: Policy) -> timedelta:
    """The least time that re-planning leaves a round: half of its plan, but two minutes do."""
    return min(policy.shortest_round, plan.planned_length / 2)


def shared_out(
    room: timedelta, plans: Sequence[RoundPlan], policy: Policy
) -> tuple[timedelta, ...]:
    """``room`` shared among rounds in proportion to their first plan, none under its floor.

    The lengths sum to ``room`` exactly, or to the sum of the floors where that is more.
    """
    weights = [max(1, plan.planned_length // _MICROSECOND) for plan in plans]
    floors = [floor(plan, policy) // _MICROSECOND for plan in plans]
    free, left = set(range(len(plans))), room // _MICROSECOND
    while free:
        whole = sum(weights[n] for n in free)
        short = {n for n in free if left * weights[n] < floors[n] * whole}
        if not short:
            break
        free -= short
        left -= sum(floors[n] for n in short)
    lengths = list(floors)
    whole = sum(weights[n] for n in free)
    for n in free:
        lengths[n] = left * weights[n] // whole
    if free:
        # Whole microseconds are left over, fewer than there are rounds.
        lengths[max(free)] += left - sum(lengths[n] for n in free)
    return tuple(length * _MICROSECOND for length in lengths)


def replanned(discussion: Discussion, now: datetime, *, current: bool = False) -> Discussion:
    """The discussion with its remaining rounds planned anew, so that it ends by ``ends_by``.

    With ``current`` the current round is one of them: it has only just begun.
    """
    if discussion.ends_by is None or not discussion.is_live:
        return discussion
    number = discussion.current_round.number
    first = number - 1 if current else number
    begins = now if current else now + timing.remaining(discussion, now)
    plans = discussion.plans[first:]
    lengths = shared_out(discussion.ends_by - begins, plans, discussion.policy)
    changed = (
        replace(plan, length=length, planned=plan.planned_length)
        if length != plan.planned_length
        else replace(plan, length=length, planned=None)
        for plan, length in zip(plans, lengths, strict=True)
    )
    return replace(discussion, plans=(*discussion.plans[:first], *changed))


def outlook(discussion: Discussion, now: datetime) -> Outlook:
    """The rounds to come and when the class ends."""
    lengths = tuple(p.length for p in discussion.plans[discussion.current_round.number :])
    ends_at = now + timing.remaining(discussion, now) + sum(lengths, timedelta())
    ends_by = discussion.ends_by or ends_at
    return Outlook(lengths, ends_at, max(timedelta(), ends_at - ends_by))
