"""Reading: what the class was given, and the addresses that people pointed each other to."""

from __future__ import annotations

import re

from deck.builders.material import Material
from deck.builders.opening import script
from deck.outline.findings import ReadingRow, ReadingSlide
from deck.outline.pieces import NAMELESS, Head, Part
from deck.outline.wording import listed, many, one_line

MOST_ROWS = 10
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\]{4,500}")


def reading_slide(material: Material) -> ReadingSlide | None:
    """The list; None where nothing was given and nobody shared an address."""
    given = [
        ReadingRow(
            one_line(reading.title) or "Untitled", one_line(reading.source) or "given", reading.url
        )
        for reading in material.record.readings
    ]
    shared = _shared(material)
    rows = [*given, *shared]
    if not rows:
        return None
    parts = []
    if given:
        parts.append(f"{many(len(given), 'text')} came with the class")
    if shared:
        parts.append(f"{many(len(shared), 'address', 'addresses')} came from the group")
    title = "; ".join(parts)
    return ReadingSlide(
        head=Head(Part.OUTCOME, "reading", title),
        rows=tuple(rows[:MOST_ROWS]),
        notes=script(
            "Addresses stand as people sent them; nobody has checked where they lead.",
            "All: " + "; ".join(f"{row.title} ({row.source})" for row in rows) + ".",
            "Which of these should everybody read before we meet again?",
        ),
    )


def _shared(material: Material) -> list[ReadingRow]:
    """Addresses in what people wrote, each once, with everybody who sent it."""
    by: dict[str, list[str]] = {}
    for contribution in material.contributions:
        for found in _ADDRESS.findall(contribution.text):
            address = found.rstrip(".,;:!?)]}…")
            if "discord.com/channels/" in address:
                continue
            voice = contribution.signature or NAMELESS
            own = by.setdefault(address, [])
            if voice not in own:
                own.append(voice)
    return [
        ReadingRow(_plain(address), f"from {listed(voices, 3)}", address)
        for address, voices in by.items()
    ]


def _plain(address: str) -> str:
    """An address as a title: without its scheme and without what follows a question mark."""
    return re.sub(r"^https?://(?:www\.)?", "", address).split("?")[0].split("#")[0].rstrip("/")
