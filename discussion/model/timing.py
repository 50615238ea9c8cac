"""Time in a round, computed from stored facts and ``now``.

A round stores when it began, by how much it was extended and its pauses. What is left of it
follows, so a restart needs no recovery and a pause no bookkeeping.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from discussion.model import Discussion, Pause, Round


def length(discussion: Discussion, round_: Round) -> timedelta:
    """How long a round is meant to last, extensions included, pauses not."""
    return discussion.plan_of(round_).length + round_.extended


def paused_for(round_: Round, now: datetime) -> timedelta:
    """How long a round's time stood still, up to ``now``."""
    return sum(((p.ended_at or now) - p.began_at for p in round_.pauses), timedelta())


def elapsed(round_: Round, now: datetime) -> timedelta:
    """How much of a round's time has run, pauses left out."""
    until = round_.ended_at or now
    return until - round_.began_at - paused_for(round_, until)


def ran(round_: Round, since: datetime, until: datetime) -> timedelta:
    """How much of a stretch of a round its time ran, the pauses in it left out."""
    stood = (
        min(pause.ended_at or until, until) - max(pause.began_at, since) for pause in round_.pauses
    )
    return until - since - sum((max(each, timedelta()) for each in stood), timedelta())


def remaining(discussion: Discussion, now: datetime) -> timedelta:
    """What is left of the current round, never less than nothing."""
    left = length(discussion, discussion.current_round) - elapsed(discussion.current_round, now)
    return max(timedelta(), left)


def instant_at(discussion: Discussion, share: float, now: datetime) -> datetime:
    """When the current round reaches a share of its length, if it is not paused from now on."""
    round_ = discussion.current_round
    return round_.began_at + share * length(discussion, round_) + paused_for(round_, now)


def ends_at(discussion: Discussion, now: datetime) -> datetime | None:
    """When the current round ends; None while it is paused or over."""
    if not discussion.is_live or is_paused(discussion.current_round):
        return None
    return instant_at(discussion, 1.0, now)


def is_paused(round_: Round) -> bool:
    """Whether a round's time stands still."""
    return bool(round_.pauses) and round_.pauses[-1].ended_at is None


def paused(round_: Round, now: datetime) -> Round:
    """The round with its time stopped."""
    return replace(round_, pauses=(*round_.pauses, Pause(now)))


def resumed(round_: Round, now: datetime) -> Round:
    """The round with its time running again."""
    *before, last = round_.pauses
    return replace(round_, pauses=(*before, replace(last, ended_at=now)))


def ended(round_: Round, now: datetime) -> Round:
    """The round closed; an open pause ends with it."""
    if is_paused(round_):
        round_ = resumed(round_, now)
    return replace(round_, ended_at=now)


def round_at(discussion: Discussion, instant: datetime) -> Round | None:
    """The round that ran at an instant: None before the first one and after the last one.

    Messages are attributed by the instant at which they were sent, so one that arrives late (a
    reconnect, a history read after a restart) still lands in its own round.
    """
    for round_ in reversed(discussion.rounds):
        if instant >= round_.began_at:
            return round_ if round_.ended_at is None or instant < round_.ended_at else None
    return None
