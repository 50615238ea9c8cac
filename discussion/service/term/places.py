"""Channels that are deleted while classes are planned there."""

from __future__ import annotations

from collections.abc import Sequence

from discussion.model import Person
from discussion.model.errors import WrongMoment
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.service.term.applying import apply, topic_of
from discussion.term.model import ClassId, Course, PlannedClass
from discussion.term.rota import news, places, posts, rota


class Places(Deciding):
    """Where classes meet, as Discord takes it away and people give it back."""

    def __init__(self, *, store: Store, clock: Clock, zone: str) -> None:
        """``zone`` is that of servers in which nothing was set up."""
        super().__init__(store=store, clock=clock)
        self._zone = zone

    async def gone(self, guild_id: int, channel_id: int, owner_id: int | None) -> None:
        """A channel was deleted: the classes to come there wait for another one.

        Those who prepare them and the lecturers are told and asked. Where the text channel of all
        classes is gone, the owner is told.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            before = transaction.term.course(guild_id) or Course(guild_id, self._zone)
            course = places.course_without(before, channel_id)
            known = transaction.term.classes(guild_id)
            waiting = places.bereft(known, before, channel_id, now)
            if course == before and not waiting:
                return
            transaction.term.save_course(course)
            for each in waiting:
                apply(transaction, each, self._zone, and_event=False)
            to_come = [
                each for each in transaction.term.classes(guild_id) if rota.is_to_come(each, now)
            ]
            for each in to_come:
                transaction.post(posts.event(each, course, topic_of(transaction, each)))
            if owner_id is not None and before.channel_id == channel_id:
                transaction.post(posts.place_gone(course, channel_id, len(to_come), owner_id))
                self._ask(transaction, waiting, course, None)
            else:
                self._ask(transaction, waiting, course, owner_id)

        await self._store.write(unit)

    async def event_gone(self, guild_id: int, event_id: int) -> None:
        """Discord took an event with the channel it was in: its class gets another event."""

        def unit(transaction: Transaction) -> None:
            planned = transaction.term.class_of_event(guild_id, event_id)
            if planned is None:
                return
            after = places.without_event(planned)
            apply(transaction, after, self._zone, and_event=False)
            course = transaction.term.course(guild_id) or Course(guild_id, self._zone)
            transaction.post(posts.event(after, course, topic_of(transaction, after)))

        await self._store.write(unit)

    async def settle(self, guild_id: int, by: Person, class_id: str, *, held: bool) -> PlannedClass:
        """Somebody says that a class meets where it can now, or that it does not take place."""

        def unit(transaction: Transaction) -> PlannedClass:
            known = transaction.term.classes(guild_id)
            after = places.settled(rota.found(known, ClassId(class_id)), by, held=held)
            return apply(transaction, after, self._zone, by=by.id)

        return await self._store.write(unit)

    async def settle_all(
        self, guild_id: int, by: Person, channel_id: int, *, held: bool
    ) -> Sequence[PlannedClass]:
        """A lecturer says the same of all classes that lost one channel and still wait.

        Their answer takes the place of the question in the channel.
        """
        rota.check_lecturer(by)

        def unit(transaction: Transaction) -> Sequence[PlannedClass]:
            waiting = [
                each
                for each in transaction.term.classes(guild_id)
                if each.lost_place_id == channel_id and rota.is_to_come(each, self._clock.now())
            ]
            if not waiting:
                raise WrongMoment("That is settled already; `/rota view` shows how things stand.")
            return [
                apply(
                    transaction,
                    places.settled(each, by, held=held),
                    self._zone,
                    by=by.id,
                    in_channel=False,
                )
                for each in waiting
            ]

        return await self._store.write(unit)

    @staticmethod
    def _ask(
        transaction: Transaction,
        waiting: Sequence[PlannedClass],
        course: Course,
        owner_id: int | None,
    ) -> None:
        if not waiting:
            return
        topics = {each.id: topic_of(transaction, each) for each in waiting}
        asked = [news.place_lost(each, course, topics[each.id]) for each in waiting]
        asked.append(news.places_lost(waiting, topics, course, owner_id))
        for post in asked:
            if post is not None:
                transaction.post(post)
