"""All files of one record, made in a worker process: called with a record and a folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from deck.files.compose import compose
from deck.files.gates import Problem, check
from deck.files.previews import can_draw, pdf_of
from deck.house import DeckOptions
from deck.outline.outline import MethodSlide, Outline, TitleSlide
from deck.reading.record_json import read_json
from deck.reading.tables import read_csv
from deck.rendering.markdown import render_markdown
from deck.rendering.record_json import render_json
from deck.rendering.slides import render_pptx
from deck.rendering.tables import render_csv
from discussion.model.errors import BadFile, DeckFailed, DiscussionError
from discussion.ports.deck import DeckFiles, Form
from discussion.record.record import Record

_log = logging.getLogger(__name__)


_NAMES = {
    Form.PPTX: "deck",
    Form.PDF: "deck",
    Form.MARKDOWN: "transcript",
    Form.CSV: "contributions",
    Form.JSON: "record",
}


def build(record: Record, folder: Path, options: DeckOptions | None = None) -> DeckFiles:
    """Write ``deck.pptx``, ``transcript.md`` and ``record.json`` into a folder, made if missing.

    Each file appears whole or not at all. A slide that does not pass the gates is left out and
    named in the left-out list; raises ``DeckFailed`` where that does not help, or on a full disk.
    """
    outline, deck = passing(record, options)
    files = DeckFiles(folder / "deck.pptx", folder / "transcript.md", folder / "record.json")
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _write(files.deck, deck)
        _write(files.markdown, render_markdown(record, outline).encode("utf-8", "replace"))
        _write(files.json, render_json(record, outline).encode("utf-8", "replace"))
    return files


def build_forms(
    record: Record, folder: Path, forms: Sequence[Form], options: DeckOptions | None = None
) -> tuple[Path, ...]:
    """Write forms of a record into a folder and give their paths, in the order of ``forms``.

    Raises ``DeckFailed`` as ``build`` does, and for a PDF where LibreOffice is missing or fails.
    """
    table_alone = all(form is Form.CSV for form in forms)
    made = None if table_alone else passing(record, options)
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for form in forms:
            _write(folder / _name(form), _content(record, form, made))
    return tuple(
        _printed(folder / _name(form)) if form is Form.PDF else folder / _name(form)
        for form in forms
    )


def build_form(
    record: Record, folder: Path, form: Form, options: DeckOptions | None = None
) -> Path:
    """Write one form of a record into a folder and give its path; see ``build_forms``."""
    return build_forms(record, folder, (form,), options)[0]


def _name(form: Form) -> str:
    """What is written first: a PDF is printed from its deck."""
    ending = Form.PPTX if form is Form.PDF else form
    return f"{_NAMES[form]}.{ending.value}"


def _content(record: Record, form: Form, made: tuple[Outline, bytes] | None) -> bytes:
    if made is None:
        return render_csv(record).encode("utf-8", "replace")
    outline, deck = made
    texts: dict[Form, Callable[[], str]] = {
        Form.CSV: lambda: render_csv(record),
        Form.MARKDOWN: lambda: render_markdown(record, outline),
        Form.JSON: lambda: render_json(record, outline),
    }
    return texts[form]().encode("utf-8", "replace") if form in texts else deck


def _printed(deck: Path) -> Path:
    made = pdf_of(deck)
    if made is None:
        raise DeckFailed(
            "A PDF cannot be made here: LibreOffice is missing or took too long. "
            "The deck itself can: choose .pptx."
        )
    return made


def build_from_file(path: Path, folder: Path, options: DeckOptions | None = None) -> list[Path]:
    """All forms of a ``record.json`` or of a table (.csv) with author, text, time and tags.

    Gives what was written, the deck first; a PDF only where LibreOffice is installed. Raises
    ``BadFile`` or ``DeckFailed`` with one plain sentence.
    """
    record = record_from(path)
    files = build(record, folder, options)
    table = build_form(record, folder, Form.CSV)
    written = [files.deck, files.markdown, files.json, table]
    pdf = pdf_of(files.deck) if can_draw() else None
    return [*written, pdf] if pdf else written


def record_from(path: Path) -> Record:
    """The record in a file, by how its name ends. Raises ``BadFile``."""
    try:
        content = path.read_bytes()
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if path.suffix.casefold() == ".csv":
        return read_csv(content, path.stem.replace("_", " ").replace("-", " "), changed)
    try:
        return read_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(
            f"{path.name} is neither a record.json nor a .csv with author, text, time and tags."
        ) from None


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, into a folder that is made. Raises ``DeckFailed``."""
    with _disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Turn trouble with the disk into a plain sentence."""
    try:
        yield
    except OSError as error:
        _log.exception("%s could not be written", path.name)
        raise DeckFailed(
            f"The deck was made but could not be saved: {error.strerror or error}. "
            "Ask the administrator to look at the disk, then try again."
        ) from error


def passing(record: Record, options: DeckOptions | None = None) -> tuple[Outline, bytes]:
    """The outline and its file once the gates find nothing.

    Mends by leaving out slides, then by leaving out the house's template: it was tried when it was
    chosen, and a class is not to miss its deck for it.
    """
    options = options or DeckOptions()
    if options.house.template is None:
        return _passing(record, options)
    try:
        return _passing(record, options)
    except DiscussionError:
        _log.exception("the template spoils the deck of discussion %s", record.discussion_id)
        return _passing(record, replace(options, house=replace(options.house, template=None)))


def _passing(record: Record, options: DeckOptions) -> tuple[Outline, bytes]:
    made_at = record.ended_at or record.started_at
    outline = compose(record, options=options)
    deck = render_pptx(outline, made_at, options.house)
    problems = check(deck)
    if not problems:
        return outline, deck
    for problem in problems:
        _log.error("deck of discussion %s: %s", record.discussion_id, problem)
    if options.rewording.texts:
        # No title is worth a slide: the deck's own ones are tried first.
        own = replace(options.rewording, texts={}, trouble="its words did not fit the slides")
        return _passing(record, replace(options, rewording=own))
    outline = compose(record, _faulty(outline, problems), options)
    deck = render_pptx(outline, made_at, options.house)
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
