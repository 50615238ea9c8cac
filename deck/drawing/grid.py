"""Where things stand: a 13.33 x 7.5 inch slide, twelve columns. All lengths in inches."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 13.333
HEIGHT = 7.5
MARGIN = 0.6
GUTTER = 0.2
COLUMN = (WIDTH - 2 * MARGIN - 11 * GUTTER) / 12
TOP = 1.72
"""Where content begins, under kicker and title."""
BOTTOM = 6.86
"""Where content ends, above the footer."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def inset(self, x: float, y: float) -> Box:
        """The box without a border of ``x`` at both sides and ``y`` above and below."""
        return Box(self.left + x, self.top + y, self.width - 2 * x, self.height - 2 * y)


def columns(first: int, last: int, top: float = TOP, bottom: float = BOTTOM) -> Box:
    """The box that spans columns ``first`` to ``last``, counted from 1."""
    left = MARGIN + (first - 1) * (COLUMN + GUTTER)
    width = (last - first + 1) * COLUMN + (last - first) * GUTTER
    return Box(left, top, width, bottom - top)


def rows(box: Box, number: int, gap: float = GUTTER) -> list[Box]:
    """A box cut into rows of equal height."""
    height = (box.height - gap * (number - 1)) / number
    return [Box(box.left, box.top + i * (height + gap), box.width, height) for i in range(number)]
