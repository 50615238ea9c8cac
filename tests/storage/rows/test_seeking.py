"""Discussions are looked for in the database, so that none is too old to be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from discussion.model import Discussion, State
from discussion.ports.store import Transaction
from storage.database import schema
from storage.database.engine import Use, database_url, open_engine
from storage.store.store import SqlStore
from tests.storage.material import CHANNEL, GUILD, OTHER_GUILD, a_discussion

OLDEST = "Éthique des soins: 100 % of_us"


def past(number: int, topic: str, **changes: object) -> Discussion:
    """A published discussion, a day after the one before it."""
    one = a_discussion(f"{number:012x}", channel_id=CHANNEL + number)
    day = one.started_at + timedelta(days=number)
    return replace(one, topic=topic, state=State.PUBLISHED, started_at=day, **changes)  # type: ignore[arg-type]  # passed through as it came


@pytest.fixture
async def term(store: SqlStore) -> SqlStore:
    """Sixty past discussions; the first has a topic of its own."""

    def unit(tx: Transaction) -> None:
        tx.save(past(0, OLDEST))
        for number in range(1, 60):
            tx.save(past(number, f"Class number {number}"))

    await store.write(unit)
    return store


@pytest.mark.parametrize(
    "typed",
    [
        "ÉTHIQUE",
        "éthique",
        "DES  soins",
        "100 %",
        "of_us",
        "soins 02 march",
        "Soins: 100 % of_us ·",
    ],
)
async def test_the_oldest_is_found_by_what_is_typed(term: SqlStore, typed: str) -> None:
    (found,) = await term.read(lambda r: r.discussions(GUILD, typed=typed))
    assert found.topic == OLDEST
    assert not await term.read(lambda r: r.discussions(OTHER_GUILD, typed=typed))


@pytest.mark.parametrize("typed", ["class%7", "class_number", "\\", "' OR 1=1 --", "ethique"])
async def test_signs_of_the_databases_language_are_only_text(term: SqlStore, typed: str) -> None:
    assert not await term.read(lambda r: r.discussions(GUILD, typed=typed))


async def test_a_channel_and_a_state_are_looked_for_before_the_limit(term: SqlStore) -> None:
    (here,) = await term.read(lambda r: r.discussions(GUILD, 1, channel_id=CHANNEL))
    assert here.topic == OLDEST
    assert not await term.read(lambda r: r.discussions(GUILD, states=(State.RUNNING,)))
    assert len(await term.read(lambda r: r.discussions(GUILD))) == 25
    assert len(await term.read(lambda r: r.ended(GUILD))) == 60
    assert await term.read(lambda r: r.ended(OTHER_GUILD)) == []


async def test_facts_of_several_are_those_of_each(term: SqlStore) -> None:
    ids = await term.read(lambda r: r.ended(GUILD))
    together = await term.read(lambda r: r.facts_of(GUILD, ids))
    assert together == await term.read(lambda r: [r.facts(GUILD, each) for each in ids])
    assert await term.read(lambda r: r.facts_of(OTHER_GUILD, ids)) == []


async def test_discussions_of_an_earlier_schema_are_found_after_the_upgrade(
    database: str, term: SqlStore
) -> None:
    await term.close()
    engine = open_engine(database_url(database), Use.MIGRATE)
    with engine.begin() as connection:
        schema.downgrade(connection, "0010")
    engine.dispose()
    async with SqlStore(database) as again:
        (found,) = await again.read(lambda r: r.discussions(GUILD, typed="éthique"))
        assert found.topic == OLDEST
