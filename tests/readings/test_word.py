"""Everything that a reader of a Word file sees is read, in its order."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from readings.reading import read
from tests.readings.files import an_archive


def _read(document: Any) -> str:
    file = BytesIO()
    document.save(file)
    return "\n\n".join(stage.text for stage in read("case.docx", file.getvalue()).stages)


def _add(document: Any, xml: str) -> None:
    document.element.body.insert_element_before(
        parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)), "w:sectPr"
    )


def test_tables_stand_where_they_stand_and_their_bold_cells_are_no_headings() -> None:
    document = docx.Document()
    document.add_paragraph("Before the table.")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].paragraphs[0].add_run("Who").bold = True
    cells[1].paragraphs[0].add_run("When").bold = True
    document.add_paragraph("After the table.")
    assert _read(document) == "Before the table.\n\nWho\n\nWhen\n\nAfter the table."


def test_insertions_under_review_count_and_deletions_do_not() -> None:
    document = docx.Document()
    _add(
        document,
        '<w:p><w:r><w:t xml:space="preserve">She </w:t></w:r>'
        '<w:ins w:id="1" w:author="x"><w:r><w:t>never </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="x"><w:r><w:delText>always </w:delText></w:r></w:del>'
        "<w:r><w:t>signed.</w:t></w:r></w:p>",
    )
    assert _read(document) == "She never signed."


def test_the_text_of_forms_is_read_and_a_table_of_contents_is_not() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Evening ..... 3", style="toc 1")
    _add(
        document,
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a form.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    assert _read(document) == "In a form."


def test_entities_are_not_expanded() -> None:
    document = docx.Document()
    document.add_paragraph("Words of the document.")
    file = BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"]
    declared = b'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    body = body.replace(b"<w:document", declared + b"<w:document", 1)
    parts["word/document.xml"] = body.replace(b"Words of", b"Words &e; of")
    text = read("case.docx", an_archive(parts)).stages[0].text
    assert text == "Words"
