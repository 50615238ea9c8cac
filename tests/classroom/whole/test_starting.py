"""A bot that begins, or goes on, while Discord, the network or its database fails for a while."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.application import Application
from bot.cli import main, serve, set_up_log
from bot.config import Settings
from bot.connection.client import StartError
from bot.connection.gateway import APART, AT_ONCE, IDENTIFY_SECONDS, IdentifyBudget
from bot.connection.patience import Patience
from simulator import Channel, Fault, Guild, LocalDiscord, Member
from storage.database.errors import StorageUnavailable
from storage.store.outbox import Outbox
from tests.classroom.conftest import RATE_LIMITS_FASTER, class_in, serving, settings_for

REGISTER = "PUT /applications/{application_id}/commands"


async def at_once(_: float) -> None:
    """Wait for others, and for no time to pass."""
    await asyncio.sleep(0)


QUICKLY = Patience(sleep=at_once)


def lines_of(caplog: pytest.LogCaptureFixture, words: str) -> list[logging.LogRecord]:
    return [each for each in caplog.records if words in each.getMessage()]


@asynccontextmanager
async def discord_with_class() -> AsyncIterator[tuple[LocalDiscord, Guild, Channel, Member]]:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        guild = discord.add_guild("Leadership 2")
        yield discord, guild, guild.add_text_channel("class"), guild.add_member("Ines")


async def serves(channel: Channel, member: Member) -> None:
    """Somebody opens a class and sees its panel: everything behind it works."""
    reply = await member.slash(channel, "discussion start", topic="Who leads?", format="short")
    await reply.resolved()
    await channel.wait_for(lambda m: m.author.bot and "### Round 1 of 3" in m.text, 15)


def refuse(discord: LocalDiscord, what: str) -> None:
    """Let the next three tries fail."""
    if what == "gateway":
        discord.faults.refuse_connections(3)
    elif what == "hello":
        discord.faults.close_connections(3)
    else:
        discord.faults.plan(f"GET {what}", Fault.error_before(503), times=3)


@pytest.mark.parametrize("what", ["gateway", "hello", "/users/@me", "/oauth2/applications/@me"])
async def test_a_bot_waits_for_a_discord_that_does_not_answer_yet(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    caplog.set_level(logging.INFO)
    async with discord_with_class() as (discord, _, channel, member):
        refuse(discord, what)
        settings = settings_for(discord, tmp_path)
        async with (
            Application(settings, patience=QUICKLY) as application,
            serving(application, discord),
        ):
            await serves(channel, member)
    tries = lines_of(caplog, "trying again in")
    assert len(tries) == 3
    assert all("\n" not in each.getMessage() and each.exc_info is None for each in tries)
    assert [each for each in caplog.records if each.exc_info] == []


async def test_a_bot_waits_for_the_network(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    waited, back = list[float](), asyncio.Event()

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            await discord.start()
            back.set()
        await asyncio.sleep(0)

    discord = LocalDiscord(speed=RATE_LIMITS_FASTER, port=port)
    settings = settings_for(discord, tmp_path, discord_url=f"http://127.0.0.1:{port}")
    try:
        async with Application(settings, patience=Patience(sleep=sleep)) as application:
            running = asyncio.create_task(application.run())
            await asyncio.wait_for(back.wait(), 10)
            await discord.wait_for_commands("discussion")
            running.cancel()
            await asyncio.wait({running})
    finally:
        await discord.stop()
    assert waited == sorted(waited)
    assert len(lines_of(caplog, "Discord cannot be reached")) == 3


@pytest.mark.parametrize(
    "fault",
    [
        Fault.error_before(503),
        Fault.error_before(400, code=50035),
        Fault.error_before(429, code=30034, retry_after=80_000.0),
        Fault.error_before(429, code=30034),
    ],
    ids=["503", "400", "day's limit", "429 from the proxy"],
)
async def test_commands_of_an_earlier_start_serve_when_they_cannot_be_registered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    waits, slept = asyncio.Event(), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        waits.set()
        await asyncio.sleep(0)

    async with discord_with_class() as (discord, _, channel, member):
        settings = settings_for(discord, tmp_path)
        async with Application(settings) as application, serving(application, discord):
            pass
        discord.faults.plan(REGISTER, fault)
        async with (
            Application(settings, patience=Patience(sleep=sleep)) as application,
            serving(application, discord),
        ):
            await serves(channel, member)
            await asyncio.wait_for(waits.wait(), 10)
            async with asyncio.timeout(10):
                # The second try is seen by nobody but the local Discord.
                while discord.request_counts()[REGISTER] < 3:  # noqa: ASYNC110 - it rings no bell
                    await asyncio.sleep(0.01)
    assert len(lines_of(caplog, "The commands were not registered")) == 1
    assert [each for each in caplog.records if each.exc_info] == []
    assert slept[0] >= (fault.retry_after or 0.0)


@pytest.mark.parametrize(
    ("code", "words"),
    [(4004, "Discord refused the token"), (4013, "an intent"), (4014, "An intent is off")],
)
async def test_a_door_closed_for_good_is_one_sentence(
    tmp_path: Path, code: int, words: str
) -> None:
    async with discord_with_class() as (discord, *_):
        settings = settings_for(discord, tmp_path)
        async with Application(settings, patience=QUICKLY) as application:
            running = asyncio.create_task(application.run())
            await discord.gateway.wait_until_connected()
            discord.faults.disconnect(code)
            with pytest.raises(StartError, match=rf"^[^\n]*{words}[^\n]*\.$"):
                await asyncio.wait_for(running, 10)


async def test_commands_that_discord_refuses_where_none_are_is_one_sentence(
    tmp_path: Path,
) -> None:
    async with discord_with_class() as (discord, *_):
        discord.faults.plan(REGISTER, Fault.error_before(400, code=50035), times=9)
        async with Application(settings_for(discord, tmp_path), patience=QUICKLY) as application:
            with pytest.raises(StartError, match=r"^Discord refused the commands \(.*400.*\)\.$"):
                await asyncio.wait_for(application.run(), 10)


async def test_an_event_that_cannot_be_read_costs_that_event_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        LocalDiscord(speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path)) as room,
    ):
        await room.begin()
        await room.use(room.facilitator, "discussion next")
        await room.panel(2)
        said = await room.student.write(room.channel, "Whoever is awake leads the shift.")
        data: dict[str, Any] = {
            "id": str(said.id + 1),
            "channel_id": str(room.channel.id),
            "guild_id": str(room.guild.id),
            "author": {"id": str(room.student.id), "username": "secret", "discriminator": "0"},
            "content": "secret",
            "type": 0,
            **dict.fromkeys(("tts", "pinned", "mention_everyone"), False),
            **{key: [] for key in ("attachments", "embeds", "mentions", "mention_roles")},
            **dict.fromkeys(("timestamp", "edited_timestamp"), "2027-01-11T09:00:00+00:00"),
            # The key means that the message has a thread, and the library believes it.
            "thread": None,
        }
        discord.faults.send_unreadable("MESSAGE_CREATE", data)
        discord.faults.send_unreadable("GUILD_SCHEDULED_EVENT_CREATE", {"guild_id": None})
        await room.student.write(room.channel, "And who sleeps, follows.")
        await room.recorded("And who sleeps, follows.")
        assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 0)
    left_out = lines_of(caplog, "could not be read")
    assert [each.args[0] for each in left_out if isinstance(each.args, tuple)] == [
        "MESSAGE_CREATE",
        "GUILD_SCHEDULED_EVENT_CREATE",
    ]
    assert "secret" not in caplog.text


async def test_sessions_that_end_at_once_do_not_use_up_the_day() -> None:
    moment, began = 0.0, list[float]()

    async def sleep(seconds: float) -> None:
        nonlocal moment
        moment += seconds

    budget = IdentifyBudget(now=lambda: moment, sleep=sleep)
    while moment < 86_400.0:
        await budget.turn()
        began.append(moment)
    assert began[AT_ONCE - 1] == APART * (AT_ONCE - 1)
    assert len(began) <= AT_ONCE + 86_400.0 / IDENTIFY_SECONDS + 1 < 1_000


async def test_a_database_that_fails_once_at_the_start_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    recover, asked = Outbox.recover, list[int]()

    async def failing(self: Outbox) -> None:
        asked.append(1)
        if len(asked) == 1:
            raise StorageUnavailable("The database is locked.")
        await recover(self)

    monkeypatch.setattr(Outbox, "recover", failing)
    async with discord_with_class() as (discord, _, channel, member):
        settings = settings_for(discord, tmp_path)
        async with (
            Application(settings, patience=QUICKLY) as application,
            serving(application, discord),
        ):
            await serves(channel, member)
    assert len(lines_of(caplog, "The database is locked")) == 1


async def test_a_database_that_goes_on_failing_ends_the_bot_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(_: Outbox) -> None:
        raise StorageUnavailable("The database is locked.")

    monkeypatch.setattr(Outbox, "recover", failing)
    async with (
        discord_with_class() as (discord, *_),
        Application(settings_for(discord, tmp_path), patience=QUICKLY) as application,
    ):
        with pytest.raises(StartError, match=r"^The bot could not begin \(.*locked"):
            await asyncio.wait_for(application.run(), 10)
    assert len(lines_of(caplog, "The database is locked")) == QUICKLY.tries - 1


def test_run_ends_with_a_sentence_and_a_code_that_is_not_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def refused(_: Settings) -> None:
        raise StartError("Discord refused the token. Copy it anew into ROUNDTABLE_TOKEN.")

    monkeypatch.setattr("bot.cli.serve", refused)
    monkeypatch.setattr("bot.cli.bring_up_to_date_apart", lambda _: None)
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("Discord refused the token.")


async def test_a_bot_serves_and_stops_where_loops_take_no_signal_handlers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_on_windows(*_: object) -> None:
        raise NotImplementedError

    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    monkeypatch.setattr(asyncio.get_running_loop(), "add_signal_handler", not_on_windows)
    try:
        async with discord_with_class() as (discord, _, channel, member):
            bot = asyncio.create_task(serve(settings_for(discord, tmp_path)))
            await discord.wait_for_commands("discussion")
            await discord.gateway.wait_until_connected()
            await serves(channel, member)
            signal.raise_signal(signal.SIGTERM)
            await asyncio.wait_for(bot, 10)
            assert discord.gateway.connected == []
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


async def test_an_idle_bot_writes_nothing_for_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("discord.VoiceClient.warn_nacl", True)
    monkeypatch.setattr("discord.VoiceClient.warn_dave", True)
    monkeypatch.setattr("bot.ticker.SHORTEST_HEARTBEAT", 0.005)
    monkeypatch.setattr("bot.ticker.HEARTBEAT", 0.005)
    levels = {name: logging.getLogger(name).level for name in ("discord", "apscheduler")}
    caplog.set_level(logging.INFO)
    set_up_log(logging.INFO)
    try:
        async with discord_with_class() as (discord, *_):
            settings = settings_for(discord, tmp_path)
            async with Application(settings) as application, serving(application, discord):
                await asyncio.wait_for(sixty_ticks(application), 20)
                at_start = list(caplog.records)
                assert [each for each in at_start if "voice" in each.getMessage()] == []
                await asyncio.wait_for(sixty_ticks(application), 20)
                assert caplog.records[len(at_start) :] == []
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


async def sixty_ticks(application: Application) -> None:
    """Wait while the ticker looks sixty times, which is a minute of an idle bot."""
    last = application.ticker.ticked_at
    ticks = 0
    while ticks < 60:
        # A tick leaves nothing behind but its moment.
        await asyncio.sleep(0.001)
        ticks += application.ticker.ticked_at != last
        last = application.ticker.ticked_at
