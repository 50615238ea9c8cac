"""How long decks take and whether the bot waits for them: ``python -m benchmarks.deck``.

Decks of generated records are built in the bot's own worker process while a heartbeat of 5 ms
runs on the event loop; its longest gap is what anybody would wait. Beside each deck stands
python-pptx alone, adding as many slides and as many text boxes as that deck has shapes.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import re
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pptx import Presentation
from pptx.util import Emu

from benchmarks.results import Line, show
from bot.decks.pool import DeckPool
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    LinkKind,
    Place,
    Round,
    RoundKind,
    RoundPlan,
    Source,
    Tag,
    TagKind,
)
from discussion.model.policy import Policy
from discussion.participation.ledger import LedgerCounts, evenness
from discussion.ports.store import Reader, Transaction
from discussion.record import recording
from discussion.record.record import (
    NamedShare,
    Record,
    RecordedContribution,
    RecordedLink,
    RecordedRound,
)
from storage.store.store import SqlStore

SIZES = (44, 1_000, 10_000)
"""Contributions: a seminar, a year's course, and far more than any class writes."""
BEAT = 0.005
LONGEST_BUILD = {44: 1.5, 10_000: 6.0}
"""Seconds in a warm worker, by contributions."""
MOST_MEMORY = 300.0
"""Megabytes."""
LONGEST_GAP = 50.0
"""Milliseconds."""
_BEGAN = datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
_WORDS = (
    *("rota", "night", "shift", "handover", "manager", "family", "accent", "record", "question"),
    *("carers", "team", "voice", "quiet", "title", "power", "cost", "practice", "wage"),
    *("inspector", "resident", "trust", "meeting", "form", "promise"),
)
_THEMES = ("who speaks", "leading unnamed", "care for carers", "records and truth", "the rota")
_KINDS = (TagKind.PRACTICE, TagKind.EXPERIENCE, TagKind.THEORY, TagKind.QUESTION, TagKind.ACTION)


