"""Errors: each kind ends as one sentence, and an answer that comes too late ends quietly."""

from __future__ import annotations

from typing import Any

import pytest
from discord import app_commands

from cogs.interactions import errors
from discussion.model.errors import BadInput
from tests.cogs.values import NAME
from tests.cogs.wire import Refused, Wire


def _causing(error: Exception) -> app_commands.AppCommandError:
    command: Any = type("Command", (), {"name": "say"})()
    return app_commands.CommandInvokeError(command, error)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (_causing(BadInput("Write something.")), "Write something."),
        (app_commands.NoPrivateMessage(), "server's channel"),
        (app_commands.BotMissingPermissions(["attach_files"]), "Attach Files"),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 5), 3.2), "in 4 s"),
        (app_commands.CommandNotFound("say", []), "Reload Discord"),
        (app_commands.MissingPermissions(["manage_guild"]), "may not"),
        (_causing(Refused(403, 50013).as_discord()), "does not let me"),
        (_causing(KeyError("secret detail")), "reference "),
    ],
)
async def test_every_kind_of_error_is_one_sentence_without_detail(
    bot: Wire, error: app_commands.AppCommandError, said: str
) -> None:
    async def fail(interaction: Any) -> None:
        await errors.on_tree_error(interaction, error)

    group: Any = bot.bot.tree.get_command("discussion")
    group.get_command("pause")._callback = lambda _, interaction: fail(interaction)
    (request,) = await bot.command("discussion pause")
    text = request.body["data"]["content"]
    assert said in text
    assert "secret" not in text


async def test_an_answer_that_comes_too_late_ends_quietly(
    bot: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    bot.handler = lambda _: Refused(404, 10062)
    (request,) = await bot.press(f"panel:v1:here:{NAME}.2")
    assert request.path.endswith("/callback")
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


async def test_the_rules_of_the_wire_are_kept(wire: Wire) -> None:
    """The other tests trust that the wire notices what Discord would refuse."""
    channel: Any = wire.bot.get_partial_messageable(1)
    await channel.send("x" * 2001)
    assert wire.broken
    wire.broken.clear()
