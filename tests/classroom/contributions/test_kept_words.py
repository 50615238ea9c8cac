"""Words and files that the bot takes out of sight: a whole copy stands first, and people know."""

from __future__ import annotations

import pytest

from simulator import Fault, File, Message, Permission
from tests.classroom.conftest import Classroom

PICTURE = File("shift.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "image/png")

LARGE = File("film.mov", bytes(11 * 1024 * 1024), "video/quicktime")
"""Larger than the bot may show in this server, though its author may."""


async def gone(room: Classroom, message: Message) -> None:
    """Wait until a message is out of sight."""
    look = lambda: message.deleted or None  # noqa: E731 - asked again after each change
    await room.channel.changed.wait_for(look, 15, "a removal")


def with_file(room: Classroom) -> list[Message]:
    """The bot's messages in the channel that show a file as it was given."""
    return [
        message
        for message in room.channel.messages
        if message.author.bot and any(each.data == PICTURE.data for each in message.attachments)
    ]


async def the_file(room: Classroom, but: Message | None = None) -> Message:
    """The bot's message with the picture, once it stands in the channel."""
    return await room.channel.wait_for(
        lambda m: m in with_file(room) and (but is None or m.id != but.id), 15
    )


async def test_a_file_of_a_silent_round_is_revealed_with_its_words(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    mine = await room.student.write(room.channel, "This is what I drew.", files=[PICTURE])
    told = await room.student.next_direct_message()
    assert "are kept for the reveal" in told.text
    await gone(room, mine)
    assert with_file(room) == []
    again = await room.student.write(room.channel, "And more words.")
    await gone(room, again)
    await room.use(room.facilitator, "discussion next")
    shown = await the_file(room)
    assert "Bronwen" in shown.text
    assert (await room.shown("This is what I drew.")).id < shown.id
    # One line a class is enough.
    assert len(room.student.direct_messages) == 1


async def test_a_file_stays_when_a_name_is_taken_off(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    mine = await room.student.write(room.channel, "A picture of our rota.", files=[PICTURE])
    form = await room.student.message_menu(mine, "Tag")
    await (await room.student.submit(form, {"Your name": "anonymous"})).resolved()
    shown = await the_file(room)
    assert mine.deleted
    assert "Bronwen" not in shown.text
    assert "shift" not in {each.filename for each in shown.attachments}
    assert "Bronwen" not in (await room.shown("A picture of our rota.")).text


async def test_words_taken_back_take_their_file_along(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    await room.student.write(room.channel, "This is what I drew.", files=[PICTURE])
    await room.use(room.facilitator, "discussion next")
    shown = await the_file(room)
    revealed = await room.shown("This is what I drew.")
    menu = await room.student.message_menu(revealed, "Take back")
    await menu.resolved()
    await gone(room, shown)
    assert with_file(room) == []


@pytest.mark.parametrize("after", [False, True])
async def test_a_file_that_cannot_be_copied_is_not_destroyed(
    classroom: Classroom, after: bool
) -> None:
    room = classroom
    await room.begin()
    if after:
        await room.use(room.facilitator, "discussion next")
        await room.panel(2)
    mine = await room.student.write(room.channel, "Larger than it may be.", files=[LARGE])
    if after:
        form = await room.student.message_menu(mine, "Tag")
        await (await room.student.submit(form, {"Your name": "anonymous"})).resolved()
    own = room.student

    def told() -> str | None:
        read = (m.text for m in (*own.ephemerals, *own.direct_messages))
        return next((text for text in read if "could not make a whole copy" in text), None)

    where = room.channel if after else own.direct_channel
    await where.changed.wait_for(told, 15, "a private line")
    assert not mine.deleted


async def test_words_deleted_in_the_moment_before_they_are_hidden_are_not_revealed(
    classroom: Classroom,
) -> None:
    room = classroom
    await room.begin()
    mine = await room.student.write(room.channel, "A xylophone, which I regret.")
    # Gone before the bot can take it out of sight; it does not hear of that in time.
    mine.deleted = True
    await room.student.next_direct_message()
    await room.use(room.other, "say", text="Said by command.")
    await room.use(room.facilitator, "discussion next")
    revealed = await room.shown("Said by command.")
    assert "xylophone" not in revealed.text
    assert "xylophone" not in repr(await room.record())


async def test_words_deleted_after_a_look_that_failed_are_not_revealed(
    classroom: Classroom,
) -> None:
    room = classroom
    await room.begin()
    look = "GET /channels/{channel_id}/messages/{message_id}"
    room.discord.faults.plan(look, Fault.error_before(503))
    mine = await room.student.write(room.channel, "A xylophone, which I regret.")
    await room.refused(503)
    # The bot tried, and came to nothing: whoever removes it now is its author.
    mine.deleted = True
    await room.use(room.other, "say", text="Said by command.")
    await room.use(room.facilitator, "discussion next")
    revealed = await room.shown("Said by command.")
    assert "xylophone" not in revealed.text
    assert "xylophone" not in repr(await room.record())


async def test_without_the_right_to_attach_a_file_stays_where_it_is(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    room.guild.overwrite(room.channel, room.guild.bot_role, deny=Permission.ATTACH_FILES)
    mine = await room.student.write(room.channel, "This is what I drew.", files=[PICTURE])
    own = room.student

    def told() -> str | None:
        read = (m.text for m in (*own.ephemerals, *own.direct_messages))
        return next((text for text in read if "could not make a whole copy" in text), None)

    await own.direct_channel.changed.wait_for(told, 15, "a private line")
    assert not mine.deleted
