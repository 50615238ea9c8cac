"""A slide as a few lines of plain text, for where no picture of it can be shown."""

from __future__ import annotations

from deck.outline.findings import (
    BridgeSlide,
    DifferSlide,
    HeatSlide,
    ReadingSlide,
    SharedSlide,
    ThemeMapSlide,
)
from deck.outline.outline import (
    ActionsSlide,
    HeardSlide,
    MethodSlide,
    OnePageSlide,
    RunSlide,
    Slide,
    StagesSlide,
    ThemeSlide,
    TitleSlide,
    VoicesSlide,
)
from deck.outline.pieces import NAMELESS, Figure, Quote
from deck.outline.wording import many, short_day


def lines_of(slide: Slide) -> tuple[str, ...]:
    """What stands on a slide below its title, most important first."""
    return tuple(line for line in _lines(slide) if line)


def _lines(slide: Slide) -> list[str]:
    match slide:
        case TitleSlide():
            return [slide.above, slide.subtitle, slide.facts]
        case OnePageSlide():
            return [
                *_figures(slide.figures),
                *(_quote(each.quote) for each in slide.findings),
                f"Still open: {_quote(slide.still_open)}" if slide.still_open else "",
            ]
        case RunSlide():
            rounds = [
                f"{bar.number}. {bar.title}: {many(bar.planned, 'minute')} planned, "
                + ("not held" if bar.actual is None else f"{bar.actual} held")
                for bar in slide.rounds
            ]
            return [*rounds, *_figures(slide.figures)]
        case HeardSlide():
            ledger = [f"{name}: {number}" for name, number in slide.ledger]
            return [*_figures(slide.figures), *ledger]
        case ThemeSlide():
            return [*(_quote(each) for each in slide.quotes), slide.reach]
        case StagesSlide():
            return [
                line
                for stage in slide.stages
                for line in (
                    f"{stage.number}. {stage.title}: {many(stage.said, 'contribution')}",
                    *(_quote(each) for each in stage.quotes),
                )
            ]
        case ActionsSlide():
            return [
                f"{row.number}. {row.text} ({row.owners or 'no owner yet'}; "
                f"{short_day(row.due_on) if row.due_on else 'date not set'})"
                for row in slide.rows
            ]
        case VoicesSlide():
            return [_quote(each) for each in slide.quotes]
        case MethodSlide():
            return [f"{head}: {text}" for head, text in slide.steps]
        case _:
            return _findings(slide)


def _findings(
    slide: ThemeMapSlide | HeatSlide | BridgeSlide | SharedSlide | DifferSlide | ReadingSlide,
) -> list[str]:
    match slide:
        case ThemeMapSlide():
            nodes = [f"{node.name}: {many(node.voices, 'voice')}" for node in slide.nodes]
            return [*nodes, *slide.strongest, slide.thinnest]
        case HeatSlide():
            return [slide.across, slide.gaps]
        case BridgeSlide():
            return [
                f"{_quote(slide.left[link.left].quote)} ↔ {_quote(slide.right[link.right].quote)}"
                for link in slide.links
            ]
        case SharedSlide():
            return [
                *(
                    f"{_quote(each.quote)}: speaks for "
                    + many(each.speaks_for, "more person", "more people")
                    for each in slide.statements
                ),
                slide.audit,
            ]
        case DifferSlide():
            return [
                *(f"{_quote(pair.said)} ↔ {_quote(pair.challenge)}" for pair in slide.pairs),
                *(_quote(each) for each in slide.alone),
            ]
        case ReadingSlide():
            return [" · ".join(part for part in (r.title, r.source) if part) for r in slide.rows]


def _figures(figures: tuple[Figure, ...]) -> list[str]:
    return [f"{figure.value} {figure.label}" for figure in figures]


def _quote(quote: Quote) -> str:
    return f"“{quote.text}” {NAMELESS if quote.anonymous else quote.voice}"
