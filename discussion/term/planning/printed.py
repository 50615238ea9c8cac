"""A run sheet in words, ready to be printed: what the deck room is handed to draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One round, a cell for each column."""

    time: str
    minutes: str
    round: str
    question: str
    stem: str
    meanwhile: str
    """What the bot does by itself."""


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A whole run sheet."""

    title: str
    when: str
    """Day, hour, length, format: the line above the title."""
    columns: tuple[str, str, str, str, str, str]
    rows: tuple[PrintedRow, ...]
    footer: str
    notes: str
    """What else whoever leads wants at hand, such as the materials."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SheetFiles:
    """The files of one run sheet."""

    deck: Path
    pdf: Path | None
    """None where this machine cannot make one."""
