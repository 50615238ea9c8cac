"""Reading a format file: the format, or every mistake in it with its round, field and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from discussion.formats import rules
from discussion.model import Format, RoundKind, RoundPlan
from discussion.model.errors import BadInput
from discussion.model.policy import Policy, Value
from discussion.parsing.text import clean_text, shorten

SHORTEST_ROUND = timedelta(seconds=1)
LONGEST_ROUND = timedelta(hours=2)
MOST_ROUNDS = 20
_KEYS = {"title", "description", "round", "pseudonyms", "policy"}
_ROUND_KEYS = {
    "kind",
    "title",
    "minutes",
    "seconds",
    "question",
    "stem",
    "case_stage",
    "attributed",
}
_POLICY = 0
"""The place of the table [policy] among those of mistakes; rounds count from 1."""
_LINE_OF_SYNTAX = re.compile(r"\(at line (\d+), column \d+\)")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a format file that is not as it should be."""

    words: str
    """What is wrong and what belongs there, as a sentence without its full stop."""
    round_number: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = [
            *([f"round {self.round_number}"] if self.round_number else []),
            *([f"line {self.line}"] if self.line else []),
        ]
        return f"{', '.join(where)}: {self.words}" if where else self.words


class _Wrong(Exception):
    """A field cannot be used; says which and why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def read(name: str, text: str) -> tuple[Format | None, tuple[Mistake, ...]]:
    """The format, or None with every mistake in the order of the file."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE_OF_SYNTAX.search(str(error))
        reason = shorten(_LINE_OF_SYNTAX.sub("", str(error)), 120).strip()
        line = int(found[1]) if found else None
        return None, (Mistake(f"this is not valid TOML ({reason})", None, line),)
    reading = _Reading(text)
    title = reading.field(None, lambda: _words(data, "title"))
    description = reading.field(None, lambda: _words(data, "description"))
    pseudonyms = reading.field(None, lambda: _truth(data, "pseudonyms", default=False))
    reading.field(None, lambda: _known(data, _KEYS))
    policy = _policy(reading, data.get("policy", {}))
    rows = data.get("round")
    plans: list[RoundPlan | None] = []
    if not isinstance(rows, list) or not rows:
        reading.mistakes.append(Mistake("the format needs at least one [[round]]"))
    elif len(rows) > MOST_ROUNDS:
        reading.mistakes.append(Mistake(f"a format has at most {MOST_ROUNDS} rounds"))
    else:
        plans = [_round(reading, number, row) for number, row in enumerate(rows, 1)]
    if reading.mistakes:
        return None, tuple(reading.mistakes)
    rounds = tuple(plan for plan in plans if plan is not None)
    return Format(name, title or "", description or "", rounds, bool(pseudonyms), policy), ()


class _Reading:
    """A file being read: what was wrong so far, and where its rounds and fields stand."""

    def __init__(self, text: str) -> None:
        self.mistakes: list[Mistake] = []
        self._lines: dict[tuple[int | None, str], int] = {}
        number, place = 0, None
        for at, line in enumerate(text.splitlines(), 1):
            if re.match(r"\s*\[\[\s*round\s*\]\]", line):
                number += 1
                place = number
                self._lines.setdefault((place, ""), at)
            elif re.match(r"\s*\[\s*policy\s*\]", line):
                place = _POLICY
                self._lines.setdefault((place, ""), at)
            elif found := re.match(r"\s*\"?([\w-]+)\"?\s*=", line):
                self._lines.setdefault((place, found[1]), at)

    def field(self, place: int | None, read: Callable[[], T]) -> T | None:
        """What a field holds; None, with the mistake noted, where it cannot be used.

        ``place`` is the number of its round, None outside all tables, or that of ``[policy]``.
        """
        try:
            return read()
        except _Wrong as wrong:
            self.note(place, wrong.field, str(wrong))
            return None

    def note(self, place: int | None, field: str, words: str) -> None:
        """Note a mistake, with the line of its field."""
        line = self._lines.get((place, field)) or self._lines.get((place, ""))
        self.mistakes.append(Mistake(words, None if place == _POLICY else place, line))


