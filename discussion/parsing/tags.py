"""Tags: the vocabulary, and reading hashtags from what people write.

The vocabulary is data (``data/tags.toml``). A hashtag outside it names a theme, so that a class
can find its own themes while it talks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from discussion.model import LinkKind, Tag, TagKind

MOST_TAGS: Final = 12
"""The most tags of one contribution that are kept; more is a list, not a label."""

# The sign stands first so that a search can skip to it; what may not stand before it comes after.
_HASHTAG = re.compile(r"#(?<![\w#&/]#)([^\W_][\w\-]{0,40})")
_NOT_A_TAG = re.compile(r"\d+")
_TONES: Final = dict.fromkeys([*range(0x1F3FB, 0x1F400), 0xFE0F])


@dataclass(frozen=True, slots=True)
class TagChoice:
    """A tag that the menu offers."""

    hashtag: str
    title: str
    kind: TagKind

    @property
    def tag(self) -> Tag:
        """The tag that choosing this gives."""
        return Tag(self.kind, name_of(self.hashtag))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What hashtags, link words and reactions mean."""

    choices: tuple[TagChoice, ...]
    by_hashtag: Mapping[str, Tag]
    link_words: Mapping[str, LinkKind]
    endorsing_emoji: frozenset[str]


def endorses(emoji: str, vocabulary: Vocabulary | None = None) -> bool:
    """Whether a reaction says "this speaks for me too", whatever its skin tone."""
    return _untoned(emoji) in (vocabulary or VOCABULARY).endorsing_emoji


def _untoned(emoji: str) -> str:
    """An emoji without its skin tones, nor the sign that asks for its colours."""
    return emoji.translate(_TONES)


def name_of(hashtag: str) -> str:
    """The name that a hashtag spells: lower case, words apart."""
    return " ".join(hashtag.casefold().replace("_", "-").replace("-", " ").split())


def read_vocabulary(text: str) -> Vocabulary:
    """Read a vocabulary from TOML in the form of ``data/tags.toml``."""
    data = tomllib.loads(text)
    choices = tuple(
        TagChoice(row["hashtag"], row["title"], TagKind(row["kind"])) for row in data["tag"]
    )
    by_hashtag: dict[str, Tag] = {}
    for choice, row in zip(choices, data["tag"], strict=True):
        for spelling in (choice.hashtag, *row["also"]):
            by_hashtag[name_of(spelling)] = choice.tag
    links = {
        name_of(word): LinkKind(kind) for kind, words in data["links"].items() for word in words
    }
    emoji = frozenset(_untoned(each) for each in data["endorsement"]["emoji"])
    return Vocabulary(choices, by_hashtag, links, emoji)


VOCABULARY: Final = read_vocabulary(
    resources.files("discussion").joinpath("data/tags.toml").read_text("utf-8")
)
"""The built-in vocabulary."""


def hashtags(text: str) -> list[str]:
    """The hashtags in a text, without their sign, in order. Numbers alone (#3) are none."""
    if "#" not in text:
        return []
    return [found for found in _HASHTAG.findall(text) if not _NOT_A_TAG.fullmatch(found)]


def parse_tags(text: str, vocabulary: Vocabulary = VOCABULARY) -> frozenset[Tag]:
    """The tags that hashtags in a text give. Words for links are not tags."""
    return _tags(hashtags(text), vocabulary)


def parse_tag_list(text: str, vocabulary: Vocabulary = VOCABULARY) -> frozenset[Tag]:
    """The tags in a list such as ``#theory #secure-base`` or ``theory, secure base``."""
    if "#" in text:
        return parse_tags(text, vocabulary)
    names = (re.sub(r"[^\w\- ]", "", part).strip()[:40] for part in re.split(r"[,;\n]", text))
    return _tags([name for name in names if name], vocabulary)


def link_kind_in(text: str, vocabulary: Vocabulary = VOCABULARY) -> LinkKind:
    """What a reply does to what it answers: by its hashtags, else it builds on it."""
    for found in hashtags(text):
        kind = vocabulary.link_words.get(name_of(found))
        if kind is not None:
            return kind
    return LinkKind.BUILDS_ON


def _tags(found: list[str], vocabulary: Vocabulary) -> frozenset[Tag]:
    if not found:
        return frozenset()
    tags: dict[Tag, None] = {}
    for each in found:
        name = name_of(each)
        if name and name not in vocabulary.link_words:
            tags[vocabulary.by_hashtag.get(name) or Tag(TagKind.THEME, name)] = None
    return frozenset(list(tags)[:MOST_TAGS])
