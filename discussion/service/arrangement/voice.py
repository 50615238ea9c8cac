"""Voice: who comes into the voice channel of a discussion, and who goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from discussion.contributions import voice
from discussion.model import Discussion, Person
from discussion.ports.store import Transaction
from discussion.service.applying import apply, turned
from discussion.service.deciding import Deciding

Change = Callable[[Discussion, Transaction], Discussion]


class Voice(Deciding):
    """Coming and going by voice. Nobody waits for these, as for messages."""

    def moved(
        self, guild_id: int, person: Person, *, left: int | None, entered: int | None
    ) -> None:
        """Somebody moved from one voice channel to another; None is none at all."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            def go(discussion: Discussion, transaction: Transaction) -> Discussion:
                tally = transaction.tally(guild_id, discussion.id)
                return voice.left(discussion, person.id, tally, now)

            if left is not None:
                _change(transaction, guild_id, left, go, now)
            if entered is not None:
                _change(
                    transaction, guild_id, entered, lambda d, _: voice.entered(d, person, now), now
                )

        if left != entered:
            self._store.write_soon(unit)

    async def found(self, guild_id: int, channel_id: int, people: Sequence[Person]) -> None:
        """Exactly these people are in a voice channel now, as it was read after a gap."""
        now = self._clock.now()

        def look(discussion: Discussion, transaction: Transaction) -> Discussion:
            return voice.found(discussion, people, transaction.tally(guild_id, discussion.id), now)

        await self._store.write(lambda t: _change(t, guild_id, channel_id, look, now))


def _change(
    transaction: Transaction, guild_id: int, channel_id: int, change: Change, now: datetime
) -> None:
    """Change every live discussion that is held in a voice channel."""
    for discussion in transaction.live_discussions():
        here = (discussion.place.guild_id, discussion.voice_channel_id) == (guild_id, channel_id)
        if here and discussion.is_live:
            after = change(discussion, transaction)
            if after is not discussion:
                apply(transaction, turned(discussion, after, now), now)
