"""Where a planned class opens: what is known of its channel goes along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from discussion.formats.library import built_in_formats
from discussion.model import DiscussionId, Format, Person, Place, RoundKind
from discussion.model.errors import NotAllowed
from discussion.model.policy import Policy
from discussion.ports.store import Transaction
from discussion.ports.term import Room
from discussion.service import DiscussionService
from discussion.service.term import TermService
from discussion.term.model import ClassId, Course, PlannedClass
from storage.store.store import SqlStore
from tests.discussion.conftest import HandClock
from tests.discussion.material import FACILITATOR, GUILD, MINUTE, START

THREAD, PARENT, VOICE = GUILD + 5, GUILD + 6, GUILD + 7
NO_THREADS = "Discord allows no threads in this channel."


class ThreadsOnly:
    """A server in which the class meets in a thread, where no format may have groups."""

    def look(self, place: Place, voice_channel_id: int | None, format_: Format) -> Room:
        groups = any(plan.kind is RoundKind.PAIRS for plan in format_.rounds)
        assert place.channel_id == THREAD
        return Room(PARENT, voice_channel_id, NO_THREADS if groups else "")


@dataclass
class Term:
    """A term with its store and its clock."""

    service: TermService
    store: SqlStore
    clock: HandClock

    async def plan(self, format_name: str) -> PlannedClass:
        planned = PlannedClass(
            id=ClassId("c0ffee000001"),
            guild_id=GUILD,
            starts=START.replace(tzinfo=None),
            zone="Europe/London",
            length=40 * MINUTE,
            channel_id=THREAD,
            facilitator_id=FACILITATOR.id,
            facilitator_name=FACILITATOR.name,
            format_name=format_name,
        )

        def unit(transaction: Transaction) -> None:
            course = Course(GUILD, "Europe/London", voice_channel_id=VOICE)
            transaction.term.save_course(course)
            transaction.term.save_class(planned)

        await self.store.write(unit)
        return planned


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    numbers = count(0xABC000000001)
    async with SqlStore(tmp_path / "class.db") as store:
        clock = HandClock()
        discussions = DiscussionService(
            store=store,
            clock=clock,
            formats=built_in_formats(),
            policy=Policy(),
            zone="Europe/London",
            draw=lambda: DiscussionId(f"{next(numbers):012x}"),
            draw_secret=lambda: "secret",
        )
        service = TermService(
            store=store,
            clock=clock,
            zone="Europe/London",
            draw=lambda: f"{next(numbers):012x}",
            discussions=discussions,
            rooms=ThreadsOnly(),
        )
        yield Term(service, store, clock)


async def test_a_class_in_a_thread_knows_its_parent_and_the_course_s_voice_channel(
    term: Term,
) -> None:
    planned = await term.plan("round-robin")
    term.clock.at = START
    opened = await term.service.classes.open(GUILD, FACILITATOR, planned.id)
    wanted = opened.discussion_id
    assert wanted is not None
    discussion = await term.store.read(lambda reader: reader.discussion(GUILD, wanted))
    assert discussion is not None
    assert (discussion.thread_of, discussion.voice_channel_id) == (PARENT, VOICE)


async def test_a_class_with_pairs_is_refused_where_there_can_be_no_threads(term: Term) -> None:
    planned = await term.plan("snowball")
    term.clock.at = START
    lecturer = Person(2, "Lec Example", is_lecturer=True)
    with pytest.raises(NotAllowed, match="no threads"):
        await term.service.classes.open(GUILD, lecturer, planned.id)
