"""Topics in tables: CSV with any usual delimiter, and Markdown tables."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from discussion.parsing.dates import DATE

_DELIMITERS: Final = ",;\t|"
_SAME_WIDTH: Final = 0.8
"""The share of rows that have the usual number of cells in a table."""
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_CELL_END = re.compile(r"(?<!\\)\|")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LONGEST_CELL: Final = 1_000_000
_NAMES: Final = {
    "title": ("topic", "topics", "title", "subject", "name", "theme"),
    "link": ("reading", "readings", "link", "url", "source", "article", "text", "literature"),
    "notes": ("notes", "note", "description", "comment", "comments", "details", "summary"),
    "on": ("date", "day", "when"),
}
_FIELDS: Final = {name: field for field, names in _NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list, its parts as they were written."""

    line: int
    title: str
    link: str = ""
    notes: str = ""
    on: str = ""
    problem: str = ""


Cells = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""


def rows_of_table(text: str, *, certainly: bool) -> list[Row] | None:
    """The rows of a table; None if the text is none. ``certainly``: its file says that it is."""
    lines = text.split("\n")
    rules = [
        number for number, line in enumerate(lines) if "|" in line and _TABLE_RULE.fullmatch(line)
    ]
    if rules and rules[0] > 0:
        return _rows(_markdown_cells(lines, rules[0]), always_header=True)
    found = {each: list(_csv_cells(text, each)) for each in _DELIMITERS if each in text}
    best = max(found, key=lambda each: _evenness(found[each]), default=None)
    if best is None:
        return _rows(list(_csv_cells(text, ",")), always_header=False) if certainly else None
    cells = found[best]
    if certainly or _looks_like_table(cells, best, quoted='"' in text):
        return _rows(cells, always_header=False)
    return None


def _markdown_cells(lines: Sequence[str], rule: int) -> list[Cells]:
    found = list[Cells]()
    for number, line in enumerate(lines[rule - 1 :], rule):
        if not line.strip() or (number != rule and "|" not in line):
            if found:
                break
            continue
        if number == rule + 1:
            continue
        inner = line.strip().removeprefix("|").removesuffix("|")
        found.append((number, [c.strip().replace("\\|", "|") for c in _CELL_END.split(inner)]))
    return found


def _csv_cells(text: str, delimiter: str) -> Iterator[Cells]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text), delimiter=delimiter, skipinitialspace=True)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield before + 1, [cell.strip() for cell in cells]
        before = reader.line_num


def _evenness(cells: Sequence[Cells]) -> tuple[float, int]:
    """The share of rows that have the usual number of cells, if that is more than one."""
    widths = Counter(len(row) for _, row in cells)
    width, count = widths.most_common(1)[0] if widths else (1, 0)
    return (count / len(cells), width) if width > 1 else (0.0, 0)


def _looks_like_table(cells: Sequence[Cells], delimiter: str, *, quoted: bool) -> bool:
    """Whether pasted lines are a table; a comma alone may belong to a sentence."""
    share, _ = _evenness(cells)
    if share < _SAME_WIDTH:
        return False
    if _header(cells[0][1]):
        return True
    telling = quoted or any(_is_telling(cell) for _, row in cells for cell in row)
    return len(cells) > 1 and (delimiter in "\t;|" or telling)


def _is_telling(cell: str) -> bool:
    return DATE.fullmatch(cell) is not None or _ADDRESS.fullmatch(cell) is not None


def _header(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what, if these cells name columns; the first column of a name counts."""
    found = dict[str, int]()
    for at, cell in enumerate(cells):
        words = re.findall(r"\w+", cell.casefold())
        field = next((_FIELDS[word] for word in words if word in _FIELDS), None)
        if field and len(words) <= 3:
            found.setdefault(field, at)
    return found if "title" in found or len(found) > 1 else {}


def _rows(cells: Sequence[Cells], *, always_header: bool) -> list[Row]:
    if not cells:
        return []
    columns = _header(cells[0][1])
    body = cells[1:] if columns or always_header else cells
    columns = columns or _guessed([row for _, row in body])
    if "title" not in columns:
        taken = set(columns.values())
        columns["title"] = next((at for at in range(len(cells[0][1])) if at not in taken), 0)
    return [_row(line, row, columns) for line, row in body]


def _guessed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """What columns without names hold: links and dates are seen, the first words are the title."""
    width = max((len(row) for row in rows), default=1)
    found, words = dict[str, int](), list[int]()
    for at in range(width):
        column = [row[at] for row in rows if at < len(row) and row[at]]
        if column and sum(1 for cell in column if _ADDRESS.match(cell)) * 2 > len(column):
            found.setdefault("link", at)
        elif column and sum(1 for cell in column if DATE.fullmatch(cell)) * 2 > len(column):
            found.setdefault("on", at)
        elif not all(cell.rstrip(".)").isdecimal() for cell in column):
            words.append(at)
    return found | dict(zip(("title", "notes"), words, strict=False))


def _row(line: int, cells: Sequence[str], columns: dict[str, int]) -> Row:
    values = {field: cells[at] for field, at in columns.items() if at < len(cells)}
    problem = ""
    if values.get("title", "").count("\n") > 1:
        problem = "A quotation mark that begins on this line is not closed."
    return Row(line, values.pop("title", ""), problem=problem, **values)
