"""Fishbowls: an inner circle talks, an outer one listens, and seats change hands.

Half of the first inner circle are those heard least so far, the others are drawn with the
discussion's seed. The facilitator stays outside both circles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from discussion.arrangement import turns
from discussion.model import Discussion, RoundKind, timing
from discussion.model.arrangement import Fishbowl
from discussion.model.errors import BadInput, WrongMoment
from discussion.participation.ledger import Tally, named_amount_so_far

A_CONVERSATION = 2
"""With fewer people in the inner circle somebody from the outer one is let in."""


def begun(discussion: Discussion, tally: Tally) -> Discussion:
    """The discussion with the circles of its current round, if that is a fishbowl."""
    if discussion.current_plan.kind is not RoundKind.FISHBOWL:
        return replace(discussion, fishbowl=None)
    tie = turns.shuffled(discussion, discussion.current_round.number)
    people = [p.id for p in discussion.participants.values() if turns.can_take_turn(discussion, p)]
    rate = discussion.policy.words_a_minute
    people.sort(key=lambda person: (named_amount_so_far(tally, person, rate), tie[person]))
    seats = _seats(discussion, len(people))
    least, others = people[: (seats + 1) // 2], people[(seats + 1) // 2 :]
    drawn = sorted(others, key=lambda person: tie[person])[: seats - len(least)]
    inner = (*least, *drawn)
    outer = tuple(person for person in people if person not in inner)
    number = discussion.current_round.number
    return replace(discussion, fishbowl=Fishbowl(number, inner, outer))


def current(discussion: Discussion) -> Fishbowl | None:
    """The circles of the current round, if it is a fishbowl."""
    circles = discussion.fishbowl
    if circles is None or circles.round_number != discussion.current_round.number:
        return None
    return circles


def may_be_asked(discussion: Discussion, person_id: int) -> bool:
    """Whether somebody may be invited to speak: in a fishbowl only the inner circle is."""
    circles = current(discussion)
    return circles is None or person_id in circles.inner


def listens(discussion: Discussion, person_id: int) -> bool:
    """Whether somebody sits in the outer circle: they listen, and what they write counts too."""
    circles = current(discussion)
    return discussion.is_live and circles is not None and person_id in circles.outer


def swap_at(discussion: Discussion, now: datetime) -> datetime | None:
    """When the circles swap by themselves; None if they did already or nobody waits outside."""
    circles = current(discussion)
    if circles is None or circles.swaps or not circles.outer:
        return None
    return timing.instant_at(discussion, discussion.policy.swap_share, now)


def swapped(discussion: Discussion, tally: Tally) -> Discussion:
    """The discussion after those who waited longest took the seats of the inner circle.

    Where fewer wait than there are seats, those who said least in this round stay on.
    Raises ``WrongMoment`` if this is no fishbowl or nobody waits.
    """
    circles = _running(discussion)
    if not circles.outer:
        raise WrongMoment("Nobody is in the outer circle, so there is no one to swap with.")
    seats = _seats(discussion, len(circles.inner) + len(circles.outer))
    coming = circles.outer[:seats]
    staying = sorted(circles.inner, key=lambda p: _words(discussion, tally, p))
    staying = staying[: seats - len(coming)]
    going = tuple(person for person in circles.inner if person not in staying)
    return replace(
        discussion,
        fishbowl=replace(
            circles,
            inner=(*coming, *staying),
            outer=(*circles.outer[seats:], *going),
            swaps=circles.swaps + 1,
        ),
    )


def seated(discussion: Discussion, person_id: int, tally: Tally) -> Discussion:
    """The discussion after somebody took a seat in the inner circle.

    If it is full, whoever said most in this round gives up theirs. Raises ``WrongMoment`` if this
    is no fishbowl and ``BadInput`` if they sit there already or lead the round.
    """
    circles = _running(discussion)
    if person_id in circles.inner:
        raise BadInput("You are in the inner circle already: the floor is yours too.")
    if person_id not in circles.outer:
        raise BadInput("Whoever facilitates stays outside the circles; /fishbowl swap is yours.")
    inner = list(circles.inner)
    outer = [person for person in circles.outer if person != person_id]
    if len(inner) >= _seats(discussion, len(inner) + len(circles.outer)):
        going = max(inner, key=lambda p: (_words(discussion, tally, p), -inner.index(p)))
        inner.remove(going)
        outer.append(going)
    return replace(
        discussion, fishbowl=replace(circles, inner=(*inner, person_id), outer=tuple(outer))
    )


def joined(discussion: Discussion, person_id: int) -> Discussion:
    """The discussion with a newcomer in the outer circle."""
    circles = current(discussion)
    if circles is None or person_id in (*circles.inner, *circles.outer):
        return discussion
    if not turns.can_take_turn(discussion, discussion.participants[person_id]):
        return discussion
    circles = replace(circles, outer=(*circles.outer, person_id))
    return replace(discussion, fishbowl=_talking(circles))


def left(discussion: Discussion, person_id: int) -> Discussion:
    """The discussion without somebody in its circles."""
    circles = current(discussion)
    if circles is None or person_id not in (*circles.inner, *circles.outer):
        return discussion
    without = replace(
        circles, inner=_without(circles.inner, person_id), outer=_without(circles.outer, person_id)
    )
    return replace(discussion, fishbowl=_talking(without))


def _talking(circles: Fishbowl) -> Fishbowl:
    """The circles with at least two people inside, as long as there are so many."""
    lacking = max(0, A_CONVERSATION - len(circles.inner))
    return replace(
        circles,
        inner=(*circles.inner, *circles.outer[:lacking]),
        outer=circles.outer[lacking:],
    )


def _running(discussion: Discussion) -> Fishbowl:
    circles = current(discussion)
    if circles is None or not discussion.is_live:
        raise WrongMoment("No fishbowl is running here at the moment.")
    return circles


def _seats(discussion: Discussion, people: int) -> int:
    policy = discussion.policy
    wanted = round(people * policy.inner_share)
    return min(people, max(policy.inner_at_least, min(policy.inner_at_most, wanted)))


def _words(discussion: Discussion, tally: Tally, person_id: int) -> int:
    heard = tally.get((person_id, discussion.current_round.number))
    return heard.named_amount(discussion.policy.words_a_minute) if heard else 0


def _without(people: Sequence[int], person_id: int) -> tuple[int, ...]:
    return tuple(person for person in people if person != person_id)
