"""Presentations and reflections are kept as they were, each in its own guild."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from discussion.after_class.presenting import Asked, Offer, OfferState, Presentation
from discussion.after_class.reflection import Reflection, Shared
from discussion.model import DiscussionId, Place
from storage.database.errors import DomainError
from storage.store.store import SqlStore
from tests.storage.material import CHANNEL, GUILD, ID, MINUTE, NOW, OTHER_GUILD, a_discussion

SHOWN = Presentation(
    discussion_id=ID,
    place=Place(GUILD, CHANNEL),
    run=2,
    length=10 * MINUTE,
    people=(11, GUILD + 5),
    shares=(11, None, GUILD + 5),
    began_at=NOW,
    shown_at=NOW + MINUTE,
    at=3,
    offers=(Offer(1, 11, GUILD + 5, OfferState.DECLINED), Offer(2, 11, GUILD + 5)),
    questions=(Asked(1, "Why?", NOW, "Lec Example"), Asked(3, "And 今?", NOW + MINUTE)),
)
OWN = Reflection(ID, GUILD, 11, "What do you take with you?", "A word.", NOW)


async def test_a_presentation_comes_back_as_it_was(database: str) -> None:
    async with SqlStore(database) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        await store.write(lambda tx: tx.save_presentation(SHOWN))
        assert await store.read(lambda r: r.presentation(GUILD, ID)) == SHOWN
        assert await store.read(lambda r: r.presentation_at(SHOWN.place)) == SHOWN
    async with SqlStore(database) as store:
        assert await store.read(lambda r: r.presentation(GUILD, ID)) == SHOWN
        over = replace(SHOWN, ended_at=NOW)
        await store.write(lambda tx: tx.save_presentation(over))
        assert await store.read(lambda r: r.presentation_at(SHOWN.place)) is None
        assert await store.read(lambda r: r.presentation(GUILD, ID)) == over


async def test_one_thing_is_presented_in_a_place(database: str) -> None:
    other = DiscussionId("f" * 12)
    async with SqlStore(database) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        await store.write(lambda tx: tx.save(a_discussion(other, channel_id=CHANNEL + 1)))
        await store.write(lambda tx: tx.save_presentation(SHOWN))
        with pytest.raises(IntegrityError):
            await store.write(lambda tx: tx.save_presentation(replace(SHOWN, discussion_id=other)))


async def test_nothing_of_it_is_seen_or_changed_from_another_guild(database: str) -> None:
    async with SqlStore(database) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        await store.write(lambda tx: tx.save_presentation(SHOWN))
        await store.write(lambda tx: tx.keep_reflection(OWN))
        assert await store.read(lambda r: r.presentation(OTHER_GUILD, ID)) is None
        there = Place(OTHER_GUILD, CHANNEL)
        assert await store.read(lambda r: r.presentation_at(there)) is None
        assert await store.read(lambda r: r.reflections(OTHER_GUILD)) == []
        await store.write(lambda tx: tx.remove_reflection(OTHER_GUILD, ID, 11))
        with pytest.raises((DomainError, IntegrityError)):
            await store.write(lambda tx: tx.save_presentation(replace(SHOWN, place=there)))
        with pytest.raises((DomainError, IntegrityError)):
            await store.write(lambda tx: tx.keep_reflection(replace(OWN, guild_id=OTHER_GUILD)))
        assert await store.read(lambda r: r.presentation(GUILD, ID)) == SHOWN
        assert await store.read(lambda r: r.reflections(GUILD)) == [OWN]


async def test_reflections_are_found_by_class_and_by_person_and_forgotten(database: str) -> None:
    later = DiscussionId("f" * 12)
    changed = replace(OWN, text="Another word.", shared=Shared.WITHOUT_NAME)
    others = replace(OWN, person_id=12)
    again = replace(OWN, discussion_id=later, written_at=NOW + MINUTE)
    async with SqlStore(database) as store:
        await store.write(lambda tx: tx.save(a_discussion()))
        await store.write(lambda tx: tx.save(a_discussion(later, channel_id=CHANNEL + 1)))
        for each in (OWN, changed, others, again):
            await store.write(lambda tx, each=each: tx.keep_reflection(each))  # type: ignore[misc]
        mine = await store.read(lambda r: r.reflections(GUILD, person_id=11))
        assert mine == [again, changed]
        of_one = await store.read(lambda r: r.reflections(GUILD, discussion_id=ID))
        assert of_one == [changed, others]
        await store.write(lambda tx: tx.remove_reflection(GUILD, ID, 11))
        assert await store.read(lambda r: r.reflections(GUILD, person_id=11)) == [again]
        with pytest.raises(DomainError, match="NUL"):
            await store.write(lambda tx: tx.keep_reflection(replace(OWN, text="a\0b")))
