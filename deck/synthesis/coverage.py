"""Choosing words: speaker-balanced concept coverage with a reserved line for each person.

A term weighs the sum, over speakers, of the square root of how many of their contributions use it:
many voices beat one loud voice. Terms in fewer than two contributions weigh nothing. Lines are
picked greedily under a budget of words: each pick maximises the weight it covers, divided by its
cost to the power 0.7, and each cover halves what a term still weighs (after Lin and Bilmes 2010,
with the concepts of Gillick and Favre 2009). A pick never spends what the cheapest line of
somebody not yet quoted still needs, so everybody is quoted if the budget allows it at all.

The three constants were chosen once, on meetings that are not these, and are frozen.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from deck.synthesis.writing import writing_of
from discussion.parsing.speech import is_notice, is_quotable, plain

COST_POWER = 0.7
HALVING = 0.5
FEWEST_USES = 2
FLOOR_WORDS = 350
"""The least budget, in words: about what twenty quotes take."""
WORDS_A_PERSON = 18
_PLEASANT_LENGTH = 14


@dataclass(frozen=True, slots=True)
class Line:
    """Something that could be quoted."""

    contribution_id: int
    speaker: str
    text: str
    cost: int
    terms: frozenset[str]
    order: int
    """Where it stands in the discussion: the last resort between equals."""


def weights(uses: Iterable[tuple[str, Iterable[str]]]) -> dict[str, float]:
    """What each term weighs, from (speaker, terms) of every contribution."""
    by_term: dict[str, Counter[str]] = defaultdict(Counter)
    for speaker, terms in uses:
        for term in set(terms):
            by_term[term][speaker] += 1
    return {
        term: sum(math.sqrt(count) for _, count in sorted(speakers.items()))
        for term, speakers in by_term.items()
        if speakers.total() >= FEWEST_USES
    }


def speech_and_rest(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Lines that may be quoted anywhere, and those of people who have none, most words first.

    The latter (a greeting, bare agreement, a link) are only for a list of all voices; what a chat
    program wrote in somebody's name is nobody's.
    """
    speech: list[Line] = []
    rest: list[Line] = []
    for line in lines:
        (speech if is_quotable(line.text) else rest).append(line)
    heard = {line.speaker for line in speech}
    bare = [o for o in rest if o.speaker not in heard and not is_notice(o.text)]
    return speech, sorted(bare, key=lambda o: (-len(plain(o.text).split()), o.order))


def cheapest(lines: Iterable[Line]) -> dict[str, int]:
    """The cost of each speaker's cheapest line."""
    costs: dict[str, int] = {}
    for line in lines:
        costs[line.speaker] = min(line.cost, costs.get(line.speaker, line.cost))
    return costs


def budget_for(lines: Sequence[Line]) -> int:
    """Words enough for everybody, and for some variety beyond that."""
    costs = cheapest(lines)
    return max(FLOOR_WORDS, WORDS_A_PERSON * len(costs), sum(costs.values()))


def choose(
    lines: Sequence[Line],
    weight: Mapping[str, float],
    budget: int,
    kept: Sequence[Collection[int]] = (),
) -> list[Line]:
    """Pick lines in the order of what they add.

    Nobody's words are picked twice from one contribution. Guarantee: if the cheapest lines of all
    speakers fit the budget together, every speaker is among the picks. Of each group of indexes in
    ``kept`` (see ``by_writing``) one line is picked first, as far as that guarantee leaves room.
    """
    return _Choice(lines, weight, budget).run(kept)


def by_writing(
    lines: Sequence[Line], themes: Mapping[int, Collection[str]]
) -> list[Collection[int]]:
    """Indexes of lines for each writing system of each theme that has several, rarest first.

    Words in a writing system that few use share no terms with others and would never win.
    ``themes`` has the themes of each contribution by its id; none at all is a theme as well.
    """
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    systems: dict[str, set[str]] = defaultdict(set)
    for index, line in enumerate(lines):
        system = writing_of(line.text).value
        for theme in themes.get(line.contribution_id) or ("",):
            found[theme, system].append(index)
            systems[theme].add(system)
    mixed = [(len(own), key, own) for key, own in found.items() if len(systems[key[0]]) > 1]
    return [own for _, _, own in sorted(mixed)]


class _Choice:
    def __init__(self, lines: Sequence[Line], weight: Mapping[str, float], budget: int) -> None:
        self.lines = lines
        self.left = dict(weight)
        self.counting = [tuple(t for t in line.terms if t in self.left) for line in lines]
        self.waiting = cheapest(lines)
        self.slack = budget - sum(self.waiting.values())
        self.used: set[int] = set()
        self.picks: list[Line] = []

    def run(self, kept: Sequence[Collection[int]]) -> list[Line]:
        self._keep(kept)
        heap = [
            (-gain, line.order, i) for i, line in enumerate(self.lines) if (gain := self._gain(i))
        ]
        heapq.heapify(heap)
        while heap and (self.slack > 0 or self.waiting):
            stale, order, index = heapq.heappop(heap)
            line = self.lines[index]
            # What a pick may spend never grows again, so what does not fit now never will.
            if line.contribution_id in self.used or not self._fits(line):
                continue
            gain = self._gain(index)
            if not gain:
                continue
            # Gains only shrink, so a line that still leads after its update leads for good.
            if heap and (-gain, order, index) > heap[0] and -gain != stale:
                heapq.heappush(heap, (-gain, order, index))
                continue
            self._take(line)
        self._give_everybody_a_line()
        return self.picks

    def _keep(self, groups: Sequence[Collection[int]]) -> None:
        """One line of each group, the one that adds most, unless one is there already."""
        for group in groups:
            if not self.used.isdisjoint(self.lines[i].contribution_id for i in group):
                continue
            fitting = [
                (self._gain(i), -self.lines[i].cost, -self.lines[i].order, i)
                for i in group
                if self._fits(self.lines[i])
            ]
            if fitting:
                self._take(self.lines[max(fitting)[3]])

    def _gain(self, index: int) -> float:
        # fsum: exact, so that the order of a set cannot change a decision.
        covered: float = math.fsum(map(self.left.__getitem__, self.counting[index]))
        return float(covered / self.lines[index].cost ** COST_POWER)

    def _spends(self, line: Line) -> int:
        return line.cost - self.waiting.get(line.speaker, 0)

    def _fits(self, line: Line) -> bool:
        return self._spends(line) <= self.slack

    def _take(self, line: Line) -> None:
        self.slack -= self._spends(line)
        self.waiting.pop(line.speaker, None)
        self.used.add(line.contribution_id)
        self.picks.append(line)
        for term in line.terms:
            if term in self.left:
                self.left[term] *= HALVING

    def _give_everybody_a_line(self) -> None:
        """People none of whose words anybody shares get the line that is pleasantest to read."""
        if not self.waiting:
            return
        by_speaker: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.speaker in self.waiting:
                by_speaker[line.speaker].append(line)
        for own in by_speaker.values():
            fitting = [line for line in own if self._fits(line)]
            if fitting:
                self._take(min(fitting, key=lambda o: (abs(o.cost - _PLEASANT_LENGTH), o.order)))


def covered_share(picks: Iterable[Line], weight: Mapping[str, float]) -> float:
    """How much of all weight the picks touch at least once, between 0 and 1."""
    total = math.fsum(weight.values())
    touched = {term for line in picks for term in line.terms}
    return math.fsum(weight.get(term, 0.0) for term in touched) / total if total else 1.0
