"""Planned faults and rate limits, as the real client meets them."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from simulator import Fault, LocalDiscord, MemberError, Permission
from tests.simulator.bots import Bot, plain_way, running
from tests.simulator.conftest import Class, build, documents_folder

CREATE = "POST /channels/{channel_id}/messages"


def partial(bot: Bot, classroom: Class) -> discord.PartialMessageable:
    """The class channel, to send to."""
    return bot.get_partial_messageable(classroom.channel.id, guild_id=classroom.guild.id)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py's pauses before a retry pass at once."""
    real = asyncio.sleep

    async def at_once(seconds: float, result: object = None) -> object:
        return await real(min(seconds, 0.01), result)

    monkeypatch.setattr("discord.http.asyncio.sleep", at_once)


@pytest.mark.usefixtures("hasty")
async def test_an_error_before_storing_is_retried_and_posted_once(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        classroom.discord.faults.plan(CREATE, Fault.error_before(500))
        await partial(bot, classroom).send("once")
        assert [message.text for message in classroom.channel.messages] == ["once"]
        assert classroom.discord.request_counts()[CREATE] == 2
        assert classroom.discord.faults.struck == 1


@pytest.mark.usefixtures("hasty")
async def test_an_error_after_storing_doubles_a_post_unless_a_nonce_is_enforced(
    classroom: Class,
) -> None:
    async with running(Bot(), classroom.discord) as bot:
        classroom.discord.faults.plan(CREATE, Fault.error_after(502), times=2)
        # discord.py enforces a nonce of its own choice, so its retries post nothing twice.
        await partial(bot, classroom).send("careful")
        assert classroom.discord.request_counts()[CREATE] == 3
        classroom.discord.faults.plan(CREATE, Fault.error_after(502))
        route = discord.http.Route(
            "POST", "/channels/{channel_id}/messages", channel_id=classroom.channel.id
        )
        await bot.http.request(route, json={"content": "careless"})
        texts = [message.text for message in classroom.channel.messages]
        assert texts == ["careful", "careless", "careless"]


async def test_a_lost_reply_reaches_the_caller(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        classroom.discord.faults.plan(CREATE, Fault.lost_reply())
        with pytest.raises(aiohttp.ClientConnectionError):
            await partial(bot, classroom).send("did it arrive?")
        assert [message.text for message in classroom.channel.messages] == ["did it arrive?"]
        lost = [record for record in classroom.discord.requests if record.status == 0]
        assert [record.route for record in lost] == ["/channels/{channel_id}/messages"]


async def test_a_slow_answer_takes_its_time(classroom: Class) -> None:
    async with running(Bot(), classroom.discord) as bot:
        classroom.discord.faults.plan(CREATE, Fault.slow(0.2))
        begins = time.monotonic()
        await partial(bot, classroom).send("at last")
        assert time.monotonic() - begins >= 0.2


async def test_a_rate_of_faults_is_repeatable(classroom: Class) -> None:
    faults = classroom.discord.faults

    def draw() -> list[bool]:
        faults.clear()
        faults.plan(CREATE, Fault.error_before(500), rate=0.3, seed=7)
        return [faults.strike(CREATE) is not None for _ in range(200)]

    first = draw()
    assert draw() == first
    assert 30 < sum(first) < 90


async def test_the_client_waits_for_the_bucket_of_a_channel() -> None:
    async with LocalDiscord(speed=10) as local:
        with plain_way(local):
            room = build(local)
            async with running(Bot(), local) as bot:
                begins = time.monotonic()
                for number in range(6):
                    await partial(bot, room).send(str(number))
                # Five messages per five seconds, ten times as fast: the sixth waits half a second.
                assert 0.3 < time.monotonic() - begins < 3
                assert all(record.status != 429 for record in local.requests)


async def test_who_ignores_the_headers_gets_429_and_recovers(classroom: Class) -> None:
    discord_ = classroom.discord
    url = f"{discord_.api_url}/channels/{classroom.channel.id}/messages"
    headers = {"Authorization": f"Bot {discord_.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        statuses = []
        for number in range(6):
            async with session.post(url, json={"content": str(number)}) as reply:
                statuses.append(reply.status)
                assert reply.headers["Content-Type"] == "application/json"
                body = await reply.json()
        assert statuses == [200] * 5 + [429]
        assert reply.headers["Via"]
        assert reply.headers["X-RateLimit-Remaining"] == "0"
        assert not body["global"]
        assert 0 < body["retry_after"] <= 5 / 20


async def test_fifty_requests_a_second_are_the_limit() -> None:
    async with LocalDiscord() as local:
        headers = {"Authorization": f"Bot {local.token}"}
        paths = ["/users/@me", "/gateway/bot", "/users/@me/guilds"]
        async with aiohttp.ClientSession(headers=headers) as session:
            for number in range(51):
                async with session.get(local.api_url + paths[number % 3]) as reply:
                    body = await reply.json()
        assert reply.status == 429
        assert body["global"] is True
        assert reply.headers["X-RateLimit-Global"] == "true"


@pytest.mark.usefixtures("hasty")
async def test_a_webhook_retry_after_an_error_sends_a_follow_up_twice(classroom: Class) -> None:
    bot = Bot()

    @bot.tree.command(description="Deck")
    async def deck(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("soon", ephemeral=True)
        await interaction.followup.send("here", ephemeral=True)

    async def sync(client: Bot) -> None:
        await client.tree.sync()

    async with running(bot, classroom.discord, sync):
        route = "POST /webhooks/{webhook_id}/{webhook_token}"
        classroom.discord.faults.plan(route, Fault.error_after(503))
        reply = await classroom.mara.slash(classroom.channel, "deck")
        await reply.followed_up(2)
        assert [message.text for message in reply.followups] == ["here", "here"]


@pytest.fixture
async def old_class() -> AsyncIterator[tuple[Class, list[datetime]]]:
    """A class on a clock that the test moves; the list's last entry is now."""
    clock = [datetime(2026, 9, 1, 9, tzinfo=UTC)]
    async with LocalDiscord(now=lambda: clock[-1], documents=documents_folder()) as local:
        with plain_way(local):
            yield build(local), clock
        assert [str(entry) for entry in local.violations] == []


async def test_old_messages_take_few_edits_and_channels_few_names(
    old_class: tuple[Class, list[datetime]],
) -> None:
    room, clock = old_class
    headers = {"Authorization": f"Bot {room.discord.token}"}
    channel_url = f"{room.discord.api_url}/channels/{room.channel.id}"
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{channel_url}/messages", json={"content": "panel"}) as reply:
            message = await reply.json()
        assert message["timestamp"].startswith("2026-09-01T09:00:00")
        url = f"{channel_url}/messages/{message['id']}"
        clock.append(clock[-1] + timedelta(hours=2))
        answers: list[tuple[int, int]] = []
        for number in range(4):
            async with session.patch(url, json={"content": str(number)}) as reply:
                answers.append((reply.status, (await reply.json()).get("code", 0)))
        assert answers == [(200, 0)] * 3 + [(429, 30046)]
        room.guild.change_role(room.guild.bot_role, Permission.ADMINISTRATOR)
        statuses: list[int] = []
        for number in range(3):
            async with session.patch(channel_url, json={"name": f"class-{number}"}) as reply:
                statuses.append(reply.status)
        assert statuses == [200, 200, 429]
        assert room.channel.name == "class-1"


async def test_a_nonce_is_forgotten_after_some_minutes(
    old_class: tuple[Class, list[datetime]],
) -> None:
    room, clock = old_class
    headers = {"Authorization": f"Bot {room.discord.token}"}
    url = f"{room.discord.api_url}/channels/{room.channel.id}/messages"
    body = {"content": "x", "nonce": "n", "enforce_nonce": True}
    async with aiohttp.ClientSession(headers=headers) as session:
        for minutes in (0, 1, 10):
            clock.append(clock[0] + timedelta(minutes=minutes))
            async with session.post(url, json=body) as reply:
                assert reply.status == 200
    assert len(room.channel.messages) == 2


async def test_slow_mode_holds_members_back(old_class: tuple[Class, list[datetime]]) -> None:
    room, clock = old_class
    room.channel.slow_mode_seconds = 30
    await room.mara.write(room.channel, "first")
    with pytest.raises(MemberError, match="slow mode"):
        await room.mara.write(room.channel, "at once")
    clock.append(clock[-1] + timedelta(seconds=31))
    await room.mara.write(room.channel, "later")
    assert [message.text for message in room.channel.messages] == ["first", "later"]
