"""Topics: what classes can be about. Lecturers keep the list; everybody may look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from discussion.model import Case, Person
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.parsing.dates import in_full
from discussion.parsing.text import clean_text
from discussion.parsing.topic_lists import (
    LONGEST_NOTES,
    LONGEST_TITLE,
    ListedTopic,
    TopicList,
    read_topics,
    without,
)
from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.term.model import ClassState, Course, PlannedClass, Topic, TopicId
from discussion.term.rota import posts, rota, walltime

MOST_TOPICS = 2000
"""The most topics of one server: as many as one list may hold."""


@dataclass(frozen=True, slots=True)
class TopicsView:
    """The topics of a server in their order, and the class that has each of those taken."""

    topics: tuple[Topic, ...]
    classes: dict[TopicId, PlannedClass]


class Topics(Deciding):
    """The list of topics of each server."""

    def __init__(self, *, store: Store, clock: Clock, zone: str, draw: Callable[[], str]) -> None:
        """``zone`` is that of servers without one; ``draw`` makes ids."""
        super().__init__(store=store, clock=clock)
        self._zone = zone
        self._draw = draw

    async def view(self, guild_id: int) -> TopicsView:
        """All topics of a guild."""

        def query(reader: Reader) -> TopicsView:
            taken = {
                each.topic_id: each
                for each in reader.term.classes(guild_id)
                if each.topic_id is not None and each.state is not ClassState.CANCELLED
            }
            return TopicsView(tuple(reader.term.topics(guild_id)), taken)

        return await self._store.read(query)

    async def preview(self, guild_id: int, by: Person, name: str, data: bytes) -> TopicList:
        """What a list would add, and what is wrong on which line. Nothing is added.

        Raises:
            NotAllowed: Somebody who is no lecturer asks.
            BadInput: There are no topics in the list, or too many.
        """
        rota.check_lecturer(by)
        now = self._clock.now()

        def query(reader: Reader) -> TopicList:
            known = reader.term.topics(guild_id)
            today = self._today(reader, guild_id, now)
            return read_topics(name, data, [each.title for each in known], today)

        return await self._store.read(query)

    async def add_list(self, guild_id: int, by: Person, name: str, data: bytes) -> TopicList:
        """Add what a list holds and the server does not have yet; raises as ``preview`` does."""
        # Read before the unit of work: all that is written anywhere waits for a unit to end.
        read = await self.preview(guild_id, by, name, data)

        def unit(transaction: Transaction) -> TopicList:
            # Somebody may have added some of them meanwhile.
            found = without(read, [each.title for each in transaction.term.topics(guild_id)])
            self._append(transaction, guild_id, found.topics)
            return found

        return await self._store.write(unit)

    async def add(self, guild_id: int, by: Person, title: str, notes: str = "") -> Topic:
        """Add one topic.

        Raises:
            NotAllowed: Somebody who is no lecturer asks.
            BadInput: The title or the notes do not fit, or the list has that topic.
        """
        rota.check_lecturer(by)
        title, notes = _title(title), _notes(notes)

        def unit(transaction: Transaction) -> Topic:
            _check_new(transaction, guild_id, title)
            return self._append(transaction, guild_id, [ListedTopic(0, title, notes=notes)])[0]

        return await self._store.write(unit)

    async def edit(
        self,
        guild_id: int,
        by: Person,
        topic_id: str,
        title: str | None = None,
        notes: str | None = None,
    ) -> Topic:
        """Change the title or the notes of a topic; raises as ``add`` does."""
        rota.check_lecturer(by)
        if title is None and notes is None:
            raise BadInput("Give the topic a new title or new notes.")

        now = self._clock.now()

        def unit(transaction: Transaction) -> Topic:
            topic = _found(transaction, guild_id, topic_id)
            if title is not None:
                _check_new(transaction, guild_id, _title(title), apart_from=topic.id)
                topic = replace(topic, title=_title(title))
            if notes is not None:
                topic = replace(topic, notes=_notes(notes))
            transaction.term.save_topic(topic)
            # The events of classes to come show the topic.
            course = transaction.term.course(guild_id) or Course(guild_id, self._zone)
            for each in transaction.term.classes(guild_id):
                if each.topic_id == topic.id and rota.is_to_come(each, now):
                    # The latest word holds, here or in the event.
                    shown = replace(
                        each,
                        own_title="" if title is not None else each.own_title,
                        own_notes=None if notes is not None else each.own_notes,
                    )
                    transaction.term.save_class(shown)
                    transaction.post(posts.event(shown, course, topic))
            return topic

        return await self._store.write(unit)

    async def remove(self, guild_id: int, by: Person, topic_id: str, *, taken: bool) -> Topic:
        """Take a topic off the list; a class that has it keeps it.

        ``taken`` says that it may go although a class to come has it.

        Raises:
            NotAllowed: Somebody who is no lecturer asks.
            WrongMoment: A class to come has it, and that was not said.
        """
        rota.check_lecturer(by)
        now = self._clock.now()

        def unit(transaction: Transaction) -> Topic:
            topic = _found(transaction, guild_id, topic_id)
            for each in transaction.term.classes(guild_id):
                if each.topic_id == topic.id and rota.is_to_come(each, now) and not taken:
                    raise WrongMoment(
                        f"The class of {rota.day(each)} is about that topic. Remove it with "
                        "taken: True if it may go all the same; the class keeps it."
                    )
            topic = replace(topic, removed_at=now)
            transaction.term.save_topic(topic)
            return topic

        return await self._store.write(unit)

    async def named(self, guild_id: int, topic_id: str) -> Topic:
        """One topic of the list. Raises ``BadInput`` if it is not there."""
        return await self._store.read(lambda reader: _found(reader, guild_id, topic_id))

    async def check_may_change(self, guild_id: int, by: Person, topic_id: str) -> None:
        """Raise what ``change_reading`` would for this person and topic."""
        now = self._clock.now()

        def query(reader: Reader) -> None:
            _check_prepares(reader, _found(reader, guild_id, topic_id), by, now)

        await self._store.read(query)

    async def change_reading(
        self,
        guild_id: int,
        by: Person,
        topic_id: str,
        change: Callable[[Case | None], Case],
    ) -> Topic:
        """Change the reading of a topic.

        Raises:
            NotAllowed: Neither a lecturer nor the facilitator who claimed the topic asks.
            BadInput: There is no such topic, or ``change`` refuses.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> Topic:
            topic = _found(transaction, guild_id, topic_id)
            _check_prepares(transaction, topic, by, now)
            topic = replace(topic, reading=change(topic.reading))
            transaction.term.save_topic(topic)
            return topic

        return await self._store.write(unit)

    def _today(self, reader: Reader, guild_id: int, now: datetime) -> date:
        """Which day it is where the class is."""
        course = reader.term.course(guild_id)
        return walltime.day_of(now, course.zone if course else self._zone)

    def _append(
        self, transaction: Transaction, guild_id: int, listed: Sequence[ListedTopic]
    ) -> list[Topic]:
        known = transaction.term.topics(guild_id)
        if len(known) + len(listed) > MOST_TOPICS:
            raise BadInput(
                f"A server has up to {MOST_TOPICS:,} topics; there are {len(known):,} already."
            )
        first = max((each.position for each in known), default=0) + 1
        made = [
            Topic(
                id=TopicId(self._draw()),
                guild_id=guild_id,
                title=each.title,
                added_at=self._clock.now(),
                position=position,
                notes=_notes_of(each),
            )
            for position, each in enumerate(listed, first)
        ]
        for topic in made:
            transaction.term.save_topic(topic)
        return made


