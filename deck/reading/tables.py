"""A record from a table with the columns author, text, time and tags, from any chat or form."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from deck.outline.pieces import NAMELESS
from deck.outline.wording import shortened
from discussion.contributions import pseudonyms
from discussion.model import TagKind
from discussion.model.errors import BadFile
from discussion.parsing.actions import due_date, owner_names
from discussion.parsing.tags import parse_tag_list, parse_tags
from discussion.parsing.text import clean_text, count_words
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import Evenness, LedgerCounts, gini
from discussion.record.record import NamedShare, Record, RecordedAction, RecordedContribution

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
_MOST_TEXT = 4_000
_LONGEST_CELL = 131_072
"""Characters of a cell over which a table is not read on, as csv has it by itself."""
_COLUMNS = ("author", "text", "time", "tags")
_PSEUDONYMS = frozenset(pseudonyms.NAMES)
_NEUTRALISED = re.compile(r"'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")


_NAMELESS = frozenset(
    {"", "anonymous", "anon", "somebody", "n/a", "-", "–", "?", NAMELESS.casefold()}
)
"""What tables say in place of a name."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    """Of the line in the table, as a spreadsheet counts: the heads are row 1."""
    author: str
    text: str
    time: str
    tags: str


def read_csv(content: bytes, topic: str, when: datetime) -> Record:
    """The record of a table. Raises ``BadFile`` that names the row or column which is wrong.

    ``text`` is needed. A row is nameless where ``author`` is empty or says so (``_NAMELESS``), and
    each such row is a voice of its own; an author who bears one of the bot's pseudonyms is one
    nameless voice, signed with it.
    ``time`` is a date and time (2026-11-12 14:05) or a time alone (14:05), on the day of ``when``;
    a row without one follows a minute after the row before. ``tags`` are divided by commas;
    hashtags in the text count as well. Other columns are passed over, and so are rows without text.
    """
    rows = list(_rows(content))
    if not rows:
        raise BadFile("The table has no row with text.")
    times = list(_times(rows, when))
    said = tuple(
        _contribution(number, row, at)
        for number, (row, at) in enumerate(zip(rows, times, strict=True), start=1)
    )
    words: dict[str, int] = defaultdict(int)
    turns: Counter[str] = Counter()
    for each in said:
        # Who wrote without a name counts as there, and no figure has their words.
        words[each.speaker] += each.words if each.name is not None else 0
        turns[each.speaker] += each.name is not None
    names = {c.speaker: c.name for c in said if c.name is not None}
    shares = [NamedShare(n, turns[s], words[s], ((1, words[s]),)) for s, n in names.items()]
    return Record(
        discussion_id="file",
        topic=clean_text(topic) or "Our discussion",
        format_title="a table of contributions",
        server_name="",
        facilitator="",
        started_at=min(times),
        ended_at=max(times),
        zone="UTC",
        case=None,
        rounds=(),
        contributions=said,
        links=(),
        invitations=(),
        actions=_actions(said, list(names.values())),
        shares=tuple(sorted(shares, key=lambda share: (-share.words, share.name))),
        ledger=disclosed(LedgerCounts(len(names), len(words) - len(names))),
        evenness=_evenness(list(words.values()), list(turns.values())),
        withdrawn=0,
    )


def _rows(content: bytes) -> Iterator[_Row]:
    # The limit is the process's, and others set it for files of their own.
    csv.field_size_limit(_LONGEST_CELL)
    table = csv.reader(io.StringIO(_decoded(content), newline=""), dialect=_dialect(content))
    try:
        heads = [clean_text(head).casefold() for head in next(table, [])]
        if "text" not in heads:
            found = ", ".join(head for head in heads if head)[:80] or "none"
            raise BadFile(f"The table needs a column “text”; its columns are: {found}.")
        places = {name: heads.index(name) for name in _COLUMNS if name in heads}
        taken = 0
        for number, cells in enumerate(table, start=2):
            row = _row(number, cells, places)
            if not row.text:
                continue
            taken += 1
            if taken > MOST_ROWS:
                raise BadFile(f"The table has more than {MOST_ROWS:,} rows. Divide it.")
            yield row
    except csv.Error as error:
        raise BadFile(f"The table cannot be read near row {table.line_num}: {error}.") from None


def _row(number: int, cells: Sequence[str], places: Mapping[str, int]) -> _Row:
    def cell(name: str) -> str:
        place = places.get(name)
        text = cells[place] if place is not None and place < len(cells) else ""
        # What an export put before a cell that could have been a formula comes off again.
        return clean_text(_NEUTRALISED.sub("", text, count=1) if text.startswith("'") else text)

    text = cell("text")
    if len(text) > _MOST_TEXT:
        raise BadFile(
            f"Row {number} has {len(text):,} characters of text; {_MOST_TEXT:,} are the most."
        )
    author = shortened(cell("author"), 60)
    nameless = author.casefold() in _NAMELESS
    return _Row(number, "" if nameless else author, text, cell("time"), cell("tags"))


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise BadFile(f"The table is larger than {MOST_BYTES // 1_000_000} MB.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        # Excel on older machines saves in the code page of Western Europe.
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise BadFile("The table is not text. Save it as CSV in UTF-8 and try again.")


def _dialect(content: bytes) -> type[csv.Dialect]:
    """Commas, semicolons or tabs: what the first line has most of."""
    head = _decoded(content).split("\n", 1)[0]

    class Table(csv.excel):
        delimiter = max(",;\t", key=head.count)
        strict = True

    return Table


def _times(rows: Sequence[_Row], when: datetime) -> Iterator[datetime]:
    before: datetime | None = None
    for row in rows:
        following = before + timedelta(minutes=1) if before else when
        before = _time(row, when) if row.time else following
        yield before


def _time(row: _Row, when: datetime) -> datetime:
    try:
        if re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", row.time):
            clock = time.fromisoformat(row.time.zfill(8 if row.time.count(":") == 2 else 5))
            return datetime.combine(when.date(), clock, tzinfo=when.tzinfo or UTC)
        found = datetime.fromisoformat(row.time)
        at = found if found.tzinfo else found.replace(tzinfo=UTC)
        at.astimezone(UTC) + timedelta(days=400)  # a year that no calendar holds is refused here
    except (ValueError, OverflowError):
        raise BadFile(
            f"Row {row.number}: “{row.time[:30]}” is no time. "
            "Write it as 2026-11-12 14:05 or 14:05."
        ) from None
    return at


def _contribution(number: int, row: _Row, at: datetime) -> RecordedContribution:
    tags = parse_tag_list(row.tags) | parse_tags(row.text) if row.tags else parse_tags(row.text)
    signed = row.author in _PSEUDONYMS
    return RecordedContribution(
        id=number,
        speaker=_speaker(number, row),
        name=None if signed else row.author or None,
        pseudonym=row.author if signed else None,
        round_number=1,
        said_at=at,
        text=row.text,
        words=count_words(row.text),
        tags=frozenset(tags),
        case_stage=None,
        url=None,
        endorsements=0,
    )


def _speaker(number: int, row: _Row) -> str:
    if not row.author:
        return f"anonymous-{number}"
    return f"{'signed' if row.author in _PSEUDONYMS else 'named'}-{row.author}"


def _actions(
    said: Sequence[RecordedContribution], names: Sequence[str | None]
) -> tuple[RecordedAction, ...]:
    known = [name for name in names if name]
    return tuple(
        RecordedAction(
            c.id, c.text, owner_names(c.text, known, c.name), due_date(c.text, c.said_at.date())
        )
        for c in said
        if any(tag.kind is TagKind.ACTION for tag in c.tags)
    )


def _evenness(words: Sequence[int], turns: Sequence[int]) -> Evenness | None:
    total = sum(words)
    if not total:
        return None
    return Evenness(gini(words), gini(turns), min(words) / total, max(words) / total)
