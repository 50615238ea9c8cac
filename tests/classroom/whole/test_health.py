"""Health: whatever watches the process learns whether it serves, and nothing about people."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.application import Application
from bot.health import LONGEST_WITHOUT_TICK, HealthError, Vitals
from simulator import LocalDiscord
from tests.classroom.conftest import RATE_LIMITS_FASTER, class_in, settings_for

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


async def fetched(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_a_bot_that_serves_is_healthy_and_counts_its_discussions(tmp_path: Path) -> None:
    port = free_port()
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path, health_port=port)
        async with class_in(discord, settings) as room:
            await room.begin("Who leads a shift?")
            found = await fetched(port, "/health")
            status, figures = await fetched(port, "/metrics")
    assert found == (200, "ok\n")
    assert status == 200
    assert "\nroundtable_live_discussions 1\n" in figures
    assert "\nroundtable_connected 1\n" in figures
    assert "shift" not in figures
    assert "Ines" not in figures


async def test_a_bot_that_is_not_connected_yet_says_so(tmp_path: Path) -> None:
    port = free_port()
    async with LocalDiscord() as discord:
        settings = settings_for(discord, tmp_path, health_port=port)
        async with Application(settings):
            status, text = await fetched(port, "/health")
    assert status == 503
    assert text == "not connected to Discord\nthe ticker has stopped\n"


async def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with LocalDiscord() as discord:
            settings = settings_for(discord, tmp_path, health_port=taken.getsockname()[1])
            with pytest.raises(HealthError, match="ROUNDTABLE_HEALTH_PORT"):
                async with Application(settings):
                    pass


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"connected": False}, "not connected to Discord"),
        ({"database": False}, "the database does not answer"),
        ({"ticked_at": None}, "the ticker has stopped"),
        ({"ticked_at": NOW - LONGEST_WITHOUT_TICK}, "the ticker has stopped"),
    ],
)
def test_each_trouble_is_named(changes: dict[str, object], trouble: str) -> None:
    fine: dict[str, object] = {
        "connected": True,
        "latency": 0.04,
        "servers": 1,
        "ticked_at": NOW - timedelta(seconds=1),
        "database": True,
    }
    assert Vitals(**fine).troubles(NOW) == []  # type: ignore[arg-type]
    assert Vitals(**(fine | changes)).troubles(NOW) == [trouble]  # type: ignore[arg-type]
