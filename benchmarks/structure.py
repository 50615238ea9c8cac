"""The shape of the code: folders, rooms inside each top-level room, arrows between them, floors.

``python -m benchmarks.structure`` prints it. A room is a folder or file directly inside a top-level
one; an arrow is an import from one room to another; a room stands one floor above the highest that
it imports. A circle has no floors, and is named.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
TOP = ("bot", "cogs", "deck", "discussion", "readings", "simulator", "storage")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a top-level room looks like inside."""

    name: str
    files: int
    folders: int
    largest_folder: int
    """In files, ``__init__`` left out."""
    median_folder: float
    rooms: int
    arrows: int
    floors: int | None
    """None where rooms import each other in a circle."""


def modules_of(top: str) -> dict[str, Path]:
    """Every module of a top-level room by its dotted name."""
    found = {}
    for path in sorted((ROOT / top).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names that a file imports; a name taken from a module comes with its module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def room_of(module: str) -> str:
    """The room in which a module stands: the first two parts of its name."""
    return ".".join(module.split(".")[:2])


def arrows_of(top: str) -> dict[str, set[str]]:
    """Which rooms each room imports."""
    modules = modules_of(top)
    rooms = {room_of(each) for each in modules if each != top}
    arrows: dict[str, set[str]] = defaultdict(set)
    for module, path in modules.items():
        for name in imports_of(path):
            there, here = room_of(name), room_of(module)
            if there in rooms and there != here and module != top:
                arrows[here].add(there)
    return arrows


def floors_of(arrows: dict[str, set[str]]) -> int | None:
    """How many floors the rooms need; None where some import each other in a circle."""
    standing: dict[str, int] = {}
    waiting = set(arrows) | {each for some in arrows.values() for each in some}
    while waiting:
        ready = {each for each in waiting if arrows.get(each, set()) <= standing.keys()}
        if not ready:
            return None
        for each in ready:
            standing[each] = 1 + max((standing[a] for a in arrows.get(each, ())), default=0)
        waiting -= ready
    return max(standing.values(), default=1)


def shape_of(top: str) -> Shape:
    """Measure one top-level room."""
    modules = modules_of(top)
    folders = Counter(path.parent for path in modules.values() if path.name != "__init__.py")
    arrows = arrows_of(top)
    return Shape(
        name=top,
        files=sum(folders.values()),
        folders=len(folders),
        largest_folder=max(folders.values()),
        median_folder=median(folders.values()),
        rooms=len({room_of(each) for each in modules if each != top}),
        arrows=sum(map(len, arrows.values())),
        floors=floors_of(arrows),
    )


def main() -> None:
    """Print the shape of every top-level room."""
    print(f"{'room':12}{'files':>6}{'folders':>9}{'largest':>9}{'median':>8}", end="")
    print(f"{'rooms':>7}{'arrows':>8}{'floors':>8}")
    for shape in map(shape_of, TOP):
        floors = "circle" if shape.floors is None else shape.floors
        print(
            f"{shape.name:12}{shape.files:6}{shape.folders:9}{shape.largest_folder:9}"
            f"{shape.median_folder:8g}{shape.rooms:7}{shape.arrows:8}{floors:>8}"
        )


if __name__ == "__main__":
    main()
