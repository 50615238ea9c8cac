"""The clock: the machine's, or one that runs faster from an instant on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock, real_now

HOUR = timedelta(hours=1)


def test_it_shows_the_machines_time() -> None:
    before = real_now()
    shown = SystemClock().now()
    assert before <= shown <= real_now()
    assert shown.tzinfo is UTC


@pytest.mark.parametrize("speed", [0.5, 1.0, 72.0])
def test_it_runs_faster_from_its_anchor_on(speed: float) -> None:
    anchor = real_now() - HOUR
    clock = SystemClock(speed=speed, anchor=anchor)
    before = anchor + (real_now() - anchor) * speed
    shown = clock.now()
    assert before <= shown <= anchor + (real_now() - anchor) * speed


def test_two_processes_with_one_anchor_agree() -> None:
    anchor = real_now() - HOUR
    first, second = (SystemClock(speed=60, anchor=anchor) for _ in range(2))
    shown = [first.now(), second.now(), first.now()]
    assert shown == sorted(shown)


def test_it_can_show_another_day() -> None:
    shows = datetime(2026, 11, 10, 14, tzinfo=UTC)
    clock = SystemClock(speed=10, shows=shows)
    assert shows <= clock.now() < shows + HOUR


def test_real_time_until_an_instant_is_shorter_when_the_clock_is_faster() -> None:
    shows = datetime(2026, 11, 10, 14, tzinfo=UTC)
    clock = SystemClock(speed=100, shows=shows)
    assert 0 < clock.real_seconds_until(shows + HOUR) <= 36
    assert clock.real_seconds_until(shows - HOUR) == 0
    assert clock.lasting(timedelta(seconds=2)) == timedelta(seconds=200)
