"""Swaps of the rota: two people exchange their dates, and both have to want it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discussion.model import Person
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.term.model import ClassState, PlannedClass, Swap, SwapState
from discussion.term.rota import rota


def check_swap(gives: PlannedClass, takes: PlannedClass, by: Person, now: datetime) -> int:
    """Whether two classes can be swapped; returns whom to ask.

    Raises:
        BadInput: One of them is free, or both belong to the same person.
        NotAllowed: The class to give is not theirs.
    """
    if gives.facilitator_id != by.id:
        raise NotAllowed("You can offer only a class of your own.")
    if takes.facilitator_id is None:
        raise BadInput("That class is free: release yours and claim it.")
    if takes.facilitator_id == by.id:
        raise BadInput("Both classes are yours already.")
    for each in (gives, takes):
        rota.check_open(each, by, now)
    return takes.facilitator_id


def answered(
    swap: Swap, gives: PlannedClass, takes: PlannedClass, by: Person, now: datetime, *, accept: bool
) -> tuple[Swap, PlannedClass, PlannedClass]:
    """The offer with its answer, and the two classes after it.

    The people swap dates; each takes topic and preparation along.

    Raises:
        NotAllowed: Somebody else was asked.
        WrongMoment: The offer was answered, or the classes changed hands meanwhile.
    """
    if swap.asked_of != by.id:
        raise NotAllowed("That offer was made to somebody else.")
    if swap.state is not SwapState.OFFERED:
        raise WrongMoment("That offer was answered already, or has lapsed.")
    if not accept:
        return replace(swap, state=SwapState.DECLINED), gives, takes
    if gives.facilitator_id != swap.asked_by or takes.facilitator_id != swap.asked_of:
        raise WrongMoment("One of these classes changed hands meanwhile, so the offer has lapsed.")
    for each in (gives, takes):
        rota.check_open(each, by, now)
    return (
        replace(swap, state=SwapState.ACCEPTED),
        _prepared_as(gives, takes),
        _prepared_as(takes, gives),
    )


def is_moot(swap: Swap, changed: PlannedClass) -> bool:
    """Whether an offer cannot be accepted any more, now that one of its classes changed."""
    holders = {swap.gives: swap.asked_by, swap.takes: swap.asked_of}
    if changed.id not in holders:
        return False
    return changed.facilitator_id != holders[changed.id] or changed.state is ClassState.CANCELLED


def _prepared_as(planned: PlannedClass, other: PlannedClass) -> PlannedClass:
    """The class with the facilitator, topic and preparation of another one."""
    return replace(
        planned,
        facilitator_id=other.facilitator_id,
        facilitator_name=other.facilitator_name,
        topic_id=other.topic_id,
        own_title=other.own_title,
        own_notes=other.own_notes,
        format_name=other.format_name,
        plans=other.plans,
        state=other.state,
    )
