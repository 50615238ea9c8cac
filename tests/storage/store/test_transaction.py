"""What units of work can rely on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from discussion.model import (
    Contribution,
    Endorsement,
    Invitation,
    Link,
    LinkKind,
    Participant,
    Place,
    State,
)
from discussion.participation.ledger import Heard
from discussion.ports.store import Transaction
from storage.database.engine import Use, database_url, open_engine
from storage.database.errors import DomainError
from storage.database.schema import bring_up_to_date
from storage.store.live import Live
from storage.store.store import SqlStore
from storage.store.transaction import SqlTransaction
from tests.storage.material import (
    CHANNEL,
    GUILD,
    ID,
    MINUTE,
    NOW,
    THEME,
    a_contribution,
    a_discussion,
    a_speech,
)

PLACE = Place(GUILD, CHANNEL)


def at(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def add_all(tx: Transaction, said: Sequence[Contribution]) -> None:
    for each in said:
        tx.add_contribution(each)


async def test_a_unit_sees_its_own_writes_before_they_are_committed(store: SqlStore) -> None:
    def unit(tx: Transaction) -> None:
        tx.save(a_discussion())
        tx.add_contribution(a_contribution(1))
        assert tx.discussion_at(PLACE) == a_discussion()
        assert tx.live_discussions() == [a_discussion()]
        assert tx.contributions_in_message(GUILD, 1) == [a_contribution(1)]
        assert tx.tally(GUILD, ID)[11, 1].turns == 1

    await store.write(unit)
    assert await store.read(lambda r: r.discussion_at(PLACE)) == a_discussion()


async def test_a_published_discussion_leaves_its_place_and_stays_readable(
    running: SqlStore,
) -> None:
    published = replace(a_discussion(), state=State.PUBLISHED, ended_at=NOW + MINUTE)
    following = a_discussion("b" * 12)

    def unit(tx: Transaction) -> None:
        tx.save(published)
        assert tx.discussion_at(PLACE) is None
        assert tx.discussion(GUILD, ID) == published
        tx.save(following)

    await running.write(unit)
    assert await running.write(lambda tx: tx.discussion_at(PLACE)) == following
    assert await running.write(lambda tx: tx.discussion(GUILD, ID)) == published
    assert await running.read(lambda r: r.live_discussions()) == [following]


async def test_one_place_holds_one_unpublished_discussion(running: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        await running.write(lambda tx: tx.save(a_discussion("b" * 12)))
    assert await running.write(lambda tx: tx.discussion_at(PLACE)) == a_discussion()


async def test_a_discussion_cannot_move(running: SqlStore) -> None:
    moved = replace(a_discussion(), place=Place(GUILD, CHANNEL + 1))
    with pytest.raises(DomainError, match="move"):
        await running.write(lambda tx: tx.save(moved))


async def test_the_latest_discussions_come_first(store: SqlStore) -> None:
    made = [
        replace(a_discussion(f"{n:012x}", channel_id=CHANNEL + n), started_at=NOW + n * MINUTE)
        for n in range(4)
    ]

    def unit(tx: Transaction) -> None:
        for each in made:
            tx.save(each)

    await store.write(unit)
    assert await store.read(lambda r: r.discussions(GUILD, 2)) == [made[3], made[2]]


async def test_people_and_invitations_that_go_are_removed(running: SqlStore) -> None:
    asked = tuple(Invitation(f"i{n}", 11, 1, NOW) for n in range(3))
    full = replace(a_discussion(), invitations=asked)
    less = replace(full, invitations=(asked[2], asked[0]), participants={}, rounds=())
    await running.write(lambda tx: tx.save(full))
    await running.write(lambda tx: tx.save(less))
    assert await running.read(lambda r: r.discussion(GUILD, ID)) == less


def test_saving_writes_only_the_rows_that_changed(tmp_path: object) -> None:
    url = database_url(f"{tmp_path}/class.db")
    bring_up_to_date(url)
    engine = open_engine(url, Use.WRITE)
    written: list[str] = []
    many = {n: Participant(n, f"Person {n}", NOW) for n in range(1, 50)}
    before = replace(a_discussion(), participants=many)
    with engine.begin() as connection:
        transaction = SqlTransaction(connection, Live([]))
        transaction.save(before)

        @event.listens_for(connection, "before_cursor_execute")
        def note(_c: object, _cur: object, sql: str, rows: object, *_: object) -> None:
            written.append(sql)

        transaction.save(before)
        transaction.save(replace(before))
        assert written == []
        transaction.save(before.with_participant(replace(many[3], present=False)))
        assert [sql.split()[2] for sql in written] == ["participant"]
    engine.dispose()


async def test_the_same_contribution_twice_changes_nothing(running: SqlStore) -> None:
    withdrawn = replace(
        a_contribution(1), text="", words=0, tags=frozenset(), withdrawn_at=NOW + MINUTE
    )
    await running.write(lambda tx: tx.add_contribution(a_contribution(1)))
    await running.write(lambda tx: tx.replace_contribution(withdrawn))
    await running.write(lambda tx: tx.add_contribution(a_contribution(1)))
    assert await running.read(lambda r: r.contribution(GUILD, 1)) == withdrawn
    assert await running.read(lambda r: r.contributions_in_message(GUILD, 1)) == []


async def test_the_tally_counts_words_and_turns_that_were_not_withdrawn(
    running: SqlStore,
) -> None:
    said = [
        a_contribution(1),
        a_contribution(2, anonymous=True),
        replace(a_contribution(3), held=True, message_id=None),
        a_contribution(4, author_id=12, round_number=2, anonymous=True),
        replace(a_contribution(5), withdrawn_at=NOW),
    ]
    await running.write(lambda tx: add_all(tx, said))
    expected = {
        (11, 1): Heard(3, 2, 9, at(3), wrote_at=at(3), named_words=6),
        (12, 2): Heard(1, 0, 3, at(4), wrote_at=at(4), named_words=0),
    }
    assert await running.read(lambda r: r.tally(GUILD, ID)) == expected
    assert await running.write(lambda tx: tx.tally(GUILD, ID)) == expected


async def test_the_tally_holds_turns_spoken_aloud_as_airtime(running: SqlStore) -> None:
    def unit(tx: Transaction) -> None:
        tx.add_contribution(a_contribution(1))
        for speech in (a_speech(), a_speech(), a_speech(12, began_at=at(9))):
            tx.add_speech(speech)

    await running.write(unit)
    assert await running.read(lambda r: r.tally(GUILD, ID)) == {
        (11, 1): Heard(2, 2, 3, NOW + MINUTE, MINUTE, at(1), named_words=3),
        (12, 1): Heard(1, 1, 0, at(9) + MINUTE, MINUTE),
    }
    facts = await running.read(lambda r: r.facts(GUILD, ID))
    assert facts is not None
    assert facts.speeches == (a_speech(), a_speech(12, began_at=at(9)))


async def test_facts_hold_everything_once_and_in_order(running: SqlStore) -> None:
    link = Link(2, 1, LinkKind.BUILDS_ON)
    marks = [Endorsement(1, 12), Endorsement(1, 13)]

    def unit(tx: Transaction) -> None:
        for number in (2, 1):
            tx.add_contribution(a_contribution(number))
        for _ in range(2):
            tx.add_link(GUILD, link)
            for mark in marks:
                tx.endorse(GUILD, mark)
        tx.unendorse(GUILD, marks[1])
        tx.unendorse(GUILD, Endorsement(2, 12))

    await running.write(unit)
    facts = await running.read(lambda r: r.facts(GUILD, ID))
    assert facts is not None
    assert facts.discussion == a_discussion()
    assert facts.contributions == (a_contribution(1), a_contribution(2))
    assert facts.links == (link,)
    assert facts.endorsements == (marks[0],)


async def test_many_contributions_of_one_group_are_all_there(running: SqlStore) -> None:
    said = [a_contribution(n, author_id=n) for n in range(1, 1203)]
    await running.write(lambda tx: add_all(tx, said))
    facts = await running.read(lambda r: r.facts(GUILD, ID))
    assert facts is not None
    assert list(facts.contributions) == said


@pytest.mark.parametrize("text", ["\0", "before\0after"])
async def test_a_nul_is_refused(running: SqlStore, text: str) -> None:
    bad = replace(a_contribution(1), text=text)
    with pytest.raises(DomainError):
        await running.write(lambda tx: tx.add_contribution(bad))
    tagged = replace(a_contribution(1), tags=frozenset({replace(THEME, name=text)}))
    with pytest.raises(DomainError):
        await running.write(lambda tx: tx.add_contribution(tagged))
    with pytest.raises(DomainError):
        await running.write(lambda tx: tx.save(replace(a_discussion(), topic=text)))


async def test_a_naive_instant_is_refused(running: SqlStore) -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - what must be refused
    bad = replace(a_contribution(1), said_at=naive)
    with pytest.raises(DomainError, match="time zone"):
        await running.write(lambda tx: tx.add_contribution(bad))


async def test_what_is_not_there_cannot_be_replaced(running: SqlStore) -> None:
    with pytest.raises(DomainError):
        await running.write(lambda tx: tx.replace_contribution(a_contribution(1)))


async def test_tags_are_replaced_with_their_contribution(running: SqlStore) -> None:
    await running.write(lambda tx: tx.add_contribution(a_contribution(1)))
    changed = replace(a_contribution(1), tags=frozenset({replace(THEME, name="work")}))
    await running.write(lambda tx: tx.replace_contribution(changed))
    assert await running.read(lambda r: r.contribution(GUILD, 1)) == changed
