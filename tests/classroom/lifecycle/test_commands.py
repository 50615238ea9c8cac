"""What people do with the bot's commands, buttons and forms, and what they read."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from bot.application import Application
from bot.cli import main
from bot.connection.client import StartError
from discussion.model import Person, Place
from simulator import LocalDiscord, MemberError, Permission, Reply
from storage.database.engine import database_url
from storage.database.errors import StorageError
from storage.database.schema import bring_up_to_date
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    settings_for,
)


def is_one_sentence(reply: Reply) -> bool:
    """Whether somebody alone reads a short plain text without any trace of the machinery."""
    text = reply.text
    plain = not any(mark in text for mark in ("Traceback", "Error", "reference", "Exception"))
    return reply.ephemeral and plain and 10 < len(text) < 250 and text.endswith(".")


async def test_a_second_start_is_refused(classroom: Classroom) -> None:
    await classroom.begin()
    reply = await classroom.use(
        classroom.other, "discussion start", topic="Another", format="short"
    )
    assert "already running here" in reply.text
    assert len(await classroom.application.service.archive.all_of(classroom.guild.id)) == 1


async def test_an_unknown_format_is_refused(classroom: Classroom) -> None:
    reply = await classroom.use(
        classroom.facilitator, "discussion start", topic="Who leads?", format="no-such"
    )
    assert is_one_sentence(reply)
    assert "no format" in reply.text


@pytest.mark.parametrize("command", ["pause", "resume", "next", "end"])
async def test_only_facilitator_and_lecturer_control(classroom: Classroom, command: str) -> None:
    await classroom.begin()
    reply = await classroom.use(classroom.student, f"discussion {command}")
    assert "Only the facilitator or a lecturer" in reply.text
    assert reply.ephemeral
    assert (await classroom.record()).rounds[0].ended_at is None


@pytest.mark.parametrize("command", ["discussion status", "discussion pause", "discussion end"])
async def test_without_a_discussion_a_sentence_says_so(classroom: Classroom, command: str) -> None:
    assert is_one_sentence(await classroom.use(classroom.facilitator, command))


async def test_a_class_is_steered_from_start_to_deck(classroom: Classroom) -> None:
    room, lead = classroom, classroom.facilitator
    panel = await room.begin()
    assert "stands still" in (await room.use(lead, "discussion pause")).text
    await room.channel.wait_for(lambda m: m is panel and "Paused, with" in m.text)
    assert "already paused" in (await room.use(lead, "discussion pause")).text
    assert "runs again" in (await room.use(lead, "discussion resume")).text
    await room.channel.wait_for(lambda m: m is panel and "Paused" not in m.text)
    assert "nothing to resume" in (await room.use(lead, "discussion resume")).text
    assert "5 minutes more" in (await room.use(lead, "discussion extend", minutes=5)).text
    assert "next round" in (await room.use(lead, "discussion next")).text
    await room.panel(2)
    await room.channel.wait_for(lambda m: m is panel and "This round is over" in m.text)
    # A lecturer may do so too.
    await room.use(room.lecturer, "discussion next")
    await room.panel(3)
    await room.use(room.student, "say", text="I take the list home.")
    assert "deck follows" in (await room.use(lead, "discussion end")).text
    deck = await room.deck()
    assert deck.text.startswith("## Who leads a shift?")
    assert deck.attachments[0].data.startswith(b"PK")
    for number in (1, 2, 3):
        shown = [m for m in room.channel.messages if f"### Round {number} of 3" in m.text]
        assert len(shown) == 1


async def test_status_tells_everybody_where_they_are(classroom: Classroom) -> None:
    panel = await classroom.begin("Night *shifts*")
    before = await classroom.use(classroom.student, "discussion status")
    assert before.ephemeral
    assert "Night \\*shifts\\*" in before.text
    assert "Round 1 of 3" in before.text
    assert "you have not joined yet" in before.text
    await (await classroom.student.press(panel, label="I'm here")).resolved()
    await classroom.use(classroom.student, "say", text="Three words here.")
    after = await classroom.use(classroom.student, "discussion status")
    assert "you have spoken. So far: 1 contribution and 3 words." in after.text
    assert "Only you see this" not in after.text
    own = await classroom.use(classroom.facilitator, "discussion status")
    assert "1 of 2 people spoke under their name" in own.text
    assert "Bronwen" not in own.text


async def test_say_without_words_opens_a_form(classroom: Classroom) -> None:
    await classroom.begin()
    await classroom.use(classroom.facilitator, "discussion next")
    await classroom.panel(2)
    form = await classroom.student.slash(classroom.channel, "say")
    assert form.modal is not None
    assert "What would you do on Monday?" in form.modal.text
    values = {"text": "Ask for the night book.", "themes": "night shifts, trust", "tags": "theory"}
    reply = await (await classroom.student.submit(form, values)).resolved()
    assert "it is recorded" in reply.text
    said = await classroom.shown("Ask for the night book.")
    assert "#night-shifts" in said.text
    (recorded,) = (await classroom.record()).contributions
    assert {tag.name for tag in recorded.tags} >= {"theory", "night shifts", "trust"}
    assert recorded.name == "Bronwen"


async def test_a_form_without_the_name_shows_none(classroom: Classroom) -> None:
    await classroom.begin()
    await classroom.use(classroom.facilitator, "discussion next")
    panel = await classroom.panel(2)
    form = await classroom.student.press(panel, label="Write")
    values = {"text": "I was afraid of the manager.", "options": "anonymous"}
    reply = await (await classroom.student.submit(form, values)).resolved()
    assert "without your name" in reply.text
    said = await classroom.shown("afraid of the manager")
    assert "Somebody" in said.text
    assert "Bronwen" not in said.text
    (recorded,) = (await classroom.record()).contributions
    assert recorded.name is None


async def test_the_longest_texts_are_kept_whole(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    # 4,000 characters, as Discord's paying members may write, in a silent round.
    silent = ("silent words " * 400)[:3990] + " and these"
    posted = room.discord.sim.conversation.post(room.channel, room.other.user, content=silent)
    await room.channel.changed.wait_for(lambda: posted.deleted, 5, "the message to be hidden")
    await room.use(room.facilitator, "discussion next")
    reveal = await room.shown("What you wrote in round 1")
    kept = "".join(each.data.decode() for each in reveal.attachments)
    # Compared by equality alone: a report of the difference of two such texts takes minutes.
    whole = kept.strip().endswith(silent)
    assert whole
    loud = ("open words " * 400)[:3990] + " and those"
    room.discord.sim.conversation.post(room.channel, room.other.user, content=loud)
    record = await room.recorded("and those")
    both_whole = [each.text for each in record.contributions] == [silent, loud]
    assert both_whole
    # A command takes less, which Discord's client already says while one types.
    with pytest.raises(MemberError):
        await room.student.slash(room.channel, "say", text="x" * 4000)
    longest = "*" * 3599 + "."
    assert "it is recorded" in (await room.use(room.student, "say", text=longest)).text
    said = await room.channel.wait_for(lambda m: bool(m.attachments) and "Bronwen" in m.text)
    whole = said.attachments[0].data.decode().removeprefix("\ufeff").strip() == longest
    assert whole


async def test_unprintable_characters_do_no_harm(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    reply = await room.use(
        room.student, "say", text="one\u202e two\x00 three\ufffe", tags="a\ufdd0"
    )
    assert "it is recorded" in reply.text
    await room.shown("one two three")
    room.discord.sim.conversation.post(room.channel, room.other.user, content="four\uffff\x00 five")
    record = await room.recorded("four five")
    assert [each.text for each in record.contributions] == ["one two three", "four five"]
    nothing = await room.use(room.student, "say", text="\x00\ufffe")
    assert "no words" in nothing.text
    # A lone surrogate cannot be handed over by every JSON reader; it ends at the same door.
    place = Place(room.guild.id, room.channel.id)
    lone = await room.application.service.contributions.say(
        place, Person(room.student.id, "Bronwen"), event_id=1, text="six\ud800 seven"
    )
    assert lone.text == "six seven"
    await room.use(room.facilitator, "discussion end")
    assert (await room.deck()).attachments[0].data.startswith(b"PK")


@pytest.mark.parametrize("label", ["I'm here", "Write", "Pass", "Stepping out"])
async def test_a_button_of_a_finished_round_says_so(classroom: Classroom, label: str) -> None:
    panel = await classroom.begin()
    screen = [dict(button) for button in panel.buttons]
    await classroom.use(classroom.facilitator, "discussion next")
    await classroom.channel.wait_for(lambda m: m is panel and not m.buttons)
    button = next(each for each in screen if each.get("label") == label)
    reply = await (await classroom.student._use(panel, button, {})).resolved()
    assert is_one_sentence(reply)
    assert "round is over" in reply.text


async def test_a_summary_is_for_lecturers(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    await room.use(room.student, "say", text="Whoever holds the pen leads.")
    refused = await room.use(room.student, "summary", file="all")
    assert is_one_sentence(refused)
    assert refused.files == []
    # Leading a discussion makes nobody a lecturer.
    assert (await room.use(room.facilitator, "summary")).files == []
    early = await (await room.lecturer.slash(room.channel, "summary", file="all")).resolved(30)
    # Nobody reads what is written in silence before its reveal.
    assert all(b"Whoever holds the pen" not in each.data for each in early.files)
    await room.use(room.facilitator, "discussion next")
    await room.shown("Whoever holds the pen leads.")
    given = await (await room.lecturer.slash(room.channel, "summary", file="all")).resolved(30)
    files = {Path(each.filename).suffix: each.data for each in given.files}
    assert set(files) == {".pptx", ".md", ".json"}
    assert given.ephemeral
    assert "Whoever holds the pen leads." in files[".md"].decode()
    assert json.loads(files[".json"])["ledger"]["contributed"] == 1


async def test_a_class_without_the_message_content_intent(tmp_path: Path) -> None:
    async with LocalDiscord(message_content=False, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path, message_content=False)
        async with class_in(discord, settings) as room:
            await room.begin()
            await room.use(room.facilitator, "discussion next")
            await room.panel(2)
            await room.use(room.student, "say", text="The senior who asked me.")
            said = await room.shown("The senior who asked me.")
            form = await room.other.message_menu(said, "Build on")
            reply = await (await room.other.submit(form, {"text": "And who listened."})).resolved()
            assert "it is recorded" in reply.text
            await room.shown("And who listened.")
            # The menu hands the bot the words of a message that it may not read by itself.
            own = await room.other.write(room.channel, "Three in the morning.")
            form = await room.other.message_menu(own, "Tag")
            await (await room.other.submit(form, {"tags": "theory"})).resolved()
            await room.use(room.facilitator, "discussion end")
            await room.deck()
            record = await room.record()
            assert [each.text for each in record.contributions] == [
                "The senior who asked me.",
                "And who listened.",
                "Three in the morning.",
            ]
            assert [link.kind for link in record.links] == ["builds_on"]


async def test_without_the_content_intent_nobody_is_asked_to_type(tmp_path: Path) -> None:
    async with LocalDiscord(message_content=False, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path, message_content=False)
        async with class_in(discord, settings) as room:
            notice = await room.begin()
            assert "Write" in notice.text
            assert "What you write here" not in notice.text
            help_ = (await room.use(room.student, "help")).text
            assert "write in the channel" not in help_
            assert "**Write** or use `/say`" in help_
            await room.use(room.facilitator, "discussion next")
            panel = await room.panel(2)
            assert "Write in the channel" not in panel.text
            assert "Press **Write** or use `/say`" in panel.text
            for text in ("Nobody reads this.", "Nor this."):
                await room.other.write(room.channel, text)
            told = await room.other.next_direct_message()
            assert "I cannot read what is typed in the channel" in told.text
            await room.use(room.facilitator, "say", text="After both of them.")
            await room.shown("After both of them.")
            assert len(room.other.direct_messages) == 1
            latest = (await room.application.service.archive.all_of(room.guild.id))[0]
            assert latest.participants[room.other.id].present


async def test_a_wrong_token_is_said_in_a_sentence(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        settings = settings_for(discord, tmp_path, token="not.the.token")  # noqa: S106 - opens nothing
        async with Application(settings) as application:
            with pytest.raises(StartError, match=r"^Discord refused the token\..*\.$"):
                await application.run()


@pytest.mark.parametrize("missing", ["message_content", "members"])
async def test_a_missing_intent_is_said_in_a_sentence(tmp_path: Path, missing: str) -> None:
    local = LocalDiscord(message_content=missing != "message_content", members=missing != "members")
    async with local as discord, Application(settings_for(discord, tmp_path)) as application:
        with pytest.raises(StartError, match=r"^An intent is off\. Switch on .*\.$"):
            await application.run()


async def test_a_database_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file where a folder should be", "utf-8")
    async with LocalDiscord() as discord:
        for database in (tmp_path / "occupied" / "class.db", tmp_path):
            settings = settings_for(discord, tmp_path, database=str(database))
            with pytest.raises(StorageError, match=r"^The database .* cannot be opened .*\.$"):
                async with Application(settings):
                    pass


def test_a_newer_database_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "class.db"
    bring_up_to_date(database_url(file))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    monkeypatch.setenv("ROUNDTABLE_TOKEN", "any.token")
    monkeypatch.setenv("ROUNDTABLE_DATABASE", str(file))
    monkeypatch.setenv("ROUNDTABLE_DECKS", str(tmp_path / "decks"))
    assert main(["run"]) == 1
    read = capsys.readouterr()
    assert read.out == ""
    assert read.err.startswith("The database has schema 9999,")
    assert read.err.count("\n") == 1


def test_a_missing_token_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)  # without anybody's .env
    monkeypatch.delenv("ROUNDTABLE_TOKEN", raising=False)
    assert main(["run"]) == 1
    assert capsys.readouterr().err.startswith("ROUNDTABLE_TOKEN is missing:")


async def test_a_panel_that_could_not_be_posted_holds_up_no_deck(classroom: Classroom) -> None:
    room = classroom
    await room.begin()
    role = room.guild.bot_role
    room.guild.overwrite(room.channel, role, deny=Permission.SEND_MESSAGES)
    await room.use(room.facilitator, "discussion next")
    await room.refused(403)
    room.guild.overwrite(room.channel, role)
    await room.use(room.facilitator, "discussion end")
    assert (await room.deck()).attachments
