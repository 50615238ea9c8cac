"""A bot that is told to stop before it has quite begun."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.application import Application
from simulator import LocalDiscord
from storage.store.outbox import Outbox
from tests.classroom.conftest import RATE_LIMITS_FASTER, class_in, serving, settings_for


async def test_what_discord_says_to_a_closed_bot_reaches_nobody(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        async with class_in(discord, settings_for(discord, tmp_path)) as room:
            client = room.application.client
            heard: list[str] = []

            async def on_ready() -> None:
                heard.append("ready")

            client.on_ready = on_ready  # type: ignore[method-assign]
            client.dispatch("ready")
            await asyncio.sleep(0)
            assert heard == ["ready"]
        # The library's own count of servers says this when its wait is over, closed or not.
        client.dispatch("ready")
        await asyncio.sleep(0)
        assert heard == ["ready"]


async def test_a_bot_that_is_stopped_while_it_begins_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, may_go_on = asyncio.Event(), asyncio.Event()
    recover = Outbox.recover

    async def slow(self: Outbox) -> None:
        reads.set()
        await may_go_on.wait()
        await recover(self)

    monkeypatch.setattr(Outbox, "recover", slow)
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        discord.add_guild("Leadership 2")
        application, begun = Application(settings_for(discord, tmp_path)), list[str]()
        async with application, serving(application, discord):
            monkeypatch.setattr(application.ticker, "start", lambda: begun.append("ticker"))
            monkeypatch.setattr(application.sender, "start", lambda: begun.append("sender"))
            stop = application.ticker.stop

            async def stop_late() -> None:
                # What was begun goes on while the parts are stopped one after the other.
                may_go_on.set()
                await asyncio.wait({each for each in asyncio.all_tasks() if _begins(each)})
                await stop()

            monkeypatch.setattr(application.ticker, "stop", stop_late)
            await asyncio.wait_for(reads.wait(), 10)
        assert begun == []


def _begins(task: asyncio.Task[object]) -> bool:
    """Whether a task is the library's, in which the bot's handler of "ready" runs."""
    return "on_ready" in task.get_name()
