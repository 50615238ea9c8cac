"""Courses: what a lecturer sets up for the classes of one server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from discussion.model import Person
from discussion.model.errors import BadInput, NotAllowed
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.service.term.applying import apply, topic_of
from discussion.term.model import Course
from discussion.term.rota import news, posts, rota, walltime

SHORTEST_CLASS = timedelta(minutes=10)
LONGEST_CLASS = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class CourseChanges:
    """What a lecturer chose anew; None leaves a thing as it is."""

    zone: str | None = None
    class_length: timedelta | None = None
    lecturer_role_id: int | None = None
    class_role_id: int | None = None
    channel_id: int | None = None
    voice_channel_id: int | None = None

    def chosen(self) -> dict[str, Any]:
        """The names and values of what was chosen."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value is not None}


class Courses(Deciding):
    """Settings of servers. Who lectures is asked at every command, so it is kept in memory."""

    def __init__(self, *, store: Store, clock: Clock, zone: str) -> None:
        """``zone`` is the IANA zone of servers in which nothing was set up."""
        super().__init__(store=store, clock=clock)
        self._zone = zone
        self._lecturer_roles: dict[int, int] = {}

    async def load(self) -> None:
        """Read who lectures where; to be awaited once, before the first command."""
        for course in await self._store.read(lambda reader: reader.term.courses()):
            self._note(course)

    def lecturer_role(self, guild_id: int) -> int | None:
        """The role whose members are lecturers in a guild; None if none was chosen."""
        return self._lecturer_roles.get(guild_id)

    async def of(self, guild_id: int) -> Course:
        """What is set up in a guild, with the defaults where nothing is."""
        found = await self._store.read(lambda reader: reader.term.course(guild_id))
        return found or Course(guild_id, self._zone)

    async def set_up(self, guild_id: int, by: Person, changes: CourseChanges) -> Course:
        """Change what is set up in a guild.

        Raises:
            NotAllowed: Somebody who is no lecturer asks.
            BadInput: There is no such zone, or the length is none for a class.
        """
        if not by.is_lecturer:
            raise NotAllowed(
                "Only a lecturer, or somebody who may manage the server, can set it up."
            )
        if changes.zone is not None:
            walltime.zone_named(changes.zone)
        length = changes.class_length
        if length is not None and not SHORTEST_CLASS <= length <= LONGEST_CLASS:
            raise BadInput("A class lasts from 10 minutes to 3 hours.")

        now = self._clock.now()

        def unit(transaction: Transaction) -> Course:
            before = transaction.term.course(guild_id) or Course(guild_id, self._zone)
            after = replace(before, **changes.chosen())
            transaction.term.save_course(after)
            if {"channel_id", "voice_channel_id"} & set(changes.chosen()):
                self._move(transaction, after, _places(before) - _places(after), now)
            return after

        course = await self._store.write(unit)
        self._note(course)
        return course

    def _move(
        self, transaction: Transaction, course: Course, gone: Collection[int], now: datetime
    ) -> None:
        """Let classes to come meet where the course does, and their events say so.

        Those that waited for a channel wait no longer.
        """
        for each in rota.without_place(transaction.term.classes(course.guild_id), gone, now):
            apply(transaction, each, self._zone, and_event=False)
        to_come = [
            each for each in transaction.term.classes(course.guild_id) if rota.is_to_come(each, now)
        ]
        waited = [each for each in to_come if each.lost_place_id is not None]
        for each in waited:
            apply(
                transaction,
                replace(each, lost_place_id=None),
                self._zone,
                and_event=False,
                in_channel=len(waited) == 1,
            )
        told = news.all_placed(waited, course) if len(waited) > 1 else None
        if told is not None:
            transaction.post(told)
        for each in to_come:
            placed = replace(each, lost_place_id=None)
            transaction.post(posts.event(placed, course, topic_of(transaction, placed)))

    def _note(self, course: Course) -> None:
        if course.lecturer_role_id is not None:
            self._lecturer_roles[course.guild_id] = course.lecturer_role_id


def _places(course: Course) -> set[int]:
    """The channels in which the classes of a course meet."""
    return {each for each in (course.channel_id, course.voice_channel_id) if each is not None}
