"""Commands, components of both generations, menus, autocomplete, and late answers."""

import asyncio
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from simulator import File, MemberError, NoAnswerError, Permission
from tests.simulator.bots import Bot, running, sync
from tests.simulator.conftest import Class

Interaction = discord.Interaction[Bot]


async def test_a_slash_command_is_answered_privately(classroom: Class) -> None:
    bot = Bot()

    @bot.tree.command(description="Say hello")
    async def hello(interaction: Interaction, name: app_commands.Range[str, 1, 10]) -> None:
        await interaction.response.send_message(f"Hello {name}", ephemeral=True)

    async with running(bot, classroom.discord, sync):
        await classroom.discord.wait_for_commands("hello")
        reply = await classroom.mara.slash(classroom.channel, "hello", name="Mara")
        assert reply.text == "Hello Mara"
        assert reply.ephemeral
        assert classroom.channel.messages == []
        assert [message.text for message in classroom.mara.ephemerals] == ["Hello Mara"]
        assert classroom.tomek.ephemerals == []
        direct = await classroom.mara.slash(classroom.mara.direct_channel, "hello", name="you")
        assert direct.text == "Hello you"
        with pytest.raises(MemberError, match="length 11"):
            await classroom.mara.slash(classroom.channel, "hello", name="x" * 11)
        with pytest.raises(MemberError, match="no such option"):
            await classroom.mara.slash(classroom.channel, "hello", nome="Mara")
        with pytest.raises(MemberError, match="required"):
            await classroom.mara.slash(classroom.channel, "hello")
        with pytest.raises(MemberError, match="no command"):
            await classroom.mara.slash(classroom.channel, "goodbye")


async def test_every_kind_of_option_arrives(classroom: Class) -> None:
    bot, seen = Bot(), {}
    group = app_commands.Group(name="topic", description="Topics")
    nested = app_commands.Group(name="case", description="Cases", parent=group)

    @nested.command(description="Add a case")
    @app_commands.choices(kind=[app_commands.Choice(name="Case study", value="case")])
    async def add(
        interaction: Interaction,
        kind: app_commands.Choice[str],
        who: discord.Member,
        where: discord.TextChannel,
        group_role: discord.Role,
        paper: discord.Attachment,
        minutes: app_commands.Range[int, 1, 60],
        share: float,
        anonymous: bool,
        when: app_commands.Timestamp,
    ) -> None:
        seen.update(locals())
        seen["read"] = await paper.read()
        await interaction.response.send_message("added")

    bot.tree.add_command(group)
    role = classroom.guild.add_role("Students")
    moment = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    async with running(bot, classroom.discord, sync):
        reply = await classroom.mara.slash(
            classroom.channel,
            "topic case add",
            kind="Case study",
            who=classroom.tomek,
            where=classroom.channel,
            group_role=role,
            paper=File("case.md", b"# Case", "text/markdown"),
            minutes=40,
            share=0.5,
            anonymous=True,
            when=moment,
        )
        assert reply.text == "added"
        assert not reply.ephemeral
        assert seen["kind"].value == "case"
        assert seen["who"].display_name == "Tomek"
        assert seen["where"].id == classroom.channel.id
        assert seen["group_role"].name == "Students"
        assert (seen["read"], seen["minutes"], seen["share"]) == (b"# Case", 40, 0.5)
        assert seen["anonymous"] is True
        assert seen["when"] == moment
        with pytest.raises(MemberError, match="has no subcommand"):
            await classroom.mara.slash(classroom.channel, "topic remove")


@pytest.mark.parametrize("refuses", [False, True], ids=["a change", "a follow-up"])
async def test_a_deferred_change_is_waited_for(classroom: Class, refuses: bool) -> None:
    bot, released = Bot(), asyncio.Event()

    async def pressed(interaction: Interaction) -> None:
        await interaction.response.defer()
        await released.wait()
        if refuses:
            await interaction.followup.send("no", ephemeral=True)
        else:
            await interaction.edit_original_response(content="added")

    async def post(bot: Bot) -> None:
        await sync(bot)
        button: ui.Button[ui.View] = ui.Button(label="Add", custom_id="add")
        button.callback = pressed  # type: ignore[assignment]
        view = ui.View(timeout=None)
        view.add_item(button)
        bot.add_view(view)
        place = await bot.fetch_channel(classroom.channel.id)
        assert isinstance(place, discord.TextChannel)
        await place.send("a list", view=view)

    async with running(bot, classroom.discord, post):
        message = classroom.channel.messages[-1]
        reply = await classroom.mara.press(message, label="Add")
        waiting = asyncio.create_task(reply.resolved())
        await asyncio.wait({waiting}, timeout=0)
        assert not waiting.done()
        released.set()
        answer = await waiting
        assert answer.text == ("a list" if refuses else "added")
        assert [each.text for each in answer.followups] == (["no"] if refuses else [])


