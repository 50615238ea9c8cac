"""The pulse at the close."""

from __future__ import annotations

from typing import Final

QUESTION: Final = (
    "**I was heard:** one tap, from 1 (hardly) to 5 (fully). Nobody sees what you choose, and it "
    "is joined to no name, so it cannot be changed afterwards."
)
THANKS: Final = "Thank you. Your answer is in the sum, and nothing joins it to you."
BUTTONS: Final = ("1 · hardly", "2", "3", "4", "5 · fully")
