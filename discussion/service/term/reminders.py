"""Reminders: how each person changed theirs, and those that did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.service.term.applying import apply
from discussion.term.model import ClassId, ClassState, ReminderKind, ReminderSetting
from discussion.term.reminders import reminders


class Reminders(Deciding):
    """Each person's own settings."""

    def __init__(self, *, store: Store, clock: Clock, zone: str) -> None:
        """``zone`` is that of servers in which nothing was set up."""
        super().__init__(store=store, clock=clock)
        self._zone = zone

    async def of(self, guild_id: int, person_id: int) -> dict[ReminderKind, timedelta | None]:
        """What somebody is reminded of, and how long before; None: not at all."""

        def query(reader: Reader) -> Sequence[ReminderSetting]:
            return reader.term.reminder_settings(guild_id)

        found = await self._store.read(query)
        own = {each.kind: each.lead for each in found if each.person_id == person_id}
        return {**reminders.LEADS, **own}

    async def choose(
        self, guild_id: int, person_id: int, kind: ReminderKind, lead: timedelta | None
    ) -> None:
        """Somebody changes one kind of reminder, or stops it (``lead`` None).

        Raises:
            BadInput: The time is shorter than five minutes or longer than four weeks.
        """
        setting = ReminderSetting(guild_id, person_id, kind, reminders.checked_lead(lead))
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            transaction.term.set_reminder(setting)
            for planned in transaction.term.classes(guild_id):
                if planned.state in (ClassState.PLANNED, ClassState.READY):
                    # What would have been due before now is not made up for; what is just due is.
                    known = planned.reminded_until or now
                    since = max(known, now - reminders.LATEST)
                    apply(transaction, replace(planned, reminded_until=since), self._zone)

        await self._store.write(unit)


def not_reached(
    transaction: Transaction, guild_id: int, class_id: str, person_id: int, now: datetime, zone: str
) -> None:
    """A reminder's direct message did not arrive: one mention stands for all of them soon."""
    planned = transaction.term.planned(guild_id, ClassId(class_id))
    if planned is None:
        return
    after = replace(
        planned,
        unreached=planned.unreached | {person_id},
        unreached_at=planned.unreached_at or now,
    )
    apply(transaction, after, zone)
