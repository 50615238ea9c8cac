"""Lists of topics that a lecturer pastes or attaches, read into a preview before anything is added.

A list is text with a topic a line, a CSV file, or a Markdown list or table. Which one, and what its
columns mean, is seen from the list itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from discussion.model.errors import BadInput
from discussion.parsing.dates import DATE, day_comes_first, read_date
from discussion.parsing.decoding import decode
from discussion.parsing.text import clean_text, shorten
from discussion.parsing.topic_tables import Row, rows_of_table

MOST_BYTES: Final = 1024 * 1024
MOST_TOPICS: Final = 2000
LONGEST_TITLE: Final = 200
"""Characters: a title becomes the topic of a discussion."""
LONGEST_NOTES: Final = 1000
LONGEST_LINK: Final = 500

_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•–]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?(?P<text>.*)$")
_RULE = re.compile(r"\s*(?:#{1,6}\s.*|[-=*_]{3,})\s*")
_MARKDOWN_LINK = re.compile(r"\[([^\]]+)\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>\"]+>?", re.IGNORECASE)
_OTHER_ADDRESS = re.compile(r"\w[\w+.-]*://|(?:javascript|data|file|mailto):", re.IGNORECASE)
_BETWEEN = " \t-–—:;,|·"


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


def read_topics(name: str, data: bytes, existing: Collection[str] = ()) -> TopicList:
    """Read an attached list, see ``parse_topics``. Raises ``BadInput`` as that does."""
    if len(data) > MOST_BYTES:
        raise BadInput("That list is over 1 MB. Attach it in parts.")
    return parse_topics(decode(data), name=name, existing=existing)


def parse_topics(text: str, *, name: str = "", existing: Collection[str] = ()) -> TopicList:
    """Read a list of topics; a line with a problem is reported, and the others are read.

    ``name`` is the file's, if there is one: ``.csv`` and ``.tsv`` are read as tables in any case.
    ``existing`` are the titles that the class has already. Raises ``BadInput`` for a list without
    topics or with more than 2,000.
    """
    # Cleaned part by part, so that lines keep their numbers.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = rows_of_table(text, certainly=name.casefold().endswith((".csv", ".tsv")))
    if rows is None:
        rows = list(_rows_of_lines(text.split("\n")))
    if not rows:
        raise BadInput("There are no topics in that list. Write one on each line.")
    if len(rows) > MOST_TOPICS:
        raise BadInput(f"That list has {len(rows):,} topics; up to {MOST_TOPICS:,} can be added.")
    day_first = day_comes_first(row.on for row in rows)
    seen = {_same(title): 0 for title in existing}
    topics, problems = list[ListedTopic](), list[Problem]()
    for row in rows:
        try:
            topic = _topic(row, day_first)
            _check_new(topic, seen)
        except BadInput as refusal:
            words = row.title or row.notes or row.link or row.on
            problems.append(Problem(row.line, shorten(clean_text(words), 60), str(refusal)))
        else:
            topics.append(topic)
    return TopicList(tuple(topics), tuple(problems))


def _topic(row: Row, day_first: bool | None) -> ListedTopic:
    if row.problem:
        raise BadInput(row.problem)
    title, link = _link_apart(row.title)
    title, notes = _one_line(title), clean_text(row.notes)
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
    on = read_date(row.on, day_first=day_first) if row.on.strip() else None
    return ListedTopic(row.line, title, _address(found or link), notes, on)


def _check_new(topic: ListedTopic, seen: dict[str, int]) -> None:
    key = _same(topic.title)
    before = seen.get(key)
    if before is not None:
        raise BadInput(
            f"This is the same topic as on line {before}."
            if before
            else "The class has this topic already."
        )
    seen[key] = topic.line


def _same(title: str) -> str:
    """What two titles have in common that differ only in capitals, blanks or signs."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def _rows_of_lines(lines: Sequence[str]) -> Iterable[Row]:
    """A topic a line; in a list, what is indented below a topic is its notes."""
    bullets = [match for line in lines if (match := _BULLET.match(line))]
    outermost = min((len(match["indent"]) for match in bullets), default=0)
    outer = [
        line
        for line in lines
        if line.strip() and not _RULE.fullmatch(line) and _indent(line) <= outermost
    ]
    is_list = sum(1 for line in outer if _BULLET.match(line)) * 2 > len(outer)
    current: Row | None = None
    for number, line in enumerate(lines, 1):
        bullet = _BULLET.match(line)
        if not line.strip() or _RULE.fullmatch(line):
            continue
        if is_list and current and _indent(line) > outermost:
            words = bullet["text"] if bullet else line.strip()
            notes = f"{current.notes}\n{words}" if current.notes else words
            current = Row(current.line, current.title, current.link, notes, current.on)
            continue
        if current:
            yield current
        current = None
        # "Topics for the term:" leads to a list and is none of it.
        if bullet or not (is_list and line.rstrip().endswith(":")):
            current = _row_of(number, bullet["text"] if bullet else line)
    if current:
        yield current


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _row_of(number: int, line: str) -> Row:
    text = line.strip().strip("*_").strip()
    on = DATE.match(text)
    if on and on.end() < len(text):
        return Row(number, text[on.end() :].lstrip(_BETWEEN), on=on[0])
    return Row(number, text)


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
