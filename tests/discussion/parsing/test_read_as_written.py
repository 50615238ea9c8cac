"""Dates and actions as people write them: how each of many texts must be read.

The texts are data beside this file. At least 98 of 100 are read as they are meant, and none that
is not may be read as something else without a word: what is wrong is listed by the failing test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from discussion.model import Mention
from discussion.model.errors import BadInput
from discussion.parsing.actions import due_date, owners
from discussion.parsing.typed_dates import day_from, moment_from

FRIDAY = date(2026, 11, 27)
TUESDAY = date(2026, 11, 10)
NORA = 1
PEOPLE = {
    NORA: "Nora",
    2: "Ann",
    3: "Anna",
    4: "Anna Bell",
    5: "Tomo",
    6: "Kit Vale",
    7: "Kit Vale",
    8: "Lee (Nova)",
    9: "Ira",
}
CALLED = {**PEOPLE, 7: "Kit Vale 2"}
"""How the table tells two people of one name apart."""
WITH_TIME = re.compile(r"\d:\d\d|\bpm$|^soon ")
ENOUGH = 0.98


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this file."""
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [part.strip() for part in line.split(" | ")]


def _read(text: str, expected: str) -> str:
    timed = WITH_TIME.search(expected) or WITH_TIME.search(text)
    try:
        found = moment_from(text, FRIDAY) if timed else day_from(text, FRIDAY)
    except BadInput as refusal:
        said = str(refusal)
        if "may be" in said:
            return "asked"
        return "no day" if "no such day" in said else "refused"
    return f"{found}"[: 16 if timed else 10]


def _done(sentence: str) -> tuple[str, str]:
    ids = {name: person for person, name in CALLED.items()}
    mentions = [
        Mention(ids[name], PEOPLE[ids[name]]) for name in re.findall(r"<([^>]+)>", sentence)
    ]
    said = re.sub(r"<([^>]+)>", lambda match: f"@{PEOPLE[ids[match[1]]]}", sentence)
    who = ", ".join(CALLED[person] for person in owners(said, PEOPLE, NORA, mentions))
    due = due_date(said, TUESDAY)
    return who or "-", due.isoformat() if due else "-"


def test_dates_are_read_as_they_are_meant_or_asked_about() -> None:
    table = list(rows("date_texts.txt"))
    wrong = [
        f"{text!r}: {found} instead of {expected}"
        for text, expected in table
        if (found := _read(text, expected)) != expected
    ]
    assert len(table) >= 200
    assert 1 - len(wrong) / len(table) >= ENOUGH, "\n".join(wrong)


def test_actions_are_whose_and_when_their_words_say() -> None:
    table = list(rows("action_sentences.txt"))
    wrong = [
        f"{sentence!r}: {found} instead of {(who, due)}"
        for sentence, who, due in table
        if (found := _done(sentence)) != (who, due)
    ]
    assert len(table) >= 100
    assert 1 - len(wrong) / len(table) >= ENOUGH, "\n".join(wrong)