def _found(reader: Reader, guild_id: int, topic_id: str) -> Topic:
    topic = reader.term.topic(guild_id, TopicId(topic_id))
    if topic is None or topic.removed_at is not None:
        raise BadInput("There is no such topic in this server. Pick one from the list.")
    return topic


def _check_prepares(reader: Reader, topic: Topic, by: Person, now: datetime) -> None:
    """Raise ``NotAllowed`` unless somebody lectures or claimed a class to come with the topic."""
    mine = any(
        each.topic_id == topic.id and each.facilitator_id == by.id and rota.is_to_come(each, now)
        for each in reader.term.classes(topic.guild_id)
    )
    if not mine and not by.is_lecturer:
        raise NotAllowed("Only a lecturer, or who prepares the class on that topic, can do that.")


def _check_new(
    transaction: Transaction, guild_id: int, title: str, apart_from: TopicId | None = None
) -> None:
    for each in transaction.term.topics(guild_id):
        if each.id != apart_from and each.title.casefold() == title.casefold():
            raise BadInput("The class has this topic already.")


def _title(title: str) -> str:
    title = " ".join(clean_text(title).split())
    if not any(character.isalnum() for character in title) or len(title) > LONGEST_TITLE:
        raise BadInput(f"Give the topic a title of 1 to {LONGEST_TITLE} characters.")
    return title


def _notes(notes: str) -> str:
    notes = clean_text(notes)
    if len(notes) > LONGEST_NOTES:
        raise BadInput(f"The notes have {len(notes)} characters; up to {LONGEST_NOTES} fit.")
    return notes


def _notes_of(listed: ListedTopic) -> str:
    """The date, the link and the notes of a line of a list, as notes of the topic."""
    day = in_full(listed.on) if listed.on else ""
    return "\n".join(part for part in (day, listed.link, listed.notes) if part)
