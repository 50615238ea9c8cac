"""The desk of whoever prepares a class: a term, and the planner that they have opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator import File, LocalDiscord, Member, Message, Reply
from tests.classroom.conftest import RATE_LIMITS_FASTER, Classroom, class_in, settings_for
from tests.classroom.leaping import LeapingClock
from tests.classroom.term.test_reminders import BEGINS, Term, planned
from tests.classroom.term.test_topics import CASE

FORMATS = "Start from a format"
ROUNDS = "Open a round"


@dataclass
class Desk:
    """A term, and the planner that its facilitator has opened."""

    term: Term
    folder: Path
    shown: Message

    @property
    def room(self) -> Classroom:
        return self.term.room

    @property
    def text(self) -> str:
        return self.shown.text

    async def press(self, label: str, by: Member | None = None) -> Reply:
        who = by or self.room.facilitator
        return await (await who.press(self.shown, label=label)).resolved()

    async def choose(self, menu: str, value: str) -> Reply:
        who = self.room.facilitator
        return await (await who.choose(self.shown, value, placeholder=menu)).resolved()

    async def fill(self, label: str, **fields: str) -> Reply:
        """Press a button that opens a form, and send it with these fields changed."""
        who = self.room.facilitator
        form = await who.press(self.shown, label=label)
        return await (await who.submit(form, fields)).resolved()

    async def use(self, command: str, **options: Any) -> Reply:
        return await self.room.use(self.room.facilitator, f"session {command}", **options)


@asynccontextmanager
async def at_desk(folder: Path) -> AsyncIterator[Desk]:
    """A term of one class, and the planner of its facilitator."""
    clock = LeapingClock(BEGINS)
    async with (
        LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, folder), clock=clock) as room,
    ):
        yield await opened(await planned(room, clock), folder)


async def opened(term: Term, folder: Path) -> Desk:
    reply = await term.room.use(term.room.facilitator, "session plan")
    assert reply.ephemeral
    assert reply.message is not None
    return Desk(term, folder, reply.message)


async def with_reading(desk: Desk) -> None:
    """Give the class a topic with a case of two parts."""
    room = desk.room
    await room.use(room.lecturer, "topics add", title="Rest")
    offered = await room.lecturer.autocomplete(room.channel, "topics edit", "topic", "Rest")
    topic = str(offered[0]["value"])
    await room.use(room.facilitator, "rota claim", date=desk.term.class_id, topic=topic)
    file = File("case.md", CASE)
    await room.use(room.facilitator, "topics reading", topic=topic, file=file)
    await room.use(room.facilitator, "topics stage", topic=topic, number=1, question="Who saw it?")
