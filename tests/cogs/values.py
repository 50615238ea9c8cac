"""Discussions, records and a service that only remembers what it was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from discussion.formats.library import built_in_formats
from discussion.formats.replanning import Outlook
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Participant,
    Place,
    Round,
    RoundKind,
    RoundPlan,
    Source,
    State,
)
from discussion.model.errors import WrongMoment
from discussion.model.house import PLAIN
from discussion.model.policy import Policy
from discussion.model.preferences import Preferences
from discussion.participation.ledger import Evenness, LedgerCounts, Standing
from discussion.record.record import Record, RecordedRound
from discussion.service.lifecycle.formats import Known
from tests.cogs.wire import CHANNEL_ID, GUILD_ID

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NAME = DiscussionId("0123456789ab")
PLACE = Place(GUILD_ID, CHANNEL_ID)
PLANS = (
    RoundPlan(RoundKind.BRIEFING, "Arriving", "What brought you here?", timedelta(minutes=3)),
    RoundPlan(
        RoundKind.SILENT_WRITING,
        "First thoughts",
        "Where does power sit in this case?",
        timedelta(minutes=6),
        stem="I noticed that …",
    ),
)


class FixedClock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        """The instant it shows."""
        return self.at


def discussion(**changes: Any) -> Discussion:
    """A discussion in its second round, with Ana in it."""
    made = Discussion(
        id=NAME,
        place=PLACE,
        topic="Power at handover",
        format_name="case-discussion",
        format_title="Case discussion",
        facilitator_id=42,
        plans=PLANS,
        policy=Policy(),
        seed=7,
        started_at=NOW,
        rounds=(Round(1, NOW, ended_at=NOW), Round(2, NOW)),
        participants={42: Participant(42, "Ana of the night shift", NOW)},
    )
    return replace(made, **changes)


def contribution(number: int = 501, **changes: Any) -> Contribution:
    """Something that Ana said."""
    made = Contribution(
        id=number,
        discussion_id=NAME,
        guild_id=GUILD_ID,
        channel_id=CHANNEL_ID,
        author_id=42,
        round_number=2,
        text="The night staff are not asked.",
        words=6,
        said_at=NOW,
        source=Source.SAY,
    )
    return replace(made, **changes)


def record(**changes: Any) -> Record:
    """A small finished record."""
    made = Record(
        discussion_id=NAME,
        topic="Power at handover",
        format_title="Case discussion",
        server_name="Leading Together",
        facilitator="Ana",
        started_at=NOW,
        ended_at=NOW + timedelta(minutes=40),
        zone="Europe/London",
        case=None,
        rounds=(
            RecordedRound(
                number=1,
                kind=RoundKind.OPEN_FLOOR,
                title="Talk",
                question="What do you see?",
                planned=timedelta(minutes=10),
                began_at=NOW,
                ended_at=NOW,
                paused=timedelta(),
                case_stage=None,
                ledger=LedgerCounts(contributed=5),
            ),
        ),
        contributions=(),
        links=(),
        invitations=(),
        actions=(),
        shares=(),
        ledger=LedgerCounts(contributed=9, contributed_anonymously=2, passed=1),
        evenness=None,
        withdrawn=0,
    )
    return replace(made, **changes)


SUBJECTS = frozenset(
    {
        "archive",
        "circles",
        "contributions",
        "copilot",
        "delivery",
        "hands",
        "invitations",
        "leading",
        "messages",
        "preferences",
        "presence",
        "houses",
        "presenting",
        "pulse",
        "reflecting",
        "rounds",
        "voice",
        "wakes",
        "courses",
        "topics",
        "rota",
        "classes",
        "reminders",
        "promises",
    }
)
"""The parts of the service; this one is all of them."""


class FakeService:
    """Remembers calls as (name, positional, named); answers with ``answers[name]``."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.join: Any = self._asked("join")
        self.answers: dict[str, Any] = {
            "say": contribution(),
            "tag": contribution(),
            "endorse": True,
            "listens": False,
            "take_back": contribution(501),
            "of": Preferences(),
            "change": Preferences(),
            "in_message": [contribution()],
            "status": SimpleNamespace(
                discussion=discussion(),
                now=NOW,
                ends_at=NOW + timedelta(minutes=6),
                ledger=LedgerCounts(contributed=3, not_yet_heard=1),
                round_ledger=LedgerCounts(contributed=1, not_yet_heard=3),
                own=Standing.NOT_YET_HEARD,
                own_words=0,
                own_turns=0,
                own_airtime=timedelta(),
                all_words=30,
                all_turns=4,
                evenness=Evenness(0.25, 0.2, 0.0, 0.4),
                is_facilitator=False,
                is_lecturer=False,
                nameless_left_out=False,
            ),
            "all_of": [discussion()],
            "named": built_in_formats()["case-discussion"],
            "known": {name: Known(each, own=False) for name, each in built_in_formats().items()},
            "outlook": Outlook((timedelta(minutes=6),), NOW, timedelta()),
            "record": record(),
            "style_of": PLAIN,
            "choose": PLAIN,
            "put_back": PLAIN,
        }

    def refuse(self, name: str, sentence: str = "That is not the moment for it.") -> None:
        """Make one method raise."""
        self.answers[name] = WrongMoment(sentence)

    def called(self, name: str) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """The calls of one method."""
        return [(given, named) for called, given, named in self.calls if called == name]

    def _do(self, name: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        self.calls.append((name, given, named))
        answer = self.answers.get(name, discussion())
        if isinstance(answer, Exception):
            raise answer
        return answer

    def __getattr__(self, name: str) -> Any:
        if name in SUBJECTS or name == "formats":
            return self
        if name in ("hear", "edited", "deleted", "reacted", "typing", "moved", "outlook"):
            return lambda *given, **named: self._do(name, given, named)

        return self._asked(name)

    def _asked(self, name: str) -> Any:
        async def asked(*given: Any, **named: Any) -> Any:
            return self._do(name, given, named)

        return asked


ENDED = discussion(state=State.ENDED, ended_at=NOW)
