"""People tap how far they felt heard, in the panel of the last round."""

from __future__ import annotations

from tests.classroom.conftest import Classroom


async def test_a_tap_counts_once_and_four_of_them_are_withheld(classroom: Classroom) -> None:
    room = classroom
    first = await room.begin()
    members = [room.student, room.other, room.facilitator]
    members += [room.guild.add_member(name) for name in ("Ada", "Ben")]
    for member in members:
        await (await member.press(first, label="I'm here")).resolved()
    assert "I was heard" not in first.text
    for number in (2, 3):
        await room.use(room.facilitator, "discussion next")
        panel = await room.panel(number)
    assert "I was heard" in panel.text
    for member in members[:4]:
        thanks = await (await member.press(panel, label="5 · fully")).resolved()
        assert thanks.ephemeral
        assert "Thank you" in thanks.text
    again = await (await members[0].press(panel, label="1 · hardly")).resolved()
    assert "cannot be changed" in again.text
    outsider = await (await room.lecturer.press(panel, label="3")).resolved()
    assert "those who took part" in outsider.text
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    felt = (await room.record()).felt
    assert felt is not None
    assert (felt.answers, felt.mean, felt.counts) == (4, None, None)


async def test_five_taps_make_a_figure(classroom: Classroom) -> None:
    room = classroom
    first = await room.begin()
    members = [room.student, room.other, room.facilitator]
    members += [room.guild.add_member(name) for name in ("Ada", "Ben")]
    for member in members:
        await (await member.press(first, label="I'm here")).resolved()
    for number in (2, 3):
        await room.use(room.facilitator, "discussion next")
        panel = await room.panel(number)
    for member, label in zip(members, ("5 · fully", "4", "4", "2", "5 · fully"), strict=True):
        await (await member.press(panel, label=label)).resolved()
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    felt = (await room.record()).felt
    assert felt is not None
    assert (felt.answers, felt.mean, felt.counts) == (5, 4.0, (0, 1, 0, 2, 2))
