"""The commands as Discord registers them, and what each asks of the service."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from discussion.model import Person
from discussion.participation.ledger import Standing
from simulator.rules.commands import check_commands
from tests.cogs.values import ENDED, PLACE, FakeService, discussion
from tests.cogs.wire import EVERYTHING, Wire

COMMANDS = Path(__file__).parents[3] / "docs" / "commands.md"
_MANAGES = str(discord.Permissions(manage_guild=True).value)
_ANA = Person(42, "Ana")


def _text(requests: list[Any]) -> str:
    """What the person reads, who alone sees it."""
    (request,) = requests
    data = request.body.get("data", request.body)
    assert data["flags"] & 64
    assert data["allowed_mentions"] == {"parse": []}
    return str(data["content"])


def test_commands_fit_discord_and_none_hides_another(bot: Wire) -> None:
    slash = list(bot.bot.tree.walk_commands(type=discord.AppCommandType.chat_input))
    names = [command.qualified_name for command in slash]
    assert len(names) == len(set(names))
    assert {"discussion start", "say", "pass", "summary", "help"} <= set(names)
    for command in slash:
        assert re.fullmatch(r"[a-z0-9_-]{1,32}", command.name)
        assert 1 <= len(command.description) <= 100
    check_commands([command.to_dict(bot.bot.tree) for command in bot.bot.tree.get_commands()])
    menus = bot.bot.tree.get_commands(type=discord.AppCommandType.message)
    assert {menu.name for menu in menus} == {
        "Tag",
        "Build on",
        "Challenge",
        "This speaks for me",
        "Take back",
    }


def test_every_command_is_documented(bot: Wire) -> None:
    text = COMMANDS.read_text("utf-8")
    for command in bot.bot.tree.walk_commands(type=discord.AppCommandType.chat_input):
        if isinstance(command, discord.app_commands.Group):
            continue
        root, name = command.qualified_name.split()[0], command.qualified_name
        together = f"`/{root} " in text and f"`{command.name}`" in text
        assert f"`/{name}`" in text or f"`/{name} " in text or together, name


def test_commands_exist_in_servers_only_apart_from_help(bot: Wire) -> None:
    for command in bot.bot.tree.get_commands():
        payload = command.to_dict(bot.bot.tree)
        assert command.name == "help" or payload["contexts"] == [0], command.name


@pytest.mark.parametrize("name", ["pause", "resume", "next", "end", "status"])
async def test_each_control_reaches_the_service_and_is_answered_in_one_request(
    bot: Wire, service: FakeService, name: str
) -> None:
    text = _text(await bot.command(f"discussion {name}"))
    (given, _) = service.called({"next": "next_round"}.get(name, name))[0]
    assert given == (PLACE, _ANA)
    assert text


async def test_the_last_next_says_that_the_discussion_is_closed(
    bot: Wire, service: FakeService
) -> None:
    service.answers["next_round"] = ENDED
    assert "closed" in _text(await bot.command("discussion next"))


async def test_extending_passes_minutes_on(bot: Wire, service: FakeService) -> None:
    await bot.command("discussion extend", [{"name": "minutes", "type": 4, "value": 5}])
    assert service.called("extend")[0][0][2] == timedelta(minutes=5)


async def test_starting_makes_the_person_facilitator_and_says_what_comes(
    bot: Wire, service: FakeService
) -> None:
    options = [
        {"name": "topic", "type": 3, "value": "Power"},
        {"name": "minutes", "type": 4, "value": 30},
    ]
    text = _text(await bot.command("discussion start", options))
    given, named = service.called("start")[0]
    assert given == (PLACE, _ANA)
    assert named["topic"] == "Power"
    assert named["format_name"] is None
    assert named["length"] == timedelta(minutes=30)
    assert "2 rounds in about 9 minutes" in text


async def test_a_channel_closed_to_the_bot_is_refused_by_naming_the_missing_rights(
    bot: Wire, service: FakeService
) -> None:
    lacking = str(
        int(EVERYTHING) & ~discord.Permissions(attach_files=True, administrator=True).value
    )
    options = [{"name": "topic", "type": 3, "value": "Power"}]
    text = _text(await bot.command("discussion start", options, app_permissions=lacking))
    assert text.endswith("Attach Files.")
    assert not service.called("start")


async def test_formats_are_offered_while_typing(bot: Wire) -> None:
    typed = {"name": "format", "type": 3, "value": "case", "focused": True}
    topic = {"name": "topic", "type": 3, "value": "x"}
    (request,) = await bot.autocomplete("discussion start", [topic, typed])
    values = [choice["value"] for choice in request.body["data"]["choices"]]
    assert "case-discussion" in values


async def test_status_shows_counts_to_the_facilitator_alone(
    bot: Wire, service: FakeService
) -> None:
    text = _text(await bot.command("discussion status"))
    assert "Round 2 of 2" in text
    assert "in this round" not in text
    assert "Gini" not in text
    assert "All together, under their names: 3 people spoke, 4 contributions and 30 words." in text
    service.answers["status"].is_facilitator = True
    text = _text(await bot.command("discussion status"))
    assert "in this round 1 of 4 people spoke under their name, 3 in another way or not yet" in text
    assert "(Gini): 0.25, where 0 is even; the largest share of the words is 40%" in text
    assert "the class still ends at" in text


async def test_status_shows_a_lecturer_the_counts_without_names(
    bot: Wire, service: FakeService
) -> None:
    service.answers["status"].is_lecturer = True
    text = _text(await bot.command("discussion status"))
    assert "3 in another way or not yet" in text
    assert "Gini" in text
    assert "Ana of" not in text


@pytest.mark.parametrize("standing", [*Standing, None])
async def test_status_has_words_for_every_standing(
    bot: Wire, service: FakeService, standing: Standing | None
) -> None:
    service.answers["status"].own = standing
    assert "You: you " in _text(await bot.command("discussion status"))


async def test_a_refusal_of_the_rules_is_read_as_it_is(bot: Wire, service: FakeService) -> None:
    service.refuse("pause", "Only the facilitator can do that.")
    assert _text(await bot.command("discussion pause")) == "Only the facilitator can do that."


async def test_commands_in_direct_messages_are_refused_in_a_sentence(
    bot: Wire, service: FakeService
) -> None:
    assert "server's channel" in _text(await bot.command("discussion status", direct=True))
    assert not service.calls


@pytest.mark.parametrize(("scope", "whole"), [(None, False), ("round", False), ("session", True)])
async def test_passing(bot: Wire, service: FakeService, scope: str | None, whole: bool) -> None:
    options = [{"name": "scope", "type": 3, "value": scope}] if scope else []
    assert "fine" in _text(await bot.command("pass", options))
    assert service.called("pass_turn") == [((PLACE, _ANA), {"whole_session": whole})]


async def test_help_knows_a_lecturer(bot: Wire) -> None:
    assert "/summary" not in _text(await bot.command("help"))
    assert "/summary" in _text(await bot.command("help", permissions=_MANAGES))
    assert "/say" in _text(await bot.command("help", direct=True))


async def test_the_summary_is_for_lecturers(bot: Wire, service: FakeService) -> None:
    assert "Only a lecturer" in _text(await bot.command("summary"))
    assert not service.called("record")


@pytest.mark.parametrize(
    ("file", "names"),
    [
        (None, ("power.pptx",)),
        ("markdown", ("power.md",)),
        ("json", ("power.json",)),
        ("all", ("power.pptx", "power.md", "power.json")),
    ],
)
async def test_a_lecturer_gets_the_text_and_the_files_alone(
    bot: Wire, service: FakeService, file: str | None, names: tuple[str, ...]
) -> None:
    options = [{"name": "file", "type": 3, "value": file}] if file else []
    deferred, sent = await bot.command("summary", options, permissions=_MANAGES)
    assert deferred.body == {"type": 5, "data": {"flags": 64}}
    assert sent.files == names
    assert sent.body["flags"] == 64
    assert "9 of 12 people spoke under their name" in sent.body["content"]
    assert service.called("record")[0][1] == {"server_name": "Leading Together"}


async def test_the_summary_takes_the_discussion_that_is_meant_here(
    bot: Wire, service: FakeService
) -> None:
    service.answers["meant_in"] = discussion(id="f" * 12)
    await bot.command("summary", permissions=_MANAGES)
    assert service.called("record")[0][0][1] == "f" * 12


async def test_the_summary_without_any_discussion_says_so(bot: Wire, service: FakeService) -> None:
    service.answers["meant_in"] = None
    _, sent = await bot.command("summary", permissions=_MANAGES)
    assert "/discussion start" in sent.body["content"]


@pytest.mark.parametrize(("permissions", "offered"), [("0", 0), (_MANAGES, 1)])
async def test_discussions_are_offered_to_lecturers_alone(
    bot: Wire, permissions: str, offered: int
) -> None:
    typed = {"name": "discussion", "type": 3, "value": "POWER", "focused": True}
    (request,) = await bot.autocomplete("summary", [typed], permissions=permissions)
    assert len(request.body["data"]["choices"]) == offered
