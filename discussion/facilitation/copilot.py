"""Private help for whoever leads: how the group stands, and what could be asked next.

It suggests and never posts by itself. Names of people still to be heard are given only of those
who allowed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from discussion.arrangement import hands
from discussion.facilitation import grid, invitations
from discussion.facilitation.pace import MoveOn, Pace, pace
from discussion.model import Discussion, Tag, timing
from discussion.model.preferences import Preferences, preferred
from discussion.participation.ledger import Standing, Tally, standing_in_round, to_be_heard

MOST_QUESTIONS = 3
"""How many questions about empty parts one look offers."""


class About(StrEnum):
    """What a suggested message is for."""

    MOVE_ON = "move_on"
    VOICES = "voices"
    EMPTY_PART = "empty_part"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A message that whoever leads could send; it is one question of the round or of the grid."""

    about: About
    question: str = ""
    stem: str = ""

    @property
    def key(self) -> str:
        """A short name, the same for the same question: it fits a button and is no text."""
        if self.about is not About.EMPTY_PART:
            return self.about.value
        return "q" + hashlib.sha256(self.question.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Look:
    """How a discussion stands, for whoever leads it alone."""

    discussion: Discussion
    now: datetime
    pace: Pace
    names: tuple[str, ...]
    """Of those still to be heard, the ones who allowed their names."""
    questions: tuple[str, ...]
    """About the parts that the group left empty."""
    small_groups: bool
    """Whether pairs would give more people room."""
    suggestions: tuple[Suggestion, ...]
    """Messages that could be sent now, the most fitting first."""


def look(
    discussion: Discussion,
    tally: Tally,
    said: Iterable[Collection[Tag]],
    now: datetime,
    *,
    typing: Collection[int] = (),
    chosen: Mapping[int, Preferences] | None = None,
) -> Look:
    """Look at a live discussion; ``said`` gives the tags of each contribution all can read."""
    busy = hands.busy(discussion).union(typing)
    stands = pace(discussion, tally, busy, now)
    parts = grid.questions(discussion, said, now)[:MOST_QUESTIONS]
    found = [
        *([Suggestion(About.MOVE_ON)] if stands.move_on is not None else []),
        *([voices(discussion)] if stands.to_be_heard.number else []),
        *(Suggestion(About.EMPTY_PART, part.question) for part in parts),
    ]
    if stands.move_on is MoveOn.NOTHING_SAID and stands.to_be_heard.number:
        # The group may have run dry rather than be done: those still to be heard come first.
        found[0], found[1] = found[1], found[0]
    return Look(
        discussion=discussion,
        now=now,
        pace=stands,
        names=allowed_names(discussion, tally, chosen or {}),
        questions=tuple(part.question for part in parts),
        small_groups=invitations.small_groups_advised(discussion),
        suggestions=tuple(found),
    )


def voices(discussion: Discussion) -> Suggestion:
    """The suggestion to ask the round's question once more, of everybody."""
    plan = discussion.current_plan
    return Suggestion(About.VOICES, plan.question, plan.stem)


def allowed_names(
    discussion: Discussion, tally: Tally, chosen: Mapping[int, Preferences]
) -> tuple[str, ...]:
    """The names of those still to be heard who allowed whoever leads to see them.

    None at all in a round in which somebody present spoke or chose without their name: the name
    that is missing since then would be the author's.
    """
    number = discussion.current_round.number
    nameless = Standing.CONTRIBUTED_ANONYMOUSLY
    people = discussion.participants.values()
    if any(standing_in_round(discussion, p, number, tally) is nameless for p in people):
        return ()
    waiting = to_be_heard(discussion, tally)
    return tuple(sorted(p.name for p in waiting if preferred(chosen, p.id).name_to_facilitator))


def leaders(discussion: Discussion) -> list[int]:
    """Who leads: the facilitator, then the co-facilitators; whoever stepped out is not told."""
    people = [discussion.facilitator_id, *sorted(discussion.co_facilitators)]
    known = discussion.participants
    return [p for p in dict.fromkeys(people) if p not in known or known[p].present]


def told_at(discussion: Discussion, now: datetime) -> datetime | None:
    """When it is looked who is still to be heard; None if it was, or is not in this round.

    Whoever leads is told then. In the last round it is also looked whether somebody was asked in no
    way, however short it is.
    """
    last = is_last(discussion)
    if discussion.current_plan.kind not in invitations.INVITING_ROUNDS and not last:
        return None
    if discussion.current_round.copilot_at is not None:
        return None
    share = timing.instant_at(discussion, discussion.policy.copilot_share, now)
    at = max(share, invitations.grace_ends_at(discussion, now))
    ends_at = timing.ends_at(discussion, now)
    return share if last and ends_at is not None and at >= ends_at else at


def is_last(discussion: Discussion) -> bool:
    """Whether the class ends with the current round."""
    return discussion.current_round.number == len(discussion.plans)
