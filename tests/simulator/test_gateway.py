"""The gateway: compressions, resume, invalid sessions, intents, shards, close codes."""

import asyncio
import importlib.util
import json
import sys
import zlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
import yarl
import zstandard

from simulator import LocalDiscord
from tests.simulator.bots import Bot, plain_way, running
from tests.simulator.conftest import Class, build, documents_folder


class Hearing(Bot):
    """Notes the words of messages."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(*([intents] if intents is not None else []))
        self.heard: asyncio.Queue[str] = asyncio.Queue()

    async def on_message(self, message: discord.Message) -> None:
        """Note."""
        self.heard.put_nowait(message.content)

    async def next_words(self) -> str:
        """Wait for the next message's words."""
        return await asyncio.wait_for(self.heard.get(), 10)


def context_without_zstandard(monkeypatch: pytest.MonkeyPatch) -> object:
    """What discord.py's utils module chooses where zstandard cannot be imported."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    spec = importlib.util.spec_from_file_location(
        "discord.utils_without_zstandard", discord.utils.__file__
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module._ActiveDecompressionContext


@pytest.fixture(params=["zlib", "zstd", "none"])
def compression(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make discord.py ask for one way of compression, as if zstandard were there or not."""
    name: str = request.param
    if name == "zlib":
        monkeypatch.setattr(
            discord.utils, "_ActiveDecompressionContext", context_without_zstandard(monkeypatch)
        )
    if name == "none":
        original = discord.gateway.DiscordWebSocket.from_client.__func__  # type: ignore[attr-defined]  # a classmethod's function

        async def uncompressed(socket_type: Any, /, client: Bot, **options: Any) -> object:
            return await original(socket_type, client, **(options | {"compress": False}))

        socket = discord.gateway.DiscordWebSocket
        monkeypatch.setattr(socket, "from_client", classmethod(uncompressed))
    return name


async def test_every_compression_carries_a_class(classroom: Class, compression: str) -> None:
    async with running(Hearing(), classroom.discord) as bot:
        assert isinstance(bot, Hearing)
        for number in range(50):
            await classroom.mara.write(classroom.channel, f"{compression} {number} ä🙋")
        heard = [await bot.next_words() for _ in range(50)]
        assert heard == [f"{compression} {number} ä🙋" for number in range(50)]
        query = yarl.URL(str(bot.ws.socket._response.url)).query
        assert query.get("compress", "none").startswith(compression)


@pytest.mark.parametrize("way", ["disconnect", "drop", "reconnect_request"])
async def test_a_lost_connection_is_resumed_without_loss(classroom: Class, way: str) -> None:
    async with running(Hearing(), classroom.discord) as bot:
        assert isinstance(bot, Hearing)
        await classroom.mara.write(classroom.channel, "before")
        assert await bot.next_words() == "before"
        getattr(classroom.discord.faults, way)()
        await classroom.mara.write(classroom.channel, "meanwhile")
        await asyncio.wait_for(bot.resumed.wait(), 10)
        await classroom.mara.write(classroom.channel, "after")
        assert [await bot.next_words() for _ in range(2)] == ["meanwhile", "after"]
        assert classroom.discord.gateway.resumes == 1
        assert classroom.discord.gateway.identifies == 1


@pytest.mark.parametrize("way", ["invalid_session", "forget_sessions"])
async def test_an_invalid_session_identifies_anew(classroom: Class, way: str) -> None:
    async with running(Hearing(), classroom.discord) as bot:
        assert isinstance(bot, Hearing)
        bot.was_ready.clear()
        getattr(classroom.discord.faults, way)()
        classroom.discord.faults.disconnect()
        await classroom.mara.write(classroom.channel, "nobody hears this")
        await asyncio.wait_for(bot.was_ready.wait(), 10)
        assert classroom.discord.gateway.identifies == 2
        await classroom.mara.write(classroom.channel, "this is heard")
        assert await bot.next_words() == "this is heard"


async def test_words_are_empty_without_the_content_intent(classroom: Class) -> None:
    intents = discord.Intents.default()
    async with running(Hearing(intents), classroom.discord) as bot:
        assert isinstance(bot, Hearing)
        await classroom.mara.write(classroom.channel, "not for the bot")
        await classroom.mara.write(classroom.channel, f"hello <@{classroom.discord.bot.id}>")
        await classroom.mara.write(classroom.mara.direct_channel, "between us")
        heard = [await bot.next_words() for _ in range(3)]
        assert heard == ["", f"hello <@{classroom.discord.bot.id}>", "between us"]


async def test_events_without_their_intent_do_not_come(classroom: Class) -> None:
    intents = discord.Intents(guilds=True, dm_messages=True)
    async with running(Hearing(intents), classroom.discord) as bot:
        assert isinstance(bot, Hearing)
        await classroom.mara.write(classroom.channel, "in class")
        await classroom.mara.write(classroom.mara.direct_channel, "directly")
        assert await bot.next_words() == "directly"


