"""Colours, and the checks that they can be read by everybody.

Contrast is WCAG 2.1's ratio. Difference is CIE 1976 delta E in L*a*b*, the smallest over normal
sight and the three kinds of colour blindness (matrices of Machado, Oliveira and Fernandes 2009,
severity 1). The first five theme hues come from docs/deck.md; more are searched on a fixed grid
and kept only if they pass the same checks, so themes never share a hue that somebody cannot tell
apart while the grid has one left.
"""

from __future__ import annotations

import colorsys
import math
from functools import lru_cache
from itertools import product

INK = "1E2B3C"
NAVY = "1F3557"
STEEL = "3A5785"
MUTED = "4A5565"
WHITE = "FFFFFF"
PANEL = "F4F3EF"
RULE = "C9CDD3"
WARN = "A03C0A"
WARN_PANEL = "FDEBE3"
LINK = "16509A"
PROCESS = "16379A"
OUTCOME = "17665A"
ON_NAVY = "FFFFFF"
NEUTRAL = "4A5565"
FIRST_HUES = ("16379A", "B05108", "17775A", "845E9A", "45290A")
KINDS = {
    "Practice and experience": "1F3557",
    "Theory": "3E7CB1",
    "Question": "8C6D1F",
    "Action": "A8473A",
    "Other": "868E96",
    "Contributions": "1F3557",
}
"""Neutral enough to be told from the themes' hues; each at least 3:1 on white."""
LEAST_CONTRAST = 4.6
LEAST_DIFFERENCE = 15.0
"""For generated hues; the five of the document have 24.6."""

Rgb = tuple[float, float, float]
_SIGHTS: tuple[tuple[Rgb, Rgb, Rgb], ...] = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
)


def _linear(colour: str) -> Rgb:
    def one(pair: str) -> float:
        value = int(pair, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return one(colour[0:2]), one(colour[2:4]), one(colour[4:6])


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _lab(linear: Rgb) -> Rgb:
    red, green, blue = (min(1.0, max(0.0, part)) for part in linear)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@lru_cache(maxsize=8192)
def _seen(colour: str) -> tuple[Rgb, ...]:
    linear = _linear(colour)
    seen = []
    for matrix in _SIGHTS:
        r, g, b = (sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix)
        seen.append(_lab((r, g, b)))
    return tuple(seen)


def difference(one: str, other: str) -> float:
    """The smallest difference of two colours over all kinds of sight."""
    return min(math.dist(p, q) for p, q in zip(_seen(one), _seen(other), strict=True))


@lru_cache(maxsize=16)
def hues(number: int) -> tuple[str, ...]:
    """That many theme hues, each readable on white and on a panel, each told from the others."""
    found = list(FIRST_HUES[:number])
    grid = [
        _hex(h / 36, light / 100, s / 100)
        for h, light, s in product(range(36), range(14, 50, 4), (35, 60, 90))
    ]
    fit = [c for c in grid if min(contrast(c, WHITE), contrast(c, PANEL)) >= LEAST_CONTRAST]
    while len(found) < number:
        best = max(fit, key=lambda c: (min(difference(c, f) for f in found), c))
        found.append(best)
    return tuple(found)


def _hex(hue: float, light: float, saturation: float) -> str:
    return "".join(
        f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation)
    )


def hue(number: int | None, themes: int) -> str:
    """The colour of a theme by its number; neutral for None."""
    return NEUTRAL if number is None else hues(max(themes, number + 1))[number]


@lru_cache(maxsize=64)
def light(colour: str, ground: str = NAVY, least: float = 5.0) -> str:
    """The colour mixed with white until it reads on a dark ground."""
    parts = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    for step in range(21):
        mixed = "".join(f"{round(p + (255 - p) * step / 20):02X}" for p in parts)
        if contrast(mixed, ground) >= least:
            return mixed
    return WHITE


def dark(colour: str, least: float) -> str:
    """The colour mixed with black until it reads on white and on a panel with that contrast."""
    parts = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    for step in range(41):
        mixed = "".join(f"{round(part * (1 - step / 40)):02X}" for part in parts)
        if min(contrast(mixed, WHITE), contrast(mixed, PANEL)) >= least:
            return mixed
    return "000000"


def ramp(number: int) -> list[str]:
    """Blues from dark to light for things in an order; drawn with an outline in navy."""
    dark, pale = (0x1F, 0x35, 0x57), (0xB9, 0xCB, 0xE3)
    return [
        "".join(
            f"{round(a + (b - a) * (i / max(1, number - 1))):02X}"
            for a, b in zip(dark, pale, strict=True)
        )
        for i in range(number)
    ]
