"""Every kind of made-up reading: how it is made, and what its stages are called when read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from tests.readings.knowing import Known, Stage
from tests.readings.printing import Look, printed, shown_title
from tests.readings.writing import in_markdown, in_text, in_word


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reading."""

    name: str
    file: str
    make: Callable[[Known], bytes]
    headings: str = ""

    def expected(self, known: Known) -> Known:
        """The reading with the titles that its stages have once it was read.

        Numbers go, because rounds have their own; a label such as "Part two" stays.
        """
        if self.headings != "label":
            return known
        look = Look("label")
        named = (
            Stage(shown_title(stage.title, number, look), stage.paragraphs)
            for number, stage in enumerate(known.stages, 1)
        )
        return replace(known, stages=tuple(named))


def _pdf(name: str, look: Look) -> Kind:
    return Kind(f"PDF, {name}", "case.pdf", lambda known: printed(known, look), look.headings)


def _word(name: str, headings: str) -> Kind:
    return Kind(f"Word, {name}", "case.docx", lambda known: in_word(known, headings), headings)


def _text(name: str, headings: str) -> Kind:
    return Kind(f"text, {name}", "case.txt", lambda known: in_text(known, headings), headings)


_JOURNAL: Final = Look(
    columns=2, heads=True, hyphens=True, justified=True, indented=True, serif=True
)

KINDS: Final = (
    _pdf("larger headings", Look()),
    _pdf("bold headings", Look("bold")),
    _pdf("numbered headings", Look("number")),
    _pdf("headings such as “Part two: ...”", Look("label")),
    _pdf("headings in capitals", Look("capitals")),
    _pdf("indented paragraphs, justified", Look(indented=True, justified=True, serif=True)),
    _pdf("running heads and page numbers", Look(heads=True)),
    _pdf("divided words", Look(hyphens=True, size=14)),
    _pdf("two columns", Look(columns=2)),
    _pdf("two columns, divided words", Look(columns=2, hyphens=True)),
    _pdf("three columns", Look(columns=3, size=9)),
    _pdf("a journal's page: all of these", _JOURNAL),
    _pdf("a journal's page, numbered headings", replace(_JOURNAL, headings="number")),
    _word("Word's heading styles", "styles"),
    _word("styles of one's own", "own styles"),
    _word("bold headings", "bold"),
    _word("numbered headings", "number"),
    _word("headings such as “Part two: ...”", "label"),
    _word("headings in capitals", "capitals"),
    Kind("Markdown", "case.md", in_markdown),
    _text("numbered headings", "number"),
    _text("headings such as “Part two: ...”", "label"),
    _text("headings in capitals", "capitals"),
)
