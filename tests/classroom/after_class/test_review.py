"""The review through the whole bot: the deck shows what people left of their words."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.application import Application
from discussion.model.policy import Policy
from simulator import LocalDiscord, Member, Message, Reply
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)

TEN_MINUTES = timedelta(minutes=10)
HERS = "The night staff were never asked what they would change. #trust"
HIS = "A handover without a question is only a list read aloud. #trust"


@pytest.fixture
async def reviewed(tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class in which everybody has ten minutes to look at their words."""
    async with (
        LocalDiscord(speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path), review_for=TEN_MINUTES) as room,
    ):
        yield room


async def ended(room: Classroom) -> Message:
    """A class in which two said something, at its end; returns the post of the review."""
    await room.begin()
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    await room.student.write(room.channel, HERS)
    await room.other.write(room.channel, HIS)
    await room.recorded("read aloud")
    reply = await room.use(room.facilitator, "discussion end")
    assert "look at their words" in reply.text
    return await room.shown("Before the deck is made")


async def press(member: Member, where: Message | Reply, label: str) -> Reply:
    """Press a button and wait for the whole answer."""
    return await (await member.press(where, label=label)).resolved()


def words_in(deck: Message) -> str:
    """All XML of the deck that a message carries."""
    with ZipFile(io.BytesIO(deck.attachments[0].data)) as file:
        return "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


async def test_a_class_looks_at_its_words_and_publishes(reviewed: Classroom) -> None:
    room = reviewed
    panel = await ended(room)
    assert "**0 of 2**" in panel.text
    own = await press(room.student, panel, "My words")
    assert own.ephemeral
    assert "night staff" in own.text
    assert "On the slides" in own.text
    assert "read aloud" not in own.text
    form = await room.student.press(own, label="1: Put right")
    fixed = "The night staff were asked, and it changed the whole handover. #trust"
    await (await room.student.submit(form, {"text": fixed})).resolved()
    page = own.message
    assert page is not None
    assert "changed the whole handover" in page.text
    await press(room.student, own, "1: Take my name off")
    assert "without your name" in page.text
    early = await press(room.facilitator, panel, "Publish now")
    assert "1 person is still to look" in early.text
    assert "Kwame" not in early.text
    choice = await press(room.other, panel, "Headlines")
    theirs = "A handover without a question is only a list read aloud."
    await (await room.other.choose(choice, theirs)).resolved()
    noted = await press(room.other, panel, "Fine as it is")
    assert "Noted" in noted.text
    await room.channel.wait_for(lambda m: "**2 of 2**" in m.text, 15)
    assert "being made" in (await press(room.facilitator, panel, "Publish now")).text
    deck = await room.deck()
    late = await press(room.student, panel, "My words") if panel.buttons else None
    assert late is None or "is over" in late.text
    record = await room.record()
    assert record.headlines == {"trust": theirs}
    assert [(c.text, c.name) for c in record.contributions] == [(fixed, None), (HIS, "Kwame")]
    shown = words_in(deck)
    assert "never asked" not in shown
    assert "Bronwen" not in shown.replace("facilitated", "")


async def test_words_taken_back_later_leave_the_posted_deck(reviewed: Classroom) -> None:
    room = reviewed
    panel = await ended(room)
    assert "being made" in (await press(room.lecturer, panel, "Publish now")).text
    deck = await room.deck()
    assert "night staff" in words_in(deck)
    await room.use(room.lecturer, "summary")
    message = next(m for m in room.channel.messages if m.text == HERS)
    taken = await room.student.message_menu(message, "Take back")
    assert "Taken back" in (await taken.resolved()).text
    await room.channel.wait_for(lambda m: m is deck and "Made anew" in m.text, 20)
    assert "night staff" not in words_in(deck)
    assert len(deck.attachments) == 1
    told = await room.lecturer.next_direct_message(15)
    assert "older" in told.text
    assert "Bronwen" not in told.text


async def test_a_deck_whose_message_is_gone_is_posted_anew(reviewed: Classroom) -> None:
    room = reviewed
    panel = await ended(room)
    await press(room.lecturer, panel, "Publish now")
    deck = await room.deck()
    room.discord.sim.conversation.delete(deck)
    await room.student.delete(next(m for m in room.channel.messages if m.text == HERS))
    again = await room.channel.wait_for(lambda m: "Made anew" in m.text, 20)
    assert again is not deck
    assert "night staff" not in words_in(again)


async def test_the_review_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings, review_for=TEN_MINUTES) as room:
            panel = await ended(room)
            await press(room.student, panel, "Fine as it is")
            await room.channel.wait_for(lambda m: "**1 of 2**" in m.text, 15)
        policy = Policy(review_for=TEN_MINUTES)
        async with (
            Application(settings, policy=policy) as application,
            serving(application, discord),
        ):
            own = await press(room.other, panel, "My words")
            assert "read aloud" in own.text
            await press(room.other, own, "1: Take back")
            await press(room.facilitator, panel, "Publish now")
            deck = await room.deck()
            assert "read aloud" not in words_in(deck)
            assert "night staff" in words_in(deck)


async def test_a_class_in_the_same_channel_is_told_how_to_begin(reviewed: Classroom) -> None:
    room = reviewed
    await ended(room)
    refused = await room.use(
        room.student, "discussion start", topic="What comes next?", format="short"
    )
    assert "/discussion publish" in refused.text
    await room.use(room.lecturer, "discussion start", topic="What comes next?", format="short")
    await room.deck()
    await room.channel.wait_for(
        lambda m: "What comes next?" in m.text and "### Round 1 of 3" in m.text, 15
    )
