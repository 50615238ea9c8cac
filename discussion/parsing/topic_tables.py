"""Topics in tables: CSV with any usual delimiter, and Markdown tables."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from discussion.parsing.dates import looks_like_date

_DELIMITERS: Final = ",;\t|"
_SAME_WIDTH: Final = 0.8
"""The share of rows that have the usual number of cells in a table."""
_TABLE_RULE = re.compile(r"\|?:?-{2,}:?(?:\|:?-{2,}:?)*\|?")
"""Of a line without its blanks: blanks between optional parts take ever longer to match."""
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


@dataclass(frozen=True, slots=True)
class Aside:
    """A line, or a column, of which no topic is made, and what it was taken for."""

    line: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, and what else stands in it or around it."""

    rows: list[Row]
    asides: list[Aside]


Cells = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""


def table_in(text: str, *, certainly: bool) -> Table | None:
    """The table that a text is; None if it is none. ``certainly``: its file says that it is."""
    lines = text.split("\n")
    rules = [
        number
        for number, line in enumerate(lines)
        if "|" in line and _TABLE_RULE.fullmatch("".join(line.split()))
    ]
    if rules and rules[0] > 0:
        cells = _markdown_cells(lines, rules[0])
        table = _table(cells, always_header=True)
        inside = {number for number, _ in cells} | {rules[0] + 1}
        table.asides.extend(
            Aside(number, line, "It stands outside the table.")
            for number, line in enumerate(lines, 1)
            if line.strip() and number not in inside
        )
        return table
    found = {each: list(_csv_cells(text, each)) for each in _DELIMITERS if each in text}
    best = max(found, key=lambda each: _evenness(found[each]), default=None)
    if best is None:
        return _table(list(_csv_cells(text, ",")), always_header=False) if certainly else None
    cells = found[best]
    if certainly or _looks_like_table(cells, best, quoted='"' in text):
        return _table(cells, always_header=False)
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
    return looks_like_date(cell) or _ADDRESS.fullmatch(cell) is not None


def _header(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what, if these cells name columns; the first column of a name counts."""
    found = dict[str, int]()
    for at, cell in enumerate(cells):
        words = re.findall(r"\w+", cell.casefold())
        field = next((_FIELDS[word] for word in words if word in _FIELDS), None)
        if field and len(words) <= 3:
            found.setdefault(field, at)
    return found if "title" in found or len(found) > 1 else {}


def _table(cells: Sequence[Cells], *, always_header: bool) -> Table:
    if not cells:
        return Table([], [])
    columns = _header(cells[0][1])
    has_header = bool(columns) or always_header
    body = cells[1:] if has_header else cells
    columns = columns or _guessed([row for _, row in body])
    if "title" not in columns:
        taken = set(columns.values())
        columns["title"] = next((at for at in range(len(cells[0][1])) if at not in taken), 0)
    rows = [_row(line, row, columns) for line, row in body]
    return Table(rows, _unused(cells[0] if has_header else None, body, columns))


def _unused(header: Cells | None, body: Sequence[Cells], columns: dict[str, int]) -> list[Aside]:
    """The columns of which nothing is taken over, if they hold more than the rows' numbers."""
    width = max((len(row) for _, row in body), default=0)
    found = list[Aside]()
    for at in sorted(set(range(width)) - set(columns.values())):
        filled = [(line, row[at]) for line, row in body if at < len(row) and row[at]]
        if all(cell.rstrip(".)").isdecimal() for _, cell in filled):
            continue
        name = header[1][at] if header and at < len(header[1]) else ""
        line, words = filled[0]
        called = f"of column {at + 1} (“{name[:40]}”)" if name else f"of column {at + 1}"
        found.append(Aside(line, words, f"Nothing {called} is taken over."))
    return found


def _guessed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """What columns without names hold: links and dates are seen, the first words are the title."""
    width = max((len(row) for row in rows), default=1)
    found, words = dict[str, int](), list[int]()
    for at in range(width):
        column = [row[at] for row in rows if at < len(row) and row[at]]
        if column and sum(1 for cell in column if _ADDRESS.match(cell)) * 2 > len(column):
            found.setdefault("link", at)
        elif column and sum(1 for cell in column if looks_like_date(cell)) * 2 > len(column):
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
