"""Due actions: what is expected is pending, and is claimed once."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from discussion.model.effects import NO_DISCUSSION, DueAction, DueKind
from storage.store.due import due_actions
from storage.store.store import SqlStore
from tests.storage.material import GUILD, ID, MINUTE, NOW, a_discussion, a_due


async def expect(store: SqlStore, *due: DueAction) -> None:
    await store.write(lambda tx: tx.expect(GUILD, ID, due))


async def claim(store: SqlStore, now: Any, limit: int = 10) -> Sequence[DueAction]:
    return await store.write(lambda tx: tx.claim_due(now, limit))


async def versions(store: SqlStore) -> dict[str, tuple[str, int]]:
    query = select(due_actions.c.dedup, due_actions.c.state, due_actions.c.version)
    rows = await store.ask(lambda connection: connection.execute(query).all())
    return {row.dedup: (row.state, row.version) for row in rows}


async def test_the_expected_ones_are_exactly_the_pending_ones(running: SqlStore) -> None:
    close, opener, wave = (
        a_due("close", NOW + 10 * MINUTE),
        a_due("opener", NOW + 5 * MINUTE, DueKind.OPENER),
        a_due("wave", NOW + 6 * MINUTE, DueKind.WAVE),
    )
    await expect(running, close, opener)
    assert await running.next_due_at() == opener.due_at
    await expect(running, close, wave)
    assert await running.next_due_at() == wave.due_at
    assert await claim(running, NOW + 20 * MINUTE) == [wave, close]
    assert await running.next_due_at() is None


async def test_a_version_counts_changes_only(running: SqlStore) -> None:
    await expect(running, a_due("close", NOW))
    await expect(running, a_due("close", NOW))
    assert await versions(running) == {"close": ("pending", 1)}
    await expect(running, a_due("close", NOW + MINUTE))
    assert await versions(running) == {"close": ("pending", 2)}


async def test_what_was_done_can_be_expected_again(running: SqlStore) -> None:
    await expect(running, a_due("turn", NOW))
    await claim(running, NOW)
    assert (await versions(running))["turn"][0] == "done"
    await expect(running, a_due("turn", NOW + MINUTE))
    assert await claim(running, NOW) == []
    assert await claim(running, NOW + MINUTE) == [a_due("turn", NOW + MINUTE)]


async def test_each_is_claimed_once_the_earliest_first_up_to_the_limit(running: SqlStore) -> None:
    due = [a_due(f"d{n}", NOW + timedelta(microseconds=n)) for n in range(5)]
    await expect(running, *reversed(due))
    assert await claim(running, NOW + timedelta(microseconds=3), limit=3) == due[:3]
    assert await claim(running, NOW + timedelta(microseconds=3), limit=3) == due[3:4]
    assert await claim(running, NOW + timedelta(microseconds=3), limit=3) == []


async def test_what_is_held_waits_and_holds_up_nothing_else(running: SqlStore) -> None:
    await expect(running, a_due("close", NOW))
    other = DueAction(DueKind.REMINDER, "remind", GUILD, NO_DISCUSSION, NOW + MINUTE, "class:c1")
    await running.write(lambda tx: tx.expect(GUILD, "class:c1", [other]))
    held = [ID]
    assert await running.next_due_at(held) == NOW + MINUTE
    assert await running.write(lambda tx: tx.claim_due(NOW + MINUTE, 10, held)) == [other]
    assert await running.next_due_at(held) is None
    assert await claim(running, NOW) == [a_due("close", NOW)]


async def test_a_claim_that_fails_is_not_made(running: SqlStore) -> None:
    await expect(running, a_due("close", NOW))

    def unit(tx: Any) -> None:
        assert tx.claim_due(NOW, 10)
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        await running.write(unit)
    assert await claim(running, NOW) == [a_due("close", NOW)]


async def test_one_that_cannot_be_read_stays_and_stops_no_other(running: SqlStore) -> None:
    await expect(running, a_due("later", NOW), a_due("close", NOW + MINUTE))
    unknown = update(due_actions).where(due_actions.c.dedup == "later").values(kind="of tomorrow")
    await running.work(lambda tx: tx.connection.execute(unknown))
    assert await claim(running, NOW + MINUTE) == [a_due("close", NOW + MINUTE)]
    assert (await versions(running))["later"][0] == "pending"


async def test_a_damaged_row_stops_no_other_and_its_subject_makes_it_anew(
    tmp_path: Path,
) -> None:
    # PostgreSQL keeps no instant that is none.
    async with SqlStore(tmp_path / "class.db") as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        damaged, close = a_due("damaged", NOW + MINUTE), a_due("close", NOW + MINUTE)
        await expect(store, damaged, close)
        spoil = text("UPDATE due_action SET due_at = '' WHERE dedup = 'damaged'")
        await store.work(lambda tx: tx.connection.execute(spoil))
        assert await store.next_due_at() is None
        assert await claim(store, NOW + MINUTE) == [close]
        await store.work(lambda tx: tx.connection.execute(spoil))
        await expect(store, damaged)
        assert await claim(store, NOW + MINUTE) == [damaged]


async def test_what_is_done_apart_is_undone_alone(running: SqlStore) -> None:
    close = a_due("close", NOW)

    def breaking(tx: Any) -> None:
        with tx.apart():
            tx.expect(GUILD, ID, [a_due("broken", NOW)])
            raise ArithmeticError

    def unit(tx: Any) -> None:
        with pytest.raises(ArithmeticError):
            breaking(tx)
        with tx.apart():
            tx.expect(GUILD, ID, [close])

    await running.write(unit)
    assert await claim(running, NOW) == [close]
