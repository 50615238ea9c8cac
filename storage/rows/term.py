"""The rows of the term; fulfils ``discussion.ports.term``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, select

from discussion.model import DiscussionId
from discussion.term.model import (
    ClassId,
    ClassState,
    Course,
    PlannedClass,
    Promise,
    PromiseId,
    ReminderKind,
    ReminderSetting,
    Swap,
    SwapId,
    SwapState,
    Topic,
    TopicId,
)
from storage.database.errors import DomainError
from storage.mapping import codec
from storage.mapping.rows import Stored, Values, checked, none_or_some, some
from storage.rows.upserting import upsert
from storage.tables.discussions import ContributionRow, table_of
from storage.tables.term import (
    CourseRow,
    PlannedClassRow,
    PromiseRow,
    ReminderSettingRow,
    SwapRow,
    TopicRow,
)

T = TypeVar("T")

courses = table_of(CourseRow)
topics = table_of(TopicRow)
classes = table_of(PlannedClassRow)
swaps = table_of(SwapRow)
reminder_settings = table_of(ReminderSettingRow)
promises = table_of(PromiseRow)
contributions = table_of(ContributionRow)


class SqlTermReader:
    """Answers questions about the term from what one connection sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def course(self, guild_id: int) -> Course | None:
        """What was set up for this guild's classes."""
        return self._one(courses, _to_course, courses.c.guild_id == guild_id)

    def courses(self) -> Sequence[Course]:
        """What was set up in all guilds: for start-up."""
        return self._all(courses, _to_course, courses.c.guild_id)

    def topic(self, guild_id: int, topic_id: TopicId) -> Topic | None:
        """One topic, removed ones included."""
        return self._one(
            topics, _to_topic, topics.c.guild_id == guild_id, topics.c.id == str(topic_id)
        )

    def topics(self, guild_id: int) -> Sequence[Topic]:
        """The topics that were not removed, in their order."""
        kept = (topics.c.guild_id == guild_id, topics.c.removed_at.is_(None))
        return self._all(topics, _to_topic, topics.c.position, topics.c.id, where=kept)

    def planned(self, guild_id: int, class_id: ClassId) -> PlannedClass | None:
        """One planned class."""
        return self._one(
            classes, _to_class, classes.c.guild_id == guild_id, classes.c.id == str(class_id)
        )

    def classes(self, guild_id: int) -> Sequence[PlannedClass]:
        """All planned classes of the guild, the earliest first."""
        mine = (classes.c.guild_id == guild_id,)
        return self._all(classes, _to_class, classes.c.starts, classes.c.id, where=mine)

    def class_of_discussion(
        self, guild_id: int, discussion_id: DiscussionId
    ) -> PlannedClass | None:
        """The planned class that a discussion was opened for."""
        of_discussion = classes.c.discussion_id == str(discussion_id)
        return self._one(classes, _to_class, classes.c.guild_id == guild_id, of_discussion)

    def class_of_event(self, guild_id: int, event_id: int) -> PlannedClass | None:
        """The class that a scheduled event of Discord stands for."""
        return self._one(
            classes, _to_class, classes.c.guild_id == guild_id, classes.c.event_id == event_id
        )

    def swap(self, guild_id: int, swap_id: SwapId) -> Swap | None:
        """One offer to swap."""
        return self._one(swaps, _to_swap, swaps.c.guild_id == guild_id, swaps.c.id == str(swap_id))

    def swaps(self, guild_id: int) -> Sequence[Swap]:
        """The offers that are still open."""
        still_open = (swaps.c.guild_id == guild_id, swaps.c.state == SwapState.OFFERED.value)
        return self._all(swaps, _to_swap, swaps.c.asked_at, swaps.c.id, where=still_open)

    def reminder_settings(self, guild_id: int) -> Sequence[ReminderSetting]:
        """What people changed about their reminders."""
        table = reminder_settings
        order = (table.c.person_id, table.c.kind)
        return self._all(table, _to_setting, *order, where=(table.c.guild_id == guild_id,))

    def promise(self, guild_id: int, promise_id: PromiseId) -> Promise | None:
        """One promised action."""
        mine = (promises.c.guild_id == guild_id, promises.c.id == str(promise_id))
        return self._one(promises, _to_promise, *mine, ~_withdrawn())

    def promises(
        self, guild_id: int, discussion_id: DiscussionId | None = None
    ) -> Sequence[Promise]:
        """The promised actions of the guild, or of one discussion, in the order of their dates."""
        where = [promises.c.guild_id == guild_id, ~_withdrawn()]
        if discussion_id is not None:
            where.append(promises.c.discussion_id == str(discussion_id))
        # Without a date last, on both databases.
        order = (promises.c.due_on.is_(None), promises.c.due_on, promises.c.id)
        return self._all(promises, _to_promise, *order, where=where)

    def _one(
        self, table: Table, read: Callable[[Stored], T], *where: ColumnElement[bool]
    ) -> T | None:
        found = self._connection.execute(select(table).where(*where)).mappings().first()
        return None if found is None else read(found)

    def _all(
        self,
        table: Table,
        read: Callable[[Stored], T],
        *order: ColumnElement[Any],
        where: Sequence[ColumnElement[bool]] = (),
    ) -> list[T]:
        query = select(table).where(*where).order_by(*order)
        return [read(row) for row in self._connection.execute(query).mappings()]