def record_of(contributions: int) -> Record:
    """A record of any size: one round, a speaker for every ten contributions, at most fifty."""
    people = max(5, min(50, contributions // 10))
    said = tuple(_contribution(number, people) for number in range(1, contributions + 1))
    links = tuple(
        RecordedLink(number, number - 3, tuple(LinkKind)[number % 3])
        for number in range(4, contributions + 1, 4)
    )
    words = {f"Student {n}": 0 for n in range(1, people + 1)}
    for each in said:
        words[str(each.name)] += each.words
    shares = tuple(
        NamedShare(name, contributions // people, total, ((1, total),))
        for name, total in words.items()
    )
    ledger = LedgerCounts(contributed=people)
    round_ = RecordedRound(
        number=1,
        kind=RoundKind.OPEN_FLOOR,
        title="Open floor",
        question="Who leads here?",
        planned=timedelta(hours=1),
        began_at=_BEGAN,
        ended_at=_BEGAN + timedelta(hours=1),
        paused=timedelta(),
        case_stage=None,
        ledger=ledger,
    )
    return Record(
        discussion_id=f"{contributions:012x}",
        topic="Who leads here?",
        format_title="One hour",
        server_name="Class",
        facilitator="Student 1",
        started_at=_BEGAN,
        ended_at=_BEGAN + timedelta(hours=1),
        zone="UTC",
        case=None,
        rounds=(round_,),
        contributions=said,
        links=links,
        invitations=(),
        actions=(),
        shares=shares,
        ledger=ledger,
        evenness=evenness([], {}),
        withdrawn=0,
    )


def _contribution(number: int, people: int) -> RecordedContribution:
    """Words that vary with the number, a theme each, and often a kind."""
    spoken = [_WORDS[(number * (step + 3) + step * step) % len(_WORDS)] for step in range(22)]
    text = f"{' '.join(spoken[:11]).capitalize()}. {' '.join(spoken[11:]).capitalize()}."
    tags = {Tag(TagKind.THEME, _THEMES[number % len(_THEMES)])}
    if number % 2:
        kind = _KINDS[number % len(_KINDS)]
        tags.add(Tag(kind, kind.value))
    return RecordedContribution(
        id=number,
        speaker=f"s{number % people + 1}",
        name=f"Student {number % people + 1}",
        round_number=1,
        said_at=_BEGAN + timedelta(seconds=number % 3600),
        text=text,
        words=22,
        tags=frozenset(tags),
        case_stage=None,
        url=f"https://discord.com/channels/1/2/{number}",
        endorsements=number % 4,
    )


class Heartbeat:
    """Beats on the event loop and keeps the longest gap beyond its rhythm, in milliseconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        """Beat until cancelled."""
        before = time.perf_counter()
        while True:
            await asyncio.sleep(BEAT)
            now = time.perf_counter()
            self.longest = max(self.longest, (now - before - BEAT) * 1000)
            before = now


@dataclass(frozen=True, slots=True)
class Built:
    """One deck: seconds, milliseconds, counts, and the peer's seconds."""

    seconds: float
    gap: float
    slides: int
    shapes: int
    peer: float
    memory: float | None
    """Megabytes that the worker took at most so far; None where the system does not tell."""


async def built(pool: DeckPool, record: Record, folder: Path) -> Built:
    """Build a deck beside a heartbeat, then let python-pptx add as much."""
    heart = Heartbeat()
    beating = asyncio.create_task(heart.beat())
    await asyncio.sleep(0)
    began = time.perf_counter()
    files = await pool.build(record)
    seconds = time.perf_counter() - began
    # One beat more, so that a gap at the very end counts.
    await asyncio.sleep(2 * BEAT)
    beating.cancel()
    shapes = [len(slide.shapes) for slide in Presentation(str(files.deck)).slides]
    peer = added_alone(shapes, folder / "alone.pptx")
    return Built(seconds, heart.longest, len(shapes), sum(shapes), peer, worker_memory())


def worker_memory() -> float | None:
    """The most memory that a child of this process has held, in megabytes."""
    found = []
    for child in multiprocessing.active_children():
        status = Path(f"/proc/{child.pid}/status")
        if status.exists():
            found += re.findall(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
    return max(map(int, found)) / 1024 if found else None


def added_alone(shapes: list[int], path: Path) -> float:
    """Add text boxes to empty slides and save; returns seconds."""
    began = time.perf_counter()
    presentation = Presentation()
    for count in shapes:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        for number in range(count):
            box = slide.shapes.add_textbox(Emu(0), Emu(number), Emu(914_400), Emu(457_200))
            box.text_frame.text = "Who leads here, and who carries the cost of it?"
    presentation.save(str(path))
    return time.perf_counter() - began


async def waited_for_reading(folder: Path, contributions: int) -> float:
    """The loop's longest wait while the record of so many is read from SQLite, in milliseconds.

    That is what comes before a deck. The bot keeps what its start made out of the garbage
    collector's rounds, and so does this.
    """
    place, began = Place(1, 2), _BEGAN
    plan = RoundPlan(RoundKind.OPEN_FLOOR, "Open floor", "Who leads here?", timedelta(hours=1))
    discussion = Discussion(
        DiscussionId("0" * 12),
        place,
        "Who leads here?",
        "one",
        "One hour",
        1,
        (plan,),
        Policy(),
        1,
        started_at=began,
        rounds=(Round(1, began),),
    )

    def fill(transaction: Transaction) -> None:
        transaction.save(discussion)
        for number in range(1, contributions + 1):
            said = _contribution(number, 50)
            transaction.add_contribution(
                Contribution(
                    said.id,
                    discussion.id,
                    1,
                    2,
                    number % 50 + 1,
                    1,
                    said.text,
                    said.words,
                    said.said_at,
                    Source.MESSAGE,
                    message_id=said.id,
                    tags=said.tags,
                )
            )

    heart = Heartbeat()
    async with SqlStore(folder / "reading.db") as store:
        await store.write(fill)
        gc.collect()
        gc.freeze()
        beating = asyncio.create_task(heart.beat())
        await asyncio.sleep(0)
        await store.read(lambda reader: _record(reader, discussion))
        await asyncio.sleep(2 * BEAT)
        beating.cancel()
        gc.unfreeze()
    return heart.longest


def _record(reader: Reader, discussion: Discussion) -> Record:
    facts = reader.facts(discussion.place.guild_id, discussion.id)
    assert facts is not None
    return recording.record_of(facts, zone="UTC", server_name="Class")


async def measure(folder: Path) -> tuple[float, list[Built]]:
    """Build every size; returns the seconds of the first deck, worker's start included, too."""
    pool = DeckPool(folder)
    try:
        began = time.perf_counter()
        await pool.build(record_of(SIZES[0]))
        first = time.perf_counter() - began
        # As the bot does once it has started.
        gc.collect()
        gc.freeze()
        return first, [await built(pool, record_of(size), folder) for size in SIZES]
    finally:
        gc.unfreeze()
        await pool.close()


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        first, found = asyncio.run(measure(Path(scratch)))
        reading = asyncio.run(waited_for_reading(Path(scratch), SIZES[-1]))
    lines = [Line("first deck of all, the worker's start included", f"{first:.2f} s")]
    for size, each in zip(SIZES, found, strict=True):
        lines += [
            Line(
                f"{size:,} contributions, {each.slides} slides, {each.shapes:,} shapes",
                f"{each.seconds:.2f} s",
                f"python-pptx alone: {each.peer:.2f} s, ratio {each.seconds / each.peer:.1f}"
                + (f"; bar: at most {bar:.1f} s" if (bar := LONGEST_BUILD.get(size)) else ""),
                each.seconds <= bar if bar else None,
            ),
            Line(
                "  most memory of the worker so far",
                "not told" if each.memory is None else f"{each.memory:.0f} MB",
                f"bar: at most {MOST_MEMORY:.0f} MB",
                None if each.memory is None else each.memory <= MOST_MEMORY,
            ),
            Line(
                "  longest wait of the event loop meanwhile",
                f"{each.gap:.1f} ms",
                f"bar: at most {LONGEST_GAP:.0f} ms",
                each.gap <= LONGEST_GAP,
            ),
        ]
    lines.append(
        Line(
            f"longest wait while the record of {SIZES[-1]:,} is read from the store",
            f"{reading:.1f} ms",
            f"bar: at most {LONGEST_GAP:.0f} ms",
            reading <= LONGEST_GAP,
        )
    )
    show("Decks, built in the worker process", lines)


if __name__ == "__main__":
    main()
