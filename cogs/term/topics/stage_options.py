"""What the options of ``/topics stage`` do to a reading."""

from __future__ import annotations

import re
from collections.abc import Callable

from cogs.term.topics import topics_words as words
from discussion.model import Case
from discussion.model.errors import BadInput
from discussion.parsing import stages

_RANGE = re.compile(r"\s*(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?\s*")


def change(
    number: int,
    title: str | None,
    question: str | None,
    show: str | None,
    split: int | None,
    move: int | None,
    *,
    merge: bool,
) -> Callable[[Case], Case]:
    """The change to a case that was asked for. Raises ``BadInput`` for none or for two at odds."""
    steps = list[Callable[[Case], Case]]()
    if title is not None:
        steps.append(lambda case: stages.rename(case, number, title))
    if question is not None:
        asked = "" if question.strip() in ("-", "–") else question
        steps.append(lambda case: stages.ask(case, number, asked))
    if show is not None:
        picked = _numbers(show)
        steps.append(lambda case: stages.show(case, number, picked))
    shapes = list[Callable[[Case], Case]]()
    if split is not None:
        shapes.append(lambda case: stages.split(case, number, split))
    if merge:
        shapes.append(lambda case: stages.merge(case, number, number + 1))
    if move is not None:
        shapes.append(lambda case: stages.move(case, number, move))
    if len(shapes) > 1:
        raise BadInput(words.ONE_MOVE)
    steps += shapes
    if not steps:
        raise BadInput(words.NO_CHANGE)

    def changed(case: Case) -> Case:
        for step in steps:
            case = step(case)
        return case

    return changed


def _numbers(text: str) -> frozenset[int]:
    """Numbers such as "1, 3-5"; none for "all". Raises ``BadInput`` for anything else."""
    if text.strip().casefold() == "all":
        return frozenset()
    found = set[int]()
    for part in re.split(r"[,;]", text):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise BadInput(words.WRONG_NUMBERS)
        first = int(match[1])
        found.update(range(first, int(match[2] or first) + 1))
    if not found:
        raise BadInput(words.WRONG_NUMBERS)
    return frozenset(found)
