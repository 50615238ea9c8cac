"""The real service over the real store; only the clock is the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from discussion.contributions.speaking import HeardMessage
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Format,
    Person,
    Place,
    RoundKind,
)
from discussion.model.effects import Post, PostKind
from discussion.model.policy import Policy
from discussion.record.facts import Facts
from discussion.service import DiscussionService
from storage.store.outbox import Outbox
from storage.store.store import SqlStore
from tests.discussion.material import FACILITATOR, GUILD, MINUTE, PLACE, START, a_plan
from tests.empty_database import with_tables
from tests.storage.plans import no_whole_tables

__all__ = ["no_whole_tables"]

TALK = Format("talk", "Talk", "An open floor.", (a_plan(RoundKind.OPEN_FLOOR, 20 * MINUTE),))
SILENT = Format(
    "silent",
    "Silence",
    "Write twice, then talk.",
    (
        a_plan(RoundKind.SILENT_WRITING),
        a_plan(RoundKind.SILENT_WRITING),
        a_plan(RoundKind.OPEN_FLOOR),
    ),
)
VEILED = Format(
    "veiled",
    "Veiled",
    "Write, then talk; nameless words are signed.",
    (a_plan(RoundKind.SILENT_WRITING), a_plan(RoundKind.OPEN_FLOOR)),
    pseudonyms=True,
)
CIRCLE = Format("circle", "Circle", "Everybody once.", (a_plan(RoundKind.GO_ROUND, 4 * MINUTE),))

PAIRED = Format(
    "paired",
    "Pairs",
    "In twos, then in fours, then together.",
    (
        a_plan(RoundKind.BRIEFING),
        a_plan(RoundKind.PAIRS),
        a_plan(RoundKind.FOURS),
        a_plan(RoundKind.OPEN_FLOOR),
    ),
)
NAMELESS = Format(
    "nameless",
    "Nameless",
    "Write without names, then vote.",
    (
        replace(a_plan(RoundKind.SILENT_WRITING), attributed=False),
        a_plan(RoundKind.VOTE),
        a_plan(RoundKind.OPEN_FLOOR),
    ),
)

BOWL = Format(
    "bowl",
    "Bowl",
    "Arrive, then talk in circles.",
    (a_plan(RoundKind.BRIEFING), a_plan(RoundKind.FISHBOWL, 20 * MINUTE)),
)


class HandClock:
    """A clock that the test moves by hand."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def pass_by(self, length: timedelta) -> None:
        self.at += length


PROMPT = Policy(review_for=timedelta())
"""The usual thresholds, and a deck that follows at once."""


@dataclass
class Classroom:
    """The service with what a test asks of it."""

    service: DiscussionService
    store: SqlStore
    clock: HandClock

    async def start(self, format_name: str = "talk", place: Place = PLACE) -> Discussion:
        return await self.service.rounds.start(
            place, FACILITATOR, topic="Who is at the table?", format_name=format_name
        )

    def message(
        self,
        number: int,
        author: Person,
        text: str,
        *,
        place: Place = PLACE,
        reply_to: int | None = None,
    ) -> HeardMessage:
        return HeardMessage(number, place, author, text, self.clock.now(), reply_to)

    async def hear(
        self, number: int, author: Person, text: str, *, reply_to: int | None = None
    ) -> None:
        self.service.messages.hear(self.message(number, author, text, reply_to=reply_to))
        await self.settled()

    async def settled(self) -> None:
        """Wait until everything queued before is committed."""
        await self.store.write(lambda _: None)

    async def facts(self, discussion: Discussion) -> Facts:
        found = await self.store.read(
            lambda reader: reader.facts(discussion.place.guild_id, discussion.id)
        )
        assert found is not None
        return found

    async def kept(self, number: int, guild_id: int = GUILD) -> Contribution | None:
        return await self.store.read(lambda reader: reader.contribution(guild_id, number))

    async def deliver(self, *, first_message_id: int = 9_000) -> list[Post]:
        """Send everything that waits in the outbox, as if Discord had taken it all."""
        outbox, sent, numbers = Outbox(self.store), list[Post](), count(first_message_id)
        while True:
            lease = await outbox.lease(self.clock.now(), lease_for=MINUTE, limit=50)
            if not lease.posts:
                return sent
            for leased in lease.posts:
                shown = None if leased.post.kind is PostKind.HIDE else next(numbers)
                await self.service.delivery.delivered(leased.post, shown, leased.version)
                sent.append(leased.post)

    async def wake_at(self, instant: datetime) -> None:
        self.clock.at = instant
        while await self.service.wakes.wake():
            pass


_FORMATS = (TALK, SILENT, CIRCLE, PAIRED, NAMELESS, VEILED, BOWL)


def a_service(
    store: SqlStore, clock: HandClock, review_for: timedelta = timedelta()
) -> DiscussionService:
    """A service; without ``review_for`` a deck follows at once."""
    numbers, secrets = count(0xABC000000001), count(1)
    return DiscussionService(
        store=store,
        clock=clock,
        formats={each.name: each for each in _FORMATS},
        policy=Policy(review_for=review_for),
        zone="Europe/London",
        draw=lambda: DiscussionId(f"{next(numbers):012x}"),
        draw_secret=lambda: f"secret {next(secrets)}",
    )


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Classroom]:
    async with SqlStore(with_tables(tmp_path / "class.db")) as store:
        clock = HandClock()
        yield Classroom(a_service(store, clock), store, clock)


@pytest.fixture
async def reviewed_room(tmp_path: Path) -> AsyncIterator[Classroom]:
    """The same, where everybody has ten minutes to look at their words."""
    async with SqlStore(with_tables(tmp_path / "class.db")) as store:
        clock = HandClock()
        yield Classroom(a_service(store, clock, 10 * MINUTE), store, clock)
