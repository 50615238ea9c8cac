"""What slides are made of: their head, quotes, figures and series. Plain data.

``hue`` is the number of a theme's colour, counted from 0; None is neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NAMELESS = "Someone in the room"
"""Who said something anonymous."""


class Part(StrEnum):
    """The two jobs of a deck."""

    PROCESS = "process"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a slide: which job it does, what it is about, and what it found."""

    part: Part
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim part of a contribution, who said it, and where it can be read."""

    contribution_id: int
    text: str
    voice: str
    anonymous: bool
    round_number: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands out, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: a value for each category."""

    name: str
    values: tuple[int, ...]
