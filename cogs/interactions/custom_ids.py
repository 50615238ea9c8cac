"""The grammar of custom ids: ``area:v1:verb:opaque-id``.

Discord hands a custom id back as the person's client sent it, so it says where a press leads and
never what is true: the service checks every id and every right again. Because all state is in the
id, buttons and forms go on working after a restart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from discussion.model.errors import BadInput

LONGEST: Final = 100
"""The most characters Discord allows in a custom id."""
_VERSION: Final = "v1"
_GRAMMAR = re.compile(r"([a-z]{1,16}):v1:([a-z_]{1,24}):([A-Za-z0-9._-]{1,64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CustomId:
    """Where a press leads: a subject, what is to be done, and to what.

    Raises ``ValueError`` if a part does not fit the grammar.
    """

    area: str
    verb: str
    opaque: str

    def __post_init__(self) -> None:
        if len(str(self)) > LONGEST or _GRAMMAR.fullmatch(str(self)) is None:
            raise ValueError(f"not a custom id: {str(self)!r}")

    def __str__(self) -> str:
        return f"{self.area}:{_VERSION}:{self.verb}:{self.opaque}"

    def parts(self, number: int) -> tuple[str, ...]:
        """The opaque id cut at its dots. Raises ``BadInput`` unless it has ``number`` parts."""
        parts = tuple(self.opaque.split("."))
        if len(parts) != number or not all(parts):
            raise unknown()
        return parts

    def number(self) -> int:
        """The opaque id as a Discord id. Raises ``BadInput`` if it is none."""
        return to_number(self.opaque)


def parse(text: str) -> CustomId:
    """Read a custom id. Raises ``BadInput`` for anything outside the grammar."""
    match = _GRAMMAR.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise unknown()
    return CustomId(*match.groups())


def to_number(text: str) -> int:
    """A part of an opaque id as a number below 2**63. Raises ``BadInput`` if it is none."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) >= 1 << 63:
        raise unknown()
    return int(text)


def unknown() -> BadInput:
    """The refusal of a button or form that nobody answers for."""
    return BadInput("This button is from another version of the bot. Use the newest panel.")
