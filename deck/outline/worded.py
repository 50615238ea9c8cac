"""Titles worded by a language model: which may be, and how a slide shows that one was.

Only titles that the deck made itself are asked about, on slides that quote people under their
name; a headline in people's own words is theirs. Nothing here knows a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deck.outline.findings import BridgeSlide, DifferSlide, SharedSlide
from deck.outline.outline import OnePageSlide, Slide, StagesSlide, ThemeSlide, quotes_of
from deck.outline.wording import shortened
from discussion.record.rewording import Phrase, Rewording

LABEL = "title worded by a language model"
MOST_SOURCES = 8
"""Lines that go along with a title."""
_MAY_BE = (OnePageSlide, ThemeSlide, BridgeSlide, SharedSlide, DifferSlide, StagesSlide)


def phrases_of(slides: Sequence[Slide]) -> tuple[Phrase, ...]:
    """The titles that a model may be asked about, in the order of the slides."""
    return tuple(phrase for slide in slides if (phrase := _phrase(slide)) is not None)


def worded(slides: Sequence[Slide], rewording: Rewording) -> tuple[list[Slide], int]:
    """The slides with the titles that a model found, labelled as such, and how many those are."""
    found, number = list[Slide](), 0
    for slide in slides:
        phrase = _phrase(slide)
        text = rewording.texts.get(phrase.key) if phrase is not None else None
        number += text is not None
        found.append(slide if text is None else _labelled(slide, text, rewording.model))
    return found, number


def _phrase(slide: Slide) -> Phrase | None:
    if not isinstance(slide, _MAY_BE):
        return None
    if isinstance(slide, ThemeSlide) and slide.headline is not None:
        return None
    lines = dict.fromkeys(q.text for q in quotes_of(slide) if not q.anonymous)
    return Phrase(slide.head.title, tuple(lines)[:MOST_SOURCES]) if lines else None


def _labelled(slide: Slide, text: str, model: str) -> Slide:
    head = replace(slide.head, title=text, label=f"{slide.head.label} · {LABEL}")
    notes = (
        f"{slide.notes}\n\nThe title was worded by a language model ({shortened(model, 60)}) from "
        f"what this slide quotes. The deck’s own title: {slide.head.title}"
    )
    return replace(slide, head=head, notes=notes)
