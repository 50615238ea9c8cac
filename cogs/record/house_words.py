"""The house style of a server's decks, as a lecturer reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cogs.text.escaping import fitting, one_line
from discussion.model.house import LARGEST_TEMPLATE, House

HOUSE: Final = "For lecturers: how this server's decks look"
SHOW: Final = "For lecturers: what is chosen for this server's decks"
SET: Final = "For lecturers: words, colours or a template for this server's decks"
SET_TITLE: Final = "A line above the topic on the title slide, such as a school and a module"
SET_MAIN: Final = "The main colour as six hex digits, such as #1F3557"
SET_SECOND: Final = "The second colour, for marks and figures, as six hex digits"
SET_TEMPLATE: Final = "A widescreen .pptx; its master is used, its slides are not"
RESET: Final = "For lecturers: put the decks' own look back"
RESET_WHAT: Final = "What to put back; all of it if left out"
PARTS: Final = {
    "all": "everything",
    "title": "the line on the title slide",
    "colours": "both colours",
    "template": "the template",
}
LECTURERS_ONLY: Final = "Only a lecturer can choose how decks look."
WRONG_KIND: Final = "Attach the template as a .pptx file without macros."
TOO_LARGE: Final = f"That template is over {LARGEST_TEMPLATE // 1_000_000} MB. Save a smaller one."
NOTHING_GIVEN: Final = "Give a line for the title slide, a colour or a template."
_WHERE: Final = (
    "-# It holds for every deck made from now on: in the channel, by `/summary`, of the term. "
    "`/summary` shows it on any discussion; `/house reset` puts it back."
)
_OWN: Final = "the decks' own"


def overview(house: House, notes: Sequence[str] = ()) -> str:
    """What holds for the decks of this server, after what was mended."""
    return fitting(
        [
            *notes,
            "**How decks look in this server**",
            f"• Title slide: {one_line(house.title_text, 200) or 'the topic alone'}",
            f"• Main colour: {_colour(house.main)}",
            f"• Second colour: {_colour(house.accent)}",
            f"• Template: {one_line(house.template_name, 120) if house.template else _OWN}",
            _WHERE,
        ]
    )


def _colour(digits: str) -> str:
    return f"#{digits}" if digits else _OWN
