"""The unpatched way: Discord's own host names over TLS, and nothing of the library changed."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from simulator import LocalDiscord
from tests.classroom.conftest import class_in, settings_for


async def test_a_class_begins_under_discords_own_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Other tests of this process may have led the library elsewhere.
    monkeypatch.setattr(Route, "BASE", "https://discord.com/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL("wss://gateway.discord.gg/"))
    monkeypatch.setattr(Asset, "BASE", "https://cdn.discordapp.com")
    async with LocalDiscord(tls=True) as discord:
        connector = aiohttp.TCPConnector(
            resolver=discord.resolver(), ssl=discord.client_ssl_context()
        )
        settings = settings_for(discord, tmp_path, discord_url="")
        async with class_in(discord, settings, connector) as room:
            await room.begin()
            await room.use(room.facilitator, "discussion next")
            await room.panel(2)
            reply = await room.use(room.student, "say", text="Whoever is awake leads.")
            assert reply.text.startswith("Thank you, it is recorded")
            said = await room.shown("Whoever is awake leads.")
            assert "**Bronwen** says" in said.text
    assert Route.BASE == "https://discord.com/api/v10"