@pytest.fixture
async def without_privileges() -> AsyncIterator[LocalDiscord]:
    """A local Discord whose application lacks the privileged intents."""
    async with LocalDiscord(
        message_content=False, members=False, presences=False, documents=documents_folder()
    ) as local:
        with plain_way(local):
            yield local


async def test_privileged_intents_must_be_switched_on(without_privileges: LocalDiscord) -> None:
    build(without_privileges)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(Bot(), without_privileges):
            pass


async def test_history_hides_words_without_the_privilege(
    without_privileges: LocalDiscord,
) -> None:
    room = build(without_privileges)
    await room.mara.write(room.channel, "hidden")
    async with running(Bot(discord.Intents.default()), without_privileges) as bot:
        channel = bot.get_channel(room.channel.id)
        assert isinstance(channel, discord.TextChannel)
        assert [message.content async for message in channel.history()] == [""]


async def test_a_wrong_token_fails_to_log_in(classroom: Class) -> None:
    async with Bot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("wrong")


async def test_shards_share_the_guilds(classroom: Class) -> None:
    guilds = [classroom.discord.add_guild(f"Group {number}") for number in range(4)]

    class Sharded(discord.AutoShardedClient):
        async def before_identify_hook(
            self, shard_id: int | None, *, initial: bool = False
        ) -> None:
            """Identify at once."""

    bot = Sharded(shard_count=2, intents=discord.Intents.default(), guild_ready_timeout=0.1)
    ready = asyncio.Event()

    @bot.event
    async def on_ready() -> None:
        ready.set()

    async with bot:
        await bot.login(classroom.discord.token)
        connection = asyncio.create_task(bot.connect())
        await asyncio.wait_for(ready.wait(), 10)
        assert len(bot.guilds) == 5
        for guild in guilds:
            found = bot.get_guild(guild.id)
            assert found is not None
            assert found.shard_id == (guild.id >> 22) % 2
        assert len(classroom.discord.gateway.connected) == 2
        await bot.close()
        await connection


async def read_frame(socket: aiohttp.ClientWebSocketResponse) -> dict[str, object]:
    """Read one uncompressed frame."""
    body: dict[str, object] = await socket.receive_json(timeout=5)
    return body


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("no json", 4002),
        (json.dumps({"op": 3, "d": {}}), 4003),
        (json.dumps({"op": 2, "d": {"token": "wrong", "intents": 0}}), 4004),
        (json.dumps({"op": 6, "d": {"token": "wrong", "session_id": "s", "seq": 1}}), 4004),
    ],
)
async def test_close_codes(classroom: Class, first: str, code: int) -> None:
    url = classroom.discord.gateway_url
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await read_frame(socket))["op"] == 10
        await socket.send_str(first)
        frame = await socket.receive(timeout=5)
        assert (frame.type, socket.close_code) == (aiohttp.WSMsgType.CLOSE, code)


async def test_heartbeats_are_acknowledged_and_old_sequences_refused(classroom: Class) -> None:
    url, token = classroom.discord.gateway_url, classroom.discord.token
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await read_frame(socket)
        await socket.send_json({"op": 1, "d": None})
        assert (await read_frame(socket))["op"] == 11
        stale = {"token": token, "session_id": "gone", "seq": 4}
        await socket.send_json({"op": 6, "d": stale})
        assert await read_frame(socket) == {"op": 9, "d": False, "s": None, "t": None}


async def test_streams_are_flushed_after_every_message(classroom: Class) -> None:
    url = yarl.URL(classroom.discord.gateway_url)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url.with_query(compress="zlib-stream")) as socket:
            data = await socket.receive_bytes(timeout=5)
            assert data.endswith(b"\x00\x00\xff\xff")
            assert json.loads(zlib.decompressobj().decompress(data))["op"] == 10
        async with session.ws_connect(url.with_query(compress="zstd-stream")) as socket:
            data = await socket.receive_bytes(timeout=5)
            stream = zstandard.ZstdDecompressor().decompressobj()
            assert json.loads(stream.decompress(data))["op"] == 10


async def test_a_flood_arrives_complete_and_in_order(classroom: Class) -> None:
    async with running(Hearing(), classroom.discord) as bot:
        assert isinstance(bot, Hearing)
        texts = [f"message {number}" for number in range(2000)]
        people = [classroom.mara, classroom.tomek]
        stored = await classroom.discord.flood(classroom.channel, people, texts)
        heard = [await bot.next_words() for _ in texts]
        assert heard == texts
        assert len(classroom.channel.messages) == len(stored) == 2000
