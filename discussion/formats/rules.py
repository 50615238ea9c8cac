"""The rules of the policy as people change them: what each means, how it is written, what fits.

The fields of ``Policy`` say which rules there are and what kind of value each has;
``data/rules.toml`` says in one sentence what it means, and how far it may be changed. A rule can be
changed by a format and by a server: the server's changes hold in all its discussions, and a
format's own go before them, for a format is written for one way of talking and knows best what
that needs.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from importlib import resources
from typing import Any, Final

from discussion.model.errors import BadFile, BadInput
from discussion.model.policy import Policy, Value
from discussion.parsing.rule_values import Unit, parsed, written
from discussion.parsing.text import clean_text, shorten


@dataclass(frozen=True, slots=True)
class Rule:
    """One threshold of the policy."""

    name: str
    """The name of its field in ``Policy``."""
    unit: Unit
    meaning: str
    least: Value
    most: Value
    of: tuple[str, str] = ("", "")
    """What a whole number counts, for one and for many."""
    not_above: tuple[str, ...] = ()
    """Rules whose value may not be less than this one's."""

    def read(self, typed: str) -> Value:
        """The value that somebody typed. Raises ``BadInput`` with one sentence."""
        value = parsed(self.unit, self.of, typed)
        if value is None:
            raise BadInput(f"“{self.name}” is {_WRITTEN_AS[self.unit]}.")
        # The bounds and the value are of one unit.
        if not self.least <= value <= self.most:  # type: ignore[operator]
            raise BadInput(f"“{self.name}” goes {self.bounds}.")
        return value

    def show(self, value: Value) -> str:
        """A value as it is written, so that ``read`` understands it."""
        return written(value, self.unit, self.of)

    @property
    def bounds(self) -> str:
        """How far it may be changed, such as "from 10 s to 30 min"."""
        return f"from {self.show(self.least)} to {self.show(self.most)}"


_WRITTEN_AS: Final = {
    Unit.SHARE: "a share: write it in per cent, such as 60 %",
    Unit.TIMES: "a number of times: write it as a number, such as 2 or 0.5",
    Unit.LENGTH: "a length of time: write it with its unit, such as 90 s or 2 min",
    Unit.NUMBER: "a whole number: write it in figures, such as 3",
}


def unit_of(value: Value) -> Unit:
    """The unit of a field of ``Policy``, from its default; a multiple is told apart by its row."""
    if isinstance(value, timedelta):
        return Unit.LENGTH
    return Unit.NUMBER if isinstance(value, int) else Unit.SHARE


def read_rules(text: str) -> Mapping[str, Rule]:
    """The rules in a text of the form of ``data/rules.toml``, in the order of the fields.

    Raises ``BadFile`` if a field has no row, a row no field, or a row lacks something.
    """
    rows = tomllib.loads(text)
    names = [each.name for each in fields(Policy)]
    for name in {*names} ^ {*rows}:
        raise BadFile(f"The rule “{name}” stands in the policy or in its descriptions alone.")
    return {name: _rule(name, rows[name]) for name in names}


def _rule(name: str, row: Mapping[str, Any]) -> Rule:
    default: Value = getattr(Policy(), name)
    unit = Unit(row["unit"]) if "unit" in row else unit_of(default)
    one, many = row.get("of", ("", ""))
    least, most = (parsed(unit, (one, many), row[key]) for key in ("least", "most"))
    if least is None or most is None:
        raise BadFile(f"The rule “{name}” has no bounds that can be read.")
    return Rule(name, unit, row["meaning"], least, most, (one, many), (*row.get("not_above", ()),))


RULES: Final = read_rules(
    resources.files("discussion").joinpath("data/rules.toml").read_text("utf-8")
)
"""Every rule by its name."""


def rule_named(name: str) -> Rule:
    """A rule by its name as people write it. Raises ``BadInput`` if there is none."""
    wanted = "_".join(clean_text(name).casefold().replace("-", " ").split())
    if wanted in RULES:
        return RULES[wanted]
    close = difflib.get_close_matches(wanted[:60], RULES, n=1)
    hint = f"perhaps you mean “{close[0]}”" if close else "/rules view lists them all"
    raise BadInput(f"There is no rule called “{shorten(clean_text(name), 40)}”; {hint}.")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rules that do not go together: ``lower`` is more than ``upper`` and may not be."""

    lower: str
    upper: str

    def words(self, policy: Policy) -> str:
        """What is wrong, as a sentence without its full stop."""
        lower, upper = RULES[self.lower], RULES[self.upper]
        return (
            f"“{lower.name}” ({lower.show(getattr(policy, lower.name))}) may not be more than "
            f"“{upper.name}” ({upper.show(getattr(policy, upper.name))})"
        )


def clashes(policy: Policy) -> Sequence[Clash]:
    """Every pair of rules that do not go together: an opener after the invitations, say."""
    return [
        Clash(rule.name, upper)
        for rule in RULES.values()
        for upper in rule.not_above
        if getattr(policy, rule.name) > getattr(policy, upper)
    ]


def changed(policy: Policy, changes: Mapping[str, Value]) -> Policy:
    """A policy with some rules changed, as they are."""
    values: dict[str, Any] = dict(changes)
    return replace(policy, **values)


def in_force(
    policy: Policy, of_server: Mapping[str, Value], of_format: Mapping[str, Value]
) -> Policy:
    """The policy of one discussion: what the format changes goes before what the server changes.

    Where a change of the server's does not go with what the format says, it gives way: a class
    that opens by itself has nobody to ask.
    """
    kept = {name: value for name, value in of_server.items() if name not in of_format}
    while True:
        made = changed(policy, {**kept, **of_format})
        clashing = {name for each in clashes(made) for name in (each.lower, each.upper)}
        if not clashing & kept.keys():
            return made
        kept = {name: value for name, value in kept.items() if name not in clashing}


def read_kept(rows: Mapping[str, str]) -> Mapping[str, Value]:
    """A server's changes as they were kept; one that a later version does not know is left out."""
    values: dict[str, Value] = {}
    for name, text in rows.items():
        try:
            values[name] = RULES[name].read(text)
        except (KeyError, BadInput):
            continue
    return {name: values[name] for name in RULES if name in values}
