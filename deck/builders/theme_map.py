"""The theme map: which themes share voices."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations

from deck.builders.material import Material
from deck.builders.opening import script
from deck.outline.findings import MapLink, MapNode, ThemeMapSlide
from deck.outline.pieces import Head, Part
from deck.outline.wording import capital, many, people, shortened
from deck.synthesis.groups import Group, GroupedBy

_STRONGEST = 4


def theme_map(material: Material) -> ThemeMapSlide | None:
    """Hub and ring; None for fewer than two themes, or where nobody spoke to two of them."""
    themes = [theme for theme in material.themes if theme.by is not GroupedBy.ROUND]
    shared = _shared(themes)
    if len(themes) < 2 or not any(shared.values()):
        return None
    hub = max(range(len(themes)), key=lambda i: (sum(n for p, n in shared.items() if i in p), -i))
    order = [hub, *_ring([i for i in range(len(themes)) if i != hub], shared)]
    place = {theme: number for number, theme in enumerate(order)}
    ring = range(1, len(order))
    drawn = {frozenset((0, i)) for i in ring} | {
        frozenset((i, i + 1)) for i in ring if i + 1 in ring
    }
    if len(order) > 3:
        drawn.add(frozenset((len(order) - 1, 1)))
    links = [
        MapLink(min(place[a], place[b]), max(place[a], place[b]), n)
        for (a, b), n in shared.items()
        if n and frozenset((place[a], place[b])) in drawn
    ]
    names = [capital(shortened(theme.name, 40)) for theme in themes]
    ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{people(n)}: {names[a]} and {names[b].lower()}" for (a, b), n in ranked]
    (thin_a, thin_b), thinnest = ranked[-1]
    reached = sum(1 for pair, n in shared.items() if hub in pair and n)
    others = len(themes) - 1
    return ThemeMapSlide(
        head=Head(
            Part.OUTCOME,
            "theme map",
            f"{names[hub]} is the hub: it shares voices with {reached} of "
            f"{many(others, 'other theme')}",
        ),
        nodes=tuple(
            MapNode(names[i], material.hue_of(themes[i]), themes[i].voices,
                    len(themes[i].contributions))
            for i in order
        ),
        links=tuple(sorted(links, key=lambda link: (link.one, link.other))),
        strongest=tuple(lines[i] for i in range(min(_STRONGEST, len(lines))) if ranked[i][1]),
        thinnest=f"{people(thinnest)}: {names[thin_a]} and {names[thin_b].lower()}"
        if len(ranked) > 1
        else "",
        notes=script(
            "A line counts people who spoke to both themes under their name. "
            "What was said without a name is not followed from theme to theme.",
            "All links. " + "; ".join(lines) + ".",
            "Which two themes belong together although nobody has linked them yet?",
        ),
    )  # fmt: skip


def _shared(themes: list[Group]) -> dict[tuple[int, int], int]:
    named = [{c.speaker for c in theme.contributions if c.name is not None} for theme in themes]
    return {(a, b): len(named[a] & named[b]) for a, b in combinations(range(len(themes)), 2)}


def _ring(rest: list[int], shared: dict[tuple[int, int], int]) -> tuple[int, ...]:
    """The order round the hub in which neighbours share most voices; at most 5,040 are tried."""

    def strength(order: tuple[int, ...]) -> int:
        pairs = list(pairwise(order))
        if len(order) > 2:
            pairs.append((order[-1], order[0]))
        return sum(shared[min(pair), max(pair)] for pair in pairs)

    return max(permutations(rest), key=lambda order: (strength(order), [-i for i in order]))
