"""How much of a file is read. The sentence that refuses a file states the limit that it is over."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 20 * MEGABYTE
"""A file as attached. Discord takes 10 MB from everybody and more in boosted servers."""
MOST_PAGES: Final = 200
MOST_CHARACTERS: Final = 400_000
"""Of the text that was read: about 200 printed pages."""
MOST_EXPANDED: Final = 100 * MEGABYTE
"""A Word file, unpacked."""
MOST_EXPANSION: Final = 200
"""How many times larger a part of a Word file may be unpacked; text packs about tenfold, and the
format itself allows about a thousandfold."""
EXPANSION_MATTERS: Final = MEGABYTE
"""Smaller parts may be packed as tightly as they like: a row of blanks does it."""
MOST_ENTRIES: Final = 2_000
"""Parts in a Word file: its text, styles and pictures."""
MEMORY: Final = 768 * MEGABYTE
"""Address space of the worker process; interpreter and libraries take about 150 MB of it."""
SECONDS: Final = 40
"""Of processor time, and of waiting for the worker: 200 dense pages take about 20 s."""

FORMAT_SECONDS: Final = 5.0
"""The same for a format file, which takes a few thousandths of one."""

KINDS: Final = (".txt", ".text", ".md", ".markdown", ".pdf", ".docx")

WRONG_KIND: Final = "Attach the reading as text, Markdown, PDF or Word: .txt, .md, .pdf or .docx."
EMPTY: Final = "That file is empty. Attach one with words in it."
TOO_LARGE: Final = (
    f"That file is over {MOST_BYTES // MEGABYTE} MB. Attach the part that the class will discuss."
)
TOO_LONG: Final = (
    f"That reading has over {MOST_CHARACTERS:,} characters. Attach the part that the class will "
    "discuss."
)
TOO_MANY_PAGES: Final = (
    f"That PDF has over {MOST_PAGES} pages. Attach the pages that the class will discuss."
)
TOO_HEAVY: Final = (
    "That file takes too long or too much memory to read. Save it anew, or attach its text as .txt."
)
FORMAT_TOO_HEAVY: Final = (
    "That format file takes too long to read. Write each field on a line of its own, with a plain "
    "name: docs/formats.md has an example."
)
PDF_LOCKED: Final = "That PDF is locked with a password. Save a copy without one and attach that."
PDF_SCANNED: Final = (
    "That PDF holds pictures of pages and no text. Run text recognition (OCR) on it, or attach the "
    "text as .txt."
)
PDF_GARBLED: Final = (
    "The letters of that PDF cannot be told from its fonts. Attach it as Word or as .txt instead."
)
PDF_BROKEN: Final = "That PDF is damaged and cannot be read. Save or download it again."
WORD_BROKEN: Final = "That Word file is damaged and cannot be read. Save it again as .docx."
WORD_BLOATED: Final = (
    f"That Word file unpacks to far more than it should (the limit is {MOST_EXPANDED // MEGABYTE} "
    "MB). Save it again as .docx."
)
WORD_OLD: Final = "That is a Word file of the old kind. Open it and save it as .docx."
WORD_LOCKED: Final = "That Word file is locked with a password. Save a copy without one."
WORD_OTHER: Final = "That is not an ordinary Word document. Open it and save it as .docx."


def page_broken(number: int) -> str:
    """One page of a PDF cannot be read."""
    return f"Page {number} of that PDF is damaged. Save or download it again, or leave it out."
