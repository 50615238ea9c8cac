"""Tables in and out: CSV from any chat, and CSV for any spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deck.files.build import build_form, build_from_file
from deck.files.compose import compose
from deck.outline.outline import VoicesSlide
from deck.reading.tables import MOST_ROWS, read_csv
from deck.rendering.tables import neutral, render_csv
from discussion.model import Tag, TagKind
from discussion.model.errors import BadFile, DeckFailed
from discussion.ports.deck import Form
from tests.deck.records import HOSTILE, hostile
from tests.deck.sample import sample

WHEN = datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
TABLE = """author,text,time,tags
Amara,The night rota decides who rests.,14:05,"rota, practice"
Bo,"I will ask for the rota by 24 November. #action",,
,Nobody asked me. #rota,2026-11-12 14:20,experience
Amara,,14:30,
"""


def test_a_table_becomes_a_record_with_authors_times_and_tags() -> None:
    record = read_csv(TABLE.encode(), "Rotas", WHEN)
    assert [c.name for c in record.contributions] == ["Amara", "Bo", None]
    assert [f"{c.said_at:%H:%M}" for c in record.contributions] == ["14:05", "14:06", "14:20"]
    assert Tag(TagKind.THEME, "rota") in record.contributions[2].tags
    assert record.actions[0].owners == ("Bo",)
    assert str(record.actions[0].due_on) == "2026-11-24"
    assert (record.ledger.contributed, record.ledger.otherwise) == (2, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_of_any_spreadsheet_are_read(encoding: str, mark: str) -> None:
    table = f"author{mark}text\nZoë{mark}夜班很长。\n".encode(encoding)
    (only,) = read_csv(table, "", WHEN).contributions
    assert (only.name, only.text) == ("Zoë", "夜班很长。")


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("who,said\nA,b\n", "needs a column “text”; its columns are: who, said"),
        ("text\n\n", "no row with text"),
        ("", "needs a column “text”"),
        ("text,time\nhello,at noon\n", "Row 2: “at noon” is no time"),
        ("text,time\nhello,99:99\n", "Row 2: “99:99” is no time"),
        ("text\n" + "x" * 5000 + "\n", "Row 2 has 5,000 characters"),
        ("text\n" + "x\n" * (MOST_ROWS + 1), "more than 20,000 rows"),
        ('text\n"never closed', "cannot be read near row"),
        ("text\n" + "x" * 200_000, "cannot be read near row"),
    ],
)
def test_what_is_wrong_with_a_table_is_named(table: str, named: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_csv(table.encode(), "", WHEN)
    assert named in str(refused.value)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_record_or_one_plain_sentence(content: bytes) -> None:
    try:
        said = [c.text for c in read_csv(b"text\n" + content, "", WHEN).contributions]
    except BadFile as refused:
        said = [str(refused).removesuffix(".")]
    assert all(said)


def test_no_cell_of_an_export_is_a_formula_and_all_words_are_there() -> None:
    record = hostile()
    rows = list(csv.reader(io.StringIO(render_csv(record).removeprefix("\ufeff"))))
    assert len(rows) == len(record.contributions) + 1
    for row in rows[1:]:
        assert not [cell for cell in row if cell.lstrip(" \n")[:1] in set("=+-@\t\r")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1"])
def test_cells_that_could_be_formulas_are_neutralised(text: str) -> None:
    assert not neutral(text).lstrip().startswith(("=", "+", "-", "@", "\uff1d"))
    assert neutral("a = 1") == "a = 1"


def test_an_export_comes_back_as_the_same_words_and_people() -> None:
    record = sample()
    back = read_csv(render_csv(record).encode(), "", WHEN)
    assert [(c.name, c.text, c.said_at) for c in back.contributions] == [
        (c.name, c.text, c.said_at.replace(microsecond=0)) for c in record.contributions
    ]
    for before, after in zip(record.contributions, back.contributions, strict=True):
        assert before.tags <= after.tags


def test_a_deck_of_a_file_holds_everybody_in_it(tmp_path: Path) -> None:
    table = tmp_path / "night-rota.csv"
    table.write_text(TABLE)
    written = build_from_file(table, tmp_path / "made")
    names = [path.name for path in written]
    assert names[:4] == ["deck.pptx", "transcript.md", "record.json", "contributions.csv"]
    assert all(path.stat().st_size for path in written)
    again = build_from_file(tmp_path / "made" / "record.json", tmp_path / "again")
    assert again[1].read_text() == written[1].read_text()
    voices = [
        s for s in compose(read_csv(TABLE.encode(), "", WHEN)).slides if isinstance(s, VoicesSlide)
    ]
    assert {q.voice for s in voices for q in s.quotes} == {"Amara", "Bo", "Someone in the room"}


def test_a_file_of_another_kind_is_refused_in_one_sentence(tmp_path: Path) -> None:
    picture = tmp_path / "class.png"
    picture.write_bytes(b"\x89PNG\xff")
    with pytest.raises(BadFile, match=r"neither a record.json nor a .csv"):
        build_from_file(picture, tmp_path)
    with pytest.raises(BadFile, match="cannot be read"):
        build_from_file(tmp_path / "missing.json", tmp_path)


@pytest.mark.parametrize("form", [Form.PPTX, Form.MARKDOWN, Form.CSV, Form.JSON])
def test_each_form_is_one_file(form: Form, tmp_path: Path) -> None:
    path = build_form(sample(), tmp_path, form)
    assert [path] == list(tmp_path.iterdir())
    assert path.suffix == f".{form.value}"


def test_a_pdf_where_libreoffice_is_missing_is_a_plain_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeckFailed, match="LibreOffice is missing"):
        build_form(sample(), tmp_path, Form.PDF)


def test_hostile_cells_are_kept_as_words() -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["author", "text"])
    writer.writerows([[text[:50], text[:900]] for text in HOSTILE])
    record = read_csv(table.getvalue().encode("utf-8", "replace"), "", WHEN)
    assert any(c.text.startswith("@SUM") for c in record.contributions)


def test_who_bears_no_name_is_nameless_and_a_pseudonym_stays_one_voice() -> None:
    rows = ["author,text"]
    rows += [
        f"{author},Words {n}." for n, author in enumerate(["", "Anonymous", " – ", "N/A", "?"])
    ]
    rows += ["Amber Heron,I wrote the rota.", "Amber Heron,And nobody asked.", "Amara,I did."]
    record = read_csv("\n".join(rows).encode(), "Rotas", WHEN)
    assert [c.name for c in record.contributions] == [None] * 7 + ["Amara"]
    assert [c.signature for c in record.contributions[-3:]] == ["Amber Heron"] * 2 + ["Amara"]
    assert (record.ledger.contributed, record.ledger.otherwise) == (1, 6)
    assert [share.name for share in record.shares] == ["Amara"]
