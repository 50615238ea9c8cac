"""The doctor: what is amiss is one line with its fix, and nothing is changed by looking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.cli import main
from bot.config import PREFIX, Settings
from bot.watching.doctor import NEEDED, Finding, examine, invitation_link
from cogs.setup import setup_words
from discussion.term.model import Course
from simulator import LocalDiscord
from simulator.state.permissions import BOT_DEFAULT, Permission
from storage.store.store import SqlStore

README = Path(__file__).parents[3] / "README.md"


@pytest.fixture(autouse=True)
def _library_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before


def settings(discord: LocalDiscord | None, folder: Path, **changes: Any) -> Settings:
    given: dict[str, Any] = {"database": str(folder / "class.db"), "decks": folder / "decks"}
    if discord is not None:
        given |= {"token": discord.token, "discord_url": discord.url}
    return Settings(**(given | changes))


def made_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def wrong(findings: list[Finding]) -> list[str]:
    return [str(each) for each in findings if each.fix and not each.optional]


async def test_where_everything_is_there_nothing_is_wrong_and_nothing_is_made(
    tmp_path: Path,
) -> None:
    async with LocalDiscord() as discord:
        discord.add_guild("Leadership 2")
        findings = await examine(settings(discord, tmp_path))
        link = invitation_link(discord.sim.world.application.id)
    assert wrong(findings) == []
    assert any(link in each.what for each in findings)
    assert any("Leadership 2" in each.what for each in findings)
    assert made_in(tmp_path) == []


async def test_without_a_token_it_says_where_one_comes_from(tmp_path: Path) -> None:
    assert "ROUNDTABLE_TOKEN" in wrong(await examine(settings(None, tmp_path)))[0]


async def test_a_refused_token_is_named(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        found = wrong(await examine(settings(discord, tmp_path, token=discord.token[:-1])))
    assert found == ["wrong Discord refused the token: copy it anew into ROUNDTABLE_TOKEN."]


async def test_an_intent_that_is_off_is_named_unless_it_is_not_asked_for(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        discord.add_guild("Leadership 2")
        discord.sim.world.application.message_content = False
        asked = wrong(await examine(settings(discord, tmp_path)))
        unasked = wrong(await examine(settings(discord, tmp_path, message_content=False)))
    assert len(asked) == 1
    assert "Message Content" in asked[0]
    assert "ROUNDTABLE_MESSAGE_CONTENT=false" in asked[0]
    assert unasked == []


async def test_a_server_in_which_rights_are_missing_is_named_with_them(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        guild = discord.add_guild("Leadership 2")
        guild.change_role(guild.bot_role, Permission.VIEW_CHANNEL)
        found = wrong(await examine(settings(discord, tmp_path)))
    assert len(found) == 1
    assert "Leadership 2" in found[0]
    assert "Manage Messages" in found[0]
    assert "View Channel" not in found[0]


async def test_a_chosen_role_that_the_bot_cannot_mention_is_named_with_the_way_to_change_it(
    tmp_path: Path,
) -> None:
    async with LocalDiscord() as discord:
        guild = discord.add_guild("Leadership 2")
        group = guild.add_role("Year 2")
        chosen = settings(discord, tmp_path)
        async with SqlStore(chosen.database) as store:
            course = Course(guild.id, "UTC", class_role_id=group.id)
            await store.write(lambda transaction: transaction.term.save_course(course))
        notes = [str(each) for each in await examine(chosen) if "reaches nobody" in each.what]
        unknown = wrong(await examine(settings(discord, tmp_path, members=False)))
        guild.change_role(group, mentionable=True)
        after = await examine(chosen)
    assert notes == [
        "note  My mention of “Year 2” in “Leadership 2” reaches nobody: "
        + setup_words.let_mention("Year 2")
        + " Until then I name its people one by one."
    ]
    assert len(unknown) == 1
    assert "Server Members intent" in unknown[0]
    assert not [each for each in after if "reaches nobody" in each.what]


async def test_a_bot_that_was_not_invited_yet_is_told(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        found = wrong(await examine(settings(discord, tmp_path)))
        link = invitation_link(discord.sim.world.application.id)
    open_it = f"open {link} in a browser and choose a server that you manage."
    assert found == [f"wrong The bot is in no server yet: {open_it}"]


async def test_a_database_of_something_else_and_a_file_for_a_folder_are_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "class.db").write_text("not a database, but a shopping list\n" * 40, "utf-8")
    (tmp_path / "decks").write_text("a file", "utf-8")
    found = wrong(await examine(settings(None, tmp_path)))
    assert found[0].startswith("wrong The database cannot be used:")
    assert "ROUNDTABLE_DECKS" in found[1]


async def test_a_broken_format_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "mine.toml").write_text("title = ", "utf-8")
    found = wrong(await examine(settings(None, tmp_path, formats=folder)))
    assert "mine" in found[0]


def test_the_command_prints_a_line_for_each_and_fails_where_something_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("wrong The token is missing")
    assert all(line[:6] in ("ok    ", "note  ", "wrong ") for line in lines)


def test_the_readme_invites_the_bot_with_the_rights_that_the_doctor_looks_for() -> None:
    text = " ".join(README.read_text("utf-8").split())
    listed = text.split("these permissions: ")[1].split(".")[0].split(", ")
    assert {each.lower().replace(" ", "_").replace("channels", "channel") for each in listed} == {
        *NEEDED
    }


def test_the_local_discord_gives_the_bot_those_rights_and_no_other() -> None:
    given = {each.name.lower() for each in Permission if each in BOT_DEFAULT and each.name}
    assert given == {*NEEDED}
