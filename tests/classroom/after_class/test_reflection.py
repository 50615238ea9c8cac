"""A moment for oneself after a class: private, shared by choice, taken back at any time."""

from __future__ import annotations

from simulator import Member, Message, Reply
from tests.classroom.conftest import Classroom


async def a_class_is_over(room: Classroom) -> Message:
    """A class was held and its deck posted; returns the message with the offer."""
    panel = await room.begin()
    for member in (room.student, room.other):
        await (await member.press(panel, label="I'm here")).resolved()
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    return await room.shown("One quiet question")


async def reflect(member: Member, offer: Message, text: str, share: str | None = None) -> Reply:
    form = await member.press(offer, label="A moment for yourself")
    given: dict[str, object] = {"Your words": text}
    if share is not None:
        given["Share with the lecturer"] = [share]
    return await (await member.submit(form, given)).resolved()


async def shared(room: Classroom) -> str:
    reply = await room.use(room.lecturer, "reflection shared")
    assert reply.ephemeral
    return reply.text


async def test_it_stays_private_until_it_is_shared_and_can_be_taken_back(
    classroom: Classroom,
) -> None:
    room = classroom
    offer = await a_class_is_over(room)
    form = await room.student.press(offer, label="A moment for yourself")
    assert form.modal is not None
    assert form.modal.title == "A moment for yourself"
    own = await reflect(room.student, offer, "I *spoke* first, for once.")
    assert own.ephemeral
    assert "Only you can read this." in own.text
    assert "> I \\*spoke\\* first, for once." in own.text
    assert "Nobody has shared anything" in await shared(room)
    # Shared by a press, with the name.
    await room.student.press(own, label="Share with my name")
    read = await shared(room)
    assert "**Bronwen**" in read
    assert "spoke" in read
    # Without the name, neither name nor question can tell who it was.
    again = await room.use(room.student, "reflection view")
    await room.student.press(again, label="Share without my name")
    read = await shared(room)
    assert "Bronwen" not in read
    assert "**Without a name**\n> I" in read
    # Taken back: the lecturer sees nothing of it any more.
    again = await room.use(room.student, "reflection view")
    await room.student.press(again, label="Keep it to myself")
    assert "Nobody has shared anything" in await shared(room)
    # Nothing of all this stood in the channel, and nobody was written to.
    assert not any("for once" in m.text for m in room.channel.messages if not m.ephemeral)
    assert room.student.direct_messages == []
    gone = await room.use(room.student, "reflection delete")
    assert "Nothing of it is kept" in gone.text
    assert "Nothing of yours is kept" in (await room.use(room.student, "reflection view")).text


async def test_it_can_be_shared_and_changed_in_the_form(classroom: Classroom) -> None:
    room = classroom
    offer = await a_class_is_over(room)
    await reflect(room.other, offer, "First thought.", share="With my name")
    assert "First thought." in await shared(room)
    form = await room.other.slash(room.channel, "reflection write")
    # The form holds what was written and how it was shared; both stay unless they are changed.
    kept = await (await room.other.submit(form, {})).resolved()
    assert "First thought." in kept.text
    assert "with your name" in kept.text
    form = await room.other.press(kept, label="Change it")
    changed = await room.other.submit(
        form, {"Your words": "Second thought.", "Share with the lecturer": []}
    )
    assert "Only you can read this." in (await changed.resolved()).text
    assert "Nobody has shared anything" in await shared(room)
    forgotten = await room.other.press(await changed.resolved(), label="Delete it")
    assert forgotten.updated
    assert "Nothing of yours is kept" in (await room.use(room.other, "reflection view")).text


async def test_it_is_for_those_who_took_part_and_read_by_lecturers_alone(
    classroom: Classroom,
) -> None:
    room = classroom
    assert "No class of this server" in (await room.use(room.student, "reflection write")).text
    offer = await a_class_is_over(room)
    stranger = room.guild.add_member("Sam")
    refused = await stranger.press(offer, label="A moment for yourself")
    assert "those who took part" in refused.text
    await reflect(room.student, offer, "Mine.", share="With my name")
    for member in (room.other, room.facilitator, stranger):
        refused = await room.use(member, "reflection shared")
        assert "Only a lecturer" in refused.text
        assert "Mine" not in refused.text
    assert "Nothing of yours is kept" in (await room.use(room.other, "reflection view")).text
    assert "Nothing of yours is kept" in (await room.use(room.other, "reflection delete")).text
    assert "Mine." in await shared(room)


async def test_words_that_cannot_be_kept_come_back(classroom: Classroom) -> None:
    room = classroom
    offer = await a_class_is_over(room)
    blank = await reflect(room.student, offer, " \x00 ")
    assert "no words in it" in blank.text
    long = await reflect(room.student, offer, "w" * 2999)
    assert "Your words are attached" in long.text
    assert long.message is not None
    assert long.message.attachments[0].data.decode("utf-8-sig") == "w" * 2999
    await room.student.press(long, label="Share with my name")
    read = await room.use(room.lecturer, "reflection shared")
    assert read.message is not None
    assert "w" * 2999 in read.message.attachments[0].data.decode("utf-8-sig")


async def test_who_opted_out_is_asked_nothing(classroom: Classroom) -> None:
    room = classroom
    panel = await room.begin()
    await (await room.student.press(panel, label="I'm here")).resolved()
    await room.use(room.student, "pass", scope="the whole session")
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    offer = await room.shown("One quiet question")
    refused = await room.student.press(offer, label="A moment for yourself")
    assert "sit that discussion out" in refused.text
