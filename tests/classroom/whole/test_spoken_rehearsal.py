"""A class that talks in a voice channel, played from a script: hands, turns and airtime."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.rehearsal.command import perform
from bot.rehearsal.script import read_script

pytestmark = pytest.mark.campaign

SPEED = 60.0
HEAD = """\
title = "A spoken class"
topic = "Who leads?"
format = "case-discussion"
facilitator = "ann"
starts_at = "2026-11-10T14:00:00"
zone = "Europe/London"
"""
PEOPLE = {"ann": "Ann", "bo": "Bo", "cy": "Cy"}
ACTS = (
    ("00:05", "bo", "join_voice"),
    ("00:06", "cy", "join_voice"),
    ("00:20", "ann", "next"),
    ("00:40", "ann", "next"),
    ("01:00", "bo", "hand"),
    ("01:10", "ann", "next_speaker"),
    ("01:20", "cy", "hand"),
    ("02:10", "bo", "done"),
    ("02:40", "cy", "leave_voice"),
    ("02:50", "ann", "write"),
    ("03:00", "ann", "next"),
    ("03:10", "ann", "next"),
    ("03:20", "ann", "next"),
)


def script(folder: Path) -> Path:
    members = "".join(
        f'\n[[members]]\nkey = "{key}"\nname = "{name}"\n' for key, name in PEOPLE.items()
    )
    events = "".join(
        f'\n[[events]]\nat = "{at}"\nwho = "{who}"\ndo = "{do}"\n'
        + ('text = "We heard two voices."\n' if do == "write" else "")
        for at, who, do in ACTS
    )
    path = folder / "class.toml"
    path.write_text(HEAD + members + events, "utf-8")
    return path


def test_a_spoken_class_is_played_and_its_airtime_recorded(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = asyncio.run(
        perform(read_script(script(tmp_path)), out, speed=SPEED, progress=lambda _at, _what: None)
    )
    assert done.violations == []
    shares = json.loads((out / "record.json").read_text("utf-8"))["shares"]
    spoken = {share["name"]: share["spoken_seconds"] for share in shares}
    assert set(spoken) == {"Ann", "Bo", "Cy"}
    assert spoken["Ann"] == 0
    # How long exactly depends on how promptly the machine presses at sixty times the speed.
    assert spoken["Bo"] > 0
    assert spoken["Cy"] > 0
