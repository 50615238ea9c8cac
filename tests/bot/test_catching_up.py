"""After a gap: a history that is slow to come keeps no other class waiting."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot import catching_up
from cogs.interactions.delivering import TryLater


def classes(number: int) -> list[Any]:
    return [SimpleNamespace(id=f"d{each}") for each in range(number)]


async def test_a_slow_history_keeps_no_other_class_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    others = asyncio.Event()
    read, released = list[str](), list[str]()
    at_once = most = 0

    async def catch_up(_: Any, __: Any, discussion: Any) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        if discussion.id == "d0":
            # Answered only after all the others were.
            await others.wait()
        await asyncio.sleep(0)
        at_once -= 1
        read.append(discussion.id)
        if len(read) == 499:
            others.set()
        if discussion.id == "d7":
            raise TryLater(None)
        if discussion.id == "d8":
            raise ArithmeticError

    async def see_who_is_there(_: Any, __: Any, ___: Any) -> None:
        return None

    monkeypatch.setattr(catching_up, "catch_up", catch_up)
    monkeypatch.setattr(catching_up, "see_who_is_there", see_who_is_there)
    async with asyncio.timeout(10):
        await catching_up.catch_up_with_all(
            cast("Any", None), cast("Any", None), classes(500), released.append
        )
    assert len(read) == 500
    assert read[-1] == "d0"
    assert 1 < most <= catching_up.AT_ONCE
    # Each as soon as its own was read, also where that failed.
    assert released[-1] == "d0"
    assert set(released) == set(read)
