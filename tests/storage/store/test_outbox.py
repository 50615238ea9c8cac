"""The outbox: each post once, in the order of its channel, the newest version last."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from discussion.model.effects import Post
from discussion.ports.store import Transaction
from storage.database.errors import DomainError
from storage.rows.outbox import outbox as rows
from storage.store.outbox import AT_ONCE, Lease, Outbox
from storage.store.store import SqlStore
from tests.storage.material import CHANNEL, GUILD, MINUTE, NOW, a_post


async def put(store: SqlStore, *posts: Post) -> None:
    def unit(tx: Transaction) -> None:
        for each in posts:
            tx.post(each)

    await store.write(unit)


async def lease(store: SqlStore, now: datetime = NOW, limit: int = 10) -> Lease:
    return await Outbox(store).lease(now, lease_for=MINUTE, limit=limit)


async def names(store: SqlStore, now: datetime = NOW, limit: int = 10) -> list[str]:
    return [each.post.dedup for each in (await lease(store, now, limit)).posts]


async def row(store: SqlStore, dedup: str) -> Any:
    query = select(rows).where(rows.c.dedup == dedup)
    return await store.ask(lambda connection: connection.execute(query).mappings().one())


async def test_one_post_a_destination_the_oldest_first(running: SqlStore) -> None:
    await put(
        running,
        a_post("a1"),
        a_post("a2"),
        a_post("b1", channel_id=CHANNEL + 1),
        a_post("dm", channel_id=None, recipient_id=11),
    )
    assert await names(running) == ["a1", "b1", "dm"]
    assert await names(running) == []
    await running.write(lambda tx: tx.mark_sent("a1", 500, NOW))
    assert await names(running) == ["a2"]


async def test_the_limit_holds(running: SqlStore) -> None:
    await put(running, *(a_post(f"p{n}", channel_id=CHANNEL + n) for n in range(5)))
    assert await names(running, limit=2) == ["p0", "p1"]
    assert await names(running) == ["p2", "p3", "p4"]


async def test_a_post_comes_back_whole_and_counts_its_attempts(running: SqlStore) -> None:
    post = a_post("p", text="ünï ☂ \\u0000", not_after=NOW + 10 * MINUTE)
    await put(running, post)
    (first,) = (await lease(running)).posts
    assert (first.post, first.attempts, first.first_tried_at) == (post, 1, None)
    assert await names(running, NOW + MINUTE / 2) == []
    (second,) = (await lease(running, NOW + MINUTE)).posts
    assert (second.post, second.attempts, second.first_tried_at) == (post, 2, NOW)


async def test_the_same_name_twice_is_one_post(running: SqlStore) -> None:
    await put(running, a_post("p", text="first"), a_post("p", text="second"))
    (only,) = (await lease(running)).posts
    assert only.post.data == {"text": "first"}
    await running.write(lambda tx: tx.mark_sent("p", 500, NOW))
    await put(running, a_post("p"))
    assert await names(running, NOW + 5 * MINUTE) == []


async def test_a_sent_post_says_where_it_stands_and_forgets_its_data(running: SqlStore) -> None:
    await put(running, a_post("p", text="private words"))
    assert await running.write(lambda tx: tx.message_of(GUILD, "p")) is None
    await lease(running)
    await running.write(lambda tx: tx.mark_sent("p", 500, NOW))
    assert await running.write(lambda tx: tx.message_of(GUILD, "p")) == 500
    assert "private" not in str(dict(await row(running, "p")))
    await running.write(lambda tx: tx.mark_sent("p", None, NOW))
    assert await running.write(lambda tx: tx.message_of(GUILD, "p")) == 500


async def test_a_failed_post_lets_the_next_one_through(running: SqlStore) -> None:
    await put(running, a_post("p", text="private words"), a_post("q"))
    await lease(running)
    await running.write(lambda tx: tx.mark_failed("p", "no such channel", NOW))
    assert await names(running) == ["q"]
    failed = dict(await row(running, "p"))
    assert (failed["state"], failed["reason"]) == ("failed", "no such channel")
    assert "private" not in str(failed)


async def test_a_late_post_is_dropped_and_reported_once(running: SqlStore) -> None:
    late = a_post("late", not_after=NOW)
    await put(running, late, a_post("next"))
    leased = await lease(running, NOW + timedelta(microseconds=1))
    assert leased.dropped == (late,)
    assert [each.post.dedup for each in leased.posts] == ["next"]
    assert (await lease(running, NOW + MINUTE * 2)).dropped == ()


async def test_a_post_on_its_way_is_not_dropped(running: SqlStore) -> None:
    await put(running, a_post("p", not_after=NOW))
    assert await names(running, NOW) == ["p"]
    assert (await lease(running, NOW + MINUTE / 2)).dropped == ()


async def test_retry_and_release_say_when_it_is_next(running: SqlStore) -> None:
    box = Outbox(running)
    assert await box.next_at() is None
    await put(running, a_post("p"), a_post("behind"))
    assert await box.next_at() == AT_ONCE
    await lease(running)
    assert await box.next_at() == NOW + MINUTE
    await box.retry("p", NOW + 5 * MINUTE, "rate limited")
    assert await box.next_at() == NOW + 5 * MINUTE
    assert await names(running, NOW + 4 * MINUTE) == []
    await box.release("p")
    assert await names(running, NOW) == ["p"]


async def test_an_unsent_post_is_replaced_in_its_place(running: SqlStore) -> None:
    panel = a_post("panel", replaces=True, text="old")
    await put(running, panel, a_post("p"), a_post("panel", replaces=True, text="new"))
    (first,) = (await lease(running)).posts
    assert (first.post.dedup, first.post.data, first.version) == ("panel", {"text": "new"}, 2)


async def test_a_sent_one_queues_again_behind_the_others(running: SqlStore) -> None:
    await put(running, a_post("panel", replaces=True))
    await lease(running)
    await running.write(lambda tx: tx.mark_sent("panel", 500, NOW))
    await put(running, a_post("p"), a_post("panel", replaces=True, text="new"))
    assert await names(running) == ["p"]
    await running.write(lambda tx: tx.mark_sent("p", 501, NOW))
    (again,) = (await lease(running)).posts
    assert (again.post.data, again.version, again.attempts) == ({"text": "new"}, 2, 1)
    assert await running.write(lambda tx: tx.message_of(GUILD, "panel")) == 500


@pytest.mark.parametrize("end", ["sent", "failed"])
async def test_a_version_that_came_in_while_the_older_was_on_its_way_is_sent_too(
    running: SqlStore, end: str
) -> None:
    await put(running, a_post("panel", replaces=True, text="old"))
    (old,) = (await lease(running)).posts
    await put(running, a_post("panel", replaces=True, text="new"))
    assert await names(running) == []
    if end == "sent":
        await running.write(lambda tx: tx.mark_sent("panel", 500, NOW, old.version))
    else:
        await running.write(lambda tx: tx.mark_failed("panel", "gone", NOW, old.version))
    (new,) = (await lease(running)).posts
    assert (new.post.data, new.version) == ({"text": "new"}, 2)
    await running.write(lambda tx: tx.mark_sent("panel", 500, NOW, new.version))
    assert await names(running, NOW + 5 * MINUTE) == []


async def test_a_post_to_nowhere_is_refused(running: SqlStore) -> None:
    with pytest.raises(DomainError, match="neither"):
        await put(running, a_post("p", channel_id=None))


async def test_leases_survive_a_restart(database: str, running: SqlStore) -> None:
    await put(running, a_post("p"))
    await lease(running)
    await running.close()
    async with SqlStore(database) as again:
        assert await names(again, NOW + MINUTE / 2) == []
        assert await names(again, NOW + MINUTE) == ["p"]


async def test_a_post_with_a_queue_of_its_own_holds_nothing_up(running: SqlStore) -> None:
    mine = replace(a_post("mine"), queue=-9)
    await put(running, mine, a_post("theirs"))
    assert [each.post for each in (await lease(running)).posts] == [mine, a_post("theirs")]


async def test_a_post_that_cannot_be_read_is_left_out_and_stops_no_other(running: SqlStore) -> None:
    await put(running, a_post("a1"), a_post("a2"), a_post("b1", channel_id=CHANNEL + 1))
    unknown = update(rows).where(rows.c.dedup == "a1").values(kind="of tomorrow")
    await running.work(lambda tx: tx.connection.execute(unknown))
    assert await names(running) == ["b1"]
    assert await names(running) == ["a2"]
    assert (await row(running, "a1"))["reason"] == "it cannot be read"
