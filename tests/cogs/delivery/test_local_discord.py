"""The cogs on a real connection: people press, write and read in a local Discord."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import discord
import pytest
from discord.asset import Asset
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from cogs.assembly import all_cogs
from cogs.delivery.history import messages_since
from cogs.delivery.messenger import Messenger
from cogs.interactions import errors
from cogs.interactions.case_files import CaseFiles
from cogs.interactions.delivering import Undeliverable
from cogs.interactions.people import People
from cogs.interactions.undelivered import Undelivered
from discussion.model import Answer, Place
from discussion.model.effects import Post, PostKind
from simulator import Channel, File, Guild, LocalDiscord, Member, Permission
from simulator.local_discord import system_clock
from tests.cogs.conftest import FakeBuilder, FakeReader
from tests.cogs.delivery.test_layouts import PANEL
from tests.cogs.values import NAME, FakeService, FixedClock, contribution

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.term import TermService


class SystemClock:
    """The clock that the local Discord keeps."""

    def now(self) -> datetime:
        """The present instant."""
        return system_clock()


@dataclass
class Class:
    """A class in a server, with the bot connected."""

    local: LocalDiscord
    guild: Guild
    channel: Channel
    ana: Member
    bot: commands.Bot
    messenger: Messenger
    service: FakeService

    def post(self, kind: PostKind, data: dict[str, Any], **more: Any) -> Post:
        """A post for the class's channel."""
        return Post(
            kind=kind,
            dedup=f"{NAME}:{kind}",
            guild_id=self.guild.id,
            discussion_id=NAME,
            data=data,
            **{"channel_id": self.channel.id, **more},
        )


