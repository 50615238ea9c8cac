"""What a class was given to read: its case, and what its topic's notes name."""

from __future__ import annotations

import re
from typing import Final

from discussion.model import Case
from discussion.model.errors import BadInput
from discussion.parsing import typed_dates
from discussion.record.record import RecordedReading
from discussion.term.model import Topic

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']{1,500}")


def reading_list(case: Case | None, topic: Topic | None) -> tuple[RecordedReading, ...]:
    """The one text of a class, by the title it gives itself; empty where none was given.

    ``case`` is what the class was shown, which the topic's reading may no longer be. The notes of
    the topic say where the text is from; without a case, they or the topic's title name it.
    """
    words, address = _apart(topic.notes if topic else "")
    if case is not None:
        return (RecordedReading(case.title, words, address),)
    if topic is None or not (words or address):
        return ()
    if words:
        return (RecordedReading(words, f"on {topic.title}", address),)
    return (RecordedReading(topic.title, "", address),)


def _apart(notes: str) -> tuple[str, str | None]:
    """The words of notes in one line, without the date of an imported list, and an address."""
    address = _ADDRESS.search(notes)
    lines = (" ".join(_ADDRESS.sub("", line).split()) for line in notes.splitlines())
    words = [line for line in lines if line and not _is_day(line)]
    return " · ".join(words), address[0].rstrip(".,;:!?)") if address else None


def _is_day(line: str) -> bool:
    try:
        typed_dates.day_from(line)
    except BadInput:
        return False
    return True
