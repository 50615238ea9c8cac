"""Going back a round, and moving on because the members wish it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discussion import posts
from discussion.arrangement import moving_on
from discussion.contributions.speaking import with_sign
from discussion.lifecycle.leading import check_live, signed
from discussion.lifecycle.rounds import Gathered, close_round
from discussion.model import Discussion, Person
from discussion.model.effects import Decision
from discussion.model.errors import NothingRuns, WrongMoment


def back(discussion: Discussion, by: Person, known: Gathered, now: datetime) -> Decision:
    """Hold the round before once more, then the interrupted one again, and end on time.

    Copies of both plans are put after the current one, so that a round's number goes on to be
    the place of its plan. Going back again goes one further back.
    """
    check_live(discussion, by)
    number = discussion.current_round.number
    interrupted = origin(discussion, number)
    if interrupted == 1:
        raise WrongMoment("This is the first round; there is none before it.")
    again = tuple(
        replace(discussion.plans[n - 1], again_of=origin(discussion, n))
        for n in (interrupted - 1, number)
    )
    plans = (*discussion.plans[:number], *again, *discussion.plans[number:])
    discussion = replace(signed(discussion, by, now), plans=plans)
    return close_round(discussion, known, now, replan=True)


def origin(discussion: Discussion, number: int) -> int:
    """The number of the round that a round holds once more; its own if it does not."""
    return discussion.plans[number - 1].again_of or number


def wish_to_move_on(
    discussion: Discussion, person: Person, number: int, known: Gathered, now: datetime
) -> Decision:
    """Somebody wishes to move on, or no longer does; when enough do, the round closes."""
    if not discussion.is_live:
        raise NothingRuns("This discussion has ended; its deck is on the way.")
    if discussion.current_round.number != number or not moving_on.can_be_wished(discussion):
        raise WrongMoment("That round is over; use the newest panel in the channel.")
    before, discussion = discussion, with_sign(discussion, person, now)
    round_ = discussion.current_round
    round_ = replace(round_, move_on=round_.move_on ^ {person.id})
    discussion = discussion.with_round(round_)
    if person.id in round_.move_on and _are_enough(discussion):
        return close_round(discussion, known, now, replan=True)
    changes = posts.group_changes(before, discussion)
    return Decision(discussion, (posts.panel_edit(discussion, round_, now), *changes))


def _are_enough(discussion: Discussion) -> bool:
    return moving_on.wishing(discussion) >= moving_on.enough(discussion)
