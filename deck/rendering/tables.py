"""What was said as a table for spreadsheets: one contribution a row, no cell a formula."""

from __future__ import annotations

import csv
import io

from deck.outline.pieces import NAMELESS
from deck.outline.wording import zone_of
from deck.printable import paragraphs
from discussion.parsing.text import cell
from discussion.record.record import Record

COLUMNS = (
    "id",
    "author",
    "time",
    "round",
    "case_stage",
    "text",
    "tags",
    "answers",
    "speaks_for",
    "words",
    "link",
)


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: with an apostrophe before what could be one."""
    return cell(paragraphs(text))


def render_csv(record: Record) -> str:
    """The contributions in their order, with a byte order mark, so that Excel reads UTF-8.

    Times are those of the record's zone, with their offset. Tags are divided by commas and
    answers by spaces.
    """
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    zone = zone_of(record.zone)
    for each in sorted(record.contributions, key=lambda c: (c.said_at, c.id)):
        answers = [str(link.to_id) for link in record.links if link.from_id == each.id]
        row = (
            str(each.id),
            each.name or NAMELESS,
            each.said_at.astimezone(zone).isoformat(timespec="seconds"),
            str(each.round_number),
            str(each.case_stage or ""),
            each.text,
            ", ".join(tag.name.replace(",", " ") for tag in sorted(each.tags)),
            " ".join(answers),
            str(each.endorsements),
            str(each.words),
            each.url or "",
        )
        writer.writerow([neutral(each) for each in row])
    return buffer.getvalue()
