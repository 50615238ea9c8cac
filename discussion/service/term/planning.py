"""Planning: the session of a class, shaped by whoever prepares it, and seen before it is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from discussion.model import Format, Person, RoundKind, RoundPlan
from discussion.model.effects import Post
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.model.policy import Policy
from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.service.lifecycle.formats import Formats
from discussion.service.lifecycle.rules import Rules
from discussion.service.term.applying import apply
from discussion.term.model import ClassId, ClassState, PlannedClass, Topic
from discussion.term.planning import planning, run_sheet, shaping, showing
from discussion.term.planning.planning import Advice, Plan
from discussion.term.planning.run_sheet import RunSheet
from discussion.term.planning.shaping import Wanted
from discussion.term.rota import rota

Change = Callable[[Plan], tuple[RoundPlan, ...]]
_SHAPED = frozenset({ClassState.PLANNED, ClassState.READY})
_SEEN = _SHAPED | {ClassState.OPEN}


@dataclass(frozen=True, slots=True)
class PlanView:
    """The session of a class, for whoever prepares it."""

    planned: PlannedClass
    plan: Plan
    topic: Topic | None
    formats: Mapping[str, Format]
    """Those that can be chosen in this server, by name."""
    policy: Policy
    """The thresholds that will hold in the class."""
    advice: tuple[Advice, ...]
    late: bool = False
    """Whether the session had changed before what was asked for, which was therefore not done."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One round of a rehearsal."""

    sheet: RunSheet
    number: int
    panel: Post
    """The panel as the class will see it; it is never in the outbox."""


class Planning(Deciding):
    """What whoever prepares a class, or a lecturer, does to its session."""

    def __init__(
        self, *, store: Store, clock: Clock, zone: str, formats: Formats, rules: Rules
    ) -> None:
        """``zone`` is that of servers in which nothing was set up; ``rules`` hold in classes."""
        super().__init__(store=store, clock=clock)
        self._zone = zone
        self._formats = formats
        self._rules = rules

    async def view(self, guild_id: int, by: Person, class_id: str | None = None) -> PlanView:
        """The session of a class; without one named, of the next that they prepare.

        Raises:
            BadInput: There is no such class.
            NotAllowed: Somebody else prepares it.
            WrongMoment: It is over or cancelled.
        """
        now = self._clock.now()

        def query(reader: Reader) -> PlanView:
            planned = _chosen(reader, guild_id, by, class_id, now)
            return self._seen(reader, _checked(planned, by, _SEEN))

        return await self._store.read(query)

    async def prepared(self, guild_id: int, by: Person) -> list[tuple[PlannedClass, str]]:
        """The classes whose session somebody may shape, the earliest first, with their topics."""
        now = self._clock.now()

        def query(reader: Reader) -> list[tuple[PlannedClass, str]]:
            found = list[tuple[PlannedClass, str]]()
            for each in reader.term.classes(guild_id):
                if _may(each, by) and each.state in _SEEN and not _is_past(each, now):
                    topic = _topic(reader, each)
                    found.append((each, showing.title_of(each, topic)))
            return found

        return await self._store.read(query)

    async def choose_format(
        self, guild_id: int, by: Person, class_id: str, name: str, *, replace_own: bool
    ) -> PlanView | None:
        """Follow a format; None if rounds of one's own would go and that was not confirmed.

        Raises:
            BadInput: There is no such format, or the class is too short for it.
        """

        def unit(transaction: Transaction) -> PlanView | None:
            planned = self._shaped(transaction, guild_id, by, class_id)
            format_ = self._known(transaction, guild_id).get(name)
            if format_ is None:
                raise BadInput("That format is not there any more. Choose another one.")
            if planned.plans and not replace_own:
                return None
            after = planning.with_format(planned, format_)
            return self._seen(transaction, apply(transaction, after, self._zone))

        return await self._store.write(unit)

    async def move(
        self, guild_id: int, by: Person, class_id: str, mark: str, number: int, step: int
    ) -> PlanView:
        """A round comes earlier (``step`` -1) or later (1), if the session has this mark still."""
        return await self._change(
            guild_id, by, class_id, lambda plan: shaping.moved(plan, number, step), mark
        )

    async def remove(
        self, guild_id: int, by: Person, class_id: str, mark: str, number: int
    ) -> PlanView:
        """A round goes, if the session has this mark still."""
        return await self._change(
            guild_id, by, class_id, lambda plan: shaping.removed(plan, number), mark
        )

    async def fit(self, guild_id: int, by: Person, class_id: str, mark: str) -> PlanView:
        """The rounds share the length of the class, if the session has this mark still."""
        return await self._change(guild_id, by, class_id, shaping.fitted, mark)

    async def edit(
        self, guild_id: int, by: Person, class_id: str, number: int, mark: str, wanted: Wanted
    ) -> PlanView:
        """A round becomes what somebody wrote, wherever it stands now.

        Raises:
            WrongMoment: It was changed or removed meanwhile.
            BadInput: A field cannot be used.
        """

        def change(plan: Plan) -> tuple[RoundPlan, ...]:
            return shaping.edited(plan, planning.number_of(plan, number, mark), wanted)

        return await self._change(guild_id, by, class_id, change)

    async def add(
        self, guild_id: int, by: Person, class_id: str, after: int, kind: RoundKind, wanted: Wanted
    ) -> PlanView:
        """A new round comes after round ``after``."""
        return await self._change(
            guild_id, by, class_id, lambda plan: shaping.added(plan, after, kind, wanted)
        )

    async def run_sheet(self, guild_id: int, by: Person, class_id: str | None = None) -> RunSheet:
        """What happens when in a class; raises as ``view`` does."""
        view = await self.view(guild_id, by, class_id)
        return run_sheet.run_sheet(view.planned, view.plan, view.topic, view.policy)

    async def rehearse(
        self, guild_id: int, by: Person, class_id: str | None = None, number: int = 1
    ) -> Rehearsed:
        """One round as the class will see it. Nothing is kept and nothing posted.

        A round beyond the last is the last: the session may have become shorter meanwhile.
        """
        view = await self.view(guild_id, by, class_id)
        sheet = run_sheet.run_sheet(view.planned, view.plan, view.topic, view.policy)
        number = min(max(number, 1), len(sheet.rounds))
        return Rehearsed(sheet, number, run_sheet.panel(sheet, number, view.policy))

    async def _change(
        self, guild_id: int, by: Person, class_id: str, change: Change, mark: str | None = None
    ) -> PlanView:
        def unit(transaction: Transaction) -> PlanView:
            planned = self._shaped(transaction, guild_id, by, class_id)
            before = self._seen(transaction, planned)
            if mark is not None and before.plan.mark != mark:
                return replace(before, late=True)
            after = replace(planned, plans=change(before.plan))
            return self._seen(transaction, apply(transaction, after, self._zone))

        return await self._store.write(unit)

    def _shaped(
        self, transaction: Transaction, guild_id: int, by: Person, class_id: str
    ) -> PlannedClass:
        planned = transaction.term.planned(guild_id, ClassId(class_id))
        return _checked(planned, by, _SHAPED)

    def _seen(self, reader: Reader, planned: PlannedClass) -> PlanView:
        topic, formats = _topic(reader, planned), self._known(reader, planned.guild_id)
        plan = planning.plan_of(planned, formats, topic.reading if topic else None)
        policy = self._rules.in_force(reader, planned.guild_id, plan.format)
        return PlanView(planned, plan, topic, formats, policy, planning.advice(plan, policy))

    def _known(self, reader: Reader, guild_id: int) -> dict[str, Format]:
        known = self._formats.known_to(reader, guild_id)
        return {name: each.format for name, each in known.items()}


