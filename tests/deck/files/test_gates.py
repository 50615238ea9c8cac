"""Every gate sees what it is there for."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from deck.files.compose import compose
from deck.files.gates import check
from deck.rendering.slides import render_pptx
from tests.deck.sample import BEGAN, sample


@pytest.fixture(scope="module")
def deck() -> bytes:
    return render_pptx(compose(sample()), BEGAN)


def _page(deck: Any, wanted: Callable[[Any], bool]) -> Any:
    return next(s for s in deck.slides if any(wanted(x) for x in s.shapes))


def _shape(deck: Any, wanted: Callable[[Any], bool]) -> Any:
    return next(x for x in _page(deck, wanted).shapes if wanted(x))


def _quote(deck: Any) -> Any:
    return _shape(deck, lambda s: s.name.startswith("Quote"))


def _no_title(deck: Any) -> None:
    deck.slides[3].shapes.title.text_frame.text = ""


def _title_later(deck: Any) -> None:
    tree = deck.slides[3].shapes._spTree
    tree.append(deck.slides[3].shapes.title._element)


def _same_title(deck: Any) -> None:
    deck.slides[3].shapes.title.text_frame.text = deck.slides[4].shapes.title.text_frame.text


def _no_alt(deck: Any) -> None:
    chart = _shape(deck, lambda s: s.has_chart)
    del chart._element.xpath(".//p:cNvPr")[0].attrib["descr"]


def _no_header(deck: Any) -> None:
    _shape(deck, lambda s: s.has_table).table.first_row = False


def _merged(deck: Any) -> None:
    table = _shape(deck, lambda s: s.has_table).table
    table.cell(1, 0).merge(table.cell(1, 1))


def _pale(deck: Any) -> None:
    _quote(deck).text_frame.paragraphs[0].runs[0]._r.get_or_add_rPr().find(qn("a:solidFill"))[
        0
    ].set("val", "BBBBBB")


def _bare_link(deck: Any) -> None:
    for run in _quote(deck)._element.iter(qn("a:r")):
        if run.find(qn("a:rPr")).find(qn("a:hlinkClick")) is not None:
            run.find(qn("a:t")).text = "here"


def _no_language(deck: Any) -> None:
    del _quote(deck).text_frame.paragraphs[0].runs[0]._r.rPr.attrib["lang"]


def _no_language_in_notes(deck: Any) -> None:
    frame = deck.slides[2].notes_slide.notes_text_frame
    del frame.paragraphs[0].runs[0]._r.rPr.attrib["lang"]


def _tiny(deck: Any) -> None:
    _quote(deck).text_frame.paragraphs[0].runs[0].font.size = Pt(9)


def _outside(deck: Any) -> None:
    _quote(deck).left = Inches(12)


def _over(deck: Any) -> None:
    page = _page(deck, lambda s: s.name.startswith("Quote"))
    one, other = [s for s in page.shapes if s.name.startswith("Quote")][:2]
    one.top = other.top


def _too_long(deck: Any) -> None:
    _quote(deck).text_frame.paragraphs[0].runs[0].text = "word " * 200


def _two_ids(deck: Any) -> None:
    own = deck.slides[3].element.xpath("//p:cNvPr")
    own[2].set("id", own[3].get("id"))


def _lost_relationship(deck: Any) -> None:
    link = next(_quote(deck)._element.iter(qn("a:hlinkClick")))
    link.set(qn("r:id"), "rId999")


def _script_link(deck: Any) -> None:
    page = _page(deck, lambda s: s.name.startswith("Quote"))
    page.part.relate_to("javascript:alert(1)", "x/hyperlink", is_external=True)


def _axis(deck: Any) -> None:
    space = _shape(deck, lambda s: s.has_chart).chart._chartSpace
    next(space.iter(qn("c:axId"))).set("val", "-7")


def _labels(deck: Any) -> None:
    space = _shape(deck, lambda s: s.has_chart).chart._chartSpace
    labels = etree.SubElement(next(space.iter(qn("c:ser"))), qn("c:dLbls"))
    etree.SubElement(labels, qn("c:dLblPos"), val="outEnd")


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (_no_title, "title"),
        (_same_title, "title"),
        (_title_later, "reading order"),
        (_no_alt, "alternative text"),
        (_no_header, "header row"),
        (_merged, "merged cells"),
        (_pale, "contrast"),
        (_bare_link, "link text"),
        (_no_language, "language"),
        (_no_language_in_notes, "language"),
        (_tiny, "size"),
        (_outside, "bounds"),
        (_over, "overlap"),
        (_too_long, "text"),
        (_two_ids, "duplicate id"),
        (_lost_relationship, "relationship"),
        (_script_link, "relationship"),
        (_axis, "axis id"),
        (_labels, "chart labels"),
    ],
)
def test_a_gate_sees_what_is_wrong(deck: bytes, spoil: Callable[[Any], None], rule: str) -> None:
    presentation = Presentation(io.BytesIO(deck))
    spoil(presentation)
    buffer = io.BytesIO()
    presentation.save(buffer)
    assert check(deck) == []
    assert rule in {problem.rule for problem in check(buffer.getvalue())}
