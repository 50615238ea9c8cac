"""The pulse at the close: "I was heard", from 1 to 5, in one tap that is joined to nobody."""

from __future__ import annotations

from dataclasses import replace

from discussion.model import Discussion
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.record.record import Felt

VALUES = range(1, 6)
ENOUGH = 5
"""With fewer answers than this the figure is withheld: few values point at those who gave them."""


def is_open(discussion: Discussion) -> bool:
    """Whether the pulse can be given: from the last round until the deck is on its way."""
    if not discussion.is_live:
        return discussion.is_in_review
    return discussion.current_round.number == len(discussion.plans)


def given(discussion: Discussion, person_id: int, value: int) -> Discussion:
    """The discussion with somebody's answer in the sums, where nobody can tell it from others."""
    if value not in VALUES:
        raise BadInput("Pick a number from 1 to 5.")
    if not is_open(discussion):
        raise WrongMoment("This question belongs to the last round of a discussion.")
    if person_id not in discussion.participants:
        raise NotAllowed("This is for those who took part. Press I'm here first if you did.")
    pulse = discussion.pulse
    if person_id in pulse.answered:
        raise WrongMoment(
            "You have answered already, thank you. It cannot be changed, because nothing here "
            "knows which answer was yours."
        )
    one, two, three, four, five = (
        count + (each == value) for each, count in zip(VALUES, pulse.counts, strict=True)
    )
    answered = pulse.answered | {person_id}
    return replace(
        discussion, pulse=replace(pulse, answered=answered, counts=(one, two, three, four, five))
    )


def felt(discussion: Discussion) -> Felt | None:
    """What a record may say of it; None while it is open, when each new answer would stand out.

    With fewer than five answers their number is all that is said.
    """
    counts = discussion.pulse.counts
    answers = sum(counts)
    if discussion.is_live or is_open(discussion) or not answers:
        return None
    if answers < ENOUGH:
        return Felt(answers)
    total = sum(value * count for value, count in zip(VALUES, counts, strict=True))
    return Felt(answers, total / answers, counts)
