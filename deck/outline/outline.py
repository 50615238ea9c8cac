"""The outline of a deck: its slides as plain data, ready to be drawn, and what it leaves out.

Everything a reader can see is decided here; drawing adds places, sizes and colours. Lengths of
time are whole minutes. ``hue`` is the number of a theme's colour, counted from 0; None is neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deck.outline.findings import (
    BridgeSlide,
    DifferSlide,
    HeatSlide,
    ReadingSlide,
    SharedSlide,
    ThemeMapSlide,
)
from deck.outline.pieces import Figure, Head, Quote, Series


@dataclass(frozen=True, slots=True)
class Dot:
    """One contribution (or some, in a large class) on the time line; ``at`` runs from 0 to 1."""

    at: float
    words: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The dots of one theme."""

    name: str
    hue: int | None
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class TitleSlide:
    """The topic, and a dot for each contribution over time."""

    head: Head
    above: str
    """A line above the topic, from the house style; "" for none."""
    subtitle: str
    facts: str
    lanes: tuple[Lane, ...]
    caption: str
    notes: str
    meaning: str = "from the beginning to the end of the class"
    """How the dots lie, for those who hear the slide."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A headline in the group's own words."""

    hue: int | None
    quote: Quote
    source: str


@dataclass(frozen=True, slots=True)
class OnePageSlide:
    """The whole class on one page."""

    head: Head
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    still_open: Quote | None
    notes: str


@dataclass(frozen=True, slots=True)
class RoundBar:
    """A round as planned and as it ran; ``actual`` is None if it never began."""

    number: int
    title: str
    question: str
    planned: int
    actual: int | None


@dataclass(frozen=True, slots=True)
class RunSlide:
    """How the class ran: rounds, kinds of contribution over time, invitations as counts."""

    head: Head
    rounds: tuple[RoundBar, ...]
    minutes: tuple[str, ...]
    series: tuple[Series, ...]
    figures: tuple[Figure, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class HeardSlide:
    """Who was heard: words by person and round, or people by words in a large class."""

    head: Head
    chart_title: str
    axis: str
    """What the categories are, where they are not people."""
    by_person: bool
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    figures: tuple[Figure, ...]
    ledger: tuple[tuple[str, int], ...]
    notes: str
    ledger_heads: tuple[str, str] = ("Everybody who was there", "People")


@dataclass(frozen=True, slots=True)
class ThemeSlide:
    """One theme: its headline, quotes, who spoke to it and when."""

    head: Head
    hue: int | None
    quotes: tuple[Quote, ...]
    headline: Quote | None
    ratified: bool
    """Whether the class chose the headline."""
    reach: str
    names: str
    by_round: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    suggestion: str
    notes: str


@dataclass(frozen=True, slots=True)
class StageColumn:
    """One stage of the case and what was said on it."""

    number: int
    title: str
    text: str
    """What the class was shown of it."""
    said: int
    quotes: tuple[Quote, ...]
    question: str = ""
    """What was asked with it."""


@dataclass(frozen=True, slots=True)
class StagesSlide:
    """The case, stage by stage."""

    head: Head
    stages: tuple[StageColumn, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """Something that somebody means to do; gaps stay gaps."""

    number: int
    text: str
    owners: str | None
    due_on: date | None
    theme: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ActionsSlide:
    """What we will do."""

    head: Head
    rows: tuple[ActionRow, ...]
    notes: str
    about: str = "Theme"
    """What ``ActionRow.theme`` holds: in a term's deck, what became of the action."""


@dataclass(frozen=True, slots=True)
class VoicesSlide:
    """Every voice, one line each."""

    head: Head
    quotes: tuple[Quote, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class MethodSlide:
    """How this deck was made and what it cannot know."""

    head: Head
    steps: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, str], ...]
    cannot_know: tuple[str, ...]
    notes: str


Slide = (
    TitleSlide
    | OnePageSlide
    | RunSlide
    | HeardSlide
    | ThemeMapSlide
    | ThemeSlide
    | HeatSlide
    | BridgeSlide
    | SharedSlide
    | DifferSlide
    | StagesSlide
    | ActionsSlide
    | VoicesSlide
    | MethodSlide
    | ReadingSlide
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What a reader may hold the deck to."""

    voices: int
    """People who spoke under their name, and nameless voices, each counted once."""
    voices_quoted: int
    contributions: int
    contributions_quoted: int
    vocabulary_covered: float
    """Share of the weight of all terms that the quotes touch, from 0 to 1."""
    quotes: int
    quotes_with_link: int
    endorsers: int = 0
    """People who marked somebody's words as speaking for them."""
    endorsers_represented: int = 0
    """Of these, people of whose marked statements at least one stands on the shared slide."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the deck does not show, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A deck as data."""

    title: str
    footer: str
    author: str
    slides: tuple[Slide, ...]
    audit: Audit
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...] = ()
    """What was changed or withheld on purpose, such as a colour that could not be read."""


def quotes_of(slide: Slide) -> tuple[Quote, ...]:
    """Every quote that a slide shows, its headline included."""
    match slide:
        case OnePageSlide():
            extra = (slide.still_open,) if slide.still_open else ()
            return (*(f.quote for f in slide.findings), *extra)
        case ThemeSlide():
            return (*((slide.headline,) if slide.headline else ()), *slide.quotes)
        case StagesSlide():
            return tuple(q for stage in slide.stages for q in stage.quotes)
        case DifferSlide():
            pairs = (q for pair in slide.pairs for q in (pair.said, pair.challenge))
            return (*pairs, *slide.alone)
        case BridgeSlide():
            return (*(end.quote for end in (*slide.left, *slide.right)), *slide.waiting)
        case SharedSlide():
            return tuple(shared.quote for shared in slide.statements)
        case VoicesSlide():
            return slide.quotes
        case _:
            return ()
