"""The picture of the result: people heard against how often they were asked, drawn as SVG text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.facilitation.measures import Mean

WIDTH, HEIGHT = 980, 640
COLOURS = ("#b3261e", "#5f6368", "#8a5a00", "#1a5fb4", "#2e7d32")
"""Dark enough on white for thin lines; this policy's comes first."""
MARKS = ("circle", "square", "triangle", "diamond", "cross")
"""A shape for each way beside its colour, for those who see colours differently."""
_LOOKS = (
    'font-family="sans-serif" font-size="13" fill="#202124" role="img" '
    'aria-label="People heard against how often they were asked, by size of class"'
)
_MOST_ASKED = 6.0
_LEAST_HEARD = 0.5
_PANEL_WIDTH, _PANEL_HEIGHT = 400, 210
_LEFT, _TOP, _COLUMN, _ROW = 70, 92, 470, 280


@dataclass(frozen=True, slots=True)
class Point:
    """One way at one strength, in all classes of one size."""

    asked: Mean
    heard: Mean


Line = tuple[str, Sequence[Point]]
"""A way's name and its points, from one strength to the next."""


def draw(panels: Mapping[int, Sequence[Line]]) -> str:
    """The picture: a panel for each size of class, a line for each way."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {_LOOKS}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    names = [name for name, _ in next(iter(panels.values()))]
    parts += _legend(names)
    for number, (size, lines) in enumerate(panels.items()):
        x, y = _LEFT + number % 2 * _COLUMN, _TOP + number // 2 * _ROW
        parts.append(f'<g transform="translate({x} {y})">')
        parts += _axes(size)
        for index, (_, points) in enumerate(lines):
            parts += _line(index, points)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _legend(names: Sequence[str]) -> list[str]:
    parts, x = [], 70
    parts.append(
        '<text x="70" y="26" font-size="17" font-weight="bold">'
        "People heard, against how often each was asked</text>"
    )
    for index, name in enumerate(names):
        parts += [
            _mark(index, x, 50),
            f'<text x="{x + 12}" y="54">{escape(name)}</text>',
        ]
        x += 34 + round(6.6 * len(name))
    return parts


def _axes(size: int) -> list[str]:
    parts = [
        f'<text x="0" y="-8" font-weight="bold">{size} members</text>',
        f'<path d="M0 0V{_PANEL_HEIGHT}H{_PANEL_WIDTH}" fill="none" stroke="#9aa0a6"/>',
    ]
    for percent in range(50, 101, 10):
        y = _y(percent / 100)
        parts += [
            f'<path d="M0 {y:.1f}H{_PANEL_WIDTH}" stroke="#e8eaed"/>',
            f'<text x="-8" y="{y + 4:.1f}" text-anchor="end">{percent} %</text>',
        ]
    for times in range(int(_MOST_ASKED) + 1):
        where = f'x="{_x(times):.1f}" y="{_PANEL_HEIGHT + 17}" text-anchor="middle"'
        parts.append(f"<text {where}>{times}</text>")
    parts.append(
        f'<text x="{_PANEL_WIDTH / 2}" y="{_PANEL_HEIGHT + 34}" text-anchor="middle" '
        'fill="#5f6368">times asked, per member</text>'
    )
    return parts


def _line(index: int, points: Sequence[Point]) -> list[str]:
    seen = [p for p in points if p.asked.value <= _MOST_ASKED]
    colour = COLOURS[index]
    parts = []
    if len(seen) > 1:
        path = " ".join(f"{_x(p.asked.value):.1f},{_y(p.heard.value):.1f}" for p in seen)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" opacity="0.55"/>')
    for point in seen:
        x = _x(point.asked.value)
        low, high = (
            _y(point.heard.value - point.heard.margin),
            _y(min(1.0, point.heard.value + point.heard.margin)),
        )
        parts.append(f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}"/>')
        parts.append(_mark(index, x, _y(point.heard.value)))
    return parts


def _mark(index: int, x: float, y: float) -> str:
    fill = f'fill="{COLOURS[index]}"'
    shapes = {
        "circle": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" {fill}/>',
        "square": f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {fill}/>',
        "triangle": f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" {fill}/>',
        "diamond": f'<path d="M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" {fill}/>',
        "cross": f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8" '
        f'stroke="{COLOURS[index]}" stroke-width="2.5"/>',
    }
    return shapes[MARKS[index]]


def _x(asked: float) -> float:
    return asked / _MOST_ASKED * _PANEL_WIDTH


def _y(heard: float) -> float:
    return (1 - (max(_LEAST_HEARD, heard) - _LEAST_HEARD) / (1 - _LEAST_HEARD)) * _PANEL_HEIGHT