async def test_deferred_answers_arrive_and_files_with_them(classroom: Class) -> None:
    bot, released = Bot(), asyncio.Event()

    @bot.tree.command(description="The deck")
    async def deck(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await released.wait()
        await interaction.followup.send("done", file=discord.File(io.BytesIO(b"PK"), "deck.pptx"))
        await interaction.followup.send("and a note", ephemeral=True)
        await interaction.edit_original_response(content="done, really")

    async with running(bot, classroom.discord, sync):
        reply = await classroom.mara.slash(classroom.channel, "deck")
        assert reply.deferred
        assert reply.text == ""
        released.set()
        await reply.resolved()
        assert [file.data for file in reply.files] == [b"PK"]
        assert reply.ephemeral
        note = await reply.followed_up()
        assert note.ephemeral
        await classroom.channel.changed.wait_for(
            lambda: reply.text == "done, really", 5, "the edit"
        )
        assert len(classroom.mara.ephemerals) == 2


async def test_buttons_update_their_message(classroom: Class) -> None:
    class Panel(ui.View):
        @ui.button(label="Move on", custom_id="panel:vote")
        async def vote(self, interaction: Interaction, button: ui.Button["Panel"]) -> None:
            button.disabled = True
            await interaction.response.edit_message(content="moved on", view=self)

        @ui.button(label="Whisper", custom_id="panel:whisper")
        async def whisper(self, interaction: Interaction, button: ui.Button["Panel"]) -> None:
            await interaction.response.send_message("psst", ephemeral=True, view=Panel())

        @ui.select(placeholder="Theme", options=[discord.SelectOption(label="Class", value="c")])
        async def theme(self, interaction: Interaction, select: ui.Select["Panel"]) -> None:
            await interaction.response.defer()
            await interaction.followup.send(f"chose {select.values[0]}", ephemeral=True)

    async with running(Bot(), classroom.discord) as bot:
        channel = bot.get_partial_messageable(classroom.channel.id, guild_id=classroom.guild.id)
        await channel.send("round 1", view=Panel())
        panel = await classroom.channel.wait_for(lambda message: message.buttons)
        chosen = await classroom.mara.choose(panel, "Class", placeholder="Theme")
        assert (await chosen.followed_up()).text == "chose c"
        whisper = await classroom.mara.press(panel, label="Whisper")
        assert whisper.ephemeral
        with pytest.raises(MemberError, match="does not see"):
            await classroom.tomek.press(whisper, label="Move on")
        moved = await classroom.mara.press(whisper, custom_id="panel:vote")
        assert moved.updated
        assert whisper.text == "moved on"
        reply = await classroom.tomek.press(panel, label="Move on")
        assert reply.message is panel
        assert panel.text == "moved on"
        with pytest.raises(MemberError, match="cannot be pressed"):
            await classroom.mara.press(panel, label="Move on")
        with pytest.raises(MemberError, match="no button"):
            await classroom.mara.press(panel, label="Undo")


async def test_a_layout_of_components(classroom: Class) -> None:
    class Row(ui.ActionRow["Panel"]):
        @ui.button(label="Raise hand", custom_id="hand")
        async def hand(self, interaction: Interaction, button: ui.Button["Panel"]) -> None:
            await interaction.response.edit_message(view=Panel("one hand"))

    class Menu(ui.ActionRow["Panel"]):
        @ui.select(cls=ui.UserSelect, placeholder="Who", custom_id="who")
        async def who(self, interaction: Interaction, select: ui.UserSelect["Panel"]) -> None:
            await interaction.response.send_message(select.values[0].display_name)

    class Panel(ui.LayoutView):
        def __init__(self, words: str) -> None:
            super().__init__(timeout=None)
            section: ui.Section[Panel] = ui.Section(
                "Case stage 1", accessory=ui.Thumbnail("attachment://stage.png")
            )
            gallery: ui.MediaGallery[Panel] = ui.MediaGallery(
                discord.MediaGalleryItem("attachment://stage.png")
            )
            self.add_item(
                ui.Container(ui.TextDisplay(words), section, ui.Separator(), gallery, Row())
            )
            self.add_item(Menu())
            self.add_item(ui.File("attachment://stage.png"))

    async with running(Bot(), classroom.discord) as bot:
        channel = bot.get_partial_messageable(classroom.channel.id, guild_id=classroom.guild.id)
        stage = discord.File(io.BytesIO(b"png"), "stage.png")
        sent = await channel.send(view=Panel("## Round 1"), file=stage)
        assert sent.flags.components_v2
        panel = await classroom.channel.wait_for(lambda message: message.buttons)
        assert panel.text == "## Round 1\nCase stage 1"
        await classroom.mara.press(panel, label="Raise hand")
        assert panel.text == "one hand\nCase stage 1"
        reply = await classroom.mara.choose(panel, classroom.tomek, placeholder="Who")
        assert reply.text == "Tomek"


async def test_context_menus_and_autocomplete(classroom: Class) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="Build on")
    async def build_on(interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"on {message.content}", ephemeral=True)

    @bot.tree.context_menu(name="Invite")
    async def invite(interaction: Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"for {member.display_name}", ephemeral=True)

    @bot.tree.command(description="Claim a topic")
    async def claim(interaction: Interaction, topic: str) -> None:
        await interaction.response.send_message(topic)

    @claim.autocomplete("topic")
    async def topics(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        names = ["Leading", "Listening", "Trust"]
        return [
            app_commands.Choice(name=name, value=name.lower())
            for name in names
            if name.lower().startswith(current)
        ]

    async with running(bot, classroom.discord, sync):
        message = await classroom.tomek.write(classroom.channel, "hierarchy protects")
        assert (await classroom.mara.message_menu(message, "Build on")).text == (
            "on hierarchy protects"
        )
        reply = await classroom.mara.user_menu(classroom.channel, classroom.tomek, "Invite")
        assert reply.text == "for Tomek"
        offered = await classroom.mara.autocomplete(classroom.channel, "claim", "topic", "l")
        assert [choice["value"] for choice in offered] == ["leading", "listening"]


async def test_permissions_of_commands_are_the_clients_to_check(classroom: Class) -> None:
    bot = Bot()

    @bot.tree.command(description="Lecturers only")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def setup(interaction: Interaction) -> None:
        await interaction.response.send_message("ready")

    async with running(bot, classroom.discord, sync):
        with pytest.raises(MemberError, match="may not use"):
            await classroom.mara.slash(classroom.channel, "setup")
        with pytest.raises(MemberError, match="not offered"):
            await classroom.mara.slash(classroom.mara.direct_channel, "setup")
        assert (await classroom.guild.owner.slash(classroom.channel, "setup")).text == "ready"
        everyone = classroom.guild.everyone
        classroom.guild.overwrite(
            classroom.channel, everyone, deny=Permission.USE_APPLICATION_COMMANDS
        )
        with pytest.raises(MemberError, match="USE_APPLICATION_COMMANDS"):
            await classroom.mara.slash(classroom.channel, "setup")


async def test_second_late_and_expired_answers(
    classroom: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = Bot()
    codes: asyncio.Queue[int] = asyncio.Queue()
    gates: dict[str, asyncio.Event] = {"late": asyncio.Event(), "expired": asyncio.Event()}

    async def noting(call: Callable[[], Any]) -> None:
        try:
            await call()
        except discord.HTTPException as error:
            codes.put_nowait(error.code)
        else:
            codes.put_nowait(0)

    @bot.tree.command(description="Twice")
    async def twice(interaction: Interaction) -> None:
        await interaction.response.send_message("once")
        response = interaction.client.http
        await noting(lambda: raw_answer(response, interaction))

    @bot.tree.command(description="Late")
    async def late(interaction: Interaction) -> None:
        await gates["late"].wait()
        await noting(lambda: interaction.response.send_message("late"))

    @bot.tree.command(description="Expired")
    async def expired(interaction: Interaction) -> None:
        await interaction.response.send_message("in time")
        await gates["expired"].wait()
        await noting(lambda: interaction.edit_original_response(content="late"))

    async with running(bot, classroom.discord, sync):
        await classroom.mara.slash(classroom.channel, "twice")
        assert await asyncio.wait_for(codes.get(), 5) == 40060
        monkeypatch.setattr("simulator.simulation.interactions.ANSWER_SECONDS", 0.05)
        with pytest.raises(NoAnswerError, match="late"):
            await classroom.mara.slash(classroom.channel, "late")
        interaction = classroom.mara._interactions[-1]
        assert time.monotonic() - interaction.opened > 0.05
        gates["late"].set()
        assert await asyncio.wait_for(codes.get(), 5) == 10062
        monkeypatch.undo()
        reply = await classroom.mara.slash(classroom.channel, "expired")
        reply.interaction.opened = time.monotonic() - 900
        gates["expired"].set()
        assert await asyncio.wait_for(codes.get(), 5) == 50027


async def raw_answer(http: discord.http.HTTPClient, interaction: Interaction) -> None:
    """Answer past discord.py's own check for a second answer."""
    route = discord.http.Route(
        "POST",
        "/interactions/{interaction_id}/{token}/callback",
        interaction_id=interaction.id,
        token=interaction.token,
    )
    await http.request(route, json={"type": 4, "data": {"content": "twice"}})
