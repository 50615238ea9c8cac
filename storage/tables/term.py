"""The tables of the term: courses, topics, planned classes, swaps, reminders, promises."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from storage.database.columns import Document, Instant, Length, Snowflake, partial_index
from storage.tables.discussions import KEY, Row


class CourseRow(Row, table=True):
    """What a lecturer set up for one server."""

    __tablename__ = "course"

    guild_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    zone: str
    class_length: timedelta = Field(sa_type=Length)
    lecturer_role_id: int | None = Field(sa_type=Snowflake)
    class_role_id: int | None = Field(sa_type=Snowflake)
    channel_id: int | None = Field(sa_type=Snowflake)
    voice_channel_id: int | None = Field(sa_type=Snowflake)


class TopicRow(Row, table=True):
    """A topic, with its reading as a document."""

    __tablename__ = "topic"
    __table_args__ = (Index("ix_topic_guild", "guild_id", "position"),)

    id: str = Field(primary_key=True)
    title: str
    notes: str
    reading: Any = Field(sa_type=Document, nullable=True)
    position: int
    added_at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(sa_type=Instant)


class PlannedClassRow(Row, table=True):
    """A class at a date. ``starts`` is wall-clock time as ISO 8601 text without an offset."""

    __tablename__ = "planned_class"
    __table_args__ = (
        Index("ix_planned_class_guild", "guild_id", "starts"),
        partial_index(
            "uq_planned_class_event", "event_id", unique=True, where=text("event_id IS NOT NULL")
        ),
    )

    id: str = Field(primary_key=True)
    starts: str
    zone: str
    length: timedelta = Field(sa_type=Length)
    channel_id: int | None = Field(sa_type=Snowflake)
    voice_channel_id: int | None = Field(sa_type=Snowflake)
    topic_id: str | None = Field(foreign_key="topic.id")
    facilitator_id: int | None = Field(sa_type=Snowflake)
    format_name: str
    plans: Any = Field(sa_type=Document, nullable=False)
    state: str
    locked: bool
    event_id: int | None = Field(sa_type=Snowflake)
    event_starts_at: datetime | None = Field(sa_type=Instant)
    event_shown: str = Field(sa_column_kwargs={"server_default": text("''")})
    own_title: str = Field(sa_column_kwargs={"server_default": text("''")})
    own_notes: str | None
    own_place: str = Field(sa_column_kwargs={"server_default": text("''")})
    discussion_id: str | None = Field(foreign_key="discussion.id")
    facilitator_name: str
    asked_at: datetime | None = Field(sa_type=Instant)
    asked_lecturer: bool
    reminded_until: datetime | None = Field(sa_type=Instant)
    unreached: Any = Field(sa_type=Document, nullable=True)
    unreached_at: datetime | None = Field(sa_type=Instant)
    lost_place_id: int | None = Field(sa_type=Snowflake)


class SwapRow(Row, table=True):
    """An offer to swap two classes."""

    __tablename__ = "swap"
    __table_args__ = (
        Index("ix_swap_guild", "guild_id", "state"),
        Index("ix_swap_gives", "gives"),
        Index("ix_swap_takes", "takes"),
    )

    id: str = Field(primary_key=True)
    gives: str = Field(foreign_key="planned_class.id")
    takes: str = Field(foreign_key="planned_class.id")
    asked_by: int = Field(sa_type=Snowflake)
    asked_of: int = Field(sa_type=Snowflake)
    asked_at: datetime = Field(sa_type=Instant)
    state: str


class ReminderSettingRow(Row, table=True):
    """How somebody changed a kind of reminder; no lead means none of it."""

    __tablename__ = "reminder_setting"

    guild_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    person_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    kind: str = Field(primary_key=True)
    lead: timedelta | None = Field(sa_type=Length)


class PromiseRow(Row, table=True):
    """An action that came out of a class; ``due_on`` is a date as ISO 8601 text."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text_given"),
        Index("ix_promise_guild", "guild_id", "due_on"),
    )

    id: str = Field(primary_key=True)
    discussion_id: str = Field(foreign_key="discussion.id")
    contribution_id: int = Field(sa_type=Snowflake)
    text: str
    owner_id: int | None = Field(sa_type=Snowflake)
    due_on: str | None
    done_at: datetime | None = Field(sa_type=Instant)
    reminded_until: datetime | None = Field(sa_type=Instant)
