"""Naming what nobody tagged: phrases of one to three words that set a group apart (c-TF-IDF)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from deck.synthesis.terms import STOP_WORDS, is_unspaced, words

LONGEST_PHRASE = 3


def _phrases(text: str) -> set[str]:
    """Runs of one to three words without stop words, folded."""
    found: set[str] = set()
    run: list[str] = []
    for word in words(text):
        folded = word.casefold().replace("’", "'")
        if folded in STOP_WORDS or folded.isdigit() or len(folded) == 1:
            run = []
            continue
        if is_unspaced(folded):
            found.update(folded[i : i + 2] for i in range(len(folded) - 1))
            run = []
            continue
        run = [*run, folded][-LONGEST_PHRASE:]
        found.update(" ".join(run[-size:]) for size in range(1, len(run) + 1))
    return found


def suggestions(texts_by_group: Sequence[Iterable[str]], most: int = 3) -> list[list[str]]:
    """For each group its most telling phrases, best first, none inside another.

    Class-based TF-IDF (Grootendorst 2022): how many texts of the group use the phrase, times
    log(1 + mean uses in a group / uses in all). A phrase needs two texts. It is a suggestion that
    a person confirms; the deck says so beside it.
    """
    counts = [Counter(p for text in texts for p in _phrases(text)) for texts in texts_by_group]
    overall: Counter[str] = Counter()
    for own in counts:
        overall.update(own)
    mean = overall.total() / max(1, len(counts))
    return [_best(own, overall, mean, most) for own in counts]


def _best(own: Counter[str], overall: Counter[str], mean: float, most: int) -> list[str]:
    scored = sorted(
        (-used * math.log1p(mean / overall[phrase]) * (1 + 0.5 * phrase.count(" ")), phrase)
        for phrase, used in own.items()
        if used >= 2
    )
    picked: list[str] = []
    for _, phrase in scored:
        if not any(phrase in other or other in phrase for other in picked):
            picked.append(phrase)
        if len(picked) == most:
            break
    return picked
