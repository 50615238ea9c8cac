"""All files of one record, made in a worker process: called with a record and a folder."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from deck.compose import compose
from deck.gates import Problem, check
from deck.outline import MethodSlide, Outline, TitleSlide
from deck.render_json import render_json
from deck.render_markdown import render_markdown
from deck.render_pptx import render_pptx
from discussion.errors import DeckFailed
from discussion.ports import DeckFiles
from discussion.record import Record

_log = logging.getLogger(__name__)


def build(record: Record, folder: Path) -> DeckFiles:
    """Write ``deck.pptx``, ``transcript.md`` and ``record.json`` into a folder, made if missing.

    Each file appears whole or not at all. A slide that does not pass the gates is left out and
    named in the left-out list; raises ``DeckFailed`` where that does not help, or on a full disk.
    """
    outline, deck = passing(compose(record), record)
    files = DeckFiles(folder / "deck.pptx", folder / "transcript.md", folder / "record.json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(files.deck, deck)
        _write(files.markdown, render_markdown(record, outline).encode("utf-8", "replace"))
        _write(files.json, render_json(record, outline).encode("utf-8", "replace"))
    except OSError as error:
        _log.exception("deck files of discussion %s could not be written", record.discussion_id)
        raise DeckFailed(
            f"The deck was made but could not be saved: {error.strerror or error}. "
            "Ask the administrator to look at the disk, then try again."
        ) from error
    return files


def passing(outline: Outline, record: Record) -> tuple[Outline, bytes]:
    """The outline and its file once the gates find nothing; mends once by leaving slides out."""
    made_at = record.ended_at or record.started_at
    deck = render_pptx(outline, made_at)
    problems = check(deck)
    if not problems:
        return outline, deck
    for problem in problems:
        _log.error("deck of discussion %s: %s", record.discussion_id, problem)
    outline = compose(record, without=_faulty(outline, problems))
    deck = render_pptx(outline, made_at)
    left = check(deck)
    if left:
        raise DeckFailed(
            f"The deck did not pass its own checks ({left[0]}). The transcript is not affected; "
            "report this with the name of the discussion."
        )
    return outline, deck


def _faulty(outline: Outline, problems: list[Problem]) -> frozenset[str]:
    """The titles of slides that have problems; title and method stay."""
    bad = {problem.slide - 1 for problem in problems}
    return frozenset(
        slide.head.title
        for number, slide in enumerate(outline.slides)
        if number in bad and not isinstance(slide, TitleSlide | MethodSlide)
    )


def _write(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    temporary.replace(path)
