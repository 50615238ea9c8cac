"""A bot that waits for a class: what its process has loaded."""

from __future__ import annotations

from pathlib import Path

from benchmarks.idle import FORBIDDEN, look_at_an_idle_bot


async def test_an_idle_bot_has_loaded_nothing_that_only_its_workers_need(tmp_path: Path) -> None:
    idle = await look_at_an_idle_bot(tmp_path)
    assert "discord" in idle.modules
    assert idle.modules & FORBIDDEN == frozenset()