class SqlTerm(SqlTermReader):
    """Changes to the term in one transaction; ``touched`` is called before anything is written."""

    def __init__(self, connection: Connection, touched: Callable[[], None]) -> None:
        super().__init__(connection)
        self._touched = touched

    def save_course(self, course: Course) -> None:
        """Keep what was set up for a guild."""
        self._save(
            courses,
            {
                "guild_id": course.guild_id,
                "zone": course.zone,
                "class_length": course.class_length,
                "lecturer_role_id": course.lecturer_role_id,
                "class_role_id": course.class_role_id,
                "channel_id": course.channel_id,
                "voice_channel_id": course.voice_channel_id,
            },
        )

    def save_topic(self, topic: Topic) -> None:
        """Insert a topic or bring it up to date."""
        self._save(
            topics,
            {
                "id": str(topic.id),
                "guild_id": topic.guild_id,
                "title": topic.title,
                "notes": topic.notes,
                "reading": codec.case_document(topic.reading),
                "position": topic.position,
                "added_at": topic.added_at,
                "removed_at": topic.removed_at,
            },
        )

    def save_class(self, planned: PlannedClass) -> None:
        """Insert a planned class or bring it up to date."""
        self._save(
            classes,
            {
                "id": str(planned.id),
                "guild_id": planned.guild_id,
                "starts": _wall(planned.starts),
                "zone": planned.zone,
                "length": planned.length,
                "channel_id": planned.channel_id,
                "voice_channel_id": planned.voice_channel_id,
                "topic_id": planned.topic_id,
                "facilitator_id": planned.facilitator_id,
                "format_name": planned.format_name,
                "plans": codec.plans_document(planned.plans),
                "state": planned.state.value,
                "locked": planned.locked,
                "event_id": planned.event_id,
                "event_starts_at": planned.event_starts_at,
                "event_shown": planned.event_shown,
                "own_title": planned.own_title,
                "own_notes": planned.own_notes,
                "own_place": planned.own_place,
                "discussion_id": planned.discussion_id,
                "facilitator_name": planned.facilitator_name,
                "asked_at": planned.asked_at,
                "asked_lecturer": planned.asked_lecturer,
                "reminded_until": planned.reminded_until,
                "unreached": some(planned.unreached),
                "unreached_at": planned.unreached_at,
                "lost_place_id": planned.lost_place_id,
            },
        )

    def remove_class(self, guild_id: int, class_id: ClassId) -> None:
        """Forget a planned class, with the offers to swap it."""
        self._touched()
        of_class = (swaps.c.gives == str(class_id)) | (swaps.c.takes == str(class_id))
        self._connection.execute(delete(swaps).where(swaps.c.guild_id == guild_id, of_class))
        self._connection.execute(
            delete(classes).where(classes.c.guild_id == guild_id, classes.c.id == str(class_id))
        )

    def save_swap(self, swap: Swap) -> None:
        """Insert an offer to swap or bring it up to date."""
        self._save(
            swaps,
            {
                "id": str(swap.id),
                "guild_id": swap.guild_id,
                "gives": str(swap.gives),
                "takes": str(swap.takes),
                "asked_by": swap.asked_by,
                "asked_of": swap.asked_of,
                "asked_at": swap.asked_at,
                "state": swap.state.value,
            },
        )

    def set_reminder(self, setting: ReminderSetting) -> None:
        """Keep how somebody changed a kind of reminder."""
        self._save(
            reminder_settings,
            {
                "guild_id": setting.guild_id,
                "person_id": setting.person_id,
                "kind": setting.kind.value,
                "lead": setting.lead,
            },
        )

    def save_promise(self, promise: Promise) -> None:
        """Insert a promised action or bring it up to date."""
        self._save(
            promises,
            {
                "id": str(promise.id),
                "guild_id": promise.guild_id,
                "discussion_id": str(promise.discussion_id),
                "contribution_id": promise.contribution_id,
                "text": promise.text,
                "owner_id": promise.owner_id,
                "due_on": None if promise.due_on is None else promise.due_on.isoformat(),
                "done_at": promise.done_at,
                "reminded_until": promise.reminded_until,
            },
        )

    def _save(self, table: Table, values: Values) -> None:
        """Write one row. Raises ``DomainError`` if its id is taken in another guild."""
        self._touched()
        if upsert(self._connection, table, [checked(values)]) != 1:
            raise DomainError(f"A row of {table.name} belongs to another guild.")


