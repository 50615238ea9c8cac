"""/participation: a lecturer reads the term and unmasks nobody; a member reads their own part."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

from cogs.record import participation_words as words
from cogs.record.participation import people_table, sessions_table
from discussion.participation.ledger import LedgerCounts
from discussion.record.attendance import Attendance, Session
from tests.classroom.conftest import Classroom
from tests.discussion.material import START


async def test_the_term_names_who_spoke_by_name_and_nobody_else(classroom: Classroom) -> None:
    room = classroom
    panel = await room.begin()
    assert "No discussion has ended" in (await room.use(room.lecturer, "participation")).all_text
    await (await room.other.press(panel, label="Pass")).resolved()
    await room.use(room.student, "say", text="Hidden words here.", anonymous=True)
    await room.use(room.facilitator, "say", text="Three words here.")
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    reply = await room.use(room.lecturer, "participation")
    # Ines alone said something under her name; nothing tells whether Bronwen or Kwame wrote.
    told = "1 of 3 people spoke under their name, 2 took part in another way, 1 contribution"
    assert told in reply.all_text
    for name in ("Ines", "Bronwen", "Kwame"):
        assert name not in reply.all_text
    mine = await room.use(room.student, "participation")
    assert "you took part, without words under your name" in mine.all_text
    assert "Ines" not in mine.all_text
    own = await room.use(room.facilitator, "participation")
    assert "1 contribution under your name, 3 words" in own.all_text
    assert own.message is not None
    (table,) = own.message.attachments
    assert b"Ines" in table.data
    assert b"Bronwen" not in table.data
    (session,) = await room.application.service.archive.sessions(room.guild.id)
    rows = list(csv.reader(io.StringIO(people_table([session]))))
    assert [row[2:] for row in rows[1:]] == [
        ["Bronwen", "in another way", "0", "0"],
        ["Ines", "by name", "1", "3"],
        ["Kwame", "in another way", "0", "0"],
    ]
    assert await room.application.service.archive.sessions(room.guild.id + 1) == []


def test_no_cell_is_a_formula() -> None:
    person = Attendance(1, "=HYPERLINK(1)", 1, 2)
    session = Session("+topic", START, (person,), LedgerCounts(contributed=1), 1, 2, None)
    (_, row) = csv.reader(io.StringIO(people_table([session])))
    assert row[1:3] == ["'+topic", "'=HYPERLINK(1)"]


def many(number: int) -> list[Session]:
    """So many classes with long topics, the latest first."""
    people = tuple(Attendance(n, f"Student {n}", 3, 40) for n in (1, 2))
    counts = LedgerCounts(contributed=2)
    days = (START - n * timedelta(days=1) for n in range(number))
    return [Session("*Power* at handover " * 9, day, people, counts, 6, 80, None) for day in days]


def test_a_long_term_fits_one_message_and_the_files_have_it_whole() -> None:
    sessions = many(60)
    for text in (words.term(sessions), words.own(sessions, 1)):
        assert len(text) <= 2000
        shown = [line for line in text.splitlines() if line.startswith("•")]
        assert "02 Mar 2026" in shown[0]
        left = re.search(r"… and (\d+) more; the files? ha", text)
        assert left is not None
        assert len(shown) + int(left[1]) == 60
    assert len(sessions_table(sessions).splitlines()) == 61
    assert len(people_table(sessions).splitlines()) == 121
