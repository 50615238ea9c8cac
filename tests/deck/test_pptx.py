"""The drawn deck: it passes its gates, it is native, and it keeps what it must keep."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from deck.drawing import measure, palette
from deck.drawing.runs import safe_url
from deck.files.build import passing
from deck.files.compose import compose
from deck.files.gates import check
from deck.house import EXPORTED, IN_CLASS, DeckOptions
from deck.outline.outline import Outline, quotes_of
from deck.printable import cell, printable
from deck.rendering.slides import render_pptx
from deck.synthesis.sentences import quotable
from discussion.record.record import Record
from tests.deck.records import hostile, records
from tests.deck.sample import BEGAN, assemble, empty, large, right_to_left, sample


def _one_person() -> Record:
    return assemble([sample().contributions[1]])


MADE: dict[str, Callable[[], Record]] = {
    "sample": sample,
    "empty": empty,
    "one person": _one_person,
    "forty people": lambda: large(40, 400),
    "hostile": hostile,
    "right to left": right_to_left,
}


@pytest.fixture(scope="module")
def outline() -> Outline:
    return compose(sample())


@pytest.fixture(scope="module")
def deck(outline: Outline) -> bytes:
    return render_pptx(outline, BEGAN)


@pytest.mark.parametrize("kind", MADE)
def test_a_deck_of_any_kind_passes_every_gate(kind: str) -> None:
    assert check(render_pptx(compose(MADE[kind]()), BEGAN)) == []


@given(records())
@settings(
    max_examples=12,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.too_slow],
    # A deck takes its time: what fails is shown as it was drawn.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_random_discussions_make_decks_that_pass_every_gate(record: Record) -> None:
    outline = compose(record)
    said = {c.id: c.text for c in record.contributions}
    for slide in outline.slides:
        for quote in quotes_of(slide):
            assert quote.text in said[quote.contribution_id]
    assert check(render_pptx(outline, BEGAN)) == []


@pytest.mark.campaign
@given(records(), st.sampled_from([IN_CLASS, EXPORTED]))
@settings(
    max_examples=300,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_three_hundred_random_discussions_make_decks_with_everybody_in_them(
    record: Record, least: int
) -> None:
    options = DeckOptions(fewest_in_a_cell=least)
    outline, deck = passing(record, options)
    said = {c.id: c for c in record.contributions}
    quotes = [q for slide in outline.slides for q in quotes_of(slide)]
    assert not [q for q in quotes if q.text not in said[q.contribution_id].text]
    assert not [q for q in quotes if q.url != said[q.contribution_id].url]
    speak = {c.speaker for c in record.contributions if quotable(c.text)}
    assert {said[q.contribution_id].speaker for q in quotes} == speak
    # What did not pass its gates would have been left out, and named.
    assert not [item for item in outline.left_out if "did not pass" in item.why]
    assert deck[:2] == b"PK"


def test_every_quote_of_the_outline_is_drawn_or_stands_whole_in_the_notes(
    outline: Outline, deck: bytes
) -> None:
    pages = list(Presentation(io.BytesIO(deck)).slides)
    assert len(pages) == len(outline.slides)
    for page, slide in zip(pages, outline.slides, strict=True):
        text = " ".join(page.element.xpath("//a:t/text()")) + _notes(page)
        for quote in quotes_of(slide):
            assert quote.text in text


def _notes(page: Any) -> str:
    return str(page.notes_slide.notes_text_frame.text)


def test_links_lead_to_the_messages(outline: Outline, deck: bytes) -> None:
    wanted = {q.url for slide in outline.slides for q in quotes_of(slide)}
    found = {
        rel.target_ref
        for page in Presentation(io.BytesIO(deck)).slides
        for rel in page.part.rels.values()
        if rel.is_external
    }
    assert wanted <= found


def test_charts_and_tables_are_native_and_there_are_no_pictures(deck: bytes) -> None:
    shapes = [s for page in Presentation(io.BytesIO(deck)).slides for s in page.shapes]
    assert sum(s.has_chart for s in shapes) >= 6
    assert sum(s.has_table for s in shapes) >= 4
    assert not [s for s in shapes if "pic" in s.element.tag]


def test_right_to_left_quotes_are_set_from_the_right(deck: bytes) -> None:
    arabic = [
        p
        for page in Presentation(io.BytesIO(deck)).slides
        for p in page.element.xpath("//a:p[contains(., 'والدتي')]")
    ]
    assert arabic
    for paragraph in arabic:
        assert paragraph.xpath("./a:pPr/@rtl") == ["1"]
        assert "ar-SA" in paragraph.xpath(".//a:rPr/@lang")


def test_sections_hold_every_slide_once(deck: bytes) -> None:
    presentation = Presentation(io.BytesIO(deck))
    listed = presentation.part._element.xpath(
        "//*[local-name()='sectionLst']//*[local-name()='sldId']/@id"
    )
    assert listed == [s.get("id") for s in presentation.slides._sldIdLst]


def test_a_name_that_is_a_formula_stays_text_in_the_sheet_behind_a_chart() -> None:
    for text in ("=1+1", "@SUM(A1)", "-2", "{=1}", "http://x.invalid", "internal:A1"):
        assert cell(text).startswith(" ")
    assert cell("Amara") == "Amara"


def test_codes_of_discord_are_words_on_a_slide() -> None:
    assert printable("<@12> in <#34> <:wave:56> \u202ex\ud800") == "@someone in #channel :wave: x"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://discord.com/channels/1/2/3", True),
        ("javascript:alert(1)", False),
        ("http://[broken", False),
        ("https://discord.com/ x", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, *, kept: bool) -> None:
    assert (safe_url(url) is not None) is kept


def test_theme_hues_are_readable_and_told_apart_by_everybody() -> None:
    hues = palette.hues(8)
    for colour in hues:
        assert palette.contrast(colour, palette.WHITE) >= palette.LEAST_CONTRAST
        assert palette.contrast(colour, palette.PANEL) >= palette.LEAST_CONTRAST
        assert palette.contrast(palette.light(colour), palette.NAVY) >= 4.5
        for other in hues:
            assert colour == other or palette.difference(colour, other) >= palette.LEAST_DIFFERENCE
    five = palette.FIRST_HUES
    assert min(palette.difference(a, b) for a in five for b in five if a != b) > 24


def test_text_is_shrunk_by_half_points_then_cut_at_a_word() -> None:
    text = "one two three four five six seven eight nine ten " * 3
    small = measure.fit(text, 3.0, 1.2, 18)
    assert (small.cut, small.text, small.size * 2 % 1) == (False, text, 0)
    cut = measure.fit(text, 3.0, 0.45, 18)
    assert (cut.cut, cut.size) == (True, 12)
    assert cut.text.endswith("…")
    assert text.startswith(cut.text[:-1])


@pytest.mark.parametrize("text", ["word " * 50, "x" * 500, "我们走了" * 60, "😀" * 80, "a-b " * 90])
def test_no_wrapped_line_is_wider_than_its_room(text: str) -> None:
    for line in measure.wrap(text, 2.5, 14):
        assert measure.width(line, 14) <= 2.5


def test_gates_see_what_is_wrong(deck: bytes) -> None:
    presentation = Presentation(io.BytesIO(deck))
    page = presentation.slides[5]
    page.shapes.title.text_frame.text = presentation.slides[6].shapes.title.text_frame.text
    box = page.shapes.add_textbox(-500000, 0, 900000, 900000)
    box.text_frame.text = "small"
    page.shapes.add_shape(1, 0, 0, 9, 9)
    chart = next(s for s in page.shapes if s.has_chart).chart
    next(chart._chartSpace.iter("{*}axId")).set("val", "-5")
    table_page = next(s for s in presentation.slides if any(x.has_table for x in s.shapes))
    next(x for x in table_page.shapes if x.has_table).table.first_row = False
    buffer = io.BytesIO()
    presentation.save(buffer)
    rules = {problem.rule for problem in check(buffer.getvalue())}
    assert {"title", "bounds", "alternative text", "language", "axis id", "header row"} <= rules


def test_nameless_and_withdrawn_stay_out_of_the_whole_file(deck: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"anonymous-Q" not in everything
    assert b"named-Q" not in everything


@pytest.mark.campaign
def test_ten_thousand_contributions_of_two_hundred_people_make_a_short_deck() -> None:
    outline = compose(large(200, 10_000))
    deck = render_pptx(outline, BEGAN)
    assert outline.audit.voices_quoted == 200
    assert len(outline.slides) <= 32
    assert len(deck) < 1_000_000
    assert check(deck) == []
