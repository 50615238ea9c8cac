"""The worker that makes decks: what fails once says why, and the next work succeeds."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Callable

import pytest

from bot.decks.worker import DeckWorker
from discussion.model.errors import DeckBroken, DeckFailed


@pytest.fixture
async def worker() -> AsyncIterator[DeckWorker]:
    made = DeckWorker()
    yield made
    await made.close()


def _is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _has_no_memory() -> None:
    raise MemoryError


def _finds_no_room() -> None:
    raise OSError(28, "No space left on device")


def _works() -> str:
    return "made"


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (_is_killed, "ended twice"),
        (_has_no_memory, "too little memory"),
        (_finds_no_room, "No space left on device"),
    ],
)
async def test_a_failure_says_why_and_the_next_work_succeeds(
    worker: DeckWorker, work: Callable[[], None], why: str
) -> None:
    with pytest.raises(DeckFailed, match=why):
        await worker.run("a deck", work)
    assert await worker.run("a deck", _works) == "made"


def _is_wrong() -> None:
    raise ValueError


async def test_a_mistake_in_the_program_is_told_from_trouble_of_the_machine(
    worker: DeckWorker,
) -> None:
    with pytest.raises(DeckBroken):
        await worker.run("a deck", _is_wrong)
