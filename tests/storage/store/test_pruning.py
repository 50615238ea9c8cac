"""What nobody asks for any more leaves the database; what later posts need stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from discussion.model import State
from discussion.model.effects import NO_DISCUSSION, Post, PostKind
from discussion.ports.store import Transaction
from storage.rows.outbox import outbox
from storage.store import pruning
from storage.store.outbox import Outbox
from storage.store.pruning import prune
from storage.store.store import SqlStore
from tests.storage.material import GUILD, ID, MINUTE, NOW, a_discussion, a_due, a_post

LATER = NOW + timedelta(days=30)


def of_kind(kind: PostKind, name: str = "") -> Post:
    return replace(a_post(name or kind.value), kind=kind)


async def settled(store: SqlStore, *posts: Post) -> None:
    """Posts that stand in messages of their own."""

    def unit(tx: Transaction) -> None:
        for number, each in enumerate(posts, 500):
            tx.post(each)
            tx.mark_sent(each.dedup, number, NOW)

    await store.write(unit)


async def publish(store: SqlStore) -> None:
    await store.write(lambda tx: tx.save(replace(a_discussion(), state=State.PUBLISHED)))


async def names(store: SqlStore) -> list[str]:
    query = select(outbox.c.dedup).order_by(outbox.c.position)
    return list(await store.ask(lambda connection: connection.execute(query).scalars().all()))


async def stands_in(store: SqlStore, name: str) -> int | None:
    return await store.read(lambda reader: reader.message_of(GUILD, name))


async def test_of_a_published_class_stays_what_later_posts_change(running: SqlStore) -> None:
    await settled(running, *(of_kind(kind) for kind in PostKind))
    await publish(running)
    assert await prune(running, LATER) == len(pruning.PASSING)
    for kind in (PostKind.PANEL, PostKind.DECK, PostKind.DECK_AGAIN, PostKind.SLIDE):
        assert await stands_in(running, kind.value) is not None
    assert not {"said", "reveal", "hide", "invitation"} & set(await names(running))
    assert await prune(running, LATER) == 0


async def test_nothing_of_a_class_that_is_not_published_leaves(running: SqlStore) -> None:
    await settled(running, of_kind(PostKind.SAID), of_kind(PostKind.PANEL_EDIT))
    assert await prune(running, LATER) == 0


async def test_what_waits_or_was_settled_just_now_stays(running: SqlStore) -> None:
    await settled(running, a_post("young"))
    await running.write(lambda tx: tx.post(a_post("waits")))
    await publish(running)
    assert await prune(running, NOW) == 0
    assert await prune(running, NOW + MINUTE) == 1
    assert await names(running) == ["waits"]
    (leased,) = (await Outbox(running).lease(NOW, lease_for=MINUTE, limit=5)).posts
    assert leased.post.dedup == "waits"


async def test_reminders_that_belong_to_no_discussion_leave_too(running: SqlStore) -> None:
    reminder = replace(of_kind(PostKind.REMINDER), discussion_id=NO_DISCUSSION)
    await settled(running, reminder)
    assert await prune(running, LATER) == 1


async def test_it_goes_a_portion_at_a_time(
    running: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "PORTION", 3)
    await settled(running, *(a_post(f"p{n}") for n in range(7)))
    await publish(running)
    assert [await prune(running, LATER) for _ in range(4)] == [3, 3, 1, 0]


async def test_a_due_action_that_left_can_be_expected_again(running: SqlStore) -> None:
    due = a_due("close", NOW)
    await running.write(lambda tx: tx.expect(GUILD, ID, [due]))
    assert await running.write(lambda tx: tx.claim_due(NOW, 5)) == [due]
    assert await prune(running, LATER) == 1
    again = a_due("close", NOW + MINUTE)
    await running.write(lambda tx: tx.expect(GUILD, ID, [again]))
    assert await prune(running, LATER) == 0
    assert await running.write(lambda tx: tx.claim_due(NOW + MINUTE, 5)) == [again]
