"""How a class stands against its plan, and when it may be time to move on: for the copilot."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from discussion.facilitation.invitations import grace_ends_at, present
from discussion.model import Discussion, Round, RoundKind, timing
from discussion.participation.ledger import Tally, Waiting, waiting

NOTHING_TO_SAY = frozenset({RoundKind.BRIEFING, RoundKind.VOTE})
"""Rounds in which people read or choose: whether all have spoken says nothing of them."""
QUIET_BY_NATURE = NOTHING_TO_SAY | {RoundKind.SILENT_WRITING}
"""Rounds in which quiet is no sign that people are done."""


class MoveOn(StrEnum):
    """Why it may be time for the next round."""

    ALL_HEARD = "all_heard"
    """Everybody present is accounted for in this round."""
    NOTHING_SAID = "nothing_said"
    """Nobody said or typed anything for a while."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The clock against the plan."""

    over: timedelta
    """How much later than planned the class would end if the rest took as long as planned; less
    than nothing if there is time in hand."""
    quiet_for: timedelta
    """How long nothing has been said in this round, pauses left out."""
    to_be_heard: Waiting
    """How many people this round still waits for; whoever leads it is not waited for."""
    move_on: MoveOn | None


def pace(
    discussion: Discussion,
    tally: Tally,
    busy: Collection[int],
    now: datetime,
) -> Pace:
    """How a live discussion stands.

    Args:
        discussion: a discussion with a round that runs or is paused.
        tally: what was said in it.
        busy: who is typing or has a hand raised; while somebody is, nothing counts as over.
        now: the present instant.
    """
    left = waiting(discussion, tally)
    quiet = quiet_for(discussion, tally, now)
    return Pace(
        over=expected_end(discussion, now) - end_by_plan(discussion),
        quiet_for=quiet,
        to_be_heard=left,
        move_on=_move_on(discussion, left.number, quiet, busy, now),
    )


def end_by_plan(discussion: Discussion) -> datetime:
    """When the class is meant to end: at its own hour, or after its rounds as first planned."""
    if discussion.ends_by is not None:
        return discussion.ends_by
    planned = sum((plan.planned_length for plan in discussion.plans), timedelta())
    return discussion.started_at + planned


def expected_end(discussion: Discussion, now: datetime) -> datetime:
    """When it ends if the rounds still to come take as long as planned; while paused it recedes."""
    to_come = discussion.plans[discussion.current_round.number :]
    return now + timing.remaining(discussion, now) + sum((p.length for p in to_come), timedelta())


def quiet_for(discussion: Discussion, tally: Tally, now: datetime) -> timedelta:
    """How long nothing has been said in the current round, pauses left out."""
    round_ = discussion.current_round
    said = [heard.last_at for (_, number), heard in tally.items() if number == round_.number]
    since = max([round_.began_at, *said])
    return max(timedelta(), now - since - _paused_between(round_, since, now))


def _paused_between(round_: Round, since: datetime, now: datetime) -> timedelta:
    stretches = (
        min(pause.ended_at or now, now) - max(pause.began_at, since) for pause in round_.pauses
    )
    return sum((each for each in stretches if each > timedelta()), timedelta())


def _move_on(
    discussion: Discussion, left: int, quiet: timedelta, busy: Collection[int], now: datetime
) -> MoveOn | None:
    kind = discussion.current_plan.kind
    if not discussion.is_live or timing.is_paused(discussion.current_round):
        return None
    if kind in NOTHING_TO_SAY or busy or now < grace_ends_at(discussion, now):
        return None
    if left == 0 and present(discussion) > 0:
        return MoveOn.ALL_HEARD
    if kind not in QUIET_BY_NATURE and quiet >= discussion.policy.quiet_for:
        return MoveOn.NOTHING_SAID
    return None
