"""Promises: actions that came out of a class, followed up until they are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from discussion.model import Discussion, Person
from discussion.model.effects import NO_DISCUSSION, DueAction, DueKind
from discussion.model.errors import BadInput, NotAllowed
from discussion.parsing.typed_dates import day_from
from discussion.ports.store import Clock, Store, Transaction
from discussion.record.recording import OwnedAction
from discussion.service.deciding import Deciding
from discussion.term.model import (
    Course,
    Promise,
    PromiseId,
    ReminderKind,
    ReminderSetting,
)
from discussion.term.reminders import briefing, reminder_posts, reminders
from discussion.term.rota import walltime

MORNING = time(9)
"""Wall-clock time at which owners are reminded."""
LONGEST_AHEAD = timedelta(days=2 * 365)


def subject_of(kept: Promise) -> str:
    """What the due actions of a promise are filed under."""
    return f"promise:{kept.id}"


def reminded_at(kept: Promise, zone: str, settings: Sequence[ReminderSetting]) -> list[datetime]:
    """When the owner is reminded: the morning before it is due, and the morning of that day."""
    if kept.due_on is None or kept.owner_id is None or kept.done_at is not None:
        return []
    own = next(
        (s for s in settings if s.person_id == kept.owner_id and s.kind is ReminderKind.PROMISE),
        None,
    )
    lead = reminders.LEADS[ReminderKind.PROMISE] if own is None else own.lead
    if lead is None:
        return []
    due = walltime.instant_of(datetime.combine(kept.due_on, MORNING), zone)
    before = walltime.instant_of(datetime.combine(kept.due_on, MORNING) - lead, zone)
    after = kept.reminded_until
    return [at for at in sorted({before, due}) if after is None or at > after]


class Promises(Deciding):
    """What people said they would do."""

    def __init__(self, *, store: Store, clock: Clock, zone: str, draw: Callable[[], str]) -> None:
        """``zone`` is that of servers without one; ``draw`` makes ids."""
        super().__init__(store=store, clock=clock)
        self._zone = zone
        self._draw = draw

    async def all_of(self, guild_id: int) -> Sequence[Promise]:
        """Every promise of a guild, by date; those without one last."""
        return await self._store.read(lambda reader: reader.term.promises(guild_id))

    async def settle(self, guild_id: int, by: Person, promise_id: str, *, done: bool) -> Promise:
        """The owner, or a lecturer, says that it is done, or not yet."""
        now = self._clock.now()
        return await self._change(
            guild_id, by, promise_id, lambda kept: replace(kept, done_at=now if done else None)
        )

    async def move(self, guild_id: int, by: Person, promise_id: str, to: str) -> Promise:
        """The owner, or a lecturer, gives it another date, as they wrote it.

        Raises:
            BadInput: It cannot be read, may be read in two ways, is past, or more than two years
                ahead.
        """
        now = self._clock.now()
        course = await self._store.read(lambda reader: reader.term.course(guild_id))
        today = walltime.day_of(now, course.zone if course else self._zone)
        due_on = day_from(to, today)

        def change(kept: Promise) -> Promise:
            if not today <= due_on <= today + LONGEST_AHEAD:
                raise BadInput("Give a date from today on, within two years.")
            return replace(kept, due_on=due_on, done_at=None, reminded_until=now)

        return await self._change(guild_id, by, promise_id, change)

    async def take_over(self, guild_id: int, by: Person, promise_id: str) -> Promise:
        """Somebody takes on what has no owner yet."""
        now = self._clock.now()

        def change(kept: Promise) -> Promise:
            if kept.owner_id not in (None, by.id):
                raise NotAllowed("Somebody has that already. You can ask them.")
            return replace(kept, owner_id=by.id, reminded_until=now)

        return await self._change(guild_id, by, promise_id, change, anybody=True)

    def keep(
        self,
        transaction: Transaction,
        discussion: Discussion,
        actions: Mapping[int, OwnedAction],
        now: datetime,
    ) -> None:
        """Keep the actions of a class that ended, once. To be called in a unit of work.

        ``actions`` are those of the record by the ids of the contributions that they came from.
        """
        known = {
            p.contribution_id
            for p in transaction.term.promises(discussion.place.guild_id, discussion.id)
        }
        for contribution_id, owned in actions.items():
            if contribution_id in known:
                continue
            kept = Promise(
                id=PromiseId(self._draw()),
                guild_id=discussion.place.guild_id,
                discussion_id=discussion.id,
                contribution_id=contribution_id,
                text=owned.action.text,
                owner_id=next(iter(owned.owner_ids), None),
                due_on=owned.action.due_on,
                reminded_until=now,
            )
            self._apply(transaction, kept)

    def brief(self, transaction: Transaction, discussion: Discussion, _: datetime) -> None:
        """Tell a class that opens what is still open. To be called in a unit of work."""
        known = transaction.term.promises(discussion.place.guild_id)
        post = briefing.open_actions(discussion, known)
        if post is not None:
            transaction.post(post)

    def wake(self, transaction: Transaction, action: DueAction, now: datetime) -> None:
        """Remind an owner, unless it is too late for that day."""
        promise_id = PromiseId(action.subject.removeprefix("promise:"))
        kept = transaction.term.promise(action.guild_id, promise_id)
        if kept is None:
            return
        due = [at for at in self._times(transaction, kept) if at <= now]
        if not due:
            return
        course = transaction.term.course(kept.guild_id)
        last = due[-1]
        # One word for all that is due, and for what was missed while the bot was away too: unlike
        # a class, a promise is not over when its morning is.
        post = reminder_posts.promise(kept, last, course.channel_id if course else None, now)
        if post is not None:
            transaction.post(post)
        self._apply(transaction, replace(kept, reminded_until=last))

    def _times(self, transaction: Transaction, kept: Promise) -> list[datetime]:
        course = transaction.term.course(kept.guild_id) or Course(kept.guild_id, self._zone)
        settings = transaction.term.reminder_settings(kept.guild_id)
        return reminded_at(kept, course.zone, settings)

    def _apply(self, transaction: Transaction, kept: Promise) -> Promise:
        transaction.term.save_promise(kept)
        subject = subject_of(kept)
        due = [
            DueAction(
                DueKind.PROMISE,
                f"{subject}:{at:%Y%m%dT%H%M%S}",
                kept.guild_id,
                NO_DISCUSSION,
                at,
                subject,
            )
            for at in self._times(transaction, kept)
        ]
        transaction.expect(kept.guild_id, subject, due)
        return kept

    async def _change(
        self,
        guild_id: int,
        by: Person,
        promise_id: str,
        change: Callable[[Promise], Promise],
        *,
        anybody: bool = False,
    ) -> Promise:
        def unit(transaction: Transaction) -> Promise:
            kept = transaction.term.promise(guild_id, PromiseId(promise_id))
            if kept is None:
                raise BadInput("There is no such action in this server. Pick one from the list.")
            if not anybody and kept.owner_id != by.id and not by.is_lecturer:
                raise NotAllowed("That action is somebody else's. Only they or a lecturer can.")
            return self._apply(transaction, change(kept))

        return await self._store.write(unit)
