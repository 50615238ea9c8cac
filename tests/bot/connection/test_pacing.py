"""At what pace requests begin, by a clock that is moved by hand."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.connection.pacing import A_SECOND, AT_ONCE, Pace

DISCORDS = 50
"""Requests a second that Discord takes."""


class Hand:
    """Seconds, moved on by whoever sleeps."""

    def __init__(self) -> None:
        self.at = 100.0

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


async def begun(rests: list[float], speed: float = 1.0) -> list[float]:
    """When requests begin, each made so many seconds after the one before began."""
    hand = Hand()
    pace = Pace(speed=speed, now=hand.now, sleep=hand.sleep)
    found = []
    for rest in rests:
        hand.at += rest
        await pace.turn()
        found.append(hand.at)
    return found


def test_a_few_requests_after_a_rest_wait_for_nothing() -> None:
    assert asyncio.run(begun([0.0] * AT_ONCE)) == [100.0] * AT_ONCE


def test_many_requests_take_as_long_as_they_must_and_no_longer() -> None:
    found = asyncio.run(begun([0.0] * 470))
    assert abs(found[-1] - found[0] - (470 - AT_ONCE) / A_SECOND) < 0.001


@given(st.lists(st.sampled_from([0.0, 0.001, 0.02, 0.5, 3.0]), max_size=200), st.floats(0.5, 9))
def test_no_second_has_more_than_discord_takes(rests: list[float], speed: float) -> None:
    found = asyncio.run(begun(rests, speed))
    second = 1 / speed - 1e-9
    assert all(
        sum(start <= each < start + second for each in found[place:]) <= DISCORDS
        for place, start in enumerate(found)
    )
