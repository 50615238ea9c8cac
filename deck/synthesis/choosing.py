"""Choosing words from any discussion: no Discord, no database, no slides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deck.synthesis import coverage
from deck.synthesis.coverage import Line
from deck.synthesis.sentences import quotable, spoken
from deck.synthesis.terms import cost, terms


@dataclass(frozen=True, slots=True)
class Contribution:
    """Something that somebody said.

    ``links`` are positions, counted from 0, of the contributions that this one answers;
    ``endorsements`` is how many others said that it speaks for them.
    """

    author: str
    text: str
    tags: tuple[str, ...] = ()
    links: tuple[int, ...] = ()
    endorsements: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A verbatim part of a contribution, with the position of that contribution."""

    position: int
    author: str
    text: str
    words: int
    """What it takes of the budget: words of up to 24 letters, or pairs of unspaced characters."""


def choose(contributions: Iterable[Contribution], budget: int) -> list[Chosen]:
    """The words to show, in the order in which they were said, within a budget of words.

    Guarantee: if everybody's shortest line fits the budget together, everybody has one. A line is a
    sentence, two neighbouring ones, or a short contribution; one of hashtags alone has no line.
    Beyond that, lines are chosen that hold most of what several people speak of
    (``deck.synthesis.coverage``); within each tag, each writing system keeps one. Answers and
    endorsements decide between equals. Raises ``ValueError`` for a negative budget.
    """
    if budget < 0:
        raise ValueError("a budget of words cannot be negative")
    said = list(contributions)
    lines = lines_of(said)
    weight = coverage.weights((c.author, terms(spoken(c.text))) for c in said)
    kept = coverage.by_writing(lines, {i: c.tags for i, c in enumerate(said)})
    picks = coverage.choose(lines, weight, budget, kept)
    picks.sort(key=lambda line: line.contribution_id)
    return [Chosen(p.contribution_id, p.speaker, p.text, p.cost) for p in picks]


def lines_of(said: Sequence[Contribution]) -> list[Line]:
    """Everything of these contributions that could be quoted; of who said nothing, one line."""
    answers = Counter(link for c in said for link in set(c.links))
    ranked = sorted(range(len(said)), key=lambda i: (-said[i].endorsements - answers[i], i))
    order = {position: rank for rank, position in enumerate(ranked)}
    speech, rest = coverage.speech_and_rest(
        Line(i, c.author, part, cost(part), frozenset(terms(part)), order[i])
        for i, c in enumerate(said)
        for part in quotable(c.text)
    )
    return [*speech, *rest]
