"""What a language model gave for the titles of a deck, kept beside it, and what that cost.

Kept, so that every deck of a discussion has the same titles, and a kill does not spend twice. A
title of which a source was withdrawn meanwhile is forgotten.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from deck.files.build import write_file
from discussion.record.rewording import Rewording

_log = logging.getLogger(__name__)

_NAME: Final = "wording.json"


@dataclass(frozen=True, slots=True)
class KeptWording:
    """What is kept of one discussion."""

    rewording: Rewording = field(default_factory=Rewording)
    asked: frozenset[str] = frozenset()
    """The keys of all phrases that a model was asked about."""
    tokens: int = 0
    """What was spent, or may have been where no answer came."""

    def of(self, keys: Collection[str]) -> KeptWording:
        """The same for the phrases with these keys alone."""
        texts = {key: text for key, text in self.rewording.texts.items() if key in keys}
        return replace(self, rewording=replace(self.rewording, texts=texts))


def read_wording(folder: Path) -> KeptWording | None:
    """What is kept in a discussion's folder; None where no model was asked."""
    try:
        data: Any = json.loads((folder / _NAME).read_text("utf-8"))
        texts = {str(key): str(text) for key, text in data["texts"].items()}
        rewording = Rewording(str(data["model"]), texts, str(data["trouble"]))
        return KeptWording(rewording, frozenset(map(str, data["asked"])), int(data["tokens"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        _log.warning("%s cannot be read; the deck keeps its own titles", folder / _NAME)
        return None


def write_wording(folder: Path, kept: KeptWording) -> None:
    """Keep it. Raises ``DeckFailed`` where the disk does not take it."""
    data = {
        "model": kept.rewording.model,
        "texts": dict(kept.rewording.texts),
        "trouble": kept.rewording.trouble,
        "asked": sorted(kept.asked),
        "tokens": kept.tokens,
    }
    write_file(folder / _NAME, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))
