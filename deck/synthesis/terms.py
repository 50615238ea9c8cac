"""Words as the selection sees them: folded, lightly stemmed, without stop words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from deck.synthesis.writing import UNSPACED, writing_of_character

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_STOP_WORDS = """
    a about above across actually after again against ain all almost also although always am
    among an and another any anybody anyone anything are aren't around as at away back be became
    because become been before being below between both bring but by came can can't cannot come
    could couldn't did didn't do does doesn't doing don't done down during each either else
    enough even ever every everybody everyone everything felt few find first for from further
    gave get gets getting give given go goes going gone got had hadn't has hasn't have haven't
    having he he'd he'll he's her here here's hers herself him himself his how however i i'd
    i'll i'm i've if in instead into is isn't it it's its itself just keep kept kind knew know
    last least less let let's like likely lot made make makes making many may maybe me mean
    might mine more most mostly much must my myself need never next no nobody none nor not
    nothing now of off often oh ok okay on once one ones only onto or other others our ours
    ourselves out over own part perhaps put quite rather re really right said same saw say
    saying says see seem seemed seems seen shall shan't she she'd she'll she's should shouldn't
    since so some somebody someone something sometimes soon still such take taken tell than that
    that's the their theirs them themselves then there there's therefore these they they'd
    they'll they're they've thing things think this those though thought through to together
    told too took toward towards two under until up upon us use used very want wanted was wasn't
    way we we'd we'll we're we've well went were weren't what what's when when's where where's
    whether which while who who's whole whom whose why why's will with within without won't
    would wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""English function words and a few discussion words that name nothing."""


def _folded(word: str) -> str:
    """Case-folded, without possessive or plural ending (Harman's S-stemmer, 1991)."""
    word = word.casefold().replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


def is_unspaced(word: str) -> bool:
    """Whether a run of letters is written without spaces between its words."""
    return not word.isascii() and writing_of_character(word[0]) in UNSPACED


def terms(text: str) -> list[str]:
    """The terms of a text in order, repeats included; Chinese, Japanese and Thai as pairs."""
    return [term for word in words(text) for term in _terms_of_word(word)]


@lru_cache(maxsize=200_000)
def _terms_of_word(word: str) -> tuple[str, ...]:
    if is_unspaced(word):
        return tuple(a + b for a, b in pairwise(word))
    if len(word) < 2 or word.casefold().replace("’", "'") in STOP_WORDS:
        return ()
    folded = _folded(word)
    return () if folded.isdigit() or folded in STOP_WORDS else (folded,)


def positions(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The terms of a text with where each stands in it, from and to."""
    found: list[tuple[str, tuple[int, int]]] = []
    for match in _WORD.finditer(_without_addresses(text)):
        word, start = match.group(), match.start()
        if is_unspaced(word):
            found.extend(
                (word[i : i + 2], (start + i, start + i + 2)) for i in range(len(word) - 1)
            )
        else:
            found.extend((term, match.span()) for term in terms(word))
    return found


def words(text: str) -> list[str]:
    """The words of a text as written, stop words included; addresses are no words."""
    return _WORD.findall(_without_addresses(text))


def _without_addresses(text: str) -> str:
    """The text with blanks in place of addresses, so that everything stays where it stands."""
    if "://" not in text and "www." not in text.casefold():
        return text
    return _ADDRESS.sub(lambda found: " " * len(found.group()), text)


def cost(text: str) -> int:
    """How much room a text takes, in words of up to 24 letters.

    Two unspaced characters count as one word, and so do twelve letters of what is longer.
    """
    words = text.split()
    if text.isascii() and max(map(len, words), default=0) <= 24:
        return max(1, len(words))
    return max(1, sum(map(_word_cost, words)))


def _word_cost(word: str) -> int:
    if len(word) <= 24 and word.isascii():
        return 1
    if is_unspaced(word) or any(is_unspaced(letter) for letter in word[:40]):
        return (len(word) + 1) // 2
    return 1 if len(word) <= 24 else len(word) // 12
