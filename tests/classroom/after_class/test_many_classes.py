"""A server with a long past: the right class's words, everything found, and decks that stay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from discussion.model import DiscussionId, Place, State
from discussion.ports.store import Transaction
from simulator import Reply
from storage.store.pruning import prune
from tests.classroom.conftest import Classroom
from tests.discussion.material import begun

TOPIC = "Who leads a shift?"
HERS = "The night staff were never asked what they would change."
LATER_CLASSES = 30


async def held(room: Classroom) -> None:
    """A class of this channel, to its deck."""
    await room.begin(TOPIC)
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    await room.student.write(room.channel, HERS)
    await room.recorded("night staff")
    await room.use(room.facilitator, "discussion end")
    await room.deck()


async def later_classes(room: Classroom) -> None:
    """Many classes in other channels since."""
    now = room.application.clock.now()

    def unit(transaction: Transaction) -> None:
        for number in range(LATER_CLASSES):
            transaction.save(
                replace(
                    begun().discussion,
                    id=DiscussionId(f"{number:012x}"),
                    place=Place(room.guild.id, room.channel.id + 1000 + number),
                    topic=f"Other class {number}",
                    state=State.PUBLISHED,
                    started_at=now + timedelta(minutes=number),
                )
            )

    await room.application.store.write(unit)


async def the_record(room: Classroom, **options: object) -> Reply:
    asked = await room.lecturer.slash(room.channel, "summary", file="json", **options)
    return await asked.resolved(60)


async def test_a_class_is_found_however_many_came_after_it(classroom: Classroom) -> None:
    room = classroom
    await held(room)
    await later_classes(room)
    # Without a choice, the class of this channel is meant, and no other's words are given out.
    record = json.loads((await the_record(room)).files[0].data)
    assert record["topic"] == TOPIC
    for command, option in (
        ("summary", "discussion"),
        ("present start", "discussion"),
        ("reflection view", "discussion"),
    ):
        found = await room.lecturer.autocomplete(room.channel, command, option, "LEADS a")
        assert [choice["name"].split(" · ")[0] for choice in found] == [TOPIC]
        everything = await room.lecturer.autocomplete(room.channel, command, option, "%")
        assert everything == []
    assert (
        f"{LATER_CLASSES + 1} sessions" in (await room.use(room.lecturer, "participation")).all_text
    )


async def test_words_taken_back_long_after_leave_the_posted_deck(classroom: Classroom) -> None:
    room = classroom
    await held(room)
    deck = await room.deck()
    # The last post of a class.
    await room.channel.wait_for(
        lambda m: any("moment" in b.get("label", "") for b in m.buttons), 20
    )
    assert await prune(room.application.store, room.application.clock.now() + timedelta(days=1))
    message = next(m for m in room.channel.messages if m.text == HERS)
    taken = await room.student.message_menu(message, "Take back")
    assert "Taken back" in (await taken.resolved()).text
    await room.channel.wait_for(lambda m: m is deck and "Made anew" in m.text, 20)
    decks = [m for m in room.channel.messages if m.attachments]
    assert decks == [deck]
