"""A process that is killed loses nothing that it acknowledged."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from storage.store.store import SqlStore
from tests.storage.material import GUILD, ID

ROUNDS = 4
ENOUGH = 150


def run_until_killed(file: Path, round_: int, enough: int) -> set[int]:
    """The ids that a writing process acknowledged before it was killed."""
    acknowledged: set[int] = set()
    command = [sys.executable, "-m", "tests.storage.crashing", str(file), str(round_)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        assert process.stdout is not None
        for line in process.stdout:
            acknowledged.add(int(line))
            if len(acknowledged) == enough:
                process.kill()
                break
        # What it wrote to the pipe before it died counts too; a last line may be cut off.
        rest = process.stdout.read()
    assert process.returncode == -signal.SIGKILL
    return acknowledged | {int(line) for line in rest.splitlines(keepends=True) if line[-1] == "\n"}


async def test_everything_acknowledged_is_there_after_sigkill(tmp_path: Path) -> None:
    file = tmp_path / "class.db"
    acknowledged: set[int] = set()
    for round_ in range(ROUNDS):
        acknowledged |= await asyncio.to_thread(run_until_killed, file, round_, ENOUGH)
        async with SqlStore(file) as store:
            facts = await store.read(lambda r: r.facts(GUILD, ID))
        assert facts is not None
        assert acknowledged <= {each.id for each in facts.contributions}
        assert all(each.tags for each in facts.contributions)
