"""A house style: words for the title slide, two colours, a template; and what a deck may be asked.

Colours that could not be read are darkened, never refused: the deck says so on its last pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deck.drawing import palette
from discussion.model.errors import BadInput
from discussion.model.house import LONGEST_TITLE_TEXT, House
from discussion.record.rewording import UNWORDED, Rewording

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
MAIN_CONTRAST = 7.0
"""The main colour is a ground for tinted text too, which needs more than text on white."""
IN_CLASS = 1
EXPORTED = 3
"""How many people a cell of the heat table needs: where the class sees it, and in other hands."""


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How decks of one place look; all of it may be left out."""

    title_text: str = ""
    """A line above the topic on the title slide, such as a school and a module."""
    main: str = palette.NAVY
    """Six hex digits: the title slide, titles and the heads of tables."""
    accent: str = palette.OUTCOME
    """Six hex digits: marks, figures and the word above titles of outcomes."""
    template: bytes | None = None
    """A .pptx of 13.33 x 7.5 inches whose master and layouts the deck starts from."""


@dataclass(frozen=True, slots=True)
class DeckOptions:
    """What may be asked of a deck beyond the record that it is made from."""

    house: HouseStyle = HouseStyle()
    fewest_in_a_cell: int = IN_CLASS
    """People that a cell of the heat table needs; ``EXPORTED`` for decks that leave the class."""
    headlines: Mapping[str, str] = field(default_factory=dict)
    """Headlines in place of those that the class chose (``Record.headlines``), by theme."""
    rewording: Rewording = UNWORDED
    """Titles worded by a language model."""
    presenters: Mapping[int, str] = field(default_factory=dict)
    """Who presents a slide, by its number counted from 1."""


def house_style(
    title_text: str = "", main: str = "", accent: str = "", template: bytes | None = None
) -> HouseStyle:
    """A house style from what somebody typed; "" keeps the deck's own. Raises ``BadInput``."""
    text = " ".join(title_text.split())
    if len(text) > LONGEST_TITLE_TEXT:
        raise BadInput(
            f"The text for the title slide has {len(text)} characters; "
            f"{LONGEST_TITLE_TEXT} fit. Shorten it."
        )
    return HouseStyle(text, _colour(main, palette.NAVY), _colour(accent, palette.OUTCOME), template)


def style_of(house: House) -> HouseStyle:
    """The style that a server chose. Raises ``BadInput`` for text or colours that cannot be."""
    return house_style(house.title_text, house.main, house.accent, house.template)


def _colour(text: str, default: str) -> str:
    if not text.strip():
        return default
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise BadInput(f"“{text.strip()[:30]}” is no colour. Write six hex digits, as in #1F3557.")
    return found[1].upper()


def readable(house: HouseStyle) -> tuple[HouseStyle, tuple[str, ...]]:
    """The style with colours that everybody can read, and a note for each that was changed."""
    main = palette.dark(house.main, MAIN_CONTRAST)
    accent = palette.dark(house.accent, palette.LEAST_CONTRAST)
    notes = tuple(
        f"The {which} colour #{asked} was darkened to #{used}, so that it can be read."
        for which, asked, used in (("main", house.main, main), ("second", house.accent, accent))
        if asked != used
    )
    return replace(house, main=main, accent=accent), notes
