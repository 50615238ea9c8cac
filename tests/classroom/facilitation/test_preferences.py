"""People say how they like to be asked, and the whole bot keeps to it."""

from __future__ import annotations

import asyncio

from simulator import Member, Message, Reply
from tests.classroom.conftest import Classroom


async def ask_for(room: Classroom, member: Member, **menus: str) -> Reply:
    """Let somebody choose in the menus of their preferences."""
    reply = await room.use(member, "preferences")
    for verb, value in menus.items():
        changed = await member.choose(reply, value, custom_id=f"prefs:v1:{verb}:menu")
        assert changed.updated
    return reply


async def unseen(member: Member, words: str) -> Message:
    """A message that only this person sees, once it is there."""
    async with asyncio.timeout(15):
        while True:
            for message in member.ephemerals:
                if words in message.text:
                    return message
            # Nothing in the gateway tells of a message that one person alone sees.
            await asyncio.sleep(0.02)


async def test_each_is_invited_in_the_way_and_language_they_chose(
    quick_classroom: Classroom,
) -> None:
    room = quick_classroom
    bronwen, kwame = room.student, room.other
    ada = room.guild.add_member("Ada", direct_messages_open=False)
    cai = room.guild.add_member("Cai", locale="fr")
    panel = await room.begin()
    for member in (bronwen, kwame, ada, cai):
        await (await member.press(panel, label="I'm here")).resolved()
    await ask_for(room, bronwen, invite="unseen", language="de")
    await ask_for(room, kwame, invite="message", language="tr")
    await ask_for(room, ada, invite="message")
    await ask_for(room, cai, invite="never")
    assert "Grup" in (await kwame.next_direct_message(15)).text
    invitation = await unseen(bronwen, "Die Gruppe würde dich gern")
    form = await bronwen.press(invitation, label="Ohne meinen Namen")
    assert form.modal is not None
    assert form.modal.labels == ["Deine Worte"]
    await (await bronwen.submit(form, {"text": "Nobody asks the night shift."})).resolved()
    assert invitation.text.startswith("Danke.")
    await room.channel.wait_for(lambda m: m is panel and "A word from you?" in str(m.buttons), 15)
    assert bronwen.direct_messages == []
    assert ada.direct_messages == []
    assert cai.direct_messages == []
    assert not [m for m in cai.ephemerals if "Le groupe" in m.text]
    assert "Ada" not in panel.text


async def test_a_name_is_left_out_as_somebody_likes_it(classroom: Classroom) -> None:
    room, bronwen = classroom, classroom.student
    await room.begin()
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    reply = await room.use(bronwen, "preferences")
    assert "show your name" in reply.text
    await bronwen.press(reply, label="Leave my name out")
    await room.use(bronwen, "say", text="I would ask the nurses.")
    assert "Bronwen" not in (await room.shown("I would ask the nurses.")).text
    form = await bronwen.slash(room.channel, "say")
    await (await bronwen.submit(form, {"Your words": "And the cleaners."})).resolved()
    assert "Bronwen" not in (await room.shown("And the cleaners.")).text
    await bronwen.write(room.channel, "This one is mine.")
    record = await room.recorded("This one is mine.")
    assert {c.text: c.name for c in record.contributions} == {
        "I would ask the nurses.": None,
        "And the cleaners.": None,
        "This one is mine.": "Bronwen",
    }
