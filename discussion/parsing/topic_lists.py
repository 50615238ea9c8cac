"""Lists of topics that a lecturer pastes or attaches, read into a preview before anything is added.

A list is text with a topic a line, a CSV file, or a Markdown list or table. Which one, and what its
columns mean, is seen from the list itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from discussion.model.errors import BadInput
from discussion.parsing.dates import day_comes_first, leading_date, list_day
from discussion.parsing.decoding import decode
from discussion.parsing.list_marks import Marked, marked
from discussion.parsing.text import clean_text, shorten
from discussion.parsing.topic_tables import Aside, Row, Table, table_in

MOST_BYTES: Final = 200 * 1024
MOST_TOPICS: Final = 2000
LONGEST_TITLE: Final = 200
"""Characters: a title becomes the topic of a discussion."""
LONGEST_NOTES: Final = 1000
LONGEST_LINK: Final = 500
_HAS_IT: Final = "The class has this topic already."

_RULE = re.compile(r"\s*(?:#{1,6}\s.*|[-=*_]{3,})\s*")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]++)\]\(\s*+<?+([^)\s>\[]++)>?+[^)\[]*+\)")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>\"]+>?", re.IGNORECASE)
_OTHER_ADDRESS = re.compile(r"\w[\w+.-]*://|(?:javascript|data|file|mailto):", re.IGNORECASE)
_BETWEEN = " \t-–—:;,|·"
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*\*\*|\*\*|\*)(?=\S)([^*\n]*[^*\s])\1(?![\w*])"
    r"|(?<![\w_])(___|__|_)(?=\S)([^_\n]*[^_\s])\3(?![\w_])"
)
_APART = re.compile(r"\s*[-–—:;,|·]|\t|\s{2}")
"""What sets a date without a year apart from a title: "1 May: Power", but "1 May riots"."""


@dataclass(frozen=True, slots=True)
class ListedTopic:
    """A topic that would be added; ``line`` is where it stands in the list, counted from 1."""

    line: int
    title: str
    link: str = ""
    notes: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that would not be added, and why, in one sentence."""

    line: int
    words: str
    """The beginning of the line."""
    reason: str


@dataclass(frozen=True, slots=True)
class TopicList:
    """What a list holds, before anything of it is added."""

    topics: tuple[ListedTopic, ...]
    problems: tuple[Problem, ...]
    asides: tuple[Problem, ...] = ()
    """Headings and the like: of them no topic is made, which is said all the same."""


def read_topics(
    name: str, data: bytes, existing: Collection[str] = (), today: date | None = None
) -> TopicList:
    """Read an attached list, see ``parse_topics``. Raises ``BadInput`` as that does."""
    if len(data) > MOST_BYTES:
        raise BadInput("That list is over 200 KB. Attach it in parts.")
    return parse_topics(decode(data), name=name, existing=existing, today=today)


def parse_topics(
    text: str, *, name: str = "", existing: Collection[str] = (), today: date | None = None
) -> TopicList:
    """Read a list of topics; a line with a problem is reported, and the others are read.

    ``name`` is the file's, if there is one: ``.csv`` and ``.tsv`` are read as tables in any case.
    ``existing`` are the titles that the class has already. Without ``today`` dates need a year.
    Raises ``BadInput`` for a list without topics or with more than 2,000.
    """
    # Cleaned part by part, so that lines keep their numbers.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    table = _read_table(text, certainly=name.casefold().endswith((".csv", ".tsv")))
    rows, asides = table.rows, table.asides
    if not rows:
        raise BadInput("There are no topics in that list. Write one on each line.")
    if len(rows) > MOST_TOPICS:
        raise BadInput(f"That list has {len(rows):,} topics; up to {MOST_TOPICS:,} can be added.")
    day_first = day_comes_first(row.on for row in rows)
    seen = {_same(title): 0 for title in existing}
    topics, problems = list[ListedTopic](), list[Problem]()
    for row in rows:
        try:
            topic = _topic(row, day_first, today)
            _check_new(topic, seen)
        except BadInput as refusal:
            words = row.title or row.notes or row.link or row.on
            problems.append(_problem(row.line, words, str(refusal)))
        else:
            topics.append(topic)
    beside = tuple(_problem(each.line, each.words, each.reason) for each in asides)
    return TopicList(tuple(topics), tuple(problems), beside)


def without(found: TopicList, existing: Collection[str]) -> TopicList:
    """A list that was read before, without what the class has by now (``existing``)."""
    known = {_same(title) for title in existing}
    gone = [each for each in found.topics if _same(each.title) in known]
    if not gone:
        return found
    kept = tuple(each for each in found.topics if _same(each.title) not in known)
    problems = [*found.problems, *(_problem(each.line, each.title, _HAS_IT) for each in gone)]
    return replace(found, topics=kept, problems=tuple(sorted(problems, key=lambda each: each.line)))


def _problem(line: int, words: str, reason: str) -> Problem:
    return Problem(line, shorten(clean_text(words), 60), reason)


def _read_table(text: str, *, certainly: bool) -> Table:
    """The rows of a list, whether it is a table or has a topic a line."""
    lines = text.split("\n")
    if certainly:
        return table_in(text, certainly=True) or Table([], [])
    items = marked(lines)
    filled = sum(bool(line.strip()) for line in lines)
    is_marked = sum(item is not None for item in items) * 2 > filled
    # The tab behind a bullet makes no table.
    bare = [i.text if i else line for i, line in zip(items, lines, strict=True)]
    table = table_in("\n".join(bare) if is_marked else text, certainly=False)
    return table or _rows_of_lines(lines, items)


