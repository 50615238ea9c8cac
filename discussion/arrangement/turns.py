"""Go-rounds: an announced order in which a pass costs nothing.

Those heard least so far under their name go first; ties are shuffled with the discussion's seed, so
that nobody is always first. The facilitator leads the round and stands outside the order.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from discussion.model import Discussion, Participant, RoundKind, TurnOrder, timing
from discussion.participation.ledger import Tally, named_amount_so_far


def shuffled(discussion: Discussion, round_number: int) -> dict[int, float]:
    """A number for each participant that breaks ties: the same for one round, new for the next."""
    draw = random.Random(f"{discussion.seed}.{round_number}")  # noqa: S311 - fairness, no secret
    return {person: draw.random() for person in sorted(discussion.participants)}


def can_take_turn(discussion: Discussion, participant: Participant) -> bool:
    """Whether somebody stands in the order: there, not opted out, and not leading the round."""
    return (
        participant.present
        and participant.opted_out_at is None
        and participant.id != discussion.facilitator_id
    )


def begun(discussion: Discussion, tally: Tally, now: datetime) -> Discussion:
    """The discussion with the order of its current round announced, if that is a go-round."""
    if discussion.current_plan.kind is not RoundKind.GO_ROUND:
        return replace(discussion, turns=None)
    number = discussion.current_round.number
    tie = shuffled(discussion, number)
    people = [p.id for p in discussion.participants.values() if can_take_turn(discussion, p)]
    rate = discussion.policy.words_a_minute
    people.sort(key=lambda person: (named_amount_so_far(tally, person, rate), tie[person]))
    return replace(discussion, turns=TurnOrder(number, tuple(people), now))


def joined(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion with a newcomer, or somebody who came back, at the end of the order."""
    turns = discussion.turns
    if turns is None or not can_take_turn(discussion, discussion.participants[person_id]):
        return discussion
    if person_id in turns.waiting or person_id in turns.done:
        return discussion
    began_at = turns.turn_began_at if turns.waiting else now
    turns = replace(turns, waiting=(*turns.waiting, person_id), turn_began_at=began_at)
    return replace(discussion, turns=turns)


def finished(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion after somebody spoke or passed: the order moves on if it was theirs."""
    turns = discussion.turns
    if turns is None or person_id not in turns.waiting:
        return discussion
    turns = replace(turns, done=(*turns.done, person_id))
    return left(replace(discussion, turns=turns), person_id, now)


def left(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion after somebody went or opted out: the order moves on if it was theirs.

    Their turn is not done; if they come back in this round, they stand at the end.
    """
    turns = discussion.turns
    if turns is None or person_id not in turns.waiting:
        return discussion
    waiting = tuple(person for person in turns.waiting if person != person_id)
    began_at = now if turns.waiting[0] == person_id else turns.turn_began_at
    return replace(discussion, turns=replace(turns, waiting=waiting, turn_began_at=began_at))


def time_up(discussion: Discussion, now: datetime) -> Discussion:
    """The discussion after a turn ran out: once more at the end, then left in peace."""
    turns = discussion.turns
    if turns is None or not turns.waiting:
        return discussion
    first, *others = turns.waiting
    if first in turns.deferred:
        return finished(discussion, first, now)
    return replace(
        discussion,
        turns=replace(
            turns,
            waiting=(*others, first),
            deferred=(*turns.deferred, first),
            turn_began_at=now,
        ),
    )


def turn_length(discussion: Discussion) -> timedelta:
    """How long one turn may last: the round shared out among all, but never too short to speak."""
    turns = discussion.turns
    if turns is None:
        return timedelta()
    people = len(set(turns.waiting) | set(turns.done)) or 1
    share = timing.length(discussion, discussion.current_round) / people
    return max(discussion.policy.shortest_turn, share)


def turn_ends_at(discussion: Discussion) -> datetime | None:
    """When the turn that runs is over; None if nobody waits."""
    if discussion.turns is None or not discussion.turns.waiting:
        return None
    return discussion.turns.turn_began_at + turn_length(discussion)
