"""Files that people attached to words which the bot takes out of sight."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from discussion.model import Contribution


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A whole copy of an attached file."""

    name: str
    data: bytes


def shown_as(file: KeptFile, number: int, contribution: Contribution) -> str:
    """What a file is called where it is shown again: its own name may tell whose it is."""
    return f"file-{number}{PurePath(file.name).suffix}" if contribution.anonymous else file.name
