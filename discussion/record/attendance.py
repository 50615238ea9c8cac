"""The term as a lecturer may see it: who was heard how, session by session.

A person's line has what they said under their name. Whoever was there otherwise (without their
name, by passing, by staying out, or listening) *took part*: telling these apart would unmask them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from discussion.model import Contribution, Discussion, Participant
from discussion.participation.ledger import (
    Evenness,
    LedgerCounts,
    Standing,
    Tally,
    evenness,
    ledger,
    standing,
)
from discussion.ports.store import Facts
from discussion.record.recording import tally_of


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person in one session."""

    person_id: int
    name: str
    contributions: int
    """Under their name."""
    words: int
    """Of these contributions."""
    away: bool


@dataclass(frozen=True, slots=True)
class Session:
    """One discussion that has ended."""

    topic: str
    started_at: datetime
    people: tuple[Attendance, ...]
    """In the order of their names."""
    ledger: LedgerCounts
    contributions: int
    words: int
    evenness: Evenness | None


def session_of(facts: Facts) -> Session:
    """What a lecturer may see of a discussion that has ended."""
    discussion = facts.discussion
    tally = tally_of(facts.contributions, facts.speeches)
    said = [c for c in facts.contributions if c.withdrawn_at is None]
    named = [c for c in said if not c.anonymous]
    people = [_attendance(discussion, p, tally, named) for p in discussion.participants.values()]
    return Session(
        topic=discussion.topic,
        started_at=discussion.started_at,
        people=tuple(sorted(people, key=lambda p: (p.name.casefold(), p.person_id))),
        ledger=ledger(discussion, tally),
        contributions=len(said),
        words=sum(c.words for c in said),
        evenness=evenness(discussion.participants, tally, policy=discussion.policy),
    )


def _attendance(
    discussion: Discussion, person: Participant, tally: Tally, named: list[Contribution]
) -> Attendance:
    own = [c for c in named if c.author_id == person.id]
    return Attendance(
        person_id=person.id,
        name=person.name,
        contributions=len(own),
        words=sum(c.words for c in own),
        away=not own and standing(discussion, person, tally) is Standing.AWAY,
    )
