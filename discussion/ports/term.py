"""What the rules of the term need from the store; every question carries the guild."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from discussion.model import DiscussionId, Format, Place
from discussion.term.model import (
    ClassId,
    Course,
    PlannedClass,
    Promise,
    PromiseId,
    ReminderSetting,
    Swap,
    SwapId,
    Topic,
    TopicId,
)


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of where a class meets."""

    thread_of: int | None = None
    """The parent channel, where the place is a thread."""
    voice_channel_id: int | None = None
    """Where people talk; None where that channel is gone."""
    hindrance: str = ""
    """Why a discussion cannot run there, in one sentence; empty where it can, or nobody knows."""


class Rooms(Protocol):
    """Looks at a server's channels, also from the thread of the store: it asks nobody."""

    def look(self, place: Place, voice_channel_id: int | None, format_: Format) -> Room:
        """What is known of a place and its voice channel for a discussion of a format."""
        ...


class TermReader(Protocol):
    """Questions about the term of a guild."""

    def course(self, guild_id: int) -> Course | None:
        """What was set up for this guild's classes."""
        ...

    def courses(self) -> Sequence[Course]:
        """What was set up in all guilds: for start-up."""
        ...

    def topic(self, guild_id: int, topic_id: TopicId) -> Topic | None:
        """One topic, removed ones included."""
        ...

    def topics(self, guild_id: int) -> Sequence[Topic]:
        """The topics that were not removed, in their order."""
        ...

    def planned(self, guild_id: int, class_id: ClassId) -> PlannedClass | None:
        """One planned class."""
        ...

    def classes(self, guild_id: int) -> Sequence[PlannedClass]:
        """All planned classes of the guild, the earliest first."""
        ...

    def class_of_discussion(
        self, guild_id: int, discussion_id: DiscussionId
    ) -> PlannedClass | None:
        """The planned class that a discussion was opened for."""
        ...

    def class_of_event(self, guild_id: int, event_id: int) -> PlannedClass | None:
        """The class that a scheduled event of Discord stands for."""
        ...

    def swap(self, guild_id: int, swap_id: SwapId) -> Swap | None:
        """One offer to swap."""
        ...

    def swaps(self, guild_id: int) -> Sequence[Swap]:
        """The offers that are still open."""
        ...

    def reminder_settings(self, guild_id: int) -> Sequence[ReminderSetting]:
        """What people changed about their reminders."""
        ...

    def promise(self, guild_id: int, promise_id: PromiseId) -> Promise | None:
        """One promised action; None once the words that it came from are withdrawn."""
        ...

    def promises(
        self, guild_id: int, discussion_id: DiscussionId | None = None
    ) -> Sequence[Promise]:
        """The promised actions of the guild, or of one discussion, in the order of their dates.

        Those whose words were withdrawn since are left out.
        """
        ...


class TermTransaction(TermReader, Protocol):
    """Changes to the term, in a unit of work that sees its own writes."""

    def save_course(self, course: Course) -> None:
        """Keep what was set up for a guild."""
        ...

    def save_topic(self, topic: Topic) -> None:
        """Insert a topic or bring it up to date."""
        ...

    def save_class(self, planned: PlannedClass) -> None:
        """Insert a planned class or bring it up to date."""
        ...

    def remove_class(self, guild_id: int, class_id: ClassId) -> None:
        """Forget a planned class that nothing refers to."""
        ...

    def save_swap(self, swap: Swap) -> None:
        """Insert an offer to swap or bring it up to date."""
        ...

    def set_reminder(self, setting: ReminderSetting) -> None:
        """Keep how somebody changed a kind of reminder."""
        ...

    def save_promise(self, promise: Promise) -> None:
        """Insert a promised action or bring it up to date."""
        ...
