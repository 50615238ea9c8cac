"""Reflecting: what somebody writes for themselves after a class, and whom they show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from discussion.after_class import reflection
from discussion.after_class.reflection import Reflection, Shared, SharedReflection
from discussion.model import Discussion, DiscussionId, Person, State
from discussion.model.errors import NotAllowed, NothingRuns
from discussion.ports.store import Reader, Transaction
from discussion.service.deciding import Deciding

_LOOKED_THROUGH = 200
"""How many of a server's latest discussions are looked through."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The question for somebody, and what they wrote before."""

    discussion: Discussion
    question: str
    before: Reflection | None


@dataclass(frozen=True, slots=True)
class SharedWith:
    """What was shared of one discussion."""

    discussion: Discussion
    reflections: Sequence[SharedReflection]


class Reflecting(Deciding):
    """Private words. Only who wrote them reads them, unless they chose to share them."""

    async def offer(self, guild_id: int, by: Person, discussion_id: str) -> Offered:
        """The question for somebody. Raises ``NotAllowed`` if they took no part."""

        def query(reader: Reader) -> Offered:
            discussion = _discussion(reader, guild_id, discussion_id)
            reflection.check_offered(discussion, by.id)
            before = _own(reader, discussion, by.id)
            question = before.question if before else reflection.question_for(discussion, by.id)
            return Offered(discussion, question, before)

        return await self._store.read(query)

    async def write(
        self, guild_id: int, by: Person, discussion_id: str, text: str, shared: Shared
    ) -> Reflection:
        """Keep what somebody wrote, in place of what they wrote before."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> Reflection:
            discussion = _discussion(transaction, guild_id, discussion_id)
            before = _own(transaction, discussion, by.id)
            after = reflection.written(discussion, by.id, text, shared, before, now)
            transaction.keep_reflection(after)
            return after

        return await self._store.write(unit)

    async def share(
        self, guild_id: int, by: Person, discussion_id: str, shared: Shared
    ) -> Reflection:
        """Show it to the lecturer, with or without the name, or to nobody again."""
        return await self._change(
            guild_id, by, discussion_id, lambda kept: reflection.shared_as(kept, shared)
        )

    async def delete(self, guild_id: int, by: Person, discussion_id: str) -> None:
        """Forget what somebody wrote; also when they took no part any more."""

        def unit(transaction: Transaction) -> None:
            discussion = _discussion(transaction, guild_id, discussion_id)
            reflection.shared_as(_own(transaction, discussion, by.id), Shared.NOBODY)
            transaction.remove_reflection(guild_id, discussion.id, by.id)

        await self._store.write(unit)

    async def own(self, guild_id: int, by: Person) -> Sequence[tuple[Discussion, Reflection]]:
        """Everything that somebody wrote for themselves in a guild, the latest first."""

        def query(reader: Reader) -> Sequence[tuple[Discussion, Reflection]]:
            kept = reader.reflections(guild_id, person_id=by.id)
            return [(_discussion(reader, guild_id, each.discussion_id), each) for each in kept]

        return await self._store.read(query)

    async def latest(self, guild_id: int) -> Sequence[Discussion]:
        """The guild's published discussions, the latest first."""
        known = await self._store.read(lambda reader: reader.discussions(guild_id, _LOOKED_THROUGH))
        return [each for each in known if each.state is State.PUBLISHED]

    async def shared(self, guild_id: int, by: Person, discussion_id: str) -> SharedWith:
        """What was shared of one discussion, for a lecturer. Raises ``NotAllowed``."""
        if not by.is_lecturer:
            raise NotAllowed("Only a lecturer reads what was shared.")

        def query(reader: Reader) -> SharedWith:
            discussion = _discussion(reader, guild_id, discussion_id)
            kept = reader.reflections(guild_id, discussion_id=discussion.id)
            return SharedWith(discussion, reflection.for_lecturer(discussion, kept))

        return await self._store.read(query)

    async def _change(
        self,
        guild_id: int,
        by: Person,
        discussion_id: str,
        change: Callable[[Reflection | None], Reflection],
    ) -> Reflection:
        def unit(transaction: Transaction) -> Reflection:
            discussion = _discussion(transaction, guild_id, discussion_id)
            after = change(_own(transaction, discussion, by.id))
            transaction.keep_reflection(after)
            return after

        return await self._store.write(unit)


def _discussion(reader: Reader, guild_id: int, discussion_id: str) -> Discussion:
    found = reader.discussion(guild_id, DiscussionId(discussion_id))
    if found is None:
        raise NothingRuns("There is no such discussion in this server.")
    return found


def _own(reader: Reader, discussion: Discussion, person_id: int) -> Reflection | None:
    kept = reader.reflections(
        discussion.place.guild_id, discussion_id=discussion.id, person_id=person_id
    )
    return kept[0] if kept else None
