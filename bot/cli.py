"""The command line: ``run``, ``rehearse``, ``deck``, ``doctor``, ``backup``."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.application import Application, StartError
from bot.config import ConfigError, Settings, read_settings
from bot.decks.command import make_deck
from bot.doctor import examine
from bot.health import HealthError
from discussion.model.errors import DiscussionError
from storage.database.backup import backup
from storage.database.errors import StorageError

EXAMPLE = Path(__file__).parents[1] / "examples/leading-without-a-title/class.toml"

FASTEST = 1000.0
"""How many times faster than real time a rehearsal may run."""


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code. What goes wrong is one line on standard error."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        settings = read_settings()
        logging.basicConfig(
            level=settings.log_level if chosen.command == "run" else chosen.log_level,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )
        # The library's own DEBUG lines hold people's words and who wrote them.
        logging.getLogger("discord").setLevel(max(logging.INFO, logging.root.level))
        result: int = chosen.action(chosen, settings)
    except (ConfigError, StartError, HealthError, StorageError, DiscussionError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Roundtable")
    parser.set_defaults(log_level=logging.ERROR)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="connect to Discord and serve")
    run.set_defaults(action=_run)
    rehearse = commands.add_parser(
        "rehearse", help="play a class through a local Discord, without an account"
    )
    rehearse.add_argument(
        "script", nargs="?", type=Path, default=EXAMPLE, help="a class script or a chat export"
    )
    rehearse.add_argument("--out", type=Path, default=Path("out/rehearsal"))
    rehearse.add_argument(
        "--speed", type=_speed, default=72.0, help="how many times faster than real time"
    )
    rehearse.set_defaults(action=_rehearse)
    deck = commands.add_parser("deck", help="make the deck of a record.json or of a table (.csv)")
    deck.add_argument(
        "file", type=Path, help="a record.json, or a .csv with author, text, time, tags"
    )
    deck.add_argument(
        "--out",
        type=Path,
        default=Path("out/deck"),
        help="folder for the deck and its other forms, or a .pptx for the deck alone",
    )
    # What goes wrong is said in one line; the log would say it a second time.
    deck.set_defaults(action=_deck, log_level=logging.CRITICAL)
    doctor = commands.add_parser("doctor", help="look whether the bot could run here")
    doctor.set_defaults(action=_doctor)
    saving = commands.add_parser("backup", help="copy the database while the bot runs")
    saving.add_argument("target", type=Path)
    saving.set_defaults(action=_backup)
    return parser


def _speed(text: str) -> float:
    value = float(text)
    if not 0 < value <= FASTEST:
        raise argparse.ArgumentTypeError(f"give a number above 0 and up to {FASTEST:g}")
    return value


def _run(_: argparse.Namespace, settings: Settings) -> int:
    asyncio.run(serve(settings))
    return 0


async def serve(settings: Settings) -> None:
    """Serve until the process is told to stop."""
    async with Application(settings) as application:
        serving = asyncio.create_task(application.run())
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, serving.cancel)
        try:
            await serving
        except asyncio.CancelledError:
            logging.getLogger(__name__).info("Told to stop.")


def _rehearse(chosen: argparse.Namespace, _: Settings) -> int:
    # Only here: the simulator serves rehearsals and nothing else.
    from bot.rehearsal.command import rehearse  # noqa: PLC0415 - see above

    return rehearse(chosen.script, chosen.out, speed=chosen.speed)


def _deck(chosen: argparse.Namespace, settings: Settings) -> int:
    for path in make_deck(chosen.file, chosen.out, settings.fewest_in_a_cell):
        sys.stdout.write(f"{path}\n")
    return 0


def _doctor(_: argparse.Namespace, settings: Settings) -> int:
    findings = asyncio.run(examine(settings))
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    return int(any(each.fix and not each.optional for each in findings))


def _backup(chosen: argparse.Namespace, settings: Settings) -> int:
    backup(settings.database, chosen.target)
    sys.stdout.write(f"The database was copied to {chosen.target}.\n")
    return 0
