"""Whoever leads is helped in private and sends what they choose; all others are refused."""

from __future__ import annotations

from simulator import Message
from tests.classroom.conftest import Classroom
from tests.classroom.facilitation.test_preferences import ask_for, unseen


async def joined(room: Classroom) -> Message:
    """The first panel, with both students there; one allows their name."""
    panel = await room.begin()
    for member in (room.student, room.other):
        await (await member.press(panel, label="I'm here")).resolved()
    reply = await room.use(room.student, "preferences")
    await room.student.press(reply, label="The facilitator may see my name")
    return panel


async def test_the_facilitator_looks_sends_and_edits(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    await joined(room)
    reply = await room.use(lead, "copilot")
    assert reply.ephemeral
    assert (
        "At most 2 people are still to be heard in this round. Among them: Bronwen." in reply.text
    )
    assert "Kwame" not in reply.text
    await lead.press(reply, label="Send")
    sent = await room.shown("**Ines** asks:")
    assert "What do you notice first?" in sent.text
    reply = await room.use(lead, "copilot")
    form = await lead.press(reply, label="Edit")
    assert form.modal is not None
    done = await lead.submit(form, {"Posted in your name": "And what do *you* notice?"})
    assert "in your name" in (await done.resolved()).text
    assert "\\*you\\*" in (await room.shown("And what do")).text
    assert (await room.record()).contributions == ()


async def test_a_look_is_refreshed_and_skipping_posts_nothing(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    await joined(room)
    reply = await room.use(lead, "copilot")
    before = len(room.channel.messages)
    await room.use(room.student, "pass")
    await lead.press(reply, label="Refresh")
    assert reply.message is not None
    assert "1 person is still to be heard" in reply.message.text
    assert "Bronwen" not in reply.message.text
    await lead.press(reply, label="Skip")
    assert len(room.channel.messages) == before


async def test_nobody_else_may_look(classroom: Classroom) -> None:
    await joined(classroom)
    reply = await classroom.use(classroom.student, "copilot")
    assert reply.ephemeral
    assert "Only the facilitator" in reply.text
    assert "heard" not in reply.text


async def test_a_round_that_is_over_is_not_asked_about(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    await joined(room)
    reply = await room.use(lead, "copilot")
    await room.use(lead, "discussion next")
    await room.panel(2)
    refused = await lead.press(reply, label="Send")
    assert "That round is over" in refused.text
    assert not [m for m in room.channel.messages if "asks:" in m.text]


async def test_at_three_quarters_the_facilitator_is_told_and_decides(
    quick_classroom: Classroom,
) -> None:
    room, lead = quick_classroom, quick_classroom.facilitator
    await joined(room)
    private = await unseen(lead, "still to be heard")
    assert "Among them: Bronwen." in private.text
    await lead.press(private, label="Send")
    await room.shown("**Ines** asks:")
    assert "in your name" in private.text
    assert private.buttons == []


async def test_it_comes_as_a_direct_message_where_that_is_wished_and_may_be_skipped(
    quick_classroom: Classroom,
) -> None:
    room, lead = quick_classroom, quick_classroom.facilitator
    await joined(room)
    await ask_for(room, lead, invite="message")
    private = await lead.next_direct_message(15)
    assert "Among them: Bronwen." in private.text
    await lead.press(private, label="Skip")
    assert "/copilot" in private.text
    assert private.buttons == []
    assert not [m for m in room.channel.messages if "asks:" in m.text]
