"""The rota: dates, claims, swaps, and what a lecturer settles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from discussion.model import Person
from discussion.model.errors import BadInput
from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.service.term.applying import apply, apply_swap, topic_of
from discussion.term.model import (
    ClassId,
    Course,
    PlannedClass,
    Swap,
    SwapId,
    SwapState,
    Topic,
    TopicId,
)
from discussion.term.rota import posts, rota, swaps, walltime

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RotaView:
    """The rota as somebody sees it."""

    course: Course
    classes: tuple[PlannedClass, ...]
    topics: tuple[Topic, ...]
    """Those on the list, and those that were removed while a class had them."""
    swaps: tuple[Swap, ...]
    now: datetime

    @property
    def today(self) -> date:
        """Which day it is where the class is."""
        return walltime.day_of(self.now, self.course.zone)

    def topic_of(self, planned: PlannedClass) -> Topic | None:
        """The topic of a class, if it has one."""
        return next((each for each in self.topics if each.id == planned.topic_id), None)


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding dates."""

    made: tuple[PlannedClass, ...]
    left_out: tuple[datetime, ...]
    """Wall-clock times that are past or planned already."""
    zone: str


class Rota(Deciding):
    """Who prepares which class.

    Every change is decided in one unit of work, so two people who claim one class at once cannot
    both have it.
    """

    def __init__(self, *, store: Store, clock: Clock, zone: str, draw: Callable[[], str]) -> None:
        """``zone`` is that of servers without one; ``draw`` makes ids."""
        super().__init__(store=store, clock=clock)
        self._zone = zone
        self._draw = draw

    async def view(self, guild_id: int) -> RotaView:
        """The whole rota of a guild."""
        now = self._clock.now()

        def query(reader: Reader) -> RotaView:
            term = reader.term
            classes, topics = term.classes(guild_id), term.topics(guild_id)
            return RotaView(
                course=term.course(guild_id) or Course(guild_id, self._zone),
                classes=tuple(classes),
                topics=(*topics, *_kept(reader, classes, topics)),
                swaps=tuple(term.swaps(guild_id)),
                now=now,
            )

        return await self._store.read(query)

    async def add(self, guild_id: int, by: Person, walls: Iterable[datetime]) -> Added:
        """Plan classes at wall-clock times of the course's zone."""
        rota.check_lecturer(by)
        wanted, now = tuple(walls), self._clock.now()
        ids = [self._draw() for _ in wanted]

        def unit(transaction: Transaction) -> Added:
            course = transaction.term.course(guild_id) or Course(guild_id, self._zone)
            known = transaction.term.classes(guild_id)
            made, left_out = rota.added(known, wanted, course, iter(ids).__next__, now)
            for each in made:
                apply(transaction, each, self._zone)
            return Added(tuple(made), tuple(left_out), course.zone)

        return await self._store.write(unit)

    async def claim(
        self, guild_id: int, by: Person, class_id: str, topic_id: str | None = None
    ) -> PlannedClass:
        """Somebody takes on a class, with a topic or without one yet."""

        def decide(
            known: Sequence[PlannedClass], transaction: Transaction, now: datetime
        ) -> PlannedClass:
            topic = _topic(transaction, guild_id, topic_id)
            return rota.claimed(known, ClassId(class_id), by, topic, now)

        return await self._change(guild_id, decide)

    async def release(
        self, guild_id: int, by: Person, class_id: str, owner_id: int | None = None
    ) -> PlannedClass:
        """Somebody gives a class back; the lecturers are told if it is soon.

        ``owner_id`` is told in their place where no channel is set up.
        """

        def decide(
            known: Sequence[PlannedClass], transaction: Transaction, now: datetime
        ) -> PlannedClass:
            before = rota.found(known, ClassId(class_id))
            after = rota.released(before, by, now)
            if (
                before.facilitator_id is not None
                and rota.is_soon(after, now)
                and not by.is_lecturer
            ):
                self._tell_lecturers(transaction, [after], owner_id, now)
            return after

        return await self._change(guild_id, decide)

    async def assign(
        self,
        guild_id: int,
        by: Person,
        class_id: str,
        to: Person,
        topic_id: str | None = None,
    ) -> PlannedClass:
        """A lecturer gives a class to somebody."""

        def decide(
            known: Sequence[PlannedClass], transaction: Transaction, now: datetime
        ) -> PlannedClass:
            topic = _topic(transaction, guild_id, topic_id)
            return rota.assigned(known, ClassId(class_id), by, to, topic, now)

        return await self._change(guild_id, decide)

    async def lock(self, guild_id: int, by: Person, class_id: str, *, lock: bool) -> PlannedClass:
        """A lecturer holds a class as it is, or opens it again."""
        return await self._change(
            guild_id,
            lambda known, _t, _n: rota.locked(rota.found(known, ClassId(class_id)), by, lock=lock),
        )

    async def move(self, guild_id: int, by: Person, class_id: str, wall: datetime) -> PlannedClass:
        """A lecturer moves a class to another time."""
        return await self._change(
            guild_id,
            lambda known, _, now: rota.moved(known, ClassId(class_id), by, wall, now),
            by.id,
        )

    async def cancel(self, guild_id: int, by: Person, class_id: str) -> PlannedClass:
        """A lecturer cancels a class."""
        return await self._change(
            guild_id,
            lambda known, _t, _n: rota.cancelled(rota.found(known, ClassId(class_id)), by),
            by.id,
        )

    async def make_ready(
        self, guild_id: int, by: Person, class_id: str, *, ready: bool
    ) -> PlannedClass:
        """The facilitator says that everything is prepared, or not yet."""
        return await self._change(
            guild_id,
            lambda known, _, now: rota.made_ready(
                rota.found(known, ClassId(class_id)), by, now, ready=ready
            ),
        )

    async def offer_swap(self, guild_id: int, by: Person, gives: str, takes: str) -> Swap:
        """Somebody offers their class for another's; that one is asked."""
        now, new_id = self._clock.now(), SwapId(self._draw())

        def unit(transaction: Transaction) -> Swap:
            known = transaction.term.classes(guild_id)
            mine = rota.found(known, ClassId(gives))
            theirs = rota.found(known, ClassId(takes))
            asked_of = swaps.check_swap(mine, theirs, by, now)
            for other in transaction.term.swaps(guild_id):
                if other.gives == mine.id:
                    transaction.term.save_swap(replace(other, state=SwapState.LAPSED))
            swap = Swap(new_id, guild_id, mine.id, theirs.id, by.id, asked_of, now)
            apply_swap(transaction, swap, mine, theirs)
            return swap

        return await self._store.write(unit)

    async def answer_swap(self, guild_id: int, by: Person, swap_id: str, *, accept: bool) -> Swap:
        """Somebody answers an offer; accepted, the two swap dates."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> Swap:
            swap = transaction.term.swap(guild_id, SwapId(swap_id))
            if swap is None:
                raise BadInput("There is no such offer in this server any more.")
            known = transaction.term.classes(guild_id)
            gives, takes = rota.found(known, swap.gives), rota.found(known, swap.takes)
            after, mine, theirs = swaps.answered(swap, gives, takes, by, now, accept=accept)
            transaction.term.save_swap(after)
            transaction.post(posts.swap_answered(after))
            if accept:
                for each in (mine, theirs):
                    apply(transaction, each, self._zone)
                    _lapse(transaction, each)
            return after

        return await self._store.write(unit)

    async def left(
        self, guild_id: int, person_id: int, owner_id: int | None = None
    ) -> list[PlannedClass]:
        """Somebody left the server: what they would have prepared is free again.

        The lecturers are told in one message; ``owner_id`` in their place where no channel is
        set up.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> list[PlannedClass]:
            freed = rota.without(transaction.term.classes(guild_id), person_id, now)
            for each in freed:
                apply(transaction, each, self._zone)
            for swap in transaction.term.swaps(guild_id):
                if person_id in (swap.asked_by, swap.asked_of):
                    transaction.term.save_swap(replace(swap, state=SwapState.LAPSED))
            if freed:
                self._tell_lecturers(transaction, freed, owner_id, now)
            return freed

        return await self._store.write(unit)

    def _tell_lecturers(
        self,
        transaction: Transaction,
        freed: Sequence[PlannedClass],
        owner_id: int | None,
        now: datetime,
    ) -> None:
        guild_id = freed[0].guild_id
        course = transaction.term.course(guild_id) or Course(guild_id, self._zone)
        topics = {each.id: topic_of(transaction, each) for each in freed}
        known = {class_id: topic for class_id, topic in topics.items() if topic is not None}
        post = posts.without_facilitator(freed, known, course, owner_id, now)
        if post is not None:
            transaction.post(post)

    async def _change(
        self,
        guild_id: int,
        decide: Callable[[Sequence[PlannedClass], Transaction, datetime], PlannedClass],
        by: int | None = None,
    ) -> PlannedClass:
        now = self._clock.now()

        def unit(transaction: Transaction) -> PlannedClass:
            known = transaction.term.classes(guild_id)
            after = apply(transaction, decide(known, transaction, now), self._zone, by=by)
            _lapse(transaction, after)
            return after

        return await self._store.write(unit)


def _kept(
    reader: Reader, classes: Sequence[PlannedClass], topics: Sequence[Topic]
) -> Iterator[Topic]:
    """The topics that are off the list but which a class has."""
    for topic_id in rota.topics_taken(classes) - {each.id for each in topics}:
        topic = reader.term.topic(classes[0].guild_id, topic_id)
        if topic is not None:
            yield topic


def _topic(transaction: Transaction, guild_id: int, topic_id: str | None) -> Topic | None:
    if topic_id is None:
        return None
    topic = transaction.term.topic(guild_id, TopicId(topic_id))
    if topic is None:
        raise BadInput("There is no such topic in this server. Pick one from the list.")
    return topic


def _lapse(transaction: Transaction, changed: PlannedClass) -> None:
    """Let the offers go that cannot be accepted any more, now that a class changed."""
    for swap in transaction.term.swaps(changed.guild_id):
        if swaps.is_moot(swap, changed):
            transaction.term.save_swap(replace(swap, state=SwapState.LAPSED))
