"""Private words in the reader's language: data files beside this module, one a language.

What everyone reads stays in one language; what one person reads alone may be in theirs. A language
is a file ``languages/TAG.toml`` that holds every phrase of the English one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

ENGLISH: Final = "en"
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class Phrases:
    """The phrases of one language by section and key; a missing one is a ``KeyError``."""

    def __init__(self, tag: str, sections: Mapping[str, Any]) -> None:
        self.tag = tag
        self.name: str = sections["name"]
        self._texts = {
            (section, key): str(text)
            for section, texts in sections.items()
            if isinstance(texts, dict)
            for key, text in texts.items()
        }

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """Which phrases there are."""
        return frozenset(self._texts)

    def placeholders(self, section: str, key: str) -> frozenset[str]:
        """The names in braces that a phrase has filled in."""
        return frozenset(_PLACEHOLDER.findall(self._texts[section, key]))

    def say(self, section: str, key: str, **texts: str) -> str:
        """A phrase with its placeholders filled in once: what is put in is never read again."""
        return _PLACEHOLDER.sub(lambda match: texts[match[1]], self._texts[section, key])


def _read() -> dict[str, Phrases]:
    folder = resources.files("cogs").joinpath("text/translations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    tags = [(file.name.removesuffix(".toml"), file) for file in files]
    return {tag: Phrases(tag, tomllib.loads(file.read_text("utf-8"))) for tag, file in tags}


LANGUAGES: Final[Mapping[str, Phrases]] = _read()
"""The languages of private words, by their tag."""


def phrases(*tags: str) -> Phrases:
    """The phrases of the first of these tags that is known, else English.

    A tag may name a region (``es-419``), which does not matter; an empty one is passed over.
    """
    for tag in tags:
        found = LANGUAGES.get(tag.partition("-")[0].lower())
        if found is not None:
            return found
    return LANGUAGES[ENGLISH]
