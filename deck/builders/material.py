"""What all builders share: the record, its themes, its lines, and which line is shown where."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from deck.house import DeckOptions
from deck.outline.pieces import NAMELESS, Quote
from deck.synthesis import coverage
from deck.synthesis.coverage import Line
from deck.synthesis.groups import Group, GroupedBy, groups
from deck.synthesis.sentences import quotable, spoken
from deck.synthesis.terms import cost, terms
from deck.synthesis.writing import Writing, writing_of
from discussion.model import RoundKind, TagKind
from discussion.record.record import Record, RecordedContribution

MOST_THEMES = 8
"""Beyond this the themes go to the left-out list: a class cannot take in more in one sitting."""
FEWEST_IN_A_THEME = 2
QUOTES_A_THEME = 4


@dataclass
class Material:
    """A record taken apart once, for all builders; what is shown where fills while they work."""

    record: Record
    options: DeckOptions
    contributions: tuple[RecordedContribution, ...]
    by_id: dict[int, RecordedContribution]
    all_groups: tuple[Group, ...]
    themes: tuple[Group, ...]
    lines: list[Line]
    weight: dict[str, float]
    picks: list[Line]
    replies: Counter[int]
    """How many links lead to each contribution."""
    terms_of: dict[int, frozenset[str]]
    """What each contribution speaks of, its tags apart."""
    edges: frozenset[int]
    """Rounds in which people arrive or leave."""
    lines_of: dict[int, list[Line]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    """Words that stand on a slide already."""
    heads: dict[str, Line | None] = field(default_factory=dict)
    """The headline of each theme, by its name, once it was looked for."""
    heard_on_slides: set[str] = field(default_factory=set)
    """Speakers who have a quote already."""

    @property
    def length(self) -> timedelta:
        """From the first moment of the class to its last."""
        last = max([c.said_at for c in self.contributions], default=self.record.started_at)
        return max((self.record.ended_at or last) - self.record.started_at, timedelta())

    def hue_of(self, theme: Group) -> int | None:
        """The number of a theme's colour."""
        return self.themes.index(theme) if theme in self.themes else None

    def theme_of(self, contribution: RecordedContribution) -> str:
        """The first theme of a contribution that has a slide, or ""."""
        for theme in self.themes:
            if theme.by is not GroupedBy.ROUND and contribution in theme.contributions:
                return theme.name
        return ""

    def hue_for(self, contribution: RecordedContribution) -> int | None:
        """The colour of the first theme of a contribution that has a slide."""
        for number, theme in enumerate(self.themes):
            if theme.by is not GroupedBy.ROUND and contribution in theme.contributions:
                return number
        return None

    def quote(self, line: Line) -> Quote:
        """A line as a quote, noted as shown."""
        self.shown.add(line.text)
        self.heard_on_slides.add(line.speaker)
        return quote_of(self.by_id[line.contribution_id], line.text)

    def best_line(self, contribution: RecordedContribution) -> Line | None:
        """The line of one contribution that says most, one not yet shown if there is one."""
        own = self.lines_of.get(contribution.id, [])
        fresh = [line for line in own if line.text not in self.shown] or own
        return max(fresh, key=lambda o: (self.says(o), -o.order), default=None)

    def says(self, line: Line) -> float:
        """How much of what the class shares a line holds, for its cost."""
        weight = sum(sorted(self.weight.get(term, 0.0) for term in line.terms))
        return float(weight / line.cost**coverage.COST_POWER)


def quote_of(contribution: RecordedContribution, text: str) -> Quote:
    """A verbatim part of a contribution as a quote."""
    return Quote(
        contribution_id=contribution.id,
        text=text,
        voice=contribution.signature or NAMELESS,
        anonymous=contribution.name is None,
        round_number=contribution.round_number,
        url=contribution.url,
    )


def prepare(record: Record, options: DeckOptions) -> Material:
    """Take a record apart: order, groups, lines, weights and the choice over the whole class."""
    said = tuple(sorted(record.contributions, key=lambda c: (c.said_at, c.id)))
    grouped = groups(said, record.rounds)
    large = [g for g in grouped if len(g.contributions) >= FEWEST_IN_A_THEME]
    lines = [
        Line(c.id, c.speaker, part, cost(part), frozenset(terms(part)), order)
        for order, (c, part) in enumerate((c, part) for c in said for part in quotable(c.text))
    ]
    terms_of = {c.id: frozenset(terms(spoken(c.text))) for c in said}
    weight = coverage.weights((c.speaker, terms_of[c.id]) for c in said)
    lines_of: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        lines_of[line.contribution_id].append(line)
    return Material(
        record=record,
        options=options,
        contributions=said,
        by_id={c.id: c for c in said},
        all_groups=grouped,
        themes=tuple(large[:MOST_THEMES]),
        lines=lines,
        weight=weight,
        picks=coverage.choose(
            lines, weight, coverage.budget_for(lines), coverage.by_writing(lines, _themes(said))
        ),
        replies=Counter(link.to_id for link in record.links),
        terms_of=terms_of,
        edges=frozenset(
            r.number for r in record.rounds if r.kind in (RoundKind.BRIEFING, RoundKind.CHECK_OUT)
        ),
        lines_of=dict(lines_of),
    )


def _themes(said: tuple[RecordedContribution, ...]) -> dict[int, list[str]]:
    return {c.id: [tag.name for tag in c.tags if tag.kind is TagKind.THEME] for c in said}


def theme_lines(material: Material, theme: Group, most: int) -> list[Line]:
    """The quotes of a theme: people without a quote first, one of each writing system kept.

    The choice over the whole class comes first; where it has too little for this theme, the same
    choice is made within the theme.
    """
    ids = {c.id for c in theme.contributions}
    own = [line for i in ids for line in material.lines_of.get(i, ())]
    own.sort(key=lambda line: line.order)
    ranked = [
        p for p in material.picks if p.contribution_id in ids and p.text not in material.shown
    ]
    unheard_of = {p.speaker for p in ranked} - material.heard_on_slides
    lacking = {writing_of(line.text) for line in own} - {writing_of(p.text) for p in ranked}
    if len(unheard_of) < most or lacking:
        budget = max(120, sum(coverage.cheapest(own).values()))
        within = coverage.choose(own, material.weight, budget)
        ranked += [p for p in within if p not in ranked and p.text not in material.shown]
    chosen: list[Line] = []
    systems: set[Writing] = set()
    speakers: set[str] = set()

    def take(line: Line) -> None:
        if len(chosen) < most and line.contribution_id not in {c.contribution_id for c in chosen}:
            chosen.append(line)
            systems.add(writing_of(line.text))
            speakers.add(line.speaker)

    for line in ranked:  # one for each writing system that the theme has
        if writing_of(line.text) not in systems:
            take(line)
    for unheard in (True, False):
        for line in ranked:
            new = line.speaker not in material.heard_on_slides
            if line.speaker not in speakers and new is unheard:
                take(line)
    for line in ranked:
        take(line)
    return sorted(chosen, key=lambda line: line.order)
