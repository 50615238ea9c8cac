"""Steering a class through Discord: what people press and read."""

from __future__ import annotations

import re

from tests.classroom.conftest import Classroom
from tests.classroom.facilitation.test_preferences import unseen


async def test_moving_time_says_what_became_of_the_rest(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    panel = await room.begin()
    assert re.search(r"The class ends at <t:\d+:t>", panel.text)
    reply = await room.use(lead, "discussion extend", minutes=5)
    assert "The rounds that remain are now about 7 and 3 minutes" in reply.text
    assert re.search(r"the class still ends at <t:\d+:t>\.", reply.text)
    reply = await room.use(lead, "discussion next")
    assert "The rounds that remain are now about 17 and 8 minutes" in reply.text
    await room.shown("### Round 2 of 3")
    reply = await room.use(lead, "discussion back")
    assert "Back to the round before" in reply.text
    await room.shown("### Round 3 of 5 · On paper")


async def test_members_move_on_without_being_named(classroom: Classroom) -> None:
    room = classroom
    panel = await room.begin()
    await (await room.student.press(panel, label="I'm here")).resolved()
    await (await room.other.press(panel, label="I'm here")).resolved()
    noted = await (await room.student.press(panel, label="Move on")).resolved()
    assert "Noted" in noted.text
    await room.channel.wait_for(
        lambda m: m is panel and "1 of 3 wishes to move on; 2 are enough." in m.text
    )
    assert "Bronwen" not in panel.text
    assert (
        "Taken back" in (await (await room.student.press(panel, label="Move on")).resolved()).text
    )
    await (await room.student.press(panel, label="Move on")).resolved()
    moved = await (await room.other.press(panel, label="Move on")).resolved()
    assert "Enough of you" in moved.text
    await room.panel(2)


async def test_the_lead_changes_hands_in_public(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    panel = await room.begin()
    reply = await room.use(lead, "discussion hand_over", member=room.other, how="together")
    assert "facilitates with you now" in reply.text
    await room.channel.wait_for(
        lambda m: m is panel and f"facilitated by <@{lead.id}> with <@{room.other.id}>" in m.text
    )
    assert "stands still" in (await room.use(room.other, "discussion pause")).text
    refused = await room.use(room.student, "discussion take_over")
    assert "Press I'm here" in refused.text
    assert (
        "You facilitate this class now" in (await room.use(room.other, "discussion take_over")).text
    )
    await room.channel.wait_for(
        lambda m: m is panel and f"facilitated by <@{room.other.id}> with <@{lead.id}>" in m.text
    )


async def test_a_class_whose_facilitator_left_the_server_goes_on(classroom: Classroom) -> None:
    room = classroom
    panel = await room.begin()
    await (await room.student.press(panel, label="I'm here")).resolved()
    assert "The facilitator is here" in (await room.use(room.student, "discussion take_over")).text
    await (await room.facilitator.press(panel, label="Stepping out")).resolved()
    assert "You facilitate" in (await room.use(room.student, "discussion take_over")).text
    assert "next round" in (await room.use(room.student, "discussion next")).text


async def test_who_is_asked_to_facilitate_reads_so_in_private(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    panel = await room.begin()
    reply = await room.use(lead, "discussion hand_over", member=room.other)
    assert "count as away until they write or press something" in reply.text
    told = await room.other.next_direct_message()
    assert "**Ines** asked you to facilitate" in told.text
    assert "stay out" not in told.text
    await (await room.student.press(panel, label="I'm here")).resolved()
    await room.use(room.student, "pass", scope="session")
    reply = await room.use(room.other, "discussion hand_over", member=room.student)
    assert "away" not in reply.text
    assert "stay" not in reply.text
    assert "**I'm here**" in (await unseen(room.student, "You chose to stay out")).text
