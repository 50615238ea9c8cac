"""The command line: what ``python -m bot`` can be asked for."""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.application import Application
from bot.config import ConfigError, Settings, read_settings
from bot.connection.client import StartError
from bot.watching.invite import invitation
from discussion.model.errors import DiscussionError
from storage.database.backup import backup
from storage.database.errors import StorageError
from storage.database.restore import restore
from storage.database.schema import bring_up_to_date_apart

EXAMPLE = Path(__file__).parents[1] / "examples/leading-without-a-title/class.toml"

M_ARENA_MAX = -8
"""The name that glibc's malloc.h gives to the number of heaps."""
FASTEST = 1000.0
"""How many times faster than real time a rehearsal may run."""


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit code. What goes wrong is one line on standard error."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        settings = read_settings()
        set_up_log(settings.log_level if chosen.command == "run" else chosen.log_level)
        result: int = chosen.action(chosen, settings)
    except (ConfigError, StartError, StorageError, DiscussionError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return result


def set_up_log(level: int | str) -> None:
    """Write lines to standard error, those of the libraries only where they tell something."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # The library's own DEBUG lines hold people's words and who wrote them.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.root.level))
    # At INFO it writes two lines for every tick.
    logging.getLogger("apscheduler").setLevel(max(logging.WARNING, logging.root.level))


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
    invite = commands.add_parser("invite", help="print the link that invites the bot to a server")
    invite.set_defaults(action=_invite)
    saving = commands.add_parser("backup", help="copy the database while the bot runs")
    saving.add_argument("target", type=Path)
    saving.set_defaults(action=_backup)
    restoring = commands.add_parser("restore", help="put a backup in the database's place")
    restoring.add_argument("backup", type=Path)
    restoring.set_defaults(action=_restore)
    return parser


def _speed(text: str) -> float:
    value = float(text)
    if not 0 < value <= FASTEST:
        raise argparse.ArgumentTypeError(f"give a number above 0 and up to {FASTEST:g}")
    return value


def _run(_: argparse.Namespace, settings: Settings) -> int:
    _share_one_heap()
    bring_up_to_date_apart(settings.database)
    asyncio.run(serve(settings))
    return 0


def _share_one_heap() -> None:
    """Let all threads allocate in one place, where the C library has a place for each (glibc).

    Few threads of this process work at a time, and what one gives back the next can use.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)


async def serve(settings: Settings) -> None:
    """Serve until the process is told to stop."""
    async with Application(settings) as application:
        serving = asyncio.create_task(application.run())
        _on_stop(serving.cancel)
        try:
            await serving
        except asyncio.CancelledError:
            logging.getLogger(__name__).info("Told to stop.")


def _on_stop(stop: Callable[[], object]) -> None:
    """Have this called once the process is told to stop."""
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(each, stop)
        except NotImplementedError:
            # Windows: its event loops take no handlers, but wake up for the interpreter's own.
            signal.signal(each, lambda *_: loop.call_soon_threadsafe(stop))


def _rehearse(chosen: argparse.Namespace, _: Settings) -> int:
    # Only here: the simulator serves rehearsals and nothing else.
    from bot.rehearsal.command import rehearse  # noqa: PLC0415 - see above

    return rehearse(chosen.script, chosen.out, speed=chosen.speed)


def _deck(chosen: argparse.Namespace, settings: Settings) -> int:
    # Only here: a bot that serves leaves what draws to its workers.
    from bot.decks.command import make_deck  # noqa: PLC0415 - see above

    for path in make_deck(chosen.file, chosen.out, settings.fewest_in_a_cell):
        sys.stdout.write(f"{path}\n")
    return 0


def _doctor(_: argparse.Namespace, settings: Settings) -> int:
    # Only here: it is not part of a bot that serves.
    from bot.watching.doctor import examine  # noqa: PLC0415 - see above

    findings = asyncio.run(examine(settings))
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    return int(any(each.fix and not each.optional for each in findings))


def _invite(_: argparse.Namespace, settings: Settings) -> int:
    sys.stdout.writelines(f"{line}\n" for line in asyncio.run(invitation(settings)))
    return 0


def _backup(chosen: argparse.Namespace, settings: Settings) -> int:
    backup(settings.database, chosen.target)
    sys.stdout.write(f"The database was copied to {chosen.target}.\n")
    return 0


def _restore(chosen: argparse.Namespace, settings: Settings) -> int:
    aside = restore(settings.database, chosen.backup)
    sys.stdout.write(f"{chosen.backup} is the database now. Start the bot as usual.\n")
    if aside is not None:
        sys.stdout.write(f"What was there before is kept in {aside}.\n")
    return 0
