"""What of the classes waits for Discord, for as long as the bot runs, and who is to be told.

It is known by trying alone, so nothing of it is kept: after a restart everything is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from discussion.model import Discussion, DiscussionId, Person
from discussion.model.effects import Post, PostKind
from discussion.model.hindrance import DECKS, Hindrance, is_made_first, late_after
from discussion.ports.store import Clock

SLOW: Final = timedelta(seconds=10)
"""Real time after which a post that is on its way is no longer promised."""


class About(Enum):
    """What does not stand where it should; people are told once of each."""

    CHANNEL = auto()
    DECK = auto()
    EVENT = auto()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that was tried and does not stand in its place yet."""

    post: Post
    since: datetime
    why: Hindrance | None = None
    """What came of the last try; None before it ended."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """That something of a class does not stand where it should."""

    discussion_id: DiscussionId
    topic: str
    channel_id: int
    of: PostKind
    why: Hindrance
    reason: str = ""

    @property
    def about(self) -> About:
        """What it tells of."""
        return _about(self.of)


@dataclass(slots=True)
class _Owed:
    notice: Notice
    people: set[int] = field(default_factory=set)
    lecturers: bool = False
    told: set[int] = field(default_factory=set)


class Undelivered:
    """Which posts wait, and who reads of it in their next answer."""

    def __init__(
        self, *, clock: Clock, lasting: Callable[[timedelta], timedelta] = lambda real: real
    ) -> None:
        """``lasting`` turns real time into that of the clock."""
        self._clock = clock
        self._lasting = lasting
        self._waiting: dict[str, Waiting] = {}
        self._nothing_taken = False
        self._owed: dict[tuple[int, DiscussionId, About], _Owed] = {}

    def begun(self, post: Post, first_tried_at: datetime | None) -> None:
        """A post is on its way."""
        known = self._waiting.get(post.dedup)
        since = first_tried_at or self._clock.now()
        self._waiting[post.dedup] = (
            replace(known, post=post) if known is not None else Waiting(post, since)
        )

    def put_off(self, post: Post, why: Hindrance, reason: str) -> None:
        """A post is tried again later."""
        known = self._waiting.get(post.dedup) or Waiting(post, self._clock.now())
        self._waiting[post.dedup] = replace(known, why=why, reason=reason)
        self._nothing_taken = self._nothing_taken or why is Hindrance.NOT_TAKEN

    def given_up(self, post: Post) -> None:
        """A post will never stand in its place, or is too late."""
        self._waiting.pop(post.dedup, None)

    def arrived(self, post: Post) -> None:
        """A post stands in its place: what was to be told of its like is no news any more."""
        self._waiting.pop(post.dedup, None)
        self._nothing_taken = False
        if post.recipient_id is None:
            self._owed.pop((post.guild_id, post.discussion_id, _about(post.kind)), None)

    def hindrance(self, channel_id: int) -> Hindrance | None:
        """Why nothing new can be promised to appear in a channel just now; None if it can."""
        if self._nothing_taken or any(self._is_slow(each, channel_id) for each in self._all()):
            return Hindrance.NOT_TAKEN
        return None

    def late(self) -> list[Waiting]:
        """Posts that wait for longer than posts of their kind may, the longest first.

        Those that only the server can help (a closed channel), and those that Discord never
        takes, are left out.
        """
        now = self._clock.now()
        late = (
            each
            for each in self._all()
            if each.why not in (Hindrance.CLOSED, Hindrance.REFUSED)
            and now - each.since > self._lasting(late_after(each.post.kind))
        )
        return sorted(late, key=lambda each: each.since)

    def owe(self, of: Discussion, waiting: Waiting, *, lecturers: bool = False) -> None:
        """Let whoever leads a class read of a post in the answer to what they do next.

        ``lecturers``: those of the server as well.
        """
        post = waiting.post
        why = waiting.why or Hindrance.NOT_TAKEN
        channel = of.place.channel_id
        notice = Notice(of.id, of.topic, channel, post.kind, why, waiting.reason)
        self.owe_to((of.facilitator_id, *of.co_facilitators), post.guild_id, notice, lecturers)

    def owe_to(
        self, people: Collection[int], guild_id: int, notice: Notice, lecturers: bool = False
    ) -> None:
        """The same for these people."""
        key = (guild_id, notice.discussion_id, notice.about)
        owed = self._owed.setdefault(key, _Owed(notice))
        owed.people.update(people)
        owed.lecturers = owed.lecturers or lecturers

    def is_owed(self, post: Post) -> bool:
        """Whether somebody is to be told of such a post already."""
        return (post.guild_id, post.discussion_id, _about(post.kind)) in self._owed

    def owed(self, guild_id: int, person: Person) -> Iterator[Notice]:
        """What somebody is to be told; each once."""
        for (guild, _, _), each in list(self._owed.items()):
            concerned = person.id in each.people or (each.lecturers and person.is_lecturer)
            if guild == guild_id and concerned and person.id not in each.told:
                each.told.add(person.id)
                yield each.notice

    def _all(self) -> list[Waiting]:
        return list(self._waiting.values())

    def _is_slow(self, waiting: Waiting, channel_id: int) -> bool:
        """Whether a post to a channel is on its way for so long that it seems to be stuck."""
        post = waiting.post
        if post.channel_id != channel_id or is_made_first(post.kind):
            return False
        return self._clock.now() - waiting.since > self._lasting(SLOW)


def _about(kind: PostKind) -> About:
    if kind in DECKS:
        return About.DECK
    return About.EVENT if kind is PostKind.EVENT else About.CHANNEL
