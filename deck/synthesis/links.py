"""What ties practice or experience to theory: links that people made, then shared rare words.

A word is rare if few contributions use it; its weight is the logarithm of how rare (inverse
document frequency, Sparck Jones 1972). The shared words are always given along, as they stand in
the text at the left, so that everybody can judge the tie.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from deck.synthesis.terms import positions

FEWEST_OF_RARE = 3
"""A word in at most this many contributions is rare however small the class."""
_MOST_OF_RARE = 12
_WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution as far as ties go."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A contribution at the left, one at the right, by id, and what they share."""

    left: int
    right: int
    words: tuple[str, ...]
    """As written at the left, at most three stretches; empty for a reply that shares none."""
    explicit: bool
    strength: float


def ties(
    left: Sequence[Said],
    right: Sequence[Said],
    linked: Collection[tuple[int, int]],
    uses: Mapping[str, int],
    contributions: int,
) -> list[Tie]:
    """The best tie of each contribution at the left that has one, the strongest first.

    ``linked`` holds pairs of ids that people linked themselves, in either direction; ``uses`` says
    how many of all ``contributions`` use a term. What people linked comes before any shared word.
    """
    most = max(FEWEST_OF_RARE, min(contributions // 20, _MOST_OF_RARE))
    terms_of = {said.id: frozenset(term for term, _ in positions(said.text)) for said in right}
    by_term: dict[str, list[int]] = defaultdict(list)
    for said in right:
        for term in terms_of[said.id]:
            if uses.get(term, 0) <= most:
                by_term[term].append(said.id)
    pairs = {frozenset(pair) for pair in linked}
    order = {said.id: number for number, said in enumerate(right)}
    partners: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        for one in pair:
            partners[one] += [other for other in pair if other in order and other != one]
    found: list[Tie] = []
    for said in left:
        own = {term for term, _ in positions(said.text)}
        candidates = {other for term in own for other in by_term.get(term, ())}
        candidates |= set(partners.get(said.id, ()))
        best = max(
            (
                _tie(said, other, own & terms_of[other], uses, contributions, most, pairs)
                for other in sorted(candidates - {said.id}, key=order.__getitem__)
                if frozenset((said.id, other)) in pairs or _tells(own & terms_of[other], uses, most)
            ),
            key=lambda tie: (tie.explicit, tie.strength, -order[tie.right]),
            default=None,
        )
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda tie: (not tie.explicit, -tie.strength, tie.left))


def _tells(shared: set[str], uses: Mapping[str, int], most: int) -> bool:
    """Whether shared words say enough for a tie: one that hardly anybody uses, or two rare ones."""
    rare = [uses.get(term, 0) for term in shared if uses.get(term, 0) <= most]
    return len(rare) > 1 or any(number <= FEWEST_OF_RARE for number in rare)


def _tie(
    said: Said,
    other: int,
    shared: set[str],
    uses: Mapping[str, int],
    contributions: int,
    most: int,
    pairs: set[frozenset[int]],
) -> Tie:
    explicit = frozenset((said.id, other)) in pairs
    counted = shared if explicit else {term for term in shared if uses.get(term, 0) <= most}
    weight = math.fsum(math.log(1 + contributions / max(1, uses.get(t, 1))) for t in counted)
    rarest = sorted(shared, key=lambda t: (uses.get(t, 1), t))
    return Tie(said.id, other, _written(said.text, rarest), explicit, round(weight, 9))


def _written(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """Shared terms as the text writes them, neighbours as one stretch, the rarest first."""
    wanted = set(terms)
    stretches: list[tuple[int, int, set[str]]] = []
    for term, (start, end) in positions(text):
        if term not in wanted:
            continue
        if stretches and not text[stretches[-1][1] : start].strip(" "):
            begin, until, held = stretches[-1]
            stretches[-1] = (begin, max(until, end), held | {term})
        else:
            stretches.append((start, end, {term}))
    rank = {term: number for number, term in enumerate(terms)}
    stretches.sort(key=lambda s: (min(rank[t] for t in s[2]), s[0]))
    shown: list[str] = []
    said: set[str] = set()
    for start, end, held in stretches:
        if not held <= said:
            shown.append(text[start:end])
            said |= held
    return tuple(shown[:_WORDS_SHOWN])
