"""The unpatched way: Discord's own host names, over TLS, led to loopback."""

import aiohttp
import discord
import pytest

from simulator import File, LocalDiscord
from tests.simulator.bots import Bot, running
from tests.simulator.conftest import build, documents_folder


async def test_the_unpatched_client_plays_a_class_over_tls() -> None:
    async with LocalDiscord(tls=True, documents=documents_folder()) as local:
        room = build(local)
        connector = aiohttp.TCPConnector(
            resolver=local.resolver(), ssl=local.client_ssl_context(), limit=0
        )
        bot = Bot(connector=connector)

        @bot.tree.command(description="Read")
        async def read(interaction: discord.Interaction, paper: discord.Attachment) -> None:
            data = await paper.read()
            await interaction.response.send_message(data.decode(), ephemeral=True)

        async def sync(client: Bot) -> None:
            await client.tree.sync()

        async with running(bot, local, sync):
            paper = File("paper.txt", b"over TLS", "text/plain")
            reply = await room.mara.slash(room.channel, "read", paper=paper)
            assert reply.text == "over TLS"
            assert bot.http.user_agent.startswith("DiscordBot")
        attachment = next(iter(local.sim.world.attachments.values()))
        assert attachment.url.startswith("https://cdn.discordapp.com/attachments/")
        assert discord.http.Route.BASE == "https://discord.com/api/v10"
        assert [str(entry) for entry in local.violations] == []


async def test_no_other_name_resolves() -> None:
    async with LocalDiscord(tls=True) as local:
        with pytest.raises(OSError, match="not served"):
            await local.resolver().resolve("example.org")
        connector = aiohttp.TCPConnector(resolver=local.resolver(), ssl=local.client_ssl_context())
        async with aiohttp.ClientSession(connector=connector) as session:
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get("https://example.org/")
