"""The writer: units that wait together share a commit, and fail alone."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from discussion.model import Place
from discussion.ports.store import Transaction
from storage.database.engine import Use, database_url, open_engine
from storage.database.errors import StoreClosed
from storage.rows.queries import SqlReader
from storage.store.live import Live
from storage.store.store import SqlStore
from storage.store.transaction import SqlTransaction
from storage.store.writer import Writer
from tests.storage.material import CHANNEL, GUILD, ID, a_contribution, a_discussion, a_post

TIMEOUT = 10


def adding(number: int) -> Callable[[Transaction], None]:
    """A unit of work that records one contribution."""
    return lambda tx: tx.add_contribution(a_contribution(number))


class Gate:
    """Holds the writer thread until it is opened, so that units queue up behind it."""

    def __init__(self, writer: Writer | SqlStore) -> None:
        self._open = threading.Event()
        self._reached = threading.Event()
        self.done = asyncio.ensure_future(writer.write(self._wait))

    def _wait(self, _tx: Any) -> None:
        self._reached.set()
        assert self._open.wait(TIMEOUT)

    async def reached(self) -> None:
        assert await asyncio.to_thread(self._reached.wait, TIMEOUT)

    async def release(self) -> None:
        self._open.set()
        await self.done


def commits(engine: Engine) -> list[object]:
    seen: list[object] = []
    event.listen(engine, "commit", seen.append)
    return seen


@pytest.fixture
async def engine(running: SqlStore, database: str) -> Any:
    """A second way to the running store's database, for a writer of one's own."""
    await running.close()
    opened = open_engine(database_url(database), Use.WRITE)
    yield opened
    opened.dispose()


def live(engine: Engine) -> Live:
    with engine.begin() as connection:
        return Live(SqlReader(connection).live_discussions())


async def test_units_that_wait_together_share_a_commit(engine: Engine) -> None:
    writer = Writer(engine, live(engine))
    seen = commits(engine)
    gate = Gate(writer)
    await gate.reached()
    writes = [asyncio.ensure_future(writer.write(adding(n))) for n in range(1, 101)]
    await asyncio.sleep(0)
    await gate.release()
    await asyncio.gather(*writes)
    assert len(seen) == 2
    await writer.close()


async def test_a_group_is_bounded(engine: Engine) -> None:
    writer = Writer(engine, live(engine), group_size=10)
    seen = commits(engine)
    gate = Gate(writer)
    await gate.reached()
    for n in range(1, 101):
        writer.write_soon(adding(n))
    await gate.release()
    await writer.close()
    assert len(seen) == 11


async def test_one_that_fails_after_it_wrote_takes_nothing_with_it(running: SqlStore) -> None:
    def bad(tx: Transaction) -> None:
        tx.add_contribution(a_contribution(99))
        tx.save(replace(a_discussion(), topic="never"))
        raise ArithmeticError("mine")

    gate = Gate(running)
    await gate.reached()
    units: list[Any] = [adding(n) for n in (1, 2)]
    units.insert(1, bad)
    writes = [asyncio.ensure_future(running.write(unit)) for unit in units]
    await asyncio.sleep(0)
    await gate.release()
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert results[0] is None
    assert results[2] is None
    assert isinstance(results[1], ArithmeticError)
    facts = await running.read(lambda r: r.facts(GUILD, ID))
    assert facts is not None
    assert [each.id for each in facts.contributions] == [1, 2]
    at = await running.write(lambda tx: tx.discussion_at(Place(GUILD, CHANNEL)))
    assert at == a_discussion()


async def test_one_whose_rows_are_refused_at_the_commit_fails_alone(running: SqlStore) -> None:
    gate = Gate(running)
    await gate.reached()
    orphan = a_contribution(2, discussion_id="f" * 12)
    units = (adding(1), lambda tx: tx.add_contribution(orphan), adding(3))
    writes = [asyncio.ensure_future(running.write(unit)) for unit in units]
    await asyncio.sleep(0)
    await gate.release()
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [isinstance(each, Exception) for each in results] == [False, True, False]
    assert await running.read(lambda r: r.contribution(GUILD, 3)) == a_contribution(3)


async def test_one_that_refuses_before_it_wrote_does_not_undo_the_group(engine: Engine) -> None:
    writer = Writer(engine, live(engine))
    seen = commits(engine)
    gate = Gate(writer)
    await gate.reached()

    def refuse(_tx: SqlTransaction) -> None:
        raise LookupError("not here")

    first = asyncio.ensure_future(writer.write(adding(1)))
    refused = asyncio.ensure_future(writer.write(refuse))
    await asyncio.sleep(0)
    await gate.release()
    with pytest.raises(LookupError):
        await refused
    await first
    assert len(seen) == 2
    await writer.close()


async def test_results_come_back_each_to_its_caller(running: SqlStore) -> None:
    def answering(number: int) -> Callable[[Transaction], int]:
        return lambda _: number

    results = await asyncio.gather(*(running.write(answering(n)) for n in range(500)))
    assert results == list(range(500))


async def test_a_unit_that_stops_an_iteration_is_answered_too(running: SqlStore) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await running.write(lambda _: next(iter(())))
    assert await running.write(lambda _: 1) == 1


async def test_a_caller_who_goes_away_leaves_the_others_served(running: SqlStore) -> None:
    gate = Gate(running)
    await gate.reached()
    gone = asyncio.ensure_future(running.write(adding(1)))
    stays = asyncio.ensure_future(running.write(lambda tx: tx.contribution(GUILD, 1)))
    await asyncio.sleep(0)
    gone.cancel()
    await gate.release()
    assert await stays == a_contribution(1)


async def test_a_failure_that_nobody_waits_for_is_logged(
    running: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    def bad(_tx: Transaction) -> None:
        raise ArithmeticError("lost otherwise")

    with caplog.at_level(logging.ERROR, "storage.store.writer"):
        running.write_soon(bad)
        await running.write(lambda _: None)
    assert "lost otherwise" in caplog.text


async def test_closing_finishes_what_is_queued_and_refuses_more(
    database: str, running: SqlStore
) -> None:
    gate = Gate(running)
    await gate.reached()
    for n in range(1, 51):
        running.write_soon(adding(n))
    closing = asyncio.ensure_future(running.close())
    await gate.release()
    await closing
    with pytest.raises(StoreClosed):
        running.write_soon(lambda tx: None)
    with pytest.raises(StoreClosed):
        await running.write(lambda tx: None)
    async with SqlStore(database) as again:
        tally = await again.read(lambda r: r.tally(GUILD, ID))
        assert tally[11, 1].turns == 50


@pytest.mark.parametrize("soon", [True, False])
async def test_a_full_queue_holds_up_those_who_bring_more(engine: Engine, soon: bool) -> None:
    writer = Writer(engine, live(engine), capacity=5)
    gate = Gate(writer)
    await gate.reached()
    for n in range(1, 6):
        writer.write_soon(adding(n))
    if soon:
        sixth = asyncio.ensure_future(asyncio.to_thread(writer.write_soon, adding(6)))
    else:
        sixth = asyncio.ensure_future(writer.write(adding(6)))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not sixth.done()
    await gate.release()
    await asyncio.wait_for(sixth, TIMEOUT)
    tally = await writer.write(lambda tx: tx.tally(GUILD, ID))
    assert tally[11, 1].turns == 6
    await writer.close()


async def test_readers_see_what_is_committed_and_only_that(running: SqlStore) -> None:
    written, seen = threading.Event(), threading.Event()

    def unit(tx: Transaction) -> None:
        tx.add_contribution(a_contribution(1))
        assert tx.contribution(GUILD, 1) is not None
        written.set()
        assert seen.wait(TIMEOUT)

    write = asyncio.ensure_future(running.write(unit))
    assert await asyncio.to_thread(written.wait, TIMEOUT)
    assert await running.read(lambda r: r.contribution(GUILD, 1)) is None
    seen.set()
    await write
    assert await running.read(lambda r: r.contribution(GUILD, 1)) == a_contribution(1)


async def test_whoever_sends_hears_of_new_posts_and_of_nothing_else(database: str) -> None:
    heard = asyncio.Event()
    async with SqlStore(database, on_posts=heard.set) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        await store.write(adding(1))
        assert await store.read(lambda r: r.contribution(GUILD, 1)) is not None
        await asyncio.sleep(0)
        assert not heard.is_set()
        store.write_soon(lambda tx: tx.post(a_post("panel")))
        await asyncio.wait_for(heard.wait(), TIMEOUT)


async def test_what_nobody_waits_for_is_written_all_the_same(running: SqlStore) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def unit(tx: Transaction) -> None:
        tx.add_contribution(a_contribution(1))
        loop.call_soon_threadsafe(done.set)

    running.write_soon(unit)
    await asyncio.wait_for(done.wait(), TIMEOUT)
    assert await running.write(lambda tx: tx.contribution(GUILD, 1)) == a_contribution(1)
