"""The term as a lecturer may see it: who was heard how, session by session.

A person's line has what they said under their name. Whoever was there otherwise (without their
name, by passing, staying out, listening or leaving) took part *in another way*: telling these apart
would unmask them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from discussion.model import Contribution, Participant
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import (
    Evenness,
    LedgerCounts,
    evenness,
    ledger,
    under_names,
)
from discussion.record.facts import Facts
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


@dataclass(frozen=True, slots=True)
class Session:
    """One discussion that has ended."""

    topic: str
    started_at: datetime
    people: tuple[Attendance, ...]
    """In the order of their names."""
    ledger: LedgerCounts
    """As it may be told (``disclosure``)."""
    contributions: int
    """Under people's names, as everything below."""
    words: int
    evenness: Evenness | None


def session_of(facts: Facts) -> Session:
    """What a lecturer may see of a discussion that has ended."""
    discussion = facts.discussion
    tally = tally_of(facts.contributions, facts.speeches)
    named = [c for c in facts.contributions if c.withdrawn_at is None and not c.anonymous]
    people = [_attendance(p, named) for p in discussion.participants.values()]
    return Session(
        topic=discussion.topic,
        started_at=discussion.started_at,
        people=tuple(sorted(people, key=lambda p: (p.name.casefold(), p.person_id))),
        ledger=disclosed(ledger(discussion, tally)),
        contributions=len(named),
        words=sum(c.words for c in named),
        evenness=evenness(discussion.participants, under_names(tally), policy=discussion.policy),
    )


def _attendance(person: Participant, named: list[Contribution]) -> Attendance:
    own = [c for c in named if c.author_id == person.id]
    return Attendance(
        person_id=person.id,
        name=person.name,
        contributions=len(own),
        words=sum(c.words for c in own),
    )
