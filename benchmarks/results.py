"""How results are shown: one line each, with the bar that it is held to, if it is."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One result. ``passes`` is None for what has no bar: a limit, a peer or a plain figure."""

    what: str
    figure: str
    beside: str = ""
    passes: bool | None = None


def show(title: str, lines: Sequence[Line]) -> None:
    """Print a table under a title that names the interpreter and the machine."""
    print(f"\n{title}")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    widths = [max(len(text) for text in column) for column in zip(*map(_cells, lines), strict=True)]
    for line in lines:
        cells = zip(_cells(line), widths, strict=True)
        print("  " + "  ".join(text.ljust(width) for text, width in cells).rstrip())


def _cells(line: Line) -> tuple[str, str, str, str]:
    verdict = {None: "", True: "PASS", False: "over the bar"}[line.passes]
    return line.what, line.figure, line.beside, verdict


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]
