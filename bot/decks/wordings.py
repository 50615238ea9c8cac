"""Asking a language model about the titles of a deck, where whoever runs the bot wants that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.decks.pool import DeckPool
from bot.decks.wording_files import KeptWording, read_wording, write_wording
from discussion.ports.deck import Wordsmith
from discussion.record.record import Record
from discussion.record.rewording import Phrase, Rewording, WordingFailed, accepted

log = logging.getLogger(__name__)


class Wordings:
    """Has titles worded before a deck is made; the deck finds them in its folder.

    Each phrase is asked about once, whatever becomes of it. A model that is down, slow or dear
    only means that the deck keeps its own titles.
    """

    def __init__(self, *, decks: DeckPool, wordsmith: Wordsmith, most_tokens: int) -> None:
        """``most_tokens`` is what all questions about one deck may cost together."""
        self._decks = decks
        self._wordsmith = wordsmith
        self._most_tokens = most_tokens

    async def prepare(self, record: Record) -> Rewording:
        """Ask about what was not asked yet, and keep what may be used.

        Raises ``DeckFailed`` where titles cannot be found, or the disk takes nothing.
        """
        folder = self._decks.folder_of(record.discussion_id)
        phrases = await self._decks.phrases(record)
        kept = await asyncio.to_thread(read_wording, folder) or KeptWording()
        kept = kept.of({each.key for each in phrases})
        new = [each for each in phrases if each.key not in kept.asked]
        if not new:
            return kept.rewording
        model = self._wordsmith.model
        affordable = self._affordable(new, self._most_tokens - kept.tokens)
        kept = replace(
            kept,
            rewording=Rewording(model, kept.rewording.texts, "its answer never came"),
            asked=kept.asked | {each.key for each in new},
            tokens=kept.tokens + (self._wordsmith.cost(affordable) if affordable else 0),
        )
        # Before the question: whoever is killed now has spent it.
        await asyncio.to_thread(write_wording, folder, kept)
        kept = await self._answered(kept, affordable, _names(record))
        await asyncio.to_thread(write_wording, folder, kept)
        return kept.rewording

    async def _answered(
        self, kept: KeptWording, phrases: Sequence[Phrase], names: frozenset[str]
    ) -> KeptWording:
        trouble, found, tokens = "", dict[str, str](), kept.tokens
        try:
            if not phrases:
                raise WordingFailed("that costs more than is allowed")
            answer = await self._wordsmith.reword(phrases)
            if answer.tokens is not None:
                tokens += answer.tokens - self._wordsmith.cost(phrases)
            found = accepted(phrases, answer, names)
            trouble = "" if found else "its titles broke the rules"
        except WordingFailed as error:
            trouble = str(error)
            log.warning("The deck keeps its own titles: %s.", trouble)
        rewording = replace(
            kept.rewording, texts={**kept.rewording.texts, **found}, trouble=trouble
        )
        return replace(kept, rewording=rewording, tokens=tokens)

    def _affordable(self, phrases: Sequence[Phrase], tokens: int) -> Sequence[Phrase]:
        """As many of the first phrases as may be asked about."""
        number = len(phrases)
        while number and self._wordsmith.cost(phrases[:number]) > tokens:
            number -= 1
        return phrases[:number]


def _names(record: Record) -> frozenset[str]:
    """The names of everybody in a record, none of which may come into a title."""
    said = (each.signature for each in record.contributions)
    owners = (owner for action in record.actions for owner in action.owners)
    shares = (each.name for each in record.shares)
    return frozenset(
        name for name in (*said, *owners, *shares, record.facilitator) if name is not None
    )
