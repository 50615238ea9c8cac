"""What a discussion leaves in its channel: deck, text and pictures, each once."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from pptx import Presentation

from simulator import Fault, LocalDiscord, Message
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    settings_for,
)
from tests.classroom.drawing import put_programs

SENDING = "POST /channels/{channel_id}/messages"
EDITING = "PATCH /channels/{channel_id}/messages/{message_id}"


async def _played(room: Classroom) -> Message:
    """Hold a short discussion with a few words in it; returns the message with its deck."""
    await room.begin()
    await room.use(room.student, "say", text="The rota decides who rests. #rota")
    await room.use(room.other, "say", text="Ask the night staff. #action")
    await room.use(room.facilitator, "discussion end")
    return await room.deck()


def _about_the_deck(room: Classroom) -> list[Message]:
    """The bot's messages that stand in the channel after the panels."""
    return [
        m
        for m in room.channel.messages
        if m.author.bot and (m.attachments or "deck" in m.text.casefold())
        if "### Round" not in m.text
    ]


async def _pictures(room: Classroom) -> Message:
    return await room.channel.wait_for(
        lambda m: any(each.filename.endswith(".png") for each in m.attachments), 30
    )


@pytest.fixture
async def illustrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Classroom]:
    """A class whose bot finds programs that draw."""
    put_programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    async with (
        LocalDiscord(speed=RATE_LIMITS_FASTER) as local,
        class_in(local, settings_for(local, tmp_path, pictures=True)) as room,
    ):
        yield room


async def test_one_message_says_that_the_deck_is_made_and_becomes_the_deck(
    classroom: Classroom,
) -> None:
    deck = await _played(classroom)
    assert _about_the_deck(classroom) == [deck]
    contents = [
        str(each.body.get("content"))
        for each in classroom.discord.requests
        if isinstance(each.body, dict) and each.route.startswith("/channels/{channel_id}/messages")
    ]
    said = [text for text in contents if "is being made" in text]
    assert said == [
        "The deck of “Who leads a shift?” is being made. It will stand here in a moment."
    ]
    assert "is being made" not in deck.text


async def test_the_text_links_to_the_words_and_names_what_actions_lack(
    classroom: Classroom,
) -> None:
    deck = await _played(classroom)
    record = await classroom.record()
    said, action = sorted(record.contributions, key=lambda each: each.id)
    assert f"• rota (1): “The rota decides who rests.” [Bronwen]({said.url})" in deck.text
    assert f"no owner yet · no date yet · [where]({action.url})" in deck.text


@pytest.mark.parametrize("route", [SENDING, EDITING])
@pytest.mark.parametrize("fault", [Fault.lost_reply(), Fault.error_after(), Fault.error_before()])
async def test_the_deck_comes_once_whatever_happens_to_the_request(
    classroom: Classroom, route: str, fault: Fault
) -> None:
    await classroom.begin()
    await classroom.use(classroom.student, "say", text="The rota decides who rests.")
    classroom.discord.faults.plan(route, fault, times=2)
    await classroom.use(classroom.facilitator, "discussion end")
    deck = await classroom.deck()
    assert classroom.discord.faults.struck == 2
    assert _about_the_deck(classroom) == [deck]
    assert [each.filename for each in deck.attachments] == ["deck.pptx"]


async def test_pictures_follow_the_deck_with_the_titles_of_their_slides(
    illustrated: Classroom,
) -> None:
    deck = await _played(illustrated)
    shown = await _pictures(illustrated)
    assert _about_the_deck(illustrated) == [deck, shown]
    slides = Presentation(io.BytesIO(deck.attachments[0].data)).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    described = [each.description for each in shown.attachments]
    assert 1 < len(described) <= 10
    assert described == [title for title in titles if title in described]


@pytest.mark.parametrize("fault", [Fault.lost_reply(), Fault.error_after()])
async def test_pictures_come_once_whatever_happens_to_the_request(
    illustrated: Classroom, fault: Fault
) -> None:
    await illustrated.begin()
    await illustrated.use(illustrated.facilitator, "discussion end")
    deck = await illustrated.deck()
    illustrated.discord.faults.plan(SENDING, fault, times=2)
    shown = await _pictures(illustrated)
    await illustrated.begin("Another topic")
    assert _about_the_deck(illustrated) == [deck, shown]


async def test_a_deck_over_the_limit_of_the_server_comes_in_parts(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 40_000
    monkeypatch.setattr(discord.Guild, "filesize_limit", most)
    deck = await _played(classroom)
    names = [each.filename for each in deck.attachments]
    assert len(names) > 1
    assert names == [f"deck-part-{n}-of-{len(names)}.pptx" for n in range(1, len(names) + 1)]
    assert all(len(each.data) <= most for each in deck.attachments)
    assert "comes in parts" in deck.text
    assert _about_the_deck(classroom) == [deck]


async def test_where_not_even_parts_fit_the_text_says_who_has_the_deck(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.Guild, "filesize_limit", 5_000)
    await classroom.begin()
    await classroom.use(classroom.student, "say", text="The rota decides who rests.")
    await classroom.use(classroom.facilitator, "discussion end")
    posted = await classroom.shown("larger than this server takes")
    assert posted.attachments == []
    assert "1 of 2 people spoke under their name" in posted.text
    await classroom.begin("The place is free again")


async def test_a_deck_that_cannot_be_made_is_said_and_the_place_is_free(
    classroom: Classroom, tmp_path: Path
) -> None:
    (tmp_path / "decks").write_text("a file where the folder should be")
    await classroom.begin()
    await classroom.use(classroom.facilitator, "discussion end")
    line = await classroom.shown("The deck could not be made")
    assert "/summary" in line.text
    assert _about_the_deck(classroom) == [line]
    await classroom.begin("The place is free again")
