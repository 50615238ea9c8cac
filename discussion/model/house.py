"""How a server's decks look: what a lecturer chose, and nothing of how slides are drawn."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_TITLE_TEXT = 120
"""Characters of the line above the topic."""
LARGEST_TEMPLATE = 10_000_000
"""Bytes of a template: what Discord takes from everybody."""


@dataclass(frozen=True, slots=True)
class House:
    """A server's house style; "" and None leave what every deck has."""

    title_text: str = ""
    """A line above the topic on the title slide, such as a school and a module."""
    main: str = ""
    """A colour as six hex digits: the title slide, titles and the heads of tables."""
    accent: str = ""
    """A colour as six hex digits: marks, figures and what is said of outcomes."""
    template: bytes | None = None
    """A .pptx from which every deck starts."""
    template_name: str = ""
    """The name of the file that was the template."""


PLAIN = House()
"""The decks' own style, where no other was chosen."""
