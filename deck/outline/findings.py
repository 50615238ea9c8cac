"""Slides that set findings beside each other: map, table, links, shared words, tensions, reading.

Plain data, like the rest of the outline. Positions are indexes into the tuples of the same slide.
"""

from __future__ import annotations

from dataclasses import dataclass

from deck.outline.pieces import Figure, Head, Quote


@dataclass(frozen=True, slots=True)
class MapNode:
    """A theme on the map."""

    name: str
    hue: int | None
    voices: int
    contributions: int


@dataclass(frozen=True, slots=True)
class MapLink:
    """How many people spoke to both themes under their name."""

    one: int
    other: int
    people: int


@dataclass(frozen=True, slots=True)
class ThemeMapSlide:
    """Themes that share voices: the hub first, then the ring in its order."""

    head: Head
    nodes: tuple[MapNode, ...]
    links: tuple[MapLink, ...]
    """Those that are drawn: from the hub, and between neighbours on the ring."""
    strongest: tuple[str, ...]
    thinnest: str
    notes: str


@dataclass(frozen=True, slots=True)
class HeatSlide:
    """Social locations by theme, or themes by class in a term's deck.

    A cell is None where its number is withheld.
    """

    head: Head
    corner: str
    """What the rows are."""
    rows: tuple[str, ...]
    columns: tuple[tuple[str, int | None], ...]
    """Each theme and its hue."""
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    across: str
    gaps: str
    key: str
    notes: str


@dataclass(frozen=True, slots=True)
class BridgeEnd:
    """A contribution at one side of the bridge, and the hue of its theme."""

    quote: Quote
    hue: int | None


@dataclass(frozen=True, slots=True)
class BridgeLink:
    """Practice or experience at the left, theory at the right, and what ties them."""

    left: int
    right: int
    words: str
    explicit: bool
    """Whether people made the link themselves, by a reply."""


@dataclass(frozen=True, slots=True)
class BridgeSlide:
    """Practice and experience beside the theory that the group used."""

    head: Head
    left: tuple[BridgeEnd, ...]
    right: tuple[BridgeEnd, ...]
    links: tuple[BridgeLink, ...]
    waiting: tuple[Quote, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A statement and for how many more people it speaks."""

    quote: Quote
    speaks_for: int


@dataclass(frozen=True, slots=True)
class SharedSlide:
    """Statements that we share."""

    head: Head
    statements: tuple[Shared, ...]
    figures: tuple[Figure, ...]
    audit: str
    notes: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was said, what challenged it, and how many voices stand on each side."""

    said: Quote
    challenge: Quote
    said_voices: int
    challenge_voices: int


@dataclass(frozen=True, slots=True)
class DifferSlide:
    """Where we differ, and views held by one person."""

    head: Head
    pairs: tuple[Difference, ...]
    alone: tuple[Quote, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Something to read, where it comes from, and its address where it has one."""

    title: str
    source: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ReadingSlide:
    """What the class read, and what people pointed each other to."""

    head: Head
    rows: tuple[ReadingRow, ...]
    notes: str
