"""What the selection does beside others: ``python -m benchmarks.synthesis``.

The words are those of the example class (about 100 contributions) and discussions of 1,000 and
10,000 made from them: sentences handed round among up to 200 people, few of whom speak much.
Every way gets the same budget of words. Beside ours stand two ablations of it, chance, and sumy's
LexRank, TextRank and LSA where sumy is installed; it brings NLTK along, so it is no dependency.
"""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.results import Line as Result
from benchmarks.results import show
from deck.synthesis import Contribution, coverage
from deck.synthesis.choosing import lines_of
from deck.synthesis.coverage import Line
from deck.synthesis.sentences import quotable, spoken
from deck.synthesis.terms import terms

CLASS = Path(__file__).parents[1] / "examples" / "leading-without-a-title" / "class.toml"
SIZES = (100, 1_000, 10_000)
BUDGET = 350
"""Words for the class of a hundred; larger ones get what our own budget rule gives."""
MOST_FOR_PEERS = 1_000
"""Contributions beyond which peers that compare every pair of sentences would take minutes."""
SEED = 7
Choose = Callable[[Sequence[Contribution], int], list[int]]
"""From contributions and a budget to the positions of those that are quoted."""


def class_words() -> list[Contribution]:
    """What was said in the example class."""
    script = tomllib.loads(CLASS.read_text("utf-8"))
    return [Contribution(who, text) for who, text in _said(script)]


def _said(value: Any, who: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        who = next((value[k] for k in ("who", "member", "key") if k in value), who)
        if isinstance(value.get("text"), str) and who:
            yield who, value["text"]
        for inner in value.values():
            yield from _said(inner, who)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner, who)


def discussion(size: int) -> list[Contribution]:
    """That many contributions; who speaks follows Zipf's law: few say much, most say little."""
    base = class_words()
    if size <= len(base):
        return base
    chance = random.Random(SEED)
    people = min(200, size // 10)
    sentences = [part for c in base for part in quotable(c.text)]
    weights = [1 / rank for rank in range(1, people + 1)]
    speakers = [f"p{n}" for n in range(people)]
    speakers += chance.choices(speakers, weights, k=size - people)
    return [Contribution(who, " ".join(chance.sample(sentences, 2))) for who in speakers]


def ours(said: Sequence[Contribution], budget: int) -> list[int]:
    """The product's own selection."""
    return _chosen(said, lines_of(said), budget, [c.author for c in said])


def without_reservation(said: Sequence[Contribution], budget: int) -> list[int]:
    """Ours, but nobody has a line reserved."""
    lines = [replace(line, speaker="everybody") for line in lines_of(said)]
    return _chosen(said, lines, budget, [c.author for c in said])


def without_balance(said: Sequence[Contribution], budget: int) -> list[int]:
    """Ours without reservation, and a word weighs as often as it is used, by whomever."""
    lines = [replace(line, speaker="everybody") for line in lines_of(said)]
    return _chosen(said, lines, budget, [str(i) for i in range(len(said))])


def _chosen(
    said: Sequence[Contribution], lines: list[Line], budget: int, voices: list[str]
) -> list[int]:
    uses = zip(voices, (terms(spoken(c.text)) for c in said), strict=True)
    return [p.contribution_id for p in coverage.choose(lines, coverage.weights(uses), budget)]


def by_chance(said: Sequence[Contribution], budget: int) -> list[int]:
    """Lines in a random order until the budget is spent."""
    lines = lines_of(said)
    random.Random(SEED).shuffle(lines)
    return _within(lines, budget)


def _within(lines: Sequence[Line], budget: int) -> list[int]:
    taken, spent = [], 0
    for line in lines:
        if spent + line.cost <= budget:
            taken.append(line.contribution_id)
            spent += line.cost
    return taken


def peers() -> dict[str, Choose]:
    """The summarisers of sumy by their names; none where it is not installed."""
    try:
        return {
            f"sumy {name}": _peer(getattr(import_module(f"sumy.summarizers.{module}"), kind)())
            for name, module, kind in (
                ("LexRank", "lex_rank", "LexRankSummarizer"),
                ("TextRank", "text_rank", "TextRankSummarizer"),
                ("LSA", "lsa", "LsaSummarizer"),
            )
        }
    except ImportError:
        return {}


class _Words:
    """sumy's own tokenizer fetches data from the network; this one reads as ours does."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The terms of a sentence."""
        return tuple(terms(sentence))


def _peer(summarizer: Any) -> Choose:
    """A summariser of sumy that gives its sentences best first, rated once."""
    dom: Any = import_module("sumy.models.dom")

    def best_first(sentences: Any, count: int, rating: Any, *extra: Any) -> list[str]:
        del count, extra
        rate = rating if callable(rating) else rating.__getitem__
        return [str(s) for s in sorted(sentences, key=rate, reverse=True)]

    summarizer._get_best_sentences = best_first  # noqa: SLF001 - sumy itself gives them in text order

    def choose(said: Sequence[Contribution], budget: int) -> list[int]:
        first: dict[str, Line] = {}
        for line in lines_of(said):
            if line.terms:
                first.setdefault(line.text, line)
        words = _Words()
        document = dom.ObjectDocumentModel([dom.Paragraph([dom.Sentence(t, words) for t in first])])
        return _within([first[text] for text in summarizer(document, len(first))], budget)

    return choose


@dataclass(frozen=True, slots=True)
class Outcome:
    """Share of people quoted and of shared words touched, from 0 to 1, and seconds."""

    quoted: float
    touched: float
    seconds: float


def tried(choose: Choose, said: Sequence[Contribution], budget: int) -> Outcome:
    """One way on one discussion."""
    began = time.perf_counter()
    positions = choose(said, budget)
    seconds = time.perf_counter() - began
    speak = {line.speaker for line in lines_of(said)}
    weight = coverage.weights((c.author, terms(spoken(c.text))) for c in said)
    chosen = set(positions)
    touched = coverage.covered_share(
        [line for line in lines_of(said) if line.contribution_id in chosen], weight
    )
    return Outcome(len({said[i].author for i in chosen}) / len(speak), touched, seconds)


def main() -> None:
    """Print a table for each size."""
    ways: dict[str, Choose] = {
        "ours": ours,
        "  without reserved lines": without_reservation,
        "  and without balance of speakers": without_balance,
        "chance": by_chance,
    }
    others = peers()
    for size in SIZES:
        said = discussion(size)
        people = len({c.author for c in said})
        budget = BUDGET if size == SIZES[0] else coverage.budget_for(lines_of(said))
        rows = []
        for name, choose in {**ways, **(others if size <= MOST_FOR_PEERS else {})}.items():
            found = tried(choose, said, budget)
            rows.append(
                Result(
                    name,
                    f"{100 * found.quoted:.0f} % of {people} people quoted",
                    f"{100 * found.touched:.0f} % of shared words touched, {found.seconds:.2f} s",
                    found.quoted == 1 if name == "ours" else None,
                )
            )
        show(f"Choosing {budget:,} words from {len(said):,} contributions", rows)
    if not others:
        print(
            "\nsumy is not installed here (pip install sumy numpy): its three ways were left out."
        )


if __name__ == "__main__":
    main()
