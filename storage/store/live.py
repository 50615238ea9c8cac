"""The discussions that are not yet published, in memory.

Every message asks which discussion runs in its channel; the answer must not cost a query, least of
all "none". The cache is complete: all live discussions are in it, so what is not in it does not
exist. That holds because one writer thread alone changes discussions. Two processes may share a
PostgreSQL database only if each serves guilds of its own; a discussion that another process
changed would be stale here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from discussion.model import Discussion, DiscussionId, Place, State
from storage.database.errors import DomainError


class Live:
    """The committed live discussions. Only the writer thread touches it after start-up."""

    def __init__(self, discussions: Iterable[Discussion]) -> None:
        self.by_id: dict[DiscussionId, Discussion] = {}
        self.by_channel: dict[int, Discussion] = {}
        for each in discussions:
            self.keep(each)

    def keep(self, discussion: Discussion) -> None:
        """Take a committed discussion in, or forget it if it is published.

        It is found by its own channel and by the threads of its groups.
        """
        previous = self.by_id.pop(discussion.id, discussion)
        for place in previous.places:
            at = self.by_channel.get(place.channel_id)
            if at is not None and at.id == discussion.id:
                del self.by_channel[place.channel_id]
        if discussion.state is not State.PUBLISHED:
            self.by_id[discussion.id] = discussion
            for place in discussion.places:
                self.by_channel[place.channel_id] = discussion


class Overlay:
    """What one transaction saved, over what is committed; promoted after COMMIT or dropped."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._saved: dict[DiscussionId, Discussion] = {}
        self._channels: dict[int, Discussion | None] = {}

    def get(self, discussion_id: DiscussionId) -> Discussion | None:
        """A saved or live discussion of any guild; None if it may only be in the database."""
        if self._saved and (saved := self._saved.get(discussion_id)) is not None:
            return saved
        return self._live.by_id.get(discussion_id)

    def at(self, place: Place) -> Discussion | None:
        """The live discussion in a place; None means that there is none."""
        found = self._in_channel(place.channel_id)
        return found if found is not None and found.place.guild_id == place.guild_id else None

    def all(self) -> Sequence[Discussion]:
        """All live discussions, the earliest first."""
        merged = {**self._live.by_id, **self._saved}
        live = [each for each in merged.values() if each.state is not State.PUBLISHED]
        return sorted(live, key=lambda each: (each.started_at, each.id))

    def save(self, discussion: Discussion, previous: Discussion | None) -> None:
        """Note a saved discussion. Raises ``DomainError`` if it moved to another place."""
        if previous is not None and previous.place != discussion.place:
            raise DomainError(f"Discussion {discussion.id} cannot move to another place.")
        self._saved[discussion.id] = discussion
        for place in (previous or discussion).places:
            at = self._in_channel(place.channel_id)
            if at is not None and at.id == discussion.id:
                self._channels[place.channel_id] = None
        if discussion.state is not State.PUBLISHED:
            for place in discussion.places:
                self._channels[place.channel_id] = discussion

    def promote(self) -> None:
        """Hand what was saved to the cache; to be called after COMMIT alone."""
        # Published ones first: their channel may hold a new discussion already.
        for each in sorted(self._saved.values(), key=lambda d: d.state is not State.PUBLISHED):
            self._live.keep(each)

    def _in_channel(self, channel_id: int) -> Discussion | None:
        if self._channels and channel_id in self._channels:
            return self._channels[channel_id]
        return self._live.by_channel.get(channel_id)
