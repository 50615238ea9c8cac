"""Whole classes of generated people who take part in every kind of round, round after round."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from discussion.arrangement import grouping
from discussion.model import Discussion, RoundKind
from discussion.record.record import Record
from simulator import Channel, Member, Message
from tests.classroom.conftest import Classroom

THEMES = ("trust", "night shifts", "who may lead")


@dataclass
class Play:
    """A class that plays one discussion from its start to its deck."""

    room: Classroom
    people: list[Member]

    async def discussion(self) -> Discussion:
        """The discussion as it stands."""
        found = await self.room.application.service.archive.all_of(self.room.guild.id)
        return next(each for each in found if each.place.channel_id == self.room.channel.id)

    async def record(self) -> Record:
        """What is recorded of it."""
        here = await self.discussion()
        return await self.room.application.service.archive.record(self.room.guild.id, here.id)

    async def begin(self, format_name: str) -> Discussion:
        """Open a discussion of this format."""
        room = self.room
        await room.use(
            room.facilitator, "discussion start", topic="Who leads a shift?", format=format_name
        )
        await self.panel(1)
        return await self.discussion()

    async def panel(self, number: int) -> Message:
        """The panel of a round, once it stands in the channel."""
        return await self.room.shown(f"### Round {number} of ")

    async def through(self, format_name: str) -> dict[str, Any]:
        """Play a whole class of this format; returns its record as the file has it."""
        plans = (await self.begin(format_name)).plans
        for number, plan in enumerate(plans, start=1):
            await self.take_part(number, plan.kind)
            await self.room.use(self.room.facilitator, "discussion next")
        deck = await self.room.deck()
        assert deck.attachments[0].data.startswith(b"PK")
        here = await self.discussion()
        folder = self.room.application.settings.decks / here.id
        record: dict[str, Any] = json.loads((folder / "record.json").read_text("utf-8"))
        return record

    async def take_part(self, number: int, kind: RoundKind) -> None:
        """Let everybody do what a round of this kind asks."""
        panel = await self.panel(number)
        match kind:
            case RoundKind.BRIEFING:
                for person in (self.room.facilitator, *self.people):
                    await self.press(person, panel, "panel:v1:here:")
            case RoundKind.SILENT_WRITING:
                for index, person in enumerate(self.people):
                    tag = THEMES[index % len(THEMES)]
                    await self.room.use(person, "say", text=f"{person.name} in silence", tags=tag)
            case RoundKind.PAIRS | RoundKind.FOURS:
                await self.in_groups(number)
            case RoundKind.FISHBOWL:
                await self.in_circles(panel)
            case RoundKind.VOTE:
                for person in self.people:
                    await self.vote(person, panel, ["0", "2"])
            case _:
                for person in self.people[:-1]:
                    await person.write(self.room.channel, f"{person.name} in round {number}")
                await self.room.use(self.people[-1], "pass")
                if kind is RoundKind.CHECK_OUT:
                    await self.room.facilitator.write(self.room.channel, "Thank you, everybody")

    async def press(self, person: Member, message: Message, starts_with: str) -> str:
        """Press the button whose custom id starts like this; returns what the person reads."""
        button = next(b for b in message.buttons if b["custom_id"].startswith(starts_with))
        reply = await (await person.press(message, custom_id=button["custom_id"])).resolved()
        return reply.text

    async def thread_of(self, person: Member) -> Channel:
        """The thread of somebody's group in the round that runs, once they were brought in."""
        async with asyncio.timeout(15):
            while True:
                group = grouping.group_of(await self.discussion(), person.id)
                thread = self.room.guild.state.channels.get((group and group.thread_id) or 0)
                if thread is not None and thread.thread and person.id in thread.thread.member_ids:
                    return thread
                # Discord tells the bot and the person's own client, and nobody else.
                await asyncio.sleep(0.01)

    async def in_groups(self, number: int) -> None:
        """Everybody writes in the thread of their group."""
        for person in self.people:
            thread = await self.thread_of(person)
            await person.write(thread, f"{person.name} to the group in round {number} #trust")

    async def in_circles(self, panel: Message) -> None:
        """The inner circle talks, the circles swap, somebody takes a seat."""
        await self.talk_inside()
        first = (await self.discussion()).fishbowl
        await self.room.use(self.room.facilitator, "fishbowl swap")
        await self.talk_inside()
        circles = (await self.discussion()).fishbowl
        assert first is not None
        assert circles is not None
        for person in self.people:
            if person.id in circles.outer and person.id not in first.inner:
                await self.press(person, panel, "fishbowl:v1:seat:")
                await person.write(self.room.channel, f"{person.name} from a seat")
        for person in self.people:
            if person.id not in (*circles.inner, *first.inner, *circles.outer):
                await person.write(self.room.channel, f"{person.name} from outside")

    async def talk_inside(self) -> None:
        """Everybody in the inner circle says something."""
        circles = (await self.discussion()).fishbowl
        assert circles is not None
        for person in self.people:
            if person.id in circles.inner:
                await person.write(self.room.channel, f"{person.name} inside")

    async def vote(self, person: Member, panel: Message, values: list[str]) -> str:
        """Choose on the ballot; returns what the person reads."""
        button = next(b for b in panel.buttons if b["custom_id"].startswith("ballot:v1:open:"))
        ballot = await (await person.press(panel, custom_id=button["custom_id"])).resolved()
        assert ballot.message is not None
        reply = await (await person.choose(ballot.message, values)).resolved()
        return reply.text
