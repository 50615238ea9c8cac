"""Topics over the real store: who may change the list, and that nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from discussion.model import Case, CaseStage
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, WrongMoment
from discussion.parsing.topic_lists import TopicList, read_topics
from discussion.service.term import topics
from discussion.service.term.rota import Rota
from discussion.service.term.topics import MOST_TOPICS, Topics
from storage.store.store import SqlStore
from tests.discussion.conftest import HandClock
from tests.discussion.material import ADA, BEN, GUILD, LECTURER, is_plain

OTHER_GUILD = GUILD + 9
CASE = Case("The night", (CaseStage("Before", "Mara was new."),))


class Kept:
    """Topics and rota of a store, on a clock that is moved by hand."""

    def __init__(self, store: SqlStore, clock: HandClock) -> None:
        ids = (f"{number:012x}" for number in count(1))
        self.topics = Topics(store=store, clock=clock, zone="UTC", draw=ids.__next__)
        self.rota = Rota(store=store, clock=clock, zone="UTC", draw=ids.__next__)
        self.clock = clock

    async def titles(self, guild_id: int = GUILD) -> list[str]:
        return [each.title for each in (await self.topics.view(guild_id)).topics]

    async def class_of(self, topic_id: str) -> str:
        """A class next week that Ada prepares on a topic."""
        wall = (self.clock.now() + timedelta(days=7)).replace(tzinfo=None, microsecond=0)
        added = await self.rota.add(GUILD, LECTURER, [wall])
        class_id = str(added.made[0].id)
        await self.rota.claim(GUILD, ADA, class_id, topic_id)
        return class_id


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    async with SqlStore(tmp_path / "class.db") as store:
        yield Kept(store, HandClock())


CHANGES: dict[str, Callable[[Topics, int, str], Awaitable[object]]] = {
    "edit": lambda t, guild, topic: t.edit(guild, LECTURER, topic, "Mine"),
    "remove": lambda t, guild, topic: t.remove(guild, LECTURER, topic, taken=True),
    "reading": lambda t, guild, topic: t.change_reading(guild, LECTURER, topic, lambda _: CASE),
    "look": lambda t, guild, topic: t.named(guild, topic),
}


@pytest.mark.parametrize("name", CHANGES)
async def test_another_servers_topic_is_not_there(kept: Kept, name: str) -> None:
    topic = await kept.topics.add(GUILD, LECTURER, "Rest")
    with pytest.raises(BadInput, match="no such topic in this server"):
        await CHANGES[name](kept.topics, OTHER_GUILD, str(topic.id))
    assert await kept.titles() == ["Rest"]
    assert await kept.titles(OTHER_GUILD) == []


@pytest.mark.parametrize(
    ("title", "notes"),
    [("", ""), (" \n ", ""), ("***", ""), ("x" * 500, ""), ("Fine", "x" * 5000)],
    ids=["empty", "blank", "no letter", "long", "long notes"],
)
async def test_a_topic_that_does_not_fit_is_refused_in_one_sentence(
    kept: Kept, title: str, notes: str
) -> None:
    with pytest.raises(BadInput) as refused:
        await kept.topics.add(GUILD, LECTURER, title, notes)
    assert is_plain(refused.value)
    assert await kept.titles() == []


async def test_two_who_add_the_same_topic_at_once_add_it_once(kept: Kept) -> None:
    both = (kept.topics.add(GUILD, LECTURER, title) for title in ("Rest", " rest "))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert sum(isinstance(each, DiscussionError) for each in answers) == 1
    assert len(await kept.titles()) == 1


async def test_a_list_that_is_added_twice_adds_nothing_the_second_time(kept: Kept) -> None:
    data = b"Rest\nCourage\n"
    assert len((await kept.topics.add_list(GUILD, LECTURER, "l.txt", data)).topics) == 2
    again = await kept.topics.add_list(GUILD, LECTURER, "l.txt", data)
    assert again.topics == ()
    assert [problem.line for problem in again.problems] == [1, 2]
    assert await kept.titles() == ["Rest", "Courage"]


async def test_a_list_that_would_be_too_many_adds_none_of_it(kept: Kept) -> None:
    many = "\n".join(f"Topic {n}" for n in range(MOST_TOPICS)).encode()
    await kept.topics.add_list(GUILD, LECTURER, "l.txt", many)
    with pytest.raises(BadInput, match="2,000"):
        await kept.topics.add_list(GUILD, LECTURER, "l.txt", b"One more\nAnd another\n")
    assert len(await kept.titles()) == MOST_TOPICS


async def test_a_topic_is_claimed_once_and_can_be_added_again_after_it_went(kept: Kept) -> None:
    topic = await kept.topics.add(GUILD, LECTURER, "Rest")
    await kept.class_of(str(topic.id))
    with pytest.raises(WrongMoment, match="is about that topic"):
        await kept.topics.remove(GUILD, LECTURER, str(topic.id), taken=False)
    await kept.topics.remove(GUILD, LECTURER, str(topic.id), taken=True)
    (planned,) = (await kept.rota.view(GUILD)).classes
    assert planned.topic_id == topic.id
    again = await kept.topics.add(GUILD, LECTURER, "Rest")
    assert again.id != topic.id


async def test_who_prepares_a_topic_changes_its_reading_until_the_class(kept: Kept) -> None:
    topic = await kept.topics.add(GUILD, LECTURER, "Rest")
    await kept.class_of(str(topic.id))
    changed = await kept.topics.change_reading(GUILD, ADA, str(topic.id), lambda _: CASE)
    assert changed.reading == CASE
    with pytest.raises(NotAllowed):
        await kept.topics.change_reading(GUILD, BEN, str(topic.id), lambda _: CASE)
    kept.clock.pass_by(timedelta(days=8))
    with pytest.raises(NotAllowed):
        await kept.topics.check_may_change(GUILD, ADA, str(topic.id))


async def test_a_change_that_is_refused_keeps_the_reading(kept: Kept) -> None:
    topic = await kept.topics.add(GUILD, LECTURER, "Rest")
    await kept.topics.change_reading(GUILD, LECTURER, str(topic.id), lambda _: CASE)

    def refuse(_: Case | None) -> Case:
        raise BadInput("No.")

    with pytest.raises(BadInput):
        await kept.topics.change_reading(GUILD, LECTURER, str(topic.id), refuse)
    assert (await kept.topics.named(GUILD, str(topic.id))).reading == CASE


async def test_topics_keep_their_order_and_what_came_with_a_line(kept: Kept) -> None:
    table = b"title;date;link;notes\nRest;2026-12-01;https://example.org/r;ch. 4\nCourage;;;\n"
    await kept.topics.add_list(GUILD, LECTURER, "l.csv", table)
    await kept.topics.add(GUILD, LECTURER, "Last")
    rest, courage, last = (await kept.topics.view(GUILD)).topics
    assert rest.notes == "Tuesday 1 December 2026\nhttps://example.org/r\nch. 4"
    assert (courage.notes, last.title) == ("", "Last")
    assert isinstance(rest.added_at, datetime)


async def test_nothing_waits_for_a_list_that_is_being_read(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    others, reading = threading.Event(), threading.Event()

    def slowly(*args: Any) -> TopicList:
        found = read_topics(*args)
        reading.set()
        assert others.wait(10), "What others write waits for the list."
        return found

    monkeypatch.setattr(topics, "read_topics", slowly)
    list_ = asyncio.create_task(
        kept.topics.add_list(GUILD, LECTURER, "t.txt", b"Power\nRest\nCare")
    )
    assert await asyncio.to_thread(reading.wait, 10)
    # While it is read somebody adds a topic that the list has as well.
    await kept.topics.add(GUILD, LECTURER, "rest")
    others.set()
    found = await list_
    assert [each.title for each in found.topics] == ["Power", "Care"]
    assert [(each.line, each.reason) for each in found.problems] == [
        (2, "The class has this topic already.")
    ]
    assert await kept.titles() == ["rest", "Power", "Care"]
