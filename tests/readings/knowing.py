"""Made-up readings whose stages are known, and how many of them were found again."""

from __future__ import annotations

import random
from dataclasses import dataclass

from discussion.parsing.case import Reading

_WORDS = (
    *("the", "a", "of", "and", "to", "in", "who", "with", "for", "nobody", "she", "they", "we"),
    *("handover", "supervisor", "residents", "carers", "meeting", "rota", "manager", "evening"),
    *("family", "accent", "record", "question", "well-known", "part-time", "listening", "office"),
    *("agreement", "inspection", "promise", "practice", "power", "unwritten", "knowledge", "told"),
    *("waited", "answered", "remembered", "explained", "carried", "wrote", "understood", "asked"),
)
_TITLES = (
    *("The first evening", "A phone call", "What the rota says", "Nobody asked her"),
    *("The meeting on Thursday", "Two versions", "Afterwards", "Who signs", "The long corridor"),
    *("Notes from a handover", "Keys and doors", "A promise kept", "Waiting for an answer"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage as it was written."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A reading as it was written."""

    title: str
    stages: tuple[Stage, ...]


def a_reading(seed: int, stages: int = 5, paragraphs: int = 5) -> Known:
    """A reading with stages of some length, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - made-up text, not a secret
    titles = draw.sample(_TITLES, stages)
    return Known(
        f"Case {seed} of the Example Home",
        tuple(
            Stage(title, tuple(_paragraph(draw) for _ in range(draw.randint(2, paragraphs))))
            for title in titles
        ),
    )


def _paragraph(draw: random.Random) -> str:
    return " ".join(_sentence(draw) for _ in range(draw.randint(2, 7)))


def _sentence(draw: random.Random) -> str:
    words = [draw.choice(_WORDS) for _ in range(draw.randint(5, 18))]
    return " ".join(words).capitalize() + draw.choice("...?")


@dataclass(frozen=True, slots=True)
class Found:
    """How much of a reading came back."""

    stages: int
    titles: int
    """Stages whose title came back exactly."""
    whole: int
    """Stages whose title and every word came back exactly, in order."""
    extra: int
    """Stages that nobody wrote."""


def found_of(known: Known, reading: Reading) -> Found:
    """Compare what was read with what was written; white space and capitals do not count."""
    read = {_same(stage.title): _same(stage.text) for stage in reading.stages}
    titles = [stage for stage in known.stages if _same(stage.title) in read]
    whole = [
        stage for stage in titles if read[_same(stage.title)] == _same(" ".join(stage.paragraphs))
    ]
    extra = len(reading.stages) - len(titles)
    return Found(len(known.stages), len(titles), len(whole), extra)


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
