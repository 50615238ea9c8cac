"""Rewording by a language model: what it is asked, and the rules that its answer must keep.

A model may find better words for a title that the deck made itself, from the lines which that
slide quotes, and for nothing else. Its answer is not trusted: whatever people wrote may hold
instructions to it. What breaks a rule is not used, and the deck keeps its own title.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

LONGEST_TITLE: Final = 110
"""Characters of a reworded title: two lines on a slide."""
LONGEST_GROWTH: Final = 1.6
"""How much longer than the title that it stands for it may be."""
_MARKUP: Final = frozenset("\\*_~`|<>[]{}#@^=&$%\u200b")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_ADDRESS: Final = re.compile(r"\w[.:/]+\w|//|www", re.IGNORECASE)
_QUOTED: Final = re.compile(r"“[^”]*”")
_QUOTES: Final = re.compile(r"[“”„«»\"「」『』]")
_STEM: Final = 5
"""Words that begin with the same letters are forms of one word, near enough."""
_NEGATIONS: Final = frozenset(
    _WORD.findall("no not none nobody nothing never neither nor without cannot hardly")
)
_NUMERALS: Final = frozenset(
    _WORD.findall(
        "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand "
        "million half third quarter twice double all most few every each everybody everyone "
        "everything always only"
    )
)
_PLAIN: Final = frozenset(
    _WORD.findall(
        "a an the and or but so yet as at by for from in into of off on onto out over per than "
        "then to up down with about above across after again against along also among around "
        "because before behind below beside between both came come comes did do does drew draw "
        "during far first had has have here how if is are was were be been it its itself just "
        "last led lead leads left like made make makes many meet meets met more much near next "
        "now once other others our ours own same see seen share shared shares show shows since "
        "some spoke speak speaks stand stands still such take takes that their theirs them there "
        "these they this those through tie tied ties together too toward towards under until us "
        "we what when where which while who whom whose why"
    )
)
"""Words that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title that the deck made, and the quoted lines of its slide that may be shown around.

    ``sources`` never holds words without a name.
    """

    text: str
    sources: tuple[str, ...]

    @property
    def key(self) -> str:
        """Names the title with its sources: with any of them changed it is another."""
        whole = "\x00".join((self.text, *self.sources))
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a model made of the phrase with this number, and the sources that it names for it.

    Phrases are numbered from 1, and so are the sources of each.
    """

    number: int
    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered, and how many tokens that cost with the question; None: not told."""

    suggestions: tuple[Suggestion, ...]
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Rewording:
    """The titles that may be used instead of the deck's own, by the key of their phrase."""

    model: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    """Why there are none, or not for all, where a model was asked."""


UNWORDED: Final = Rewording()
"""No model was asked."""


class WordingFailed(Exception):
    """A model was asked and gave nothing that can be used; ``str()`` says why, in few words."""


def accepted(phrases: Sequence[Phrase], answer: Answer, names: Collection[str]) -> dict[str, str]:
    """The suggestions that keep every rule, by the key of their phrase.

    ``names`` are those of everybody in the discussion. Raises ``WordingFailed`` where the answer
    is not about exactly the phrases that were asked about: then none of it is to be trusted.
    """
    numbers = Counter(each.number for each in answer.suggestions)
    if numbers != Counter(range(1, len(phrases) + 1)):
        raise WordingFailed("its answer did not fit the question")
    kept = {}
    for each in answer.suggestions:
        phrase = phrases[each.number - 1]
        text = " ".join(unicodedata.normalize("NFC", each.text).split(" ")).strip()
        text = text[:1].upper() + text[1:]
        if text != phrase.text and objection(phrase, text, each.sources, names) is None:
            kept[phrase.key] = text
    return kept


def objection(
    phrase: Phrase, text: str, sources: Collection[int], names: Collection[str]
) -> str | None:
    """The first rule that a suggestion breaks, in few words; None if it keeps them all."""
    if not sources or not set(sources) <= set(range(1, len(phrase.sources) + 1)):
        return "it names no source, or one that was not there"
    longest = min(LONGEST_TITLE, int(len(phrase.text) * LONGEST_GROWTH) + 10)
    if not 3 <= len(text) <= longest:
        return "its length"
    return _sign_objection(phrase, text) or _word_objection(phrase, text, names)


def _sign_objection(phrase: Phrase, text: str) -> str | None:
    """Signs that a title made of the same words has no need of."""
    new = set(text) - set(phrase.text)
    if new & _MARKUP or any(unicodedata.category(sign) in _HIDDEN for sign in text):
        return "markup or hidden signs"
    if any(unicodedata.category(sign) in ("So", "Sk") for sign in new):
        return "pictures"
    if _ADDRESS.search(_NUMBER.sub("0", text)):
        return "an address"
    if Counter(_NUMBER.findall(text)) != Counter(_NUMBER.findall(phrase.text)):
        return "its numbers"
    if _QUOTED.findall(text) != _QUOTED.findall(phrase.text) or len(_QUOTES.findall(text)) != len(
        _QUOTES.findall(phrase.text)
    ):
        return "what stands in quotation marks"
    return None


def _word_objection(phrase: Phrase, text: str, names: Collection[str]) -> str | None:
    """Words that are not the slide's, and the small ones that turn a meaning round."""
    old, new = _words(phrase.text), _words(text)
    small = _NEGATIONS | _NUMERALS
    if Counter(w for w in new if w in small) != Counter(w for w in old if w in small):
        return "a word that changes the meaning"
    called = {part for name in names for part in _words(name)}
    if any(word in called and word not in old for word in new):
        return "a name"
    known = _stems(old) | {stem for line in phrase.sources for stem in _stems(_words(line))}
    if any(_stem(word) not in known and word not in _PLAIN for word in new):
        return "a word that is not on the slide"
    kept = _stems(w for w in old if w not in _PLAIN)
    if 2 * len(kept & _stems(new)) < len(kept):
        return "too little of the title is left"
    return None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def _stem(word: str) -> str:
    return word[:_STEM]


def _stems(words: Iterable[str]) -> set[str]:
    return {_stem(word) for word in words}
