"""The tables of the result as Markdown, and their place in docs/facilitation.md."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.facilitation.games import KindOfClass, Played
from benchmarks.facilitation.measures import MEASURES, Mean, Outcome, mean, summary
from benchmarks.facilitation.model import SIZES, TEMPERAMENTS, Assumptions
from benchmarks.facilitation.sensitivity import SIZES as VARIED_SIZES
from benchmarks.facilitation.sensitivity import Rival, Variation
from benchmarks.facilitation.ways import OURS, Way

BEGIN = "<!-- bench-facilitation: everything down to the end mark is written by the command -->"
END = "<!-- bench-facilitation: end -->"
_PERCENT = {"accounted_for", "heard"}
_HEADS = {
    "accounted_for": "accounted for",
    "heard": "heard",
    "gini": "Gini of words",
    "asked": "times asked",
    "annoyance": "annoyance",
}


def of_size(outcomes: Played, way: Way, size: int) -> list[Outcome]:
    """All classes of one size, of every temperament."""
    return [
        outcome
        for (each, kind), many in outcomes.items()
        if each == way and kind[1] == size
        for outcome in many
    ]


def by_size(outcomes: Played, ways: Sequence[Way]) -> list[str]:
    """A table: each way in the classes of each size, all temperaments together."""
    lines = _head("members", "way")
    for size in SIZES:
        for way in ways:
            lines.append(_row([str(size), way.name], summary(of_size(outcomes, way, size))))
    return lines


def by_temperament(outcomes: Played, ways: Sequence[Way], size: int) -> list[str]:
    """A table: each way in each temperament, for classes of one size."""
    lines = _head("temperament", "way")
    for index, temperament in enumerate(TEMPERAMENTS):
        for way in ways:
            means = summary(outcomes[way, (index, size)])
            lines.append(_row([temperament.name, way.name], means))
    return lines


def better_elsewhere(outcomes: Played, ways: Sequence[Way]) -> list[str]:
    """Every kind of class in which another way hears more people and asks no more often.

    The judgement is by the means; the difference and its margin say how sure that is.
    """
    kinds = sorted({kind for _, kind in outcomes})
    found = [
        line
        for way in ways
        if way != OURS
        for kind in kinds
        if (line := _better(outcomes, way, kind)) is not None
    ]
    return found or ["- none"]


def _better(outcomes: Played, way: Way, kind: KindOfClass) -> str | None:
    ours, others = outcomes[OURS, kind], outcomes[way, kind]
    more = mean([b.heard - a.heard for a, b in zip(ours, others, strict=True)])
    asks = mean([b.asked - a.asked for a, b in zip(ours, others, strict=True)])
    if more.value <= 0 or asks.value > 0:
        return None
    temperament, size = TEMPERAMENTS[kind[0]].name, kind[1]
    sure = "beyond doubt" if more.value > more.margin else "within the margin"
    return (
        f"- {way.name}, {temperament} class of {size}: "
        f"{100 * more.value:+.1f} ± {100 * more.margin:.1f} points heard ({sure}), "
        f"{asks.value:+.2f} ± {asks.margin:.2f} times asked"
    )


def sensitivity(variations: Sequence[Variation]) -> list[str]:
    """A table: under each variation and for each size, the other way that hears most."""
    sizes = " | ".join(f"closest other way, classes of {size}" for size in VARIED_SIZES)
    lines = [
        f"| assumption (usual) | value | {sizes} | overtaken for as few askings |",
        "|---|---|" + "---|" * len(VARIED_SIZES) + "---|",
    ]
    usual = Assumptions()
    for each in variations:
        names = ", ".join(f"`{name}` ({getattr(usual, name):g})" for name in each.changed)
        values = ", ".join(f"{value:g}" for value in each.changed.values())
        cells = " | ".join(_rival(each.closest(size)) for size in VARIED_SIZES)
        overtaken = "**yes**" if each.flips_for_as_few else "no"
        lines.append(f"| {names} | {values} | {cells} | {overtaken} |")
    return lines


def _rival(rival: Rival) -> str:
    lead = f"{100 * rival.lead.value:+.1f} ± {100 * rival.lead.margin:.1f}"
    flips = "**flips:** " if rival.flips else ""
    return f"{flips}{rival.way.name}, {lead} points heard, {rival.asks:+.1f} askings"


def into(document: str, lines: Sequence[str]) -> str:
    """The document with the lines between its marks. Raises ``ValueError`` if it has none."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("The document has no marks for the result to stand between.")
    return "\n".join([before + begin, "", *lines, "", end + after])


def _head(*names: str) -> list[str]:
    heads = [*names, *(_HEADS[name] for name in MEASURES)]
    return ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]


def _row(names: Sequence[str], means: dict[str, Mean]) -> str:
    return "| " + " | ".join([*names, *(_figure(name, means[name]) for name in MEASURES)]) + " |"


def _figure(name: str, found: Mean) -> str:
    if name in _PERCENT:
        return f"{100 * found.value:.1f} ± {100 * found.margin:.1f} %"
    return f"{found.value:.2f} ± {found.margin:.2f}"
