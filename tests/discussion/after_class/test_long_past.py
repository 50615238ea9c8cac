"""A server with a long past: everything is counted, in few questions to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from discussion.after_class.reflection import Reflection
from discussion.model import Discussion, DiscussionId, Place, State
from discussion.ports.store import Transaction
from discussion.service.after_class import archive
from storage.mapping.rows import discussion_values
from storage.rows.queries import discussions
from storage.store.transaction import SqlTransaction
from tests.discussion.conftest import Classroom
from tests.discussion.material import ADA, GUILD, MINUTE, START, begun

DAY = timedelta(days=1)


def past(number: int) -> Discussion:
    day = START + number * DAY
    return replace(
        begun(people=[ADA]).discussion,
        id=DiscussionId(f"{number:012x}"),
        place=Place(GUILD, GUILD + 2 + number),
        topic=f"Class {number}",
        state=State.PUBLISHED,
        started_at=day,
        ended_at=day + 30 * MINUTE,
    )


async def held(room: Classroom, first: int, number: int) -> None:
    """So many past classes, a day apart; only their own rows, for a test of a thousand."""
    rows = [discussion_values(past(each)) for each in range(first, first + number)]

    def unit(transaction: SqlTransaction) -> None:
        transaction.touched = True
        transaction.connection.execute(insert(discussions), rows)

    await room.store.work(unit)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of databases meanwhile."""
    asked = list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


async def test_more_than_a_thousand_classes_are_all_counted_in_few_statements(
    room: Classroom,
) -> None:
    await held(room, 0, 10)
    with statements() as of_ten:
        assert len(await room.service.archive.sessions(GUILD)) == 10
    await held(room, 10, 1000)
    with statements() as of_all:
        sessions = await room.service.archive.sessions(GUILD)
    assert [each.topic for each in sessions] == [f"Class {n}" for n in reversed(range(1010))]
    portions = -(-1010 // archive.SESSIONS_A_READ)
    assert len(of_all) <= portions * len(of_ten)
    assert len(of_all) < 100


async def test_portions_join_without_a_gap(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "SESSIONS_A_READ", 3)
    await held(room, 0, 7)
    sessions = await room.service.archive.sessions(GUILD)
    assert [each.topic for each in sessions] == [f"Class {n}" for n in reversed(range(7))]


async def test_ones_own_reflections_on_many_classes_are_read_in_as_few_statements_as_one(
    room: Classroom,
) -> None:
    await held(room, 0, 40)

    def wrote(first: int, number: int) -> Callable[[Transaction], None]:
        def unit(transaction: Transaction) -> None:
            for each in range(first, first + number):
                about = past(each)
                transaction.keep_reflection(
                    Reflection(about.id, GUILD, ADA.id, "What now?", "A word.", about.started_at)
                )

        return unit

    await room.store.write(wrote(0, 1))
    with statements() as of_one:
        await room.service.reflecting.own(GUILD, ADA)
    await room.store.write(wrote(1, 39))
    with statements() as of_all:
        own = await room.service.reflecting.own(GUILD, ADA)
    assert [about.id for about, _ in own] == [kept.discussion_id for _, kept in own]
    assert len(own) == 40
    assert len(of_all) == len(of_one)


async def test_a_terms_deck_reads_the_classes_that_it_shows(room: Classroom) -> None:
    await held(room, 0, 3)
    with statements() as of_few:
        await room.service.archive.term(GUILD, 2)
    await held(room, 3, 60)
    with statements() as of_many:
        records = await room.service.archive.term(GUILD, 2)
    assert [each.topic for each in records] == ["Class 61", "Class 62"]
    assert len(of_many) == len(of_few)
