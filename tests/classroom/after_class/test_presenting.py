"""A class presents its deck, slide by slide, on a local Discord."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from bot.application import Application
from simulator import LocalDiscord, Member, Message, Permission, Reply
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.drawing import put_programs


async def hold_a_class(room: Classroom) -> None:
    """Three people come and talk; the deck is posted, and what follows it."""
    panel = await room.begin()
    for member in (room.student, room.other):
        await (await member.press(panel, label="I'm here")).resolved()
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    await room.student.write(room.channel, "The rota decides who rests. #rota")
    await room.other.write(room.channel, "Nobody asks the night shift. #nights")
    await room.recorded("night shift")
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    await room.shown("One quiet question")


async def showing(room: Classroom, slide: int) -> Message:
    """The message of the presentation, once it shows a slide."""
    return await room.shown(f"### Slide {slide} of ")


async def press(member: Member, message: Message, label: str) -> str:
    reply = await (await member.press(message, label=label)).resolved()
    assert reply.ephemeral
    return reply.text


async def turn(member: Member, message: Message, label: str = "Next") -> None:
    """Turn the slide; nobody is told anything but by the slide itself."""
    reply = await member.press(message, label=label)
    assert reply.updated or reply.deferred


def presenter(room: Classroom, message: Message) -> Member:
    """Who presents the slide that is shown."""
    found = re.search(r"🎤 \*\*(\w+)\*\*", message.text)
    assert found is not None
    people = {m.name: m for m in (room.facilitator, room.student, room.other)}
    return people[found[1]]


async def ask(member: Member, message: Message, text: str) -> Reply:
    form = await member.press(message, label="Ask a question")
    return await (await member.submit(form, {"Your words": text})).resolved()


async def test_a_presentation_is_played_to_its_end_over_a_restart(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            await hold_a_class(room)
            started = await room.use(room.lecturer, "present start", minutes=20)
            assert "shared out among 3 people" in started.text
            shown = await showing(room, 1)
            of = int(re.findall(r"Slide 1 of (\d+)", shown.text)[0])
            first = presenter(room, shown)
            # Whoever presents a slide turns it and reads its notes; nobody else does.
            other, third = [
                m for m in (room.facilitator, room.student, room.other) if m is not first
            ]
            assert "Ask the room" in await press(first, shown, "My notes")
            assert not any("Ask the room" in m.text for m in room.channel.messages)
            await turn(first, shown)
            await showing(room, 2)
            # A swap that both agree to.
            offer = await room.use(first, "present swap", member=other)
            assert "Nothing changes unless they agree" in offer.text
            asked = await room.shown("Would you swap?")
            assert asked.mentions == [other.user]
            assert "made to somebody else" in await press(third, asked, "Swap")
            assert "Swapped" in await press(other, asked, "Swap")
            await room.channel.wait_for(lambda m: m is asked and "swapped their slides" in m.text)
            # Questions, by form and by command, to the slide that is shown.
            assert "Noted" in (await ask(room.lecturer, shown, "Who wrote the *rota*?")).text
            named = await room.use(first, "present question", text="And who may?", anonymous=True)
            assert "without your name" in named.text
            await room.channel.wait_for(lambda m: m is shown and "2 questions noted" in m.text)
        async with Application(settings) as application, serving(application, discord):
            room.application = application
            # Somebody would rather not: others take over what they had.
            assert "Others present" in await press(third, shown, "Not me")
            for slide in range(2, of + 1):
                await showing(room, slide)
                assert third.name not in shown.text or presenter(room, shown) is not third
                label = "Finish" if slide == of else "Next"
                await turn(room.lecturer, shown, label)
            over = await room.shown("The presentation of")
            assert over is shown
            assert "Slide 2: Who wrote the \\*rota\\*? (Dr Adeyo)" in over.text
            assert "Slide 2: And who may?\n" in f"{over.text}\n"
            assert over.attachments == []
            assert over.buttons == []
            posts = [m for m in room.channel.messages if "### Slide" in m.text or m is over]
            assert posts == [over]
            # The record, and so the notes of the deck, know it from now on.
            given = await room.use(room.lecturer, "summary", file="json")
            assert given.message is not None
            record = json.loads(given.message.attachments[0].data)
            assert {each["slide"] for each in record["presenters"]} == set(range(1, of + 1))
            # What was presented before stays; of what was to come third.name has nothing.
            assert [(q["slide"], q["name"]) for q in record["questions"]] == [
                (2, "Dr Adeyo"),
                (2, None),
            ]
        assert [str(each) for each in discord.violations] == []


async def test_bad_input_is_answered_in_a_sentence_and_nothing_is_lost(
    classroom: Classroom,
) -> None:
    room = classroom
    nothing = await room.use(room.lecturer, "present start")
    assert "No discussion of this channel has a deck yet" in nothing.text
    assert "Nothing is being presented" in (await room.use(room.student, "present stop")).text
    await hold_a_class(room)
    assert "Only the facilitator" in (await room.use(room.student, "present start")).text
    missing = await room.use(room.lecturer, "present start", discussion="f" * 12)
    assert "no such discussion" in missing.text
    await room.use(room.facilitator, "present start")
    shown = await showing(room, 1)
    again = await room.use(room.lecturer, "present start")
    assert "/present stop ends that first" in again.text
    stranger = room.guild.add_member("Sam")
    assert "You can ask them" in await press(stranger, shown, "Next")
    assert "nothing to give away" in await press(stranger, shown, "Not me")
    assert "those who took part" in await press(stranger, shown, "Count me in")
    assert "You have no slides" in await press(stranger, shown, "My notes")
    assert (
        "does not present here"
        in (await room.use(room.student, "present swap", member=stranger)).text
    )
    long = await room.use(stranger, "present question", text="x" * 5000)
    assert "5,000 characters" in long.text
    assert "no question" in (await room.use(stranger, "present question", text=" ")).text
    form = await stranger.press(shown, label="Ask a question")
    assert "over" in (await room.use(room.facilitator, "present stop")).text
    late = await (await stranger.submit(form, {"Your words": "One more?"})).resolved()
    assert "That presentation is over" in late.text
    assert "One more?" in late.text
    await room.shown("No question was noted.")
    assert (
        "Nothing is being presented"
        in (await room.use(stranger, "present question", text="Hm?")).text
    )


async def test_a_second_presentation_starts_anew_with_the_questions_of_the_first(
    classroom: Classroom,
) -> None:
    room = classroom
    await hold_a_class(room)
    await room.use(room.facilitator, "present start")
    first = await showing(room, 1)
    old = [dict(button) for button in first.buttons if button.get("label") == "Next"]
    await ask(room.student, first, "Still there?")
    await room.use(room.facilitator, "present stop")
    await room.channel.wait_for(lambda m: m is first and "Still there?" in m.text)
    await room.use(room.facilitator, "present start")
    second = await showing(room, 1)
    assert second is not first
    assert old[0]["custom_id"] not in [button.get("custom_id") for button in second.buttons]
    await room.use(room.facilitator, "present stop")
    await room.channel.wait_for(lambda m: m is second and "Still there?" in m.text)


async def test_a_channel_closed_to_the_bot_is_refused_by_its_missing_rights(
    classroom: Classroom,
) -> None:
    room = classroom
    await hold_a_class(room)
    closed = room.guild.add_text_channel("closed")
    room.guild.overwrite(closed, room.guild.bot_role, deny=Permission.ATTACH_FILES)
    chosen = (await room.application.service.presenting.published(room.guild.id))[0].id
    reply = await (await room.lecturer.slash(closed, "present start", discussion=chosen)).resolved()
    assert "Attach Files" in reply.text
    offered = await room.lecturer.autocomplete(closed, "present start", "discussion", "shift")
    assert [each["value"] for each in offered] == [chosen]


async def test_it_moves_to_another_channel_when_it_is_begun_there(classroom: Classroom) -> None:
    room = classroom
    await hold_a_class(room)
    await room.use(room.facilitator, "present start")
    first = await showing(room, 1)
    hall = room.guild.add_text_channel("hall")
    chosen = (await room.application.service.presenting.published(room.guild.id))[0].id
    moved = await room.lecturer.slash(hall, "present start", discussion=chosen)
    assert "on their way" in (await moved.resolved()).text
    await hall.wait_for(lambda m: "### Slide 1 of " in m.text)
    await room.channel.wait_for(lambda m: m is first and "The presentation of" in m.text)


async def test_who_leaves_the_server_has_no_slide_and_others_take_them_over(
    classroom: Classroom,
) -> None:
    room = classroom
    await hold_a_class(room)
    await room.other.leave()
    started = await room.use(room.lecturer, "present start")
    assert "shared out among 2 people" in started.text
    shown = await showing(room, 1)
    first = presenter(room, shown)
    assert first is not room.other
    await first.leave()
    stays = room.student if first is room.facilitator else room.facilitator
    await room.channel.wait_for(lambda m: m is shown and f"🎤 **{stays.name}**" in m.text)
    assert "then" not in shown.text


async def test_slides_are_pictures_where_they_can_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    async with (
        LocalDiscord(speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path, pictures=True)) as room,
    ):
        await hold_a_class(room)
        await room.use(room.lecturer, "present start")
        first = await showing(room, 1)
        assert [each.filename for each in first.attachments] == ["slide-01.png"]
        await turn(room.lecturer, first)
        second = await showing(room, 2)
        assert second is first
        assert [each.filename for each in second.attachments] == ["slide-02.png"]