async def until(condition: Callable[[], object]) -> None:
    """Wait until the client has noticed what the local Discord knows already."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the library offers no event for it
            await asyncio.sleep(0.005)


@pytest.fixture
async def class_(
    monkeypatch: pytest.MonkeyPatch, service: FakeService, tmp_path: Path
) -> AsyncIterator[Class]:
    async with LocalDiscord() as local:
        monkeypatch.setattr(Route, "BASE", local.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(local.gateway_url))
        monkeypatch.setattr(Asset, "BASE", local.url)
        guild = local.add_guild("Leading Together")
        channel = guild.add_text_channel("class")
        ana = guild.add_member("Ana")
        bot = commands.Bot(
            "!",
            intents=discord.Intents.all(),
            help_command=None,
            guild_ready_timeout=0.2,
            chunk_guilds_at_startup=False,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        bot.tree.error(errors.on_tree_error)
        messenger = Messenger(bot, clock=SystemClock())
        await bot.login(local.token)
        for cog in all_cogs(
            bot=bot,
            service=cast("DiscussionService", service),
            term=cast("TermService", service),
            clock=FixedClock(),
            undelivered=Undelivered(clock=FixedClock()),
            messenger=messenger,
            people=People(lecturer_role="Lecturer"),
            builder=FakeBuilder(tmp_path),
            cases=CaseFiles(reader=FakeReader(), hosts=[local.url]),
        ):
            await bot.add_cog(cog)
        await bot.tree.sync()
        connection = asyncio.create_task(bot.connect())
        try:
            await asyncio.wait_for(bot.wait_until_ready(), 10)
            yield Class(local, guild, channel, ana, bot, messenger, service)
        finally:
            await bot.close()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait_for(connection, 10)
    assert local.violations == []


async def test_a_panel_stands_in_the_channel_and_its_buttons_work(class_: Class) -> None:
    message_id = await class_.messenger.deliver(
        class_.post(PostKind.PANEL, {**PANEL, "quiet_button": True, "stage_text": "x" * 5000})
    )
    (panel,) = class_.channel.messages
    assert panel.id == message_id
    assert [file.filename for file in panel.attachments] == ["case-part-1.txt"]
    reply = await class_.ana.press(panel, label="I'm here")
    assert reply.ephemeral
    assert reply.text == "Good that you are here."
    form = await class_.ana.press(panel, label="A word from you?")
    assert form.modal is not None
    assert form.modal.labels == ["Your words", "Tags", "Themes of your own", "Your name"]
    done = await class_.ana.submit(
        form,
        {
            "Your words": "My view",
            "Tags": ["theory"],
            "Themes of your own": "night shifts",
            "Your name": ["anonymous"],
        },
    )
    assert "recorded" in done.text
    named = class_.service.called("say")[0][1]
    assert (named["text"], named["tags"], named["anonymous"]) == (
        "My view",
        "#theory #night-shifts",
        True,
    )


async def test_a_panel_is_edited_and_closed(class_: Class) -> None:
    long = {**PANEL, "stage_text": "x" * 5000}
    message_id = await class_.messenger.deliver(class_.post(PostKind.PANEL, long))
    assert message_id is not None
    for data, buttons, files in (
        ({**long, "quiet_button": True}, 5, 1),
        ({**long, "state": "over", "ends_at": None}, 0, 0),
    ):
        edit = class_.post(PostKind.PANEL_EDIT, data)
        await class_.messenger.deliver(edit, panel_message_id=message_id)
        (panel,) = class_.channel.messages
        assert (len(panel.buttons), len(panel.attachments)) == (buttons, files)


async def test_a_post_is_found_again_in_a_history_without_nonces(class_: Class) -> None:
    before = system_clock() - timedelta(seconds=1)
    lines = [{"contribution": 1, "name": "Ana", "text": "A *first* thought\nin two lines"}]
    posts = [
        class_.post(PostKind.PANEL, PANEL),
        class_.post(PostKind.OPENER, {"round": 2, "question": "Where?", "stem": "I_noticed"}),
        class_.post(
            PostKind.REVEAL, {"round": 2, "title": "First", "part": 1, "parts": 1, "lines": lines}
        ),
        class_.post(
            PostKind.INVITATION,
            {"invitation": "i", "round": 2, "topic": "P", "question": "Where?", "stem": ""},
            channel_id=None,
            recipient_id=class_.ana.id,
        ),
    ]
    first = [await class_.messenger.deliver(each) for each in posts]
    assert None not in first
    again = [
        # Another name, so that the local Discord's own check of nonces does not help.
        await class_.messenger.deliver(replace(each, dedup="x" + each.dedup), tried_before=before)
        for each in posts
    ]
    assert again == first


async def test_an_invitation_by_direct_message_is_answered_there(class_: Class) -> None:
    invitation = class_.post(
        PostKind.INVITATION,
        {"invitation": "abcdef0123", "round": 2, "topic": "P", "question": "Where?", "stem": ""},
        channel_id=None,
        recipient_id=class_.ana.id,
    )
    await class_.messenger.deliver(invitation)
    message = await class_.ana.next_direct_message()
    form = await class_.ana.press(message, label="Without my name")
    await class_.ana.submit(form, {"Your words": "My view"})
    (message,) = class_.ana.direct_messages
    assert [button["label"] for button in message.buttons] == ["Take back"]
    assert "Thank you" in message.text
    given, named = class_.service.called("answer")[0]
    assert given[4] is Answer.CONTRIBUTE_ANONYMOUSLY
    assert named["text"] == "My view"


async def test_an_invitation_after_a_press_is_seen_by_that_person_alone(class_: Class) -> None:
    await class_.messenger.deliver(class_.post(PostKind.PANEL, PANEL))
    (panel,) = class_.channel.messages
    reply = await class_.ana.press(panel, label="I'm here")
    recent = class_.messenger._recent[class_.guild.id, class_.ana.id][0]
    await until(recent.response.is_done)
    invitation = class_.post(
        PostKind.INVITATION,
        {"invitation": "abcdef0123", "round": 2, "topic": "P", "question": "Where?", "stem": ""},
        channel_id=None,
        recipient_id=class_.ana.id,
    )
    assert await class_.messenger.deliver(invitation) is None
    message = await reply.followed_up()
    assert message.ephemeral
    assert class_.ana.direct_messages == []
    answer = await class_.ana.press(message, label="Pass this time")
    assert answer.updated
    assert message.buttons == []


async def test_closed_direct_messages_are_noticed(class_: Class) -> None:
    ben = class_.guild.add_member("Ben", direct_messages_open=False)
    invitation = class_.post(
        PostKind.INVITATION,
        {"invitation": "i", "round": 2, "topic": "P", "question": "Where?", "stem": ""},
        channel_id=None,
        recipient_id=ben.id,
    )
    with pytest.raises(Undeliverable) as caught:
        await class_.messenger.deliver(invitation)
    assert caught.value.unreachable


async def test_a_reveal_asks_which_words_are_meant(class_: Class) -> None:
    lines = [{"contribution": n, "name": None, "text": f"Thought {n}"} for n in (501, 502)]
    await class_.messenger.deliver(
        class_.post(
            PostKind.REVEAL, {"round": 2, "title": "First", "part": 1, "parts": 1, "lines": lines}
        )
    )
    found = [contribution(n, author_id=1, text=f"Thought {n}") for n in (501, 502)]
    class_.service.answers["in_message"] = found
    (reveal,) = class_.channel.messages
    which = await class_.ana.message_menu(reveal, "Challenge")
    assert which.ephemeral
    form = await class_.ana.choose(which, "Thought 502")
    await class_.ana.submit(form, {"Your words": "And yet"})
    assert class_.service.called("say")[0][1]["to"] == 502


async def test_messages_edits_deletions_and_history_are_heard(class_: Class) -> None:
    said = await class_.ana.write(class_.channel, "My view")
    await class_.ana.edit(said, "My better view")
    other = await class_.ana.write(class_.channel, "Never mind")
    await class_.ana.delete(other)
    place = Place(class_.guild.id, class_.channel.id)
    shown = await messages_since(class_.bot, place, system_clock() - timedelta(minutes=1))
    assert [message.text for message in shown] == ["My better view"]
    await until(lambda: class_.service.called("deleted"))
    assert [given[0].text for given, _ in class_.service.called("hear")] == [
        "My view",
        "Never mind",
    ]
    assert class_.service.called("edited")[0][0] == (class_.guild.id, said.id, "My better view", ())


async def test_a_lecturer_gets_the_summary_and_a_student_does_not(class_: Class) -> None:
    role = class_.guild.add_role("Lecturer")
    lee = class_.guild.add_member("Lee", roles=[role])
    boss = class_.guild.add_member(
        "Bo", roles=[class_.guild.add_role("Admin", Permission.MANAGE_GUILD)]
    )
    refused = await class_.ana.slash(class_.channel, "summary")
    assert "Only a lecturer" in refused.text
    for lecturer in (lee, boss):
        reply = await (await lecturer.slash(class_.channel, "summary", file="all")).resolved()
        assert reply.ephemeral
        assert len(reply.files) == 3


async def test_a_case_is_attached_and_the_discussion_begins(class_: Class) -> None:

    case = File("handover.md", b"# A handover\n## Evening\nOne.")
    reply = await class_.ana.slash(class_.channel, "discussion start", topic="Power", case=case)
    assert reply.ephemeral
    assert "Your discussion is open" in (await reply.resolved()).text
    assert class_.service.called("start")[0][1]["case"].title == "handover.md"