def _policy(reading: _Reading, table: Any) -> Mapping[str, Value]:
    """The rules that the format changes, in the words of whoever wrote it or as numbers."""
    if not isinstance(table, dict):
        reading.note(None, "policy", "write “policy” as a table [policy] with a line a rule")
        return {}
    values: dict[str, Value] = {}
    for name, given in table.items():
        read = partial(_rule, name, given, values)
        values.update(reading.field(_POLICY, read) or {})
    made = rules.changed(Policy(), values)
    for clash in rules.clashes(made):
        field = clash.lower if clash.lower in values else clash.upper
        reading.note(_POLICY, field, clash.words(made))
    return values


def _rule(name: str, given: Any, before: Mapping[str, Value]) -> Mapping[str, Value]:
    try:
        rule = rules.rule_named(name)
        if rule.name in before:
            raise _Wrong(name, f"“{rule.name}” stands there twice")
        number = isinstance(given, int | float) and not isinstance(given, bool)
        return {rule.name: rule.read(str(given) if number or isinstance(given, str) else "")}
    except BadInput as error:
        raise _Wrong(name, str(error).rstrip(".")) from None


def _round(reading: _Reading, number: int, row: Any) -> RoundPlan | None:
    if not isinstance(row, dict):
        reading.mistakes.append(Mistake("write it as a [[round]] with fields", number))
        return None
    reading.field(number, lambda: _known(row, _ROUND_KEYS))
    kind = reading.field(number, lambda: _kind(row))
    title = reading.field(number, lambda: _words(row, "title", most=80))
    question = reading.field(number, lambda: _words(row, "question", most=300))
    length = reading.field(number, lambda: _length(row))
    stem = reading.field(number, lambda: _stem(row))
    stage = reading.field(number, lambda: _stage(row))
    attributed = reading.field(number, lambda: _attributed(row, kind))
    if kind is None or title is None or question is None or length is None:
        return None
    return RoundPlan(
        kind=kind,
        title=title,
        question=question,
        length=length,
        stem=stem or "",
        case_stage=stage,
        attributed=attributed is not False,
    )


def _known(row: Mapping[str, Any], keys: set[str]) -> None:
    unknown = sorted(set(row) - keys)
    if unknown:
        shown = shorten(clean_text(unknown[0]), 40)
        fields = ", ".join(sorted(keys))
        raise _Wrong(unknown[0], f"“{shown}” is not a field; fields are {fields}")


def _kind(row: Mapping[str, Any]) -> RoundKind:
    try:
        return RoundKind(row.get("kind", ""))
    except ValueError:
        raise _Wrong("kind", f"“kind” must be one of {', '.join(RoundKind)}") from None


def _words(row: Mapping[str, Any], key: str, most: int = 200) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not clean_text(value):
        raise _Wrong(key, f"it needs “{key}”, as text")
    if len(value) > most:
        raise _Wrong(key, f"“{key}” is longer than {most} characters")
    return clean_text(value)


def _stem(row: Mapping[str, Any]) -> str:
    stem = row.get("stem", "")
    if not isinstance(stem, str):
        raise _Wrong("stem", "“stem” must be text")
    return clean_text(stem)[:200]


def _stage(row: Mapping[str, Any]) -> int | None:
    stage = row.get("case_stage")
    if stage is None:
        return None
    if type(stage) is not int or stage < 1:
        raise _Wrong("case_stage", "“case_stage” counts from 1")
    return stage


def _truth(row: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise _Wrong(key, f"“{key}” is true or false")
    return value


def _attributed(row: Mapping[str, Any], kind: RoundKind | None) -> bool:
    attributed = _truth(row, "attributed", default=True)
    if not attributed and kind not in (RoundKind.SILENT_WRITING, None):
        raise _Wrong(
            "attributed",
            "only silent_writing can be without names: leave “attributed” out",
        )
    return attributed


def _length(row: Mapping[str, Any]) -> timedelta:
    given = [key for key in ("minutes", "seconds") if key in row]
    value = row[given[0]] if len(given) == 1 else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong(given[0] if given else "", "give “minutes” or “seconds”, as a number")
    seconds = value * 60 if given[0] == "minutes" else value
    # Compared before it is a length: TOML has numbers (nan, inf) that timedelta has not.
    if not SHORTEST_ROUND.total_seconds() <= seconds <= LONGEST_ROUND.total_seconds():
        raise _Wrong(given[0], "a round lasts from one second to two hours")
    return timedelta(seconds=seconds)
