"""Cutting a contribution into parts that can be quoted: every part is a verbatim stretch of it."""

from __future__ import annotations

import re

from deck.synthesis.terms import cost
from discussion.parsing.sentences import spans as sentence_spans

LONGEST_QUOTE = 32
"""Words: more than this and a quote no longer fits a slide with others."""
SHORTEST_QUOTE = 6
"""Words: less than this rarely says anything alone."""
_MOST_READ = 4000
"""Characters: what one contribution may hold; Discord allows 4,000 to subscribers."""

_TAGS_AT_START = re.compile(r"(?:[#\uff03][^\s#\uff03]+\s+)*")
_AWKWARD = re.compile(r"<[@#:at]|https?://|```|\|\|")


def spoken(text: str) -> str:
    """The words of a contribution without the hashtags before and after them.

    A hashtag in the middle stays. A contribution of hashtags alone gives "".
    """
    text = text[:_MOST_READ].strip()
    start = _TAGS_AT_START.match(text)
    text = text[start.end() :] if start else text
    end = _end_without_tags(text)
    return text[:end].strip()


def _end_without_tags(text: str) -> int:
    """Where the trailing hashtags begin; scanned word by word, so hostile text costs no time."""
    end = len(text.rstrip())
    while end:
        begin = max((text.rfind(space, 0, end) for space in (" ", "\n", "\t")), default=-1) + 1
        word = text[begin:end]
        if not (len(word) > 1 and word[0] in "#\uff03"):
            break
        end = len(text[:begin].rstrip())
    return end


def is_awkward(text: str) -> bool:
    """Whether a text holds mentions, addresses or hidden words that read badly on a slide."""
    return _AWKWARD.search(text) is not None


def quotable(text: str) -> list[str]:
    """The parts of a contribution that may be shown, at least one unless it says nothing.

    The whole, where it is short; otherwise single sentences and pairs of neighbours, so that a
    sentence that leans on the one before it can bring it along.
    """
    said = spoken(text)
    spans = sentence_spans(said)
    if not spans:
        return []
    found: dict[str, None] = {}
    if cost(said) <= LONGEST_QUOTE and "\n" not in said:
        found[said] = None
    for number, (start, end) in enumerate(spans):
        found[said[start:end]] = None
        if number + 1 < len(spans):
            pair = said[start : spans[number + 1][1]]
            if cost(pair) <= LONGEST_QUOTE and "\n" not in pair:
                found[pair] = None
    parts = list(found)
    good = [p for p in parts if SHORTEST_QUOTE <= cost(p) <= LONGEST_QUOTE and not is_awkward(p)]
    return good or _least_bad(parts)


def _least_bad(parts: list[str]) -> list[str]:
    plain = [part for part in parts if not is_awkward(part)] or parts
    short = [part for part in plain if cost(part) <= LONGEST_QUOTE]
    return [max(short, key=cost)] if short else [min(plain, key=cost)]
