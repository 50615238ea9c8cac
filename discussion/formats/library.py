"""Formats: ways to run a discussion, as data in files.

A format file is TOML: a title, a description, and rounds with kind, title, minutes (or seconds),
question, and optionally a stem, the stage of the case and whether names stand beside the words.
The built-in ones stand in ``data/formats``; a lecturer's own have the same form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from pathlib import Path

from discussion.formats import files as format_files
from discussion.formats.files import SHORTEST_ROUND
from discussion.model import Format, RoundPlan
from discussion.model.errors import BadFile, BadInput

DEFAULT_FORMAT = "case-discussion"


def read_format(name: str, text: str) -> Format:
    """Read one format. Raises ``BadFile`` with the first field that is wrong and how many more."""
    format_, mistakes = format_files.read(name, text)
    if format_ is not None:
        return format_
    more = f" ({len(mistakes) - 1} more in the same file)" if len(mistakes) > 1 else ""
    raise BadFile(f"Format “{name}”, {mistakes[0]}{more}.")


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