def _chosen(
    reader: Reader, guild_id: int, by: Person, class_id: str | None, now: datetime
) -> PlannedClass | None:
    """The class that is named; else the next one that they prepare, for a lecturer any next one."""
    if class_id is not None:
        return reader.term.planned(guild_id, ClassId(class_id))
    to_come = [
        each
        for each in reader.term.classes(guild_id)
        if each.state in _SEEN and not _is_past(each, now)
    ]
    own = [each for each in to_come if each.facilitator_id == by.id]
    found = next(iter(own or (to_come if by.is_lecturer else ())), None)
    if found is None:
        raise BadInput("You have no class to prepare. /rota claim takes one on.")
    return found


def _checked(
    planned: PlannedClass | None, by: Person, states: frozenset[ClassState]
) -> PlannedClass:
    if planned is None:
        raise BadInput("There is no such class in this server. Pick one from the list.")
    if not _may(planned, by):
        raise NotAllowed("Only whoever prepares that class, or a lecturer, can see and shape it.")
    if planned.state is ClassState.OPEN and ClassState.OPEN not in states:
        raise WrongMoment("That class is running; its rounds are steered with /discussion now.")
    if planned.state not in states:
        raise WrongMoment(f"The class of {rota.day(planned)} is over or cancelled.")
    return planned


def _may(planned: PlannedClass, by: Person) -> bool:
    return by.is_lecturer or planned.facilitator_id == by.id


def _is_past(planned: PlannedClass, now: datetime) -> bool:
    return rota.starts_at(planned) + planned.length <= now


def _topic(reader: Reader, planned: PlannedClass) -> Topic | None:
    if planned.topic_id is None:
        return None
    return reader.term.topic(planned.guild_id, planned.topic_id)
