"""What an idle bot holds: resident memory, and what must not be loaded: ``-m benchmarks.idle``.

The bot runs in a process of its own as its operator would start it (the schema is made first), in
front of a local Discord; it is looked at from inside once it is connected and its clock has ticked.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.results import Line, show
from simulator import LocalDiscord

BAR: Final = 90.0
"""Megabytes."""
FORBIDDEN: Final = frozenset({"alembic", "PIL", "docx", "fontTools", "lxml", "pdfminer", "pptx"})
"""Libraries of decks, files, fonts and migrations: they belong to other processes."""
_PROGRAM: Final = """
import asyncio, json, sys
from pathlib import Path
from bot import application, cli

async def look(it):
    while it.ticker.ticked_at is None:
        await asyncio.sleep(0.01)
    pages = Path("/proc/self/statm")
    resident = int(pages.read_text().split()[1]) * 4096 / 2**20 if pages.exists() else None
    print(json.dumps({"resident": resident, "modules": sorted(sys.modules)}), flush=True)

begin = application.Application._begin
async def begin_and_look(self):
    await begin(self)
    asyncio.get_running_loop().create_task(look(self))
application.Application._begin = begin_and_look

if __name__ == "__main__":
    sys.exit(cli.main(["run"]))
"""
_PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Idle:
    """An idle bot, looked at."""

    resident: float | None
    """Megabytes; None where the system does not tell."""
    modules: frozenset[str]
    """Top-level names of all that is loaded."""


async def look_at_an_idle_bot(folder: Path) -> Idle:
    """Start a bot that keeps everything in a folder, look at it, and stop it."""
    program = folder / "watched.py"
    program.write_text(_PROGRAM, "utf-8")
    async with LocalDiscord() as discord:
        guild = discord.add_guild("Idle")
        guild.add_text_channel("class")
        environment = os.environ | {
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "ROUNDTABLE_TOKEN": discord.token,
            "ROUNDTABLE_DATABASE": str(folder / "idle.db"),
            "ROUNDTABLE_DECKS": str(folder / "decks"),
            "ROUNDTABLE_DISCORD_URL": discord.url,
        }
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            str(program),
            env=environment,
            cwd=folder,
            stdout=asyncio.subprocess.PIPE,
            limit=2**20,
        )
        try:
            if bot.stdout is None:
                raise RuntimeError("a bot without its output")
            line = await asyncio.wait_for(bot.stdout.readline(), _PATIENCE)
        finally:
            if bot.returncode is None:
                bot.terminate()
            await bot.wait()
    seen = json.loads(line)
    return Idle(seen["resident"], frozenset(each.partition(".")[0] for each in seen["modules"]))


def main() -> None:
    """Look, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        idle = asyncio.run(look_at_an_idle_bot(Path(folder)))
    loaded = ", ".join(sorted(FORBIDDEN & idle.modules)) or "none"
    memory, passes = "not told here", None
    if idle.resident is not None:
        memory, passes = f"{idle.resident:.1f} MB", idle.resident <= BAR
    show(
        "An idle bot",
        [
            Line("resident memory", memory, f"bar {BAR:g} MB", passes),
            Line("libraries that belong to other processes", loaded, "", loaded == "none"),
        ],
    )


if __name__ == "__main__":
    main()
