"""Reading a file in a process of its own, under limits of memory and time.

Files come from strangers and parsers have bugs, so each file has a fresh process that holds nothing
else. It may be killed at any moment; what it says comes back as JSON, which cannot do anything.
"""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
import os
import threading
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

from discussion.model import Case, CaseStage
from discussion.model.errors import BadInput
from discussion.parsing.case import Reading
from readings import limits

log = logging.getLogger(__name__)

_MOST_ANSWERED: Final = 8 * limits.MOST_CHARACTERS
"""Bytes of an answer: JSON of the longest text with room to spare."""
_PATIENCE: Final = 5.0
"""Seconds for which a process that was told to end is waited for."""


class ReadingWorker:
    """Fulfils ``discussion.ports.store.CaseReader``; reads one file at a time."""

    def __init__(self, *, seconds: float = limits.SECONDS, memory: int = limits.MEMORY) -> None:
        """``seconds`` of time and ``memory`` bytes of address space for each file."""
        self._seconds, self._memory = seconds, memory
        self._one_at_a_time = asyncio.Lock()
        self._processes = set[BaseProcess]()
        self._closed = False

    @property
    def most_bytes(self) -> int:
        """The size over which a file is not read."""
        return limits.MOST_BYTES

    async def read(self, name: str, data: bytes) -> Reading:
        """Read a file, see ``readings.reading.read``.

        Raises ``BadInput`` with one sentence for what cannot be read within the limits.
        """
        if len(data) > limits.MOST_BYTES:
            raise BadInput(limits.TOO_LARGE)
        async with self._one_at_a_time:
            answer = await asyncio.to_thread(self._answer, name, data)
        return _unpacked(answer)

    async def close(self) -> None:
        """Kill what still reads; whoever waits for it is told that it took too long."""
        self._closed = True
        for process in tuple(self._processes):
            process.kill()

    def _answer(self, name: str, data: bytes) -> bytes:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe(duplex=False)
        process = spawn.Process(
            target=_work, args=(theirs, name, data, self._seconds, self._memory), daemon=True
        )
        try:
            process.start()
            self._processes.add(process)
            # Only the worker holds the other end now, so its death ends the wait.
            theirs.close()
            if not self._closed and ours.poll(self._seconds):
                return ours.recv_bytes(_MOST_ANSWERED)
            log.warning("A reading was given up (limit: %s s).", self._seconds)
        except (EOFError, OSError) as error:
            log.warning("The worker that read a file died: %r", error)
        finally:
            if process in self._processes:
                self._processes.remove(process)
                process.kill()
                process.join(_PATIENCE)
            ours.close()
        raise BadInput(limits.TOO_HEAVY)


def _unpacked(answer: bytes) -> Reading:
    said: dict[str, Any] = json.loads(answer)
    if "refused" in said:
        raise BadInput(str(said["refused"]))
    stages = tuple(CaseStage(str(title), str(text)) for title, text in said["stages"])
    return Reading(Case(str(said["title"]), stages), at_headings=bool(said["at_headings"]))


def _work(answers: Connection, name: str, data: bytes, seconds: float, memory: int) -> None:
    """In the worker: read under limits, and say what came of it."""
    # Whoever waits for the answer may have been killed.
    end = threading.Timer(seconds, os._exit, (1,))
    end.daemon = True
    end.start()
    _limit(seconds, memory)
    try:
        # Here and not above: the parsers are loaded by the worker alone.
        from readings.reading import read  # noqa: PLC0415

        reading = read(name, data)
        said: dict[str, Any] = {
            "title": reading.title,
            "stages": [(stage.title, stage.text) for stage in reading.stages],
            "at_headings": reading.at_headings,
        }
    except BadInput as refusal:
        said = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        said = {"refused": limits.TOO_HEAVY}
    answers.send_bytes(json.dumps(said).encode())


def _limit(seconds: float, memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the wait alone limits
    except ImportError:
        return
    wanted = {resource.RLIMIT_CPU: max(1, round(seconds)), resource.RLIMIT_AS: memory}
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (allowed, hard))
        except (OSError, ValueError):
            # Some systems know a limit and do not keep it; the others still hold.
            log.info("The system does not limit %s.", kind)
