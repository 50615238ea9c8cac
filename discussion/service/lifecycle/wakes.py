"""Wakes: working off what is due."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from discussion.lifecycle import waking
from discussion.model import State
from discussion.model.effects import DueAction
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.applying import apply, gather
from discussion.service.contributions.messages import Messages
from discussion.service.deciding import Deciding

log = logging.getLogger(__name__)

WakeUp = Callable[[Transaction, DueAction, datetime], None]

MOST_WAKES = 256
"""How many due actions one wake-up works off before it looks at the clock again."""


class Wakes(Deciding):
    """The clock calls; what is due is decided and done."""

    def __init__(self, *, store: Store, clock: Clock, messages: Messages) -> None:
        """``messages`` knows who is typing at this moment."""
        super().__init__(store=store, clock=clock)
        self._messages = messages
        self._others: dict[str, WakeUp] = {}

    def answer_for(self, subjects: str, wake: WakeUp) -> None:
        """Let ``wake`` answer due actions whose subject begins with ``subjects`` and a colon."""
        self._others[subjects] = wake

    async def wake(self) -> int:
        """Work off what is due now; returns how many due actions were taken."""
        now = self._clock.now()
        taken = 0
        while taken < MOST_WAKES:
            actions = await self._store.write(lambda transaction: self._some(transaction, now))
            taken += actions
            if actions == 0:
                break
        return taken

    def _some(self, transaction: Transaction, now: datetime) -> int:
        actions = transaction.claim_due(now, 32)
        for action in actions:
            self._one(transaction, action, now)
        return len(actions)

    def _one(self, transaction: Transaction, action: DueAction, now: datetime) -> None:
        other = self._others.get(action.subject.partition(":")[0])
        if other is not None:
            try:
                other(transaction, action, now)
            except Exception:
                log.exception("Waking %s for %s failed.", action.subject, action.kind)
            return
        discussion = transaction.discussion(action.guild_id, action.discussion_id)
        if discussion is None or discussion.state is State.PUBLISHED:
            return
        try:
            known = gather(
                transaction, discussion, self._messages.typing_in(discussion.places, now)
            )
            decision = waking.wake(discussion, action, known, now)
        except Exception:
            # The row stays done: one broken discussion must not stop the clock of all others.
            log.exception("Waking discussion %s for %s failed.", discussion.id, action.kind)
            return
        apply(transaction, decision, now)

    async def next_due_at(self) -> datetime | None:
        """When the clock has to call again."""
        return await self._store.next_due_at()
