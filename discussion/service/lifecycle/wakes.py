"""Wakes: working off what is due."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from discussion import posts
from discussion.facilitation.copilot import leaders
from discussion.lifecycle import waking
from discussion.model import DiscussionId, State
from discussion.model.effects import DueAction
from discussion.model.preferences import preferred
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.applying import apply, gather
from discussion.service.contributions.messages import Messages
from discussion.service.deciding import Deciding

log = logging.getLogger(__name__)

WakeUp = Callable[[Transaction, DueAction, datetime], None]

FIRST_ASIDE = timedelta(seconds=5)
"""How long a wake-up that failed waits for its next try; twice as long after each further one."""
LONGEST_ASIDE = timedelta(minutes=5)

MOST_WAKES = 256
"""How many due actions one wake-up works off before it looks at the clock again."""


@dataclass(frozen=True, slots=True)
class _Other:
    """Who answers the due actions of something that is no discussion."""

    wake: WakeUp
    stuck: WakeUp | None


class Wakes(Deciding):
    """The clock calls; what is due is decided and done."""

    def __init__(self, *, store: Store, clock: Clock, messages: Messages) -> None:
        """``messages`` knows who is typing at this moment."""
        super().__init__(store=store, clock=clock)
        self._messages = messages
        self._others: dict[str, _Other] = {}
        self._held = set[DiscussionId]()

    def answer_for(self, subjects: str, wake: WakeUp, stuck: WakeUp | None = None) -> None:
        """Let ``wake`` answer due actions whose subject begins with ``subjects`` and a colon.

        ``stuck`` says to whoever leads that it failed and is tried again.
        """
        self._others[subjects] = _Other(wake, stuck)

    def hold(self, discussions: Iterable[DiscussionId]) -> None:
        """Let these sleep until they are released: what was said in them is not known yet."""
        self._held.update(discussions)

    def release(self, discussion_id: DiscussionId) -> None:
        """Wake this one again when something is due."""
        self._held.discard(discussion_id)

    async def wake(self) -> int:
        """Work off what is due now; returns how many due actions were taken."""
        now, held = self._clock.now(), frozenset(self._held)
        taken = 0
        while taken < MOST_WAKES:
            actions = await self._store.write(
                lambda transaction: self._some(transaction, now, held)
            )
            taken += actions
            if actions == 0:
                break
        return taken

    def _some(self, transaction: Transaction, now: datetime, held: Collection[DiscussionId]) -> int:
        actions = transaction.claim_due(now, 32, held)
        for action in actions:
            try:
                with transaction.apart():
                    self._one(transaction, action, now)
            except Exception as error:
                # A class that cannot be woken must not stop the clock of all others.
                log.exception("Waking %s for %s failed.", action.subject, action.kind)
                self._put_aside(transaction, action, error, now)
        return len(actions)

    def _one(self, transaction: Transaction, action: DueAction, now: datetime) -> None:
        if (other := self._other(action)) is not None:
            other.wake(transaction, action, now)
            return
        discussion = transaction.discussion(action.guild_id, action.discussion_id)
        if discussion is None or discussion.state is State.PUBLISHED:
            return
        known = gather(transaction, discussion, self._messages.typing_in(discussion.places, now))
        apply(transaction, waking.wake(discussion, action, known, now), now)

    def _put_aside(
        self, transaction: Transaction, action: DueAction, error: Exception, now: datetime
    ) -> None:
        """Try it again later, as its cause may pass, and say so to whoever leads."""
        delay = min(LONGEST_ASIDE, FIRST_ASIDE * 2 ** min(action.tries, 10))
        transaction.put_aside(action, _reason(error), now + delay)
        try:
            with transaction.apart():
                self._tell(transaction, action, now)
        except Exception:
            log.exception("Nobody could be told that %s is stuck.", action.subject)

    def _tell(self, transaction: Transaction, action: DueAction, now: datetime) -> None:
        if (other := self._other(action)) is not None:
            if other.stuck is not None:
                other.stuck(transaction, action, now)
            return
        discussion = transaction.discussion(action.guild_id, action.discussion_id)
        if discussion is None:
            return
        chosen = transaction.preferences(action.guild_id)
        for person_id in leaders(discussion):
            transaction.post(posts.stuck(discussion, person_id, preferred(chosen, person_id), now))

    def _other(self, action: DueAction) -> _Other | None:
        return self._others.get(action.subject.partition(":")[0])

    async def next_due_at(self) -> datetime | None:
        """When the clock has to call again."""
        return await self._store.next_due_at(frozenset(self._held))


def _reason(error: Exception) -> str:
    """What failed and where; the error's own text may hold somebody's words."""
    trace = traceback.extract_tb(error.__traceback__)
    where = f" at {PurePath(trace[-1].filename).name}:{trace[-1].lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
