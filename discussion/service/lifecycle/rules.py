"""Rules: what a server changes about facilitation, and what holds in a discussion that begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from discussion.formats import rules
from discussion.formats.rules import RULES, Rule
from discussion.model import Format, Person
from discussion.model.errors import BadInput, NotAllowed
from discussion.model.policy import Policy, Value
from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.service.deciding import Deciding
from discussion.service.lifecycle.formats import Formats


@dataclass(frozen=True, slots=True)
class RulesHere:
    """The rules of one server."""

    usual: Policy
    """What holds where nothing was changed."""
    changes: Mapping[str, Value]
    """What this server changed."""
    formats: tuple[Format, ...]
    """Formats that change rules themselves, which goes before what the server says."""

    def value(self, rule: Rule) -> Value:
        """What a rule says here, where the format says nothing else."""
        usual: Value = getattr(self.usual, rule.name)
        return self.changes.get(rule.name, usual)


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that a server changed."""

    rule: Rule
    before: Value
    after: Value
    usual: Value
    kept_by: tuple[str, ...] = ()
    """The titles of formats that say something else themselves."""


class Rules(Deciding):
    """The rules of a server: for lecturers to see and to change."""

    def __init__(self, *, store: Store, clock: Clock, formats: Formats, policy: Policy) -> None:
        """``policy`` is what holds where nothing was changed."""
        super().__init__(store=store, clock=clock)
        self._formats = formats
        self._policy = policy

    async def here(self, guild_id: int, by: Person) -> RulesHere:
        """What holds in a server, for a lecturer. Raises ``NotAllowed`` for anybody else."""
        _check_lecturer(by)
        return await self._store.read(lambda reader: self._here(reader, guild_id))

    async def change(self, guild_id: int, by: Person, name: str, typed: str) -> Change:
        """Change a rule in a server, for discussions begun from now on.

        Raises:
            NotAllowed: Somebody who is no lecturer asks.
            BadInput: There is no such rule, the value is none for it, or it does not go with
                another rule.
        """
        _check_lecturer(by)
        rule = rules.rule_named(name)
        value = rule.read(typed)

        def unit(transaction: Transaction) -> Change:
            here = self._here(transaction, guild_id)
            self._check({**here.changes, rule.name: value})
            transaction.keep_rule(guild_id, rule.name, rule.show(value))
            return self._change(here, rule, value)

        return await self._store.write(unit)

    async def reset(self, guild_id: int, by: Person, name: str | None) -> tuple[Change, ...]:
        """Let a rule, or every rule, be as usual again; returns those that were changed.

        Raises:
            NotAllowed: Somebody who is no lecturer asks.
            BadInput: There is no such rule, or as usual it does not go with another one.
        """
        _check_lecturer(by)
        one = rules.rule_named(name) if name is not None else None

        def unit(transaction: Transaction) -> tuple[Change, ...]:
            here = self._here(transaction, guild_id)
            # Rows that a later version does not understand go too, where all is to be as usual.
            names = [one.name] if one else [*transaction.rules(guild_id)]
            self._check({n: value for n, value in here.changes.items() if n not in names})
            for each in names:
                transaction.forget_rule(guild_id, each)
            return tuple(
                self._change(here, RULES[n], getattr(here.usual, n))
                for n in names
                if n in here.changes
            )

        return await self._store.write(unit)

    def in_force(self, reader: Reader, guild_id: int, format_: Format) -> Policy:
        """The policy of a discussion that begins, within a unit of work."""
        changes = rules.read_kept(reader.rules(guild_id))
        return rules.in_force(self._policy, changes, format_.policy)

    def _here(self, reader: Reader, guild_id: int) -> RulesHere:
        changes = rules.read_kept(reader.rules(guild_id))
        known = self._formats.known_to(reader, guild_id).values()
        own = tuple(each.format for each in known if each.format.policy)
        return RulesHere(self._policy, changes, own)

    def _check(self, changes: Mapping[str, Value]) -> None:
        made = rules.changed(self._policy, changes)
        for clash in rules.clashes(made):
            raise BadInput(f"{clash.words(made)}: change the other one first.")

    def _change(self, here: RulesHere, rule: Rule, after: Value) -> Change:
        return Change(
            rule=rule,
            before=here.value(rule),
            after=after,
            usual=getattr(here.usual, rule.name),
            kept_by=tuple(each.title for each in here.formats if rule.name in each.policy),
        )


def _check_lecturer(by: Person) -> None:
    if not by.is_lecturer:
        raise NotAllowed("Only a lecturer can see and change the rules of this server.")
