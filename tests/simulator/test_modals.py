"""Modals: every kind of input arrives, files and boxes too."""

from typing import Any

import discord
import pytest
from discord import ui

from simulator import File, MemberError
from tests.simulator.bots import Bot, running, sync
from tests.simulator.conftest import Class

Interaction = discord.Interaction[Bot]


class Contribution(ui.Modal, title="Say something"):
    """A modal with an input of each kind."""

    words: ui.Label[Any] = ui.Label(
        text="Your words", component=ui.TextInput(style=discord.TextStyle.long, max_length=300)
    )
    kind: ui.Label[Any] = ui.Label(
        text="Kind",
        component=ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="Named", value="named", default=True),
                discord.RadioGroupOption(label="Anonymous", value="anonymous"),
            ]
        ),
    )
    tags: ui.Label[Any] = ui.Label(
        text="Tags",
        description="Any that fit",
        component=ui.CheckboxGroup(
            required=False,
            max_values=2,
            options=[
                discord.CheckboxGroupOption(label="Theme", value="theme"),
                discord.CheckboxGroupOption(label="Theory", value="theory"),
            ],
        ),
    )
    stage: ui.Label[Any] = ui.Label(
        text="Stage",
        component=ui.Select(
            required=False, options=[discord.SelectOption(label="Stage 1", value="1")]
        ),
    )
    about: ui.Label[Any] = ui.Label(text="About", component=ui.UserSelect(required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        values: list[Any] = []
        for label in (self.words, self.kind, self.tags, self.stage, self.about):
            component: Any = label.component
            values.append(getattr(component, "value", None) or getattr(component, "values", None))
        await interaction.response.send_message(repr(values), ephemeral=True)


async def test_a_modal_with_every_kind_of_input(classroom: Class) -> None:
    bot = Bot()

    @bot.tree.command(description="Contribute")
    async def say(interaction: Interaction) -> None:
        await interaction.response.send_modal(Contribution())

    async with running(bot, classroom.discord, sync):
        reply = await classroom.mara.slash(classroom.channel, "say")
        modal = reply.modal
        assert modal is not None
        assert modal.title == "Say something"
        assert modal.labels == ["Your words", "Kind", "Tags", "Stage", "About"]
        filled: dict[str, Any] = {
            "Your words": "trust",
            "Tags": ["Theme", "theory"],
            "Stage": "Stage 1",
        }
        done = await classroom.mara.submit(modal, filled | {"Kind": "Anonymous"})
        assert done.text == "['trust', 'anonymous', ['theme', 'theory'], ['1'], []]"
        again = await classroom.mara.slash(classroom.channel, "say")
        left = await classroom.mara.submit(again, {"Your words": "x", "About": classroom.tomek})
        assert left.text.startswith("['x', 'named', [], [], [<Member")
        wrongs: list[tuple[dict[str, Any], str]] = [
            ({}, "Your words is required"),
            ({"Your words": "x" * 301}, "length 301"),
            ({"Your words": "x", "Tags": ["Practice"]}, "none of"),
            ({"Your words": "x", "Mood": "good"}, "no input"),
        ]
        for wrong, complaint in wrongs:
            with pytest.raises(MemberError, match=complaint):
                await classroom.mara.submit(again, wrong)


async def test_file_upload_and_checkbox_in_a_modal(classroom: Class) -> None:
    class Reading(ui.Modal, title="Add a reading"):
        paper: ui.Label[Any] = ui.Label(text="Paper", component=ui.FileUpload())
        agreed: ui.Label[Any] = ui.Label(text="Agreed", component=ui.Checkbox())

        async def on_submit(self, interaction: discord.Interaction) -> None:
            upload: Any = self.paper.component
            box: Any = self.agreed.component
            data = await upload.values[0].read()
            await interaction.response.send_message(f"{data!r} {box.value}")

    bot = Bot()

    @bot.tree.command(description="Add")
    async def add(interaction: Interaction) -> None:
        await interaction.response.send_modal(Reading())

    async with running(bot, classroom.discord, sync):
        reply = await classroom.mara.slash(classroom.channel, "add")
        paper = File("paper.pdf", b"%PDF", "application/pdf")
        done = await classroom.mara.submit(reply, {"Paper": paper, "Agreed": True})
        assert done.text == "b'%PDF' True"
