"""One class whose wake-up fails: it is put aside and tried again, and all others go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from discussion.model import Place
from discussion.model.effects import DueAction, Post, PostKind
from discussion.ports.store import Transaction
from storage.mapping.rows import to_due_action
from storage.store.due import due_actions
from storage.store.transaction import SqlTransaction
from tests.discussion.conftest import Classroom
from tests.discussion.material import FACILITATOR, GUILD, MINUTE, START

ROUND = 20 * MINUTE
ELSEWHERE = [Place(GUILD, GUILD + 100 + n) for n in range(3)]


def break_saving(patch: pytest.MonkeyPatch, discussion_id: str) -> None:
    """Let saving one discussion fail once its rows were written."""
    save = SqlTransaction.save

    def saving(transaction: SqlTransaction, discussion: Any) -> None:
        save(transaction, discussion)
        if discussion.id == discussion_id:
            transaction.connection.execute(text("SELECT * FROM no_such_table"))

    patch.setattr(SqlTransaction, "save", saving)


async def waiting(room: Classroom, discussion_id: str) -> list[Any]:
    query = select(due_actions).where(
        due_actions.c.subject == discussion_id, due_actions.c.tries > 0
    )
    rows = await room.store.ask(lambda connection: connection.execute(query).mappings().all())
    return list(rows)


async def state_of(room: Classroom, discussion_id: Any) -> str:
    found = await room.service.archive.one(GUILD, discussion_id)
    return found.state.value


async def test_the_others_go_on_and_the_broken_one_is_put_aside_with_its_reason(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await room.start()
    others = [await room.start(place=place) for place in ELSEWHERE]
    with monkeypatch.context() as patch:
        break_saving(patch, broken.id)
        await room.wake_at(START + ROUND + MINUTE)
        for other in others:
            assert await state_of(room, other.id) != "running"
        # Nothing of the broken one stays, and its rows are not lost.
        assert await state_of(room, broken.id) == "running"
        aside = await waiting(room, broken.id)
        assert aside
        assert {row["state"] for row in aside} == {"pending"}
        assert all(row["reason"].startswith("OperationalError") for row in aside)
        assert await room.store.put_aside() == len(aside)
    # Its cause is gone: the next try closes the round.
    room.clock.pass_by(MINUTE)
    await room.service.wakes.wake()
    assert await state_of(room, broken.id) != "running"
    assert await room.store.put_aside() == 0


async def test_it_is_tried_again_ever_more_rarely(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await room.start()
    break_saving(monkeypatch, broken.id)
    await room.wake_at(START + ROUND + MINUTE)
    waits = list[timedelta]()
    for _ in range(9):
        row = max(await waiting(room, broken.id), key=lambda row: row["wanted_at"])
        waits.append(row["due_at"] - room.clock.now())
        await room.wake_at(row["due_at"])
    assert waits == sorted(waits)
    assert waits[0] < waits[3] < waits[-1] <= timedelta(minutes=5)


async def test_whoever_leads_is_told_once_that_a_round_is_stuck(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await room.start()
    break_saving(monkeypatch, broken.id)
    told = list[Post]()
    for minutes in range(1, 5):
        await room.wake_at(START + ROUND + minutes * MINUTE)
        sent = await room.deliver(first_message_id=9_000 + 100 * minutes)
        told += (post for post in sent if post.kind is PostKind.STUCK)
    assert [post.recipient_id for post in told] == [FACILITATOR.id]


async def test_what_the_class_says_meanwhile_does_not_hasten_the_next_try(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await room.start()
    with monkeypatch.context() as patch:
        break_saving(patch, broken.id)
        await room.wake_at(START + ROUND + MINUTE)
    before = [(row["dedup"], row["due_at"]) for row in await waiting(room, broken.id)]
    due = [action_of(row) for row in await waiting(room, broken.id)]
    await room.store.write(lambda tx: tx.expect(GUILD, broken.id, due))
    assert [(row["dedup"], row["due_at"]) for row in await waiting(room, broken.id)] == before


def action_of(row: Any) -> DueAction:
    return to_due_action(row)


async def test_something_of_the_term_leaves_no_half_of_its_writes(room: Classroom) -> None:
    discussion = await room.start()
    told = list[str]()

    def wake(transaction: Transaction, action: DueAction, now: datetime) -> None:
        transaction.keep_rule(GUILD, "half", "written")
        raise ArithmeticError

    def stuck(transaction: Transaction, action: DueAction, now: datetime) -> None:
        told.append(action.subject)

    room.service.wakes.answer_for("odd", wake, stuck)
    row = (await room.store.ask(lambda c: c.execute(select(due_actions)).mappings().all()))[0]
    due = DueAction(action_of(row).kind, "odd:1", GUILD, discussion.id, START, "odd:1")
    await room.store.write(lambda tx: tx.expect(GUILD, "odd:1", [due]))
    await room.wake_at(START)
    assert await room.store.read(lambda reader: reader.rules(GUILD)) == {}
    assert await room.store.put_aside() == 1
    assert told == ["odd:1"]
