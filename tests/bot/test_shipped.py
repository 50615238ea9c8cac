"""What is shipped can do what it says: the link, the lock, the image, and the README's steps."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.cli import main
from bot.config import PREFIX, ConfigError, Settings
from bot.watching.doctor import NEEDED, invitation_link
from bot.watching.invite import WHY, invitation
from cogs.text.refusals import permission_names
from simulator import LocalDiscord
from storage.store.store import SqlStore

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _library_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_link_asks_for_exactly_the_rights_that_are_needed() -> None:
    asked = parse_qs(urlsplit(invitation_link(4711)).query)
    assert asked["client_id"] == ["4711"]
    assert asked["scope"][0].split() == ["bot", "applications.commands"]
    granted = discord.Permissions(int(asked["permissions"][0]))
    assert granted == discord.Permissions(**dict.fromkeys(NEEDED, True))
    assert not granted.administrator


async def test_who_sets_the_bot_up_reads_the_link_and_what_each_right_is_for() -> None:
    async with LocalDiscord() as local:
        lines = await invitation(Settings(token=local.token, discord_url=local.url))
        link = invitation_link(local.sim.world.application.id)
    assert link in "\n".join(lines)
    for name in NEEDED:
        (label,) = permission_names([name])
        assert f"  {label}: {WHY[name]}" in lines


async def test_without_the_token_of_a_bot_there_is_a_sentence_instead_of_a_link() -> None:
    with pytest.raises(ConfigError, match="ROUNDTABLE_TOKEN is missing"):
        await invitation(Settings())
    async with LocalDiscord() as local:
        with pytest.raises(ConfigError, match="refused the token"):
            await invitation(Settings(token=local.token[:-1], discord_url=local.url))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_hold_the_driver_of_every_database_in_the_settings(lock: str) -> None:
    for package in ("psycopg", "psycopg-binary"):
        entry = re.search(rf"^{package}==\S+.*?\n((?:    --hash=.*\n)+)", read(lock), re.MULTILINE)
        assert entry, f"{package} is not in {lock}"
    assert all(f"--extra {name}" in read("Makefile") for name in ("speed", "postgres"))


def test_an_image_with_libreoffice_has_fonts_for_what_classes_write() -> None:
    installed = read("Dockerfile").split("apt-get install", 1)[1].split("&&", 1)[0]
    assert "libreoffice-impress" in installed
    for scripts in ("fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"):
        assert scripts in installed
    assert "COPY deck deck" in read("Dockerfile")


def test_the_readmes_steps_can_be_done_in_their_order() -> None:
    steps = read("README.md").split("## Set it up in Discord")[1].split("\n## ")[0]
    order = [
        "developer portal",
        "ROUNDTABLE_TOKEN",
        "bot invite",
        "bot doctor",
        "bot run",
        "`/setup`",
    ]
    places = [steps.index(each) for each in order]
    assert places == sorted(places)


async def test_a_backup_comes_back_by_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "class.db"
    monkeypatch.setenv("ROUNDTABLE_DATABASE", str(file))
    async with SqlStore(file):
        assert await asyncio.to_thread(main, ["backup", "copy.db"]) == 0
        assert await asyncio.to_thread(main, ["restore", "copy.db"]) == 1
        assert "Stop it first" in capsys.readouterr().err
    assert await asyncio.to_thread(main, ["restore", "copy.db"]) == 0
    assert "class.db.before-restore" in capsys.readouterr().out
