"""Files are read in a process of their own that cannot outrun its limits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from discussion.model.errors import BadInput
from readings import limits
from readings.reading import read
from readings.worker import ReadingWorker
from tests.readings.files import a_pdf, lines
from tests.readings.knowing import a_reading
from tests.readings.printing import Look, printed

_HUNGRY = a_pdf([b"q " * (400 * limits.MEGABYTE // 2)], packed=True)
"""A page whose drawing commands unpack to 400 MB."""
_ENDLESS = a_pdf([b"BT /F1 9 Tf " + b"(x) Tj " * 2_000_000 + b"ET"] * 5, packed=True)


@pytest.fixture
async def worker() -> AsyncIterator[ReadingWorker]:
    opened = ReadingWorker()
    yield opened
    await opened.close()


async def test_the_worker_reads_as_the_reader_does(worker: ReadingWorker) -> None:
    data = printed(a_reading(2), Look())
    assert await worker.read("case.pdf", data) == read("case.pdf", data)


async def test_a_refusal_comes_back_as_its_sentence(worker: ReadingWorker) -> None:
    with pytest.raises(BadInput, match=r"locked with a password"):
        await worker.read("case.pdf", printed(a_reading(2), Look(locked=True)))


async def test_a_large_file_never_reaches_the_worker(worker: ReadingWorker) -> None:
    with pytest.raises(BadInput, match="over 20 MB"):
        await worker.read("case.pdf", bytes(30 * limits.MEGABYTE))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of memory for a process")
async def test_what_needs_too_much_memory_is_given_up() -> None:
    with pytest.raises(BadInput, match="too much memory"):
        await ReadingWorker(memory=300 * limits.MEGABYTE).read("case.pdf", _HUNGRY)


async def test_what_takes_too_long_is_given_up_while_the_bot_goes_on() -> None:
    worker = ReadingWorker(seconds=1.0)
    reading = asyncio.create_task(worker.read("case.pdf", _ENDLESS))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1
    with pytest.raises(BadInput, match="takes too long"):
        await reading
    assert turns > 1


async def test_files_wait_for_one_another_and_all_are_read(worker: ReadingWorker) -> None:
    files = [a_pdf([lines(f"Words of file {n}, and some more of them.")]) for n in range(3)]
    found = await asyncio.gather(*(worker.read("case.pdf", each) for each in files))
    assert [each.stages[0].text.split(",")[0] for each in found] == [
        f"Words of file {n}" for n in range(3)
    ]


async def test_closing_ends_what_is_being_read() -> None:
    worker = ReadingWorker()
    reading = asyncio.create_task(worker.read("case.pdf", _ENDLESS))
    await asyncio.sleep(0)
    await worker.close()
    with pytest.raises(BadInput):
        await reading