def _withdrawn() -> ColumnElement[bool]:
    """Whether the words that a promise came from were taken back: it is then nobody's any more."""
    return exists().where(
        contributions.c.id == promises.c.contribution_id,
        contributions.c.guild_id == promises.c.guild_id,
        contributions.c.withdrawn_at.is_not(None),
    )


def _wall(wall: datetime) -> str:
    """Wall-clock time as text that sorts as time does. Raises ``DomainError`` for an aware one."""
    if wall.tzinfo is not None:
        raise DomainError("A class begins at wall-clock time, which has no offset.")
    return wall.isoformat(" ", "seconds")


def _to_course(row: Stored) -> Course:
    return Course(
        guild_id=row["guild_id"],
        zone=row["zone"],
        class_length=row["class_length"],
        lecturer_role_id=row["lecturer_role_id"],
        class_role_id=row["class_role_id"],
        channel_id=row["channel_id"],
        voice_channel_id=row["voice_channel_id"],
    )


def _to_topic(row: Stored) -> Topic:
    return Topic(
        id=TopicId(row["id"]),
        guild_id=row["guild_id"],
        title=row["title"],
        added_at=row["added_at"],
        position=row["position"],
        notes=row["notes"],
        reading=codec.case_of(row["reading"]),
        removed_at=row["removed_at"],
    )


def _to_class(row: Stored) -> PlannedClass:
    return PlannedClass(
        id=ClassId(row["id"]),
        guild_id=row["guild_id"],
        starts=datetime.fromisoformat(row["starts"]),
        zone=row["zone"],
        length=row["length"],
        channel_id=row["channel_id"],
        voice_channel_id=row["voice_channel_id"],
        topic_id=None if row["topic_id"] is None else TopicId(row["topic_id"]),
        facilitator_id=row["facilitator_id"],
        format_name=row["format_name"],
        plans=codec.plans_of(row["plans"]),
        state=ClassState(row["state"]),
        locked=row["locked"],
        event_id=row["event_id"],
        event_starts_at=row["event_starts_at"],
        event_shown=row["event_shown"],
        own_title=row["own_title"],
        own_notes=row["own_notes"],
        own_place=row["own_place"],
        discussion_id=None if row["discussion_id"] is None else DiscussionId(row["discussion_id"]),
        facilitator_name=row["facilitator_name"],
        asked_at=row["asked_at"],
        asked_lecturer=row["asked_lecturer"],
        reminded_until=row["reminded_until"],
        unreached=none_or_some(row["unreached"]),
        unreached_at=row["unreached_at"],
        lost_place_id=row["lost_place_id"],
    )


def _to_swap(row: Stored) -> Swap:
    return Swap(
        id=SwapId(row["id"]),
        guild_id=row["guild_id"],
        gives=ClassId(row["gives"]),
        takes=ClassId(row["takes"]),
        asked_by=row["asked_by"],
        asked_of=row["asked_of"],
        asked_at=row["asked_at"],
        state=SwapState(row["state"]),
    )


def _to_setting(row: Stored) -> ReminderSetting:
    kind = ReminderKind(row["kind"])
    return ReminderSetting(row["guild_id"], row["person_id"], kind, row["lead"])


def _to_promise(row: Stored) -> Promise:
    return Promise(
        id=PromiseId(row["id"]),
        guild_id=row["guild_id"],
        discussion_id=DiscussionId(row["discussion_id"]),
        contribution_id=row["contribution_id"],
        text=row["text"],
        owner_id=row["owner_id"],
        due_on=None if row["due_on"] is None else date.fromisoformat(row["due_on"]),
        done_at=row["done_at"],
        reminded_until=row["reminded_until"],
    )
