"""The term in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cogs.text.counts import took_part
from cogs.text.escaping import count, fitting, one_line
from discussion.record.attendance import Attendance, Session

NOTHING_YET: Final = "No discussion has ended in this server yet."
NOT_THERE_YET: Final = "You have not been in a discussion here that has ended yet."


def how(person: Attendance) -> str:
    """How somebody was heard in a session."""
    return "by name" if person.contributions else "in another way"


def term(sessions: Sequence[Session]) -> str:
    """The totals of every session, the latest first."""
    if not sessions:
        return NOTHING_YET
    head = (
        f"{count(len(sessions), 'session', 'sessions')}. The first file has a line for each person "
        "and session; *in another way* is everybody who was there, or came and went, without "
        "words under their name. All figures are of words under names."
    )
    lines = [head, *(_session(each) for each in sessions)]
    return fitting(lines, where="the files have them all")


def own(sessions: Sequence[Session], person_id: int) -> str:
    """Somebody's own line in every session, the latest first."""
    lines = [
        f"• {_day(session)}: {_own(each)}"
        for session in sessions
        for each in session.people
        if each.person_id == person_id
    ]
    whole = ["Only you see this.", *lines]
    return fitting(whole, where="the file has them all") if lines else NOT_THERE_YET


def _session(session: Session) -> str:
    even = f", Gini of words {session.evenness.gini_words:.2f}" if session.evenness else ""
    return (
        f"• {_day(session)}: {took_part(session.ledger)}, "
        f"{count(session.contributions, 'contribution', 'contributions')}{even}"
    )


def _own(person: Attendance) -> str:
    if not person.contributions:
        return "you took part, without words under your name"
    return (
        f"{count(person.contributions, 'contribution', 'contributions')} under your name, "
        f"{count(person.words, 'word', 'words')}"
    )


def _day(session: Session) -> str:
    return f"{session.started_at:%d %b %Y}, {one_line(session.topic, 80)}"
