"""Classes when their time comes: waking them, opening them, and what happens in Discord to them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from discussion.model import Discussion, DiscussionId, Person, Place
from discussion.model.effects import DueAction, DueKind, Post, PostKind
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, WrongMoment
from discussion.ports.store import Clock, Store, Transaction
from discussion.ports.term import Room, Rooms
from discussion.service.deciding import Deciding
from discussion.service.lifecycle.formats import Formats
from discussion.service.lifecycle.rounds import Opening, Rounds
from discussion.service.term.applying import apply, topic_of
from discussion.term.model import ClassId, ClassState, Course, PlannedClass
from discussion.term.planning import showing
from discussion.term.planning.planning import Plan, plan_of
from discussion.term.reminders import waking
from discussion.term.reminders.waking import Known
from discussion.term.rota import posts, rota, walltime

log = logging.getLogger(__name__)

EARLY = timedelta(minutes=30)
"""How long before its time a class may be opened by its people."""
STUCK = "It could not open by itself, through a fault of mine; I keep trying."
"""What hinders a class that failed to open."""
_LOST = "the channel that it was planned for was deleted, and nobody said where it meets instead."
LATER = timedelta(minutes=10)
"""By how much "in ten minutes" puts a class off."""


class Classes(Deciding):
    """Planned classes as time and Discord change them."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        zone: str,
        formats: Formats,
        rounds: Rounds,
        rooms: Rooms,
        draw: Callable[[], str],
    ) -> None:
        """``rounds`` opens discussions, ``rooms`` knows where; ``draw`` makes their ids."""
        super().__init__(store=store, clock=clock)
        self._zone = zone
        self._formats = formats
        self._rounds = rounds
        self._rooms = rooms
        self._draw = draw

    def wake(self, transaction: Transaction, action: DueAction, now: datetime) -> None:
        """Do what a due action of a class asks for, in a unit of work."""
        class_id = ClassId(action.subject.removeprefix("class:"))
        planned = transaction.term.planned(action.guild_id, class_id)
        if planned is None:
            return
        known = self._known(transaction, planned)
        decision = waking.wake(planned, action, known, now)
        if decision is None:
            return
        after = decision.planned
        if decision.opens:
            after = self._opened_or_asked(transaction, after, known, now)
        apply(transaction, after, self._zone)
        for post in decision.posts:
            transaction.post(self._with_reason(transaction, post, planned, known))

    def stuck(self, transaction: Transaction, action: DueAction, now: datetime) -> None:
        """A class could not open by itself: whoever leads it is asked to open it, and told why."""
        class_id = ClassId(action.subject.removeprefix("class:"))
        planned = transaction.term.planned(action.guild_id, class_id)
        if planned is None or action.kind is not DueKind.CLASS_OPEN:
            return
        known = self._known(transaction, planned)
        # The moment at which it fell due names the question, so that further tries ask no more.
        asked = replace(planned, asked_at=planned.asked_at or action.due_at)
        channel = planned.channel_id or known.course.channel_id
        if planned.facilitator_id is not None:
            post = posts.ask_facilitator(asked, known.topic)
        elif channel is not None:
            post = posts.ask_lecturers(asked, known.course, channel, known.topic)
        else:
            return
        transaction.post(posts.because(post, STUCK, channel))

    async def open(self, guild_id: int, by: Person, class_id: str) -> PlannedClass:
        """Somebody opens a class at its time: its facilitator, or a lecturer.

        Raises:
            NotAllowed: They are neither.
            WrongMoment: It is over, cancelled or under way, or another one runs in its channel.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> PlannedClass:
            planned = self._asked(transaction, guild_id, class_id, by, now)
            return apply(transaction, self._open(transaction, planned, by, now), self._zone)

        return await self._store.write(unit)

    def open_due(
        self, transaction: Transaction, place: Place, by: Person, topic: str, now: datetime
    ) -> Discussion | None:
        """Open the class that somebody holds in a place about now; None if there is none.

        A class without a topic is about ``topic``. To be called in a unit of work.
        """
        for planned in transaction.term.classes(place.guild_id):
            if planned.facilitator_id != by.id or not _is_due(planned, now):
                continue
            known = self._known(transaction, planned)
            if (planned.channel_id or known.course.channel_id) == place.channel_id:
                opened = self._open(transaction, planned, by, now, topic)
                apply(transaction, opened, self._zone)
                return transaction.discussion_at(place)
        return None

    async def put_off(self, guild_id: int, by: Person, class_id: str) -> PlannedClass:
        """Somebody who was asked to open a class wants to be asked again in ten minutes."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> PlannedClass:
            planned = self._asked(transaction, guild_id, class_id, by, now)
            starts = walltime.wall_of(now + LATER, planned.zone).replace(microsecond=0)
            moved = replace(
                planned, starts=starts, asked_at=None, asked_lecturer=False, reminded_until=now
            )
            return apply(transaction, moved, self._zone, by=by.id)

        return await self._store.write(unit)

    async def call_off(self, guild_id: int, by: Person, class_id: str) -> PlannedClass:
        """Somebody who was asked to open a class says that it does not take place today."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> PlannedClass:
            planned = self._asked(transaction, guild_id, class_id, by, now)
            off = replace(planned, state=ClassState.CANCELLED)
            return apply(transaction, off, self._zone, by=by.id)

        return await self._store.write(unit)

    def ended(self, transaction: Transaction, discussion: Discussion) -> None:
        """A class's discussion is over: so is the class. To be called in a unit of work."""
        planned = transaction.term.class_of_discussion(discussion.place.guild_id, discussion.id)
        if planned is not None and planned.state is ClassState.OPEN:
            apply(transaction, replace(planned, state=ClassState.HELD), self._zone)

    def _known(self, transaction: Transaction, planned: PlannedClass) -> Known:
        term, guild_id = transaction.term, planned.guild_id
        return Known(
            course=term.course(guild_id) or Course(guild_id, self._zone),
            settings=term.reminder_settings(guild_id),
            topic=topic_of(transaction, planned),
        )

    def _asked(
        self, transaction: Transaction, guild_id: int, class_id: str, by: Person, now: datetime
    ) -> PlannedClass:
        """A class that may be opened by whoever answers. Raises if not."""
        planned = transaction.term.planned(guild_id, ClassId(class_id))
        if planned is None:
            raise BadInput("There is no such class in this server any more.")
        if planned.facilitator_id != by.id and not by.is_lecturer:
            raise NotAllowed("Only the facilitator of this class, or a lecturer, can do that.")
        if planned.state is ClassState.OPEN:
            raise WrongMoment("This class is running already.")
        if planned.state not in (ClassState.PLANNED, ClassState.READY):
            raise WrongMoment("This class is over or cancelled.")
        if now < rota.starts_at(planned) - EARLY:
            raise WrongMoment("It is too early for that: a class opens at its time.")
        return planned

    def _opened_or_asked(
        self, transaction: Transaction, planned: PlannedClass, known: Known, now: datetime
    ) -> PlannedClass:
        """The class opened by itself; where that cannot be, its people are asked."""
        try:
            return self._open(transaction, planned, None, now)
        except DiscussionError as error:
            log.info("Class %s did not open by itself: %s", planned.id, error)
            not_ready = replace(planned, state=ClassState.PLANNED)
            (action,) = (
                each
                for each in waking.due_actions(not_ready, known.settings)
                if each.kind.value == "class_open"
            )
            decision = waking.wake(not_ready, action, known, now)
            for post in decision.posts if decision else ():
                channel = planned.channel_id or known.course.channel_id
                transaction.post(posts.because(post, str(error), channel))
            return decision.planned if decision else not_ready

    def _open(
        self,
        transaction: Transaction,
        planned: PlannedClass,
        by: Person | None,
        now: datetime,
        topic: str = "",
    ) -> PlannedClass:
        """The class opened by somebody, or with None by itself. Raises where that cannot be.

        ``topic`` is what it is about if it has no topic.
        """
        known = self._known(transaction, planned)
        channel = planned.channel_id or known.course.channel_id
        if channel is None:
            raise WrongMoment("This class has no channel. A lecturer chooses one with /setup.")
        leads = by
        if planned.facilitator_id is not None:
            leads = Person(planned.facilitator_id, planned.facilitator_name)
        if leads is None:
            raise WrongMoment("Nobody has claimed this class yet. /rota claim takes it on.")
        plan = self._plan_of(transaction, planned, known)
        room = self._room_of(planned, known, plan, channel)
        if room.hindrance:
            raise NotAllowed(room.hindrance)
        opening = Opening(
            id=DiscussionId(self._draw()),
            place=Place(planned.guild_id, channel),
            by=leads,
            topic=showing.title_of(planned, known.topic) or topic or plan.format.title,
            format=plan.format,
            plans=plan.asked,
            case=plan.case,
            thread_of=room.thread_of,
            voice_channel_id=room.voice_channel_id,
            starts=rota.starts_at(planned),
            is_there=by is not None and by.id == leads.id,
        )
        discussion = self._rounds.open(transaction, opening, now)
        return replace(
            planned, state=ClassState.OPEN, discussion_id=discussion.id, lost_place_id=None
        )

    def _plan_of(self, transaction: Transaction, planned: PlannedClass, known: Known) -> Plan:
        formats = self._formats.known_to(transaction, planned.guild_id)
        reading = known.topic.reading if known.topic else None
        return plan_of(planned, {name: each.format for name, each in formats.items()}, reading)

    def _room_of(self, planned: PlannedClass, known: Known, plan: Plan, channel: int) -> Room:
        voice = showing.voice_of(planned, known.course)
        held = replace(plan.format, rounds=plan.rounds)
        return self._rooms.look(Place(planned.guild_id, channel), voice, held)

    def _with_reason(
        self, transaction: Transaction, post: Post, planned: PlannedClass, known: Known
    ) -> Post:
        """A question whether a class may open, with what would hinder it, while there is time."""
        channel = planned.channel_id or known.course.channel_id
        if post.kind is not PostKind.CLASS_ASK or channel is None:
            return post
        if planned.lost_place_id is not None:
            return posts.because(post, _LOST, channel)
        try:
            plan = self._plan_of(transaction, planned, known)
        except DiscussionError as error:
            return posts.because(post, str(error), channel)
        room = self._room_of(planned, known, plan, channel)
        return posts.because(post, room.hindrance, channel)


def _is_due(planned: PlannedClass, now: datetime) -> bool:
    """Whether it is about the time of a class that nobody opened yet."""
    starts = rota.starts_at(planned)
    waits = planned.state in (ClassState.PLANNED, ClassState.READY)
    return waits and starts - EARLY <= now < starts + planned.length
