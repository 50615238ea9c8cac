"""A house style tried on a small deck before a server keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from deck.files.compose import compose
from deck.files.gates import check
from deck.house import DeckOptions, readable, style_of
from deck.reading.tables import read_csv
from deck.rendering.slides import render_pptx
from discussion.model.errors import BadFile
from discussion.model.house import House

_WHEN = datetime(2026, 1, 1, 12, tzinfo=UTC)
_TALK = b"""author,text,tags
A,The one who writes the rota leads the shift. #rota,practice
B,Whoever holds the keys decides who rests. #rota,theory
C,I will ask for the keys on Monday. #keys,action
D,Nobody asked the night staff about keys. #keys,experience
"""


def checked(house: House) -> tuple[House, tuple[str, ...]]:
    """The style as it can be used, and a sentence for each colour that had to be darkened.

    Raises ``BadInput`` for text or colours, and ``BadFile`` for a template, that cannot be used;
    both in one plain sentence.
    """
    asked = style_of(house)
    style, notes = readable(asked)
    if house.template is not None:
        outline = compose(read_csv(_TALK, "A trial", _WHEN), options=DeckOptions(house=style))
        problems = check(render_pptx(outline, _WHEN, style))
        if problems:
            raise BadFile(
                f"Slides made from this template do not pass the deck's checks ({problems[0]})."
            )
    return (
        replace(
            house,
            title_text=style.title_text,
            main=style.main if house.main else "",
            accent=style.accent if house.accent else "",
        ),
        notes,
    )
