"""Formats: ways to run a discussion, as data in files.

A format file is TOML: a title, a description, optionally ``pseudonyms = true``, and rounds with
kind, title, minutes (or seconds), question, and optionally a stem, the stage of the case and, for
silent writing, whether names stand beside the words (``attributed``). The built-in ones stand in
``data/formats``; a lecturer's own have the same form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from discussion.errors import BadFile, BadInput
from discussion.model import Format, RoundKind, RoundPlan
from discussion.text import clean_text

DEFAULT_FORMAT = "case-discussion"
SHORTEST_ROUND = timedelta(seconds=1)
LONGEST_ROUND = timedelta(hours=2)
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


def read_format(name: str, text: str) -> Format:
    """Read one format. Raises ``BadFile`` with the field that is wrong and what belongs there."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"Format “{name}” is not valid TOML: {error}.") from error
    title = _words(name, data, "title", "")
    description = _words(name, data, "description", "")
    rows = data.get("round")
    if not isinstance(rows, list) or not rows:
        raise BadFile(f"Format “{name}” needs at least one [[round]].")
    pseudonyms = data.get("pseudonyms", False)
    if not isinstance(pseudonyms, bool):
        raise BadFile(f"Format “{name}”: “pseudonyms” must be true or false.")
    rounds = tuple(_round(name, i, r) for i, r in enumerate(rows, 1))
    return Format(name, title, description, rounds, pseudonyms)


def built_in_formats() -> Mapping[str, Format]:
    """The formats that come with the project, by name."""
    folder = resources.files("discussion").joinpath("data/formats")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    formats = [read_format(f.name.removesuffix(".toml"), f.read_text("utf-8")) for f in files]
    return {each.name: each for each in formats}


def formats_in(folder: Path) -> Mapping[str, Format]:
    """A lecturer's own formats, by file name. Raises ``BadFile`` for the first that is wrong."""
    found: dict[str, Format] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(f"Format “{path.stem}” cannot be read as UTF-8 text: {error}.") from error
        found[path.stem] = read_format(path.stem, text)
    return found


def fit(format_: Format, length: timedelta | None) -> tuple[RoundPlan, ...]:
    """The rounds of a format, stretched or squeezed in proportion to the class's length.

    Raises ``BadInput`` if a round would be shorter than a second.
    """
    planned = sum((r.length for r in format_.rounds), timedelta())
    if length is None or length == planned:
        return format_.rounds
    ends = [timedelta()]
    for round_ in format_.rounds:
        ends.append(ends[-1] + round_.length)
    edges = [timedelta(seconds=round(end / planned * length.total_seconds())) for end in ends]
    plans = tuple(
        replace(round_, length=after - before)
        for round_, before, after in zip(format_.rounds, edges, edges[1:], strict=False)
    )
    if any(plan.length < SHORTEST_ROUND for plan in plans):
        raise BadInput("That is too short for this format: some rounds would have no time.")
    return plans


def _round(name: str, number: int, row: Mapping[str, Any]) -> RoundPlan:
    where = f"round {number}: "
    if not isinstance(row, dict):
        raise BadFile(f"Format “{name}”, {where}write it as a [[round]] with fields.")
    unknown = sorted(set(row) - _ROUND_KEYS)
    if unknown:
        known = ", ".join(sorted(_ROUND_KEYS))
        raise BadFile(f"Format “{name}”, {where}“{unknown[0]}” is not a field; fields are {known}.")
    try:
        kind = RoundKind(row.get("kind", ""))
    except ValueError:
        kinds = ", ".join(RoundKind)
        raise BadFile(f"Format “{name}”, {where}“kind” must be one of {kinds}.") from None
    stage = row.get("case_stage")
    if stage is not None and (type(stage) is not int or stage < 1):
        raise BadFile(f"Format “{name}”, {where}“case_stage” counts from 1.")
    stem = row.get("stem", "")
    if not isinstance(stem, str):
        raise BadFile(f"Format “{name}”, {where}“stem” must be text.")
    attributed = row.get("attributed", True)
    if not isinstance(attributed, bool):
        raise BadFile(f"Format “{name}”, {where}“attributed” is true or false.")
    if not attributed and kind is not RoundKind.SILENT_WRITING:
        raise BadFile(
            f"Format “{name}”, {where}only silent_writing can be without names: "
            "leave “attributed” out."
        )
    return RoundPlan(
        kind=kind,
        title=_words(name, row, "title", where, most=80),
        question=_words(name, row, "question", where, most=300),
        length=_length(name, where, row),
        stem=clean_text(stem)[:200],
        case_stage=stage,
        attributed=attributed,
    )


def _length(name: str, where: str, row: Mapping[str, Any]) -> timedelta:
    given = [key for key in ("minutes", "seconds") if key in row]
    value = row[given[0]] if len(given) == 1 else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadFile(f"Format “{name}”, {where}give “minutes” or “seconds”, as a number.")
    seconds = value * 60 if given[0] == "minutes" else value
    # Compared before it is a length: TOML has numbers (nan, inf) that timedelta has not.
    if not SHORTEST_ROUND.total_seconds() <= seconds <= LONGEST_ROUND.total_seconds():
        raise BadFile(f"Format “{name}”, {where}a round lasts from one second to two hours.")
    return timedelta(seconds=seconds)


def _words(name: str, row: Mapping[str, Any], key: str, where: str, most: int = 200) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not clean_text(value):
        comma = f", {where}" if where else " "
        raise BadFile(f"Format “{name}”{comma}needs “{key}”, as text.")
    if len(value) > most:
        raise BadFile(f"Format “{name}”, {where}“{key}” is longer than {most} characters.")
    return clean_text(value)