def _topic(row: Row, day_first: bool | None, today: date | None) -> ListedTopic:
    if row.problem:
        raise BadInput(row.problem)
    title, link = _link_apart(row.title)
    title, notes = _one_line(_without_emphasis(title)), clean_text(row.notes)
    reading = row.link.strip()
    if _OTHER_ADDRESS.match(reading) and not _ADDRESS.match(reading):
        raise BadInput("A link begins with https:// or http://; this one does not.")
    cited, found = _link_apart(reading)
    # A reading without an address is a book or an article, named in words.
    notes = "\n".join(part for part in (cited, notes) if part)
    if not any(character.isalnum() for character in title):
        raise BadInput("This line has no title.")
    if len(title) > LONGEST_TITLE:
        raise BadInput(f"The title has {len(title)} characters; up to {LONGEST_TITLE} fit.")
    if len(notes) > LONGEST_NOTES:
        raise BadInput(f"The notes have {len(notes)} characters; up to {LONGEST_NOTES} fit.")
    on = list_day(row.on, today, day_first=day_first) if row.on.strip() else None
    return ListedTopic(row.line, title, _address(found or link), notes, on)


def _check_new(topic: ListedTopic, seen: dict[str, int]) -> None:
    key = _same(topic.title)
    before = seen.get(key)
    if before is not None:
        raise BadInput(f"This is the same topic as on line {before}." if before else _HAS_IT)
    seen[key] = topic.line


def _same(title: str) -> str:
    """What two titles have in common that differ only in capitals, blanks or signs."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def _rows_of_lines(lines: Sequence[str], items: Sequence[Marked | None]) -> Table:
    """A topic a line; in a list, what is indented below a topic is its notes."""
    outermost = min((item.indent for item in items if item), default=0)
    outer = [
        bool(item)
        for line, item in zip(lines, items, strict=True)
        if line.strip() and not _RULE.fullmatch(line) and _indent(line) <= outermost
    ]
    is_list = sum(outer) * 2 > len(outer)
    table = Table([], [])
    # Looked up once: looking through all lines for each of them takes ever longer.
    next_filled = _next_filled(lines)
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    for at, (line, item) in enumerate(zip(lines, items, strict=True)):
        number = at + 1
        if not line.strip():
            continue
        if _RULE.fullmatch(line):
            if any(each.isalnum() for each in line):
                table.asides.append(Aside(number, line, "It is taken for a heading."))
        elif is_list and table.rows and _indent(line) > outermost:
            table.rows[-1] = _with_note(table.rows[-1], item.text if item else line.strip())
        elif (
            item is None
            and (after := next_filled[at]) is not None
            and _is_heading(lines, at, items[after], first=at == first, is_list=is_list)
        ):
            table.asides.append(Aside(number, line, "It is taken for a heading."))
        else:
            table.rows.append(_row_of(number, item.text if item else line))
    return table


def _with_note(row: Row, words: str) -> Row:
    return replace(row, notes=f"{row.notes}\n{words}" if row.notes else words)


def _next_filled(lines: Sequence[str]) -> list[int | None]:
    """For each line the next one below it that is not blank; found in one pass from the end."""
    found = list[int | None]()
    below: int | None = None
    for at in range(len(lines) - 1, -1, -1):
        found.append(below)
        if lines[at].strip():
            below = at
    found.reverse()
    return found


def _is_heading(
    lines: Sequence[str], at: int, after: Marked | None, *, first: bool, is_list: bool
) -> bool:
    """Whether a line without a mark leads to a list and is none of it: "Topics for the term:".

    ``after`` is the item in the next line that is not blank; ``first``: all above it are blank.
    """
    if lines[at].rstrip(" *_").endswith(":"):
        return is_list or first
    return is_list and after is not None and (first or not lines[at - 1].strip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _row_of(number: int, line: str) -> Row:
    text = _without_emphasis(line.strip()).strip("*_").strip()
    on = leading_date(text)
    if on is None:
        return Row(number, text)
    rest = text[on.end :]
    if rest.strip(_BETWEEN) and (on.has_year or _APART.match(rest)):
        return Row(number, rest.lstrip(_BETWEEN), on=text[: on.end])
    return Row(number, text)


def _without_emphasis(text: str) -> str:
    """The words without the signs by which Markdown makes them bold or slanted."""
    return _EMPHASIS.sub(lambda match: match[2] or match[4], text)


def _link_apart(text: str) -> tuple[str, str]:
    """A text without the address in it, and the address."""
    if match := _MARKDOWN_LINK.search(text):
        return text[: match.start()] + match[1] + text[match.end() :], match[2]
    if match := _ADDRESS.search(text):
        before, after = text[: match.start()].rstrip(_BETWEEN + "("), text[match.end() :]
        return f"{before} {after.strip(_BETWEEN + ')')}".strip(), match[0].strip("<>").rstrip(
            ".,;)"
        )
    return text, ""


def _address(link: str) -> str:
    """A link that a browser may open. Raises ``BadInput`` for any other."""
    if not link:
        return ""
    link = clean_text(link)
    link = f"https://{link}" if link.casefold().startswith("www.") else link
    try:
        parts = urlsplit(link)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise BadInput("A link begins with https:// or http://; this one does not.")
    if len(link) > LONGEST_LINK:
        raise BadInput(f"The link has {len(link)} characters; up to {LONGEST_LINK} fit.")
    return link


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())
