"""The ``rehearse`` command: play a class, keep what it leaves, say where it is."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.application import Application
from bot.clock import SystemClock
from bot.config import Settings
from bot.rehearsal.export import read_export
from bot.rehearsal.player import Cast, Performance, RehearsalFailed
from bot.rehearsal.script import Script, read_script
from discussion.formats.library import built_in_formats
from discussion.model.effects import PostKind
from simulator import LocalDiscord

DOCUMENTS = Path(__file__).parents[3] / "shared" / "discord-spec"
"""Discord's own descriptions of its API, where they lie beside the checkout."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal left and what it cost."""

    folder: Path
    requests: dict[str, int]
    violations: list[str]
    messages: int
    own_messages: int
    """What the bot itself had to say: panels, openers, the deck."""
    shown_messages: int
    """What people said by command, form or invitation, shown by the bot in their name."""

    @property
    def own_share(self) -> float:
        """The bot's own share of all messages in the channel."""
        return self.own_messages / max(1, self.messages)


def rehearse(script_path: Path, out: Path, *, speed: float) -> int:
    """Play a class script or a chat export; returns the exit code."""
    console = Console()
    script = read_export(script_path) if script_path.suffix == ".json" else read_script(script_path)
    length = sum((r.length for r in built_in_formats()[script.format].rounds), timedelta())
    console.print(
        f"Playing “{script.title}” on a local Discord: {len(script.players)} people, "
        f"{int(length.total_seconds() // 60)} minutes, {speed:g} times faster."
    )
    columns = (
        TextColumn("{task.fields[at]}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("the class begins", total=length.total_seconds(), at="00:00")

        def progress(at: timedelta, what: str) -> None:
            seconds = int(at.total_seconds())
            bar.update(
                task,
                completed=seconds,
                description=what,
                at=f"{seconds // 60:02}:{seconds % 60:02}",
            )

        done = asyncio.run(perform(script, out, speed=speed, progress=progress))
        progress(length, "the deck is there")
    return _report(console, done)


async def perform(
    script: Script, out: Path, *, speed: float, progress: Callable[[timedelta, str], None]
) -> Rehearsed:
    """Play a class through the real bot and keep its files in ``out``."""
    clock = SystemClock(speed=speed, shows=script.starts_at.astimezone(UTC))
    documents = DOCUMENTS if DOCUMENTS.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        async with LocalDiscord(now=clock.now, speed=speed, documents=documents) as discord:
            cast = Cast(discord, script)
            settings = Settings(
                token=discord.token,
                database=str(Path(scratch) / "class.db"),
                decks=Path(scratch) / "decks",
                zone=script.zone,
                discord_url=discord.url,
                pictures=False,
            )
            async with Application(settings, clock=clock) as application:
                serving = asyncio.create_task(application.run())
                await discord.wait_for_commands("discussion", "say", "pass", "summary")
                await discord.gateway.wait_until_connected()
                playing = asyncio.create_task(Performance(script, cast, clock, progress).play())
                await asyncio.wait({serving, playing}, return_when=asyncio.FIRST_COMPLETED)
                if not playing.done():
                    playing.cancel()
                    raise RehearsalFailed(f"The bot stopped: {serving.exception()}")
                await playing
                await _summary(script, cast)
                found = await application.service.archive.all_of(cast.guild.id)
                folder = settings.decks / found[0].id
                kinds = await application.outbox.messages()
                serving.cancel()
                await asyncio.wait({serving})
            return _keep(out, folder, cast, discord, kinds)


async def _summary(script: Script, cast: Cast) -> None:
    if not script.lecturer:
        return
    lecturer = cast.members[script.lecturer]
    reply = await lecturer.slash(cast.channel, "summary", file="all")
    await reply.resolved(30)
    if not (reply.files or reply.followups):
        raise RehearsalFailed(f"The lecturer got no files from /summary: {reply.all_text}")


def _keep(
    out: Path, folder: Path, cast: Cast, discord: LocalDiscord, kinds: Mapping[int, PostKind]
) -> Rehearsed:
    out.mkdir(parents=True, exist_ok=True)
    messages = [m for m in cast.channel.messages if not m.deleted]
    posted = next(m for m in reversed(messages) if m.attachments)
    (out / "deck.pptx").write_bytes(posted.attachments[0].data)
    shutil.copyfile(folder / "record.json", out / "record.json")
    shutil.copyfile(folder / "transcript.md", out / "transcript.md")
    requests = dict(discord.request_counts().most_common())
    (out / "requests.json").write_text(json.dumps(requests, indent=2) + "\n", "utf-8")
    by_bot = [m for m in messages if m.author.bot]
    shown = [m for m in by_bot if kinds.get(m.id) in (PostKind.SAID, PostKind.REVEAL)]
    return Rehearsed(
        folder=out,
        requests=requests,
        violations=[str(violation) for violation in discord.violations],
        messages=len(messages),
        own_messages=len(by_bot) - len(shown),
        shown_messages=len(shown),
    )


def _report(console: Console, done: Rehearsed) -> int:
    for name in ("deck.pptx", "record.json", "transcript.md", "requests.json"):
        console.print(f"  {done.folder / name}", markup=False, highlight=False)
    people = done.messages - done.own_messages - done.shown_messages
    console.print(
        f"{done.messages} messages in the channel: {people} by people, {done.shown_messages} that "
        f"show people's words (/say, forms, reveals), {done.own_messages} of the bot's own "
        f"({done.own_share:.0%}). {sum(done.requests.values())} requests to Discord:"
    )
    for route, count in done.requests.items():
        console.print(f"  {count:4}  {route}", markup=False, highlight=False)
    checked = "Discord's documents and our own rules" if DOCUMENTS.is_dir() else "our own rules"
    console.print(f"{len(done.violations)} violations of {checked}.")
    for violation in done.violations[:20]:
        console.print(f"  {violation}", markup=False, highlight=False)
    return 1 if done.violations else 0
