"""The grid of social location x evidence, and questions about the parts a group left empty.

It fills from the tags of what was said. It takes tags and nothing else: not who said something, so
that it can never ask anybody to speak for a group (docs/facilitation.md).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import Any, Final

from discussion.model import Discussion, Tag, TagKind, timing
from discussion.model.errors import BadFile
from discussion.parsing.tags import VOCABULARY, Vocabulary

PLACE: Final = "{location}"
"""Where the texts of ``data/grid.toml`` name a social location; replaced, never formatted."""


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of evidence, with the questions that ask for it."""

    kind: TagKind
    title: str
    question: str
    location_question: str


@dataclass(frozen=True, slots=True)
class GridTexts:
    """The columns of the grid in their order, and the question about a whole row."""

    columns: tuple[Column, ...]
    row_question: str


@dataclass(frozen=True, slots=True)
class Grid:
    """How many contributions stand in each part."""

    locations: tuple[str, ...]
    """The social locations that were named, in the order of the alphabet."""
    cells: Mapping[tuple[str, TagKind], int]
    """Contributions by social location and kind of evidence; a part without any has no entry."""
    kinds: Mapping[TagKind, int]
    """Contributions by kind of evidence, with a social location or without."""

    def row_is_empty(self, location: str) -> bool:
        """Whether a location was named, but with no evidence of any kind."""
        return not any(where == location for where, _ in self.cells)


@dataclass(frozen=True, slots=True)
class EmptyPart:
    """A part without any contribution, and the question that the copilot offers about it.

    ``kind`` is None for a whole row, ``location`` is None for a whole column.
    """

    kind: TagKind | None
    location: str | None
    question: str


def read_texts(text: str) -> GridTexts:
    """Read the grid's texts from TOML in the form of ``data/grid.toml``.

    Raises ``BadFile`` with the field that is missing or wrong.
    """
    try:
        data = tomllib.loads(text)
        columns = tuple(
            Column(
                TagKind(row["kind"]),
                _words(row, "title"),
                _words(row, "question"),
                _words(row, "location_question"),
            )
            for row in data["column"]
        )
        return GridTexts(columns, _words(data["row"], "question"))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"The grid's texts are not valid TOML: {error}.") from error
    except KeyError as error:
        raise BadFile(f"The grid's texts lack the field {error}.") from error
    except (TypeError, ValueError) as error:
        raise BadFile(f"The grid's texts have a field that is not right: {error}.") from error


def _words(row: Mapping[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"“{key}” must be text")
    return value


TEXTS: Final = read_texts(
    resources.files("discussion").joinpath("data/grid.toml").read_text("utf-8")
)
"""The built-in columns and questions."""


def filled(said: Iterable[Collection[Tag]], texts: GridTexts = TEXTS) -> Grid:
    """The grid that the tags of contributions fill; each contribution is given by its tags."""
    kinds_of_grid = {column.kind for column in texts.columns}
    locations: set[str] = set()
    cells: dict[tuple[str, TagKind], int] = {}
    totals: dict[TagKind, int] = {}
    for tags in said:
        here = {tag.name for tag in tags if tag.kind is TagKind.SOCIAL_LOCATION}
        kinds = {tag.kind for tag in tags} & kinds_of_grid
        locations |= here
        for kind in kinds:
            totals[kind] = totals.get(kind, 0) + 1
            for location in here:
                cells[location, kind] = cells.get((location, kind), 0) + 1
    return Grid(tuple(sorted(locations)), cells, totals)


def empty_parts(
    grid: Grid, texts: GridTexts = TEXTS, vocabulary: Vocabulary = VOCABULARY
) -> list[EmptyPart]:
    """Whole columns and rows that nobody has filled, columns first, each with its question.

    With one location in use, the question about a column names it.
    """
    columns = [
        EmptyPart(column.kind, None, _column_question(column, grid, vocabulary))
        for column in texts.columns
        if not grid.kinds.get(column.kind)
    ]
    rows = [
        EmptyPart(None, location, _about(texts.row_question, location, vocabulary))
        for location in grid.locations
        if grid.row_is_empty(location)
    ]
    return [*columns, *rows]


def questions(
    discussion: Discussion,
    said: Iterable[Collection[Tag]],
    now: datetime,
    texts: GridTexts = TEXTS,
) -> list[EmptyPart]:
    """What the copilot may ask about empty parts; nothing before half-way, when all may yet come.

    ``said`` gives the tags of each contribution that the group can read: what is held for a reveal
    or was withdrawn is not the group's.
    """
    if plan_done(discussion, now) < discussion.policy.grid_share:
        return []
    return empty_parts(filled(said, texts), texts)


def plan_done(discussion: Discussion, now: datetime) -> float:
    """Which share of the planned time lies behind the group; a round that was cut counts whole."""
    whole = sum((plan.planned_length for plan in discussion.plans), timedelta())
    round_ = discussion.current_round
    before = sum((p.planned_length for p in discussion.plans[: round_.number - 1]), timedelta())
    if not discussion.is_live:
        return 1.0
    planned = discussion.current_plan.planned_length
    # An extended round counts as far as it has come, so that its share grows to its end.
    share = timing.elapsed(round_, now) / timing.length(discussion, round_)
    return (before + min(1.0, share) * planned) / whole


def _column_question(column: Column, grid: Grid, vocabulary: Vocabulary) -> str:
    if len(grid.locations) == 1:
        return _about(column.location_question, grid.locations[0], vocabulary)
    return column.question


def _about(text: str, location: str, vocabulary: Vocabulary) -> str:
    said = text.replace(PLACE, _title(location, vocabulary))
    return said[:1].upper() + said[1:]


def _title(location: str, vocabulary: Vocabulary) -> str:
    """The location as the vocabulary's title calls it, without the title's heading."""
    for choice in vocabulary.choices:
        if choice.tag.name == location:
            return choice.title.rpartition(": ")[2]
    return location
