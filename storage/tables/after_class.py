"""The tables of what follows a class: how it is presented, and what people wrote for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from storage.database.columns import Document, Instant, Length, Snowflake, partial_index
from storage.tables.discussions import KEY, Row, of_discussion


class PresentationRow(Row, table=True):
    """How a discussion is presented; its lists are documents."""

    __tablename__ = "presentation"
    __table_args__ = (
        of_discussion(),
        CheckConstraint("run >= 1", name="run_from_one"),
        CheckConstraint("slide >= 1", name="slide_from_one"),
        partial_index(
            "ix_presentation_running", "guild_id", "discussion_id", where=text("ended_at IS NULL")
        ),
        # At most one thing is presented in a place.
        partial_index(
            "uq_presentation_place_live", "channel_id", unique=True, where=text("ended_at IS NULL")
        ),
    )

    discussion_id: str = Field(primary_key=True)
    channel_id: int = Field(sa_type=Snowflake)
    run: int
    length: timedelta = Field(sa_type=Length)
    people: Any = Field(sa_type=Document, nullable=False)
    shares: Any = Field(sa_type=Document, nullable=False)
    slide: int
    began_at: datetime = Field(sa_type=Instant)
    shown_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(sa_type=Instant)
    offers: Any = Field(sa_type=Document, nullable=False)
    questions: Any = Field(sa_type=Document, nullable=False)


class ReflectionRow(Row, table=True):
    """What somebody wrote for themselves after a class."""

    __tablename__ = "reflection"
    __table_args__ = (
        of_discussion(),
        CheckConstraint("shared IN ('nobody', 'with_name', 'without_name')", name="shared_known"),
        Index("ix_reflection_person", "guild_id", "person_id"),
    )

    discussion_id: str = Field(primary_key=True)
    person_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    question: str
    text: str
    written_at: datetime = Field(sa_type=Instant)
    shared: str
