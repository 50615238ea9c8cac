"""What the slides of findings hold, and what they keep to themselves."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from pptx import Presentation

from deck.files.compose import compose, headline_candidates
from deck.files.gates import check
from deck.house import EXPORTED, DeckOptions
from deck.outline.findings import (
    BridgeSlide,
    DifferSlide,
    HeatSlide,
    ReadingSlide,
    SharedSlide,
    ThemeMapSlide,
)
from deck.outline.outline import (
    HeardSlide,
    OnePageSlide,
    Outline,
    StagesSlide,
    ThemeSlide,
    TitleSlide,
    VoicesSlide,
)
from deck.reading.tables import read_csv
from deck.rendering.slides import render_pptx
from discussion.model import Case, CaseStage, LinkKind, TagKind
from discussion.participation.pulse import Felt
from discussion.record.record import RecordedLink, RecordedReading
from tests.deck.sample import BEGAN, assemble, sample

S = TypeVar("S")


def _first(outline: Outline, kind: type[S]) -> S:
    return next(slide for slide in outline.slides if isinstance(slide, kind))


def _all(outline: Outline, kind: type[S]) -> list[S]:
    return [slide for slide in outline.slides if isinstance(slide, kind)]


def test_the_map_counts_people_who_spoke_to_both_under_their_name() -> None:
    record = sample()
    slide = _first(compose(record), ThemeMapSlide)
    assert slide.head.title.startswith(f"{slide.nodes[0].name} is the hub")
    for link in slide.links:
        one, other = (slide.nodes[i].name.lower() for i in (link.one, link.other))
        people = {
            theme: {
                c.name for c in record.contributions if c.name and theme in {t.name for t in c.tags}
            }
            for theme in (one, other)
        }
        assert link.people == len(people[one] & people[other])


def test_a_class_whose_themes_share_nobody_has_no_map_and_says_so() -> None:
    record = sample()
    apart = [replace(c, speaker=f"s{c.id}", name=None) for c in record.contributions]
    outline = compose(assemble(apart))
    assert not _all(outline, ThemeMapSlide)
    assert any(item.what == "the theme map" for item in outline.left_out)


def test_the_table_counts_contributions_with_both_tags() -> None:
    record = sample()
    slide = _first(compose(record), HeatSlide)
    place = slide.rows.index("Migration"), [c for c, _ in slide.columns].index("Who speaks")
    wanted = sum(
        {"migration", "who speaks"} <= {t.name for t in c.tags} for c in record.contributions
    )
    assert slide.cells[place[0]][place[1]] == wanted > 1
    assert [sum(c or 0 for c in row) for row in slide.cells] == list(slide.row_totals)
    assert slide.total == sum(t or 0 for t in slide.column_totals)


def test_an_exported_deck_withholds_small_cells_and_what_would_give_them_away() -> None:
    record = sample()
    outline = compose(record, options=DeckOptions(fewest_in_a_cell=EXPORTED))
    slide = _first(outline, HeatSlide)
    everybody = {(t.name, c.name) for c in record.contributions for t in c.tags}
    for name, row, total in zip(slide.rows, slide.cells, slide.row_totals, strict=True):
        people = {who for tag, who in everybody if tag == name.lower()}
        assert (total is None) is (None in row)
        if len(people) < EXPORTED:
            assert all(cell in (None, 0) for cell in row)
    assert slide.total is None
    kinds = {t.name: t.kind for c in record.contributions for t in c.tags}
    for theme in _all(outline, ThemeSlide):
        assert not [n for n, _ in theme.tags if kinds[n] is TagKind.SOCIAL_LOCATION]


def test_nameless_contributions_count_as_one_person_in_a_cell() -> None:
    record = sample()
    nameless = [replace(c, name=None, speaker=f"n{c.id}") for c in record.contributions]
    outline = compose(assemble(nameless), options=DeckOptions(fewest_in_a_cell=2))
    assert all(cell in (None, 0) for row in _first(outline, HeatSlide).cells for cell in row)


def test_practice_meets_theory_with_the_words_they_share_and_no_lines_cross() -> None:
    record = sample()
    slide = _first(compose(record), BridgeSlide)
    said = {c.id: c for c in record.contributions}
    for end, kinds in (
        (slide.left, {TagKind.PRACTICE, TagKind.EXPERIENCE}),
        (slide.right, {TagKind.THEORY}),
    ):
        for each in end:
            assert {t.kind for t in said[each.quote.contribution_id].tags} & kinds
    for link in slide.links:
        left = said[slide.left[link.left].quote.contribution_id].text
        if link.words != "by reply":
            assert all(word in left for word in link.words.split(" · "))
    order = [link.right for link in sorted(slide.links, key=lambda link: link.left)]
    assert order == sorted(order)
    tied = {end.quote.contribution_id for end in slide.left}
    assert not tied & {q.contribution_id for q in slide.waiting}


def test_shared_statements_tell_how_many_have_one() -> None:
    record = sample()
    marked = tuple(
        replace(c, endorsements=2, endorsed_by=frozenset({f"p{i % 5}", f"q{i % 3}"}))
        if i % 4 == 0
        else replace(c, endorsements=0)
        for i, c in enumerate(record.contributions)
    )
    outline = compose(replace(record, contributions=marked))
    slide = _first(outline, SharedSlide)
    behind = {
        who
        for s in slide.statements
        for c in marked
        if c.id == s.quote.contribution_id
        for who in c.endorsed_by
    }
    assert outline.audit.endorsers_represented == len(behind)
    assert outline.audit.endorsers == 8
    assert f"{len(behind)} of 8 people" in slide.audit
    assert "p1" not in repr(outline)


def test_a_view_that_others_share_is_no_view_of_one_person() -> None:
    record = sample()
    alone = [q for s in _all(compose(record), DifferSlide) for q in s.alone]
    assert alone
    linked = {link.to_id for link in record.links}
    for quote in alone:
        contribution = next(c for c in record.contributions if c.id == quote.contribution_id)
        assert contribution.endorsements == 0
        assert contribution.id not in linked


def test_many_challenges_stand_on_two_slides_and_no_more() -> None:
    record = sample()
    ids = [c.id for c in record.contributions]
    links = tuple(
        RecordedLink(a, b, LinkKind.CHALLENGES) for a, b in zip(ids[20:], ids, strict=False)
    )
    slides = _all(compose(replace(record, links=links)), DifferSlide)
    assert len(slides) == 2
    assert all(len(slide.pairs) <= 3 for slide in slides)
    assert str(len(links)) in slides[0].head.title


def test_every_stage_of_the_case_is_laid_out() -> None:
    record = sample()
    case = Case("Long", tuple(CaseStage(f"Stage {n}", "Words.") for n in range(1, 8)))
    said = tuple(replace(c, case_stage=i % 7 + 1) for i, c in enumerate(record.contributions))
    slides = _all(compose(replace(record, case=case, contributions=said)), StagesSlide)
    assert [stage.number for slide in slides for stage in slide.stages] == list(range(1, 8))
    assert all(stage.quotes for slide in slides for stage in slide.stages)


def test_a_stage_shows_what_the_class_was_shown_and_what_it_was_asked() -> None:
    record = sample()
    text = "The rota hangs in the office. Nobody signs it. Mrs Lowe reads it aloud."
    asked = "Who may change what hangs there, and who has to ask before anything is changed at all?"
    stages = (
        CaseStage("The rota", text, asked, shown=("Nobody signs it.",)),
        CaseStage("The office", "A door that stays shut."),
    )
    said = tuple(replace(c, case_stage=i % 2 + 1) for i, c in enumerate(record.contributions))
    outline = compose(replace(record, case=Case("Rotas", stages), contributions=said))
    (slide,) = _all(outline, StagesSlide)
    assert slide.stages[0].text == "… Nobody signs it."
    assert slide.stages[0].question == asked
    assert asked in slide.notes
    deck = render_pptx(outline, BEGAN)
    assert check(deck) == []
    words = " ".join(
        text
        for page in Presentation(io.BytesIO(deck)).slides
        for text in page.element.xpath("//a:t/text()")
    )
    assert asked in words
    assert "Mrs Lowe reads it aloud." not in words


def test_a_table_with_nothing_to_show_says_what_is_empty() -> None:
    (slide,) = _all(compose(sample(), options=DeckOptions(fewest_in_a_cell=EXPORTED)), HeatSlide)
    assert slide.head.title == "15 of 24 pairs are empty; the other numbers are withheld"


def test_one_voice_alone_has_no_balance_and_no_time() -> None:
    record = read_csv(b"author,text\nAmara,I came alone tonight.\n", "Alone", BEGAN)
    outline = compose(record)
    assert _first(outline, HeardSlide).figures == ()
    assert _first(outline, TitleSlide).subtitle.startswith("What we said, how we got there")
    assert _first(outline, OnePageSlide).figures[1].label == "contribution"


def test_minutes_spoken_aloud_stand_beside_the_name() -> None:
    record = sample()
    first, *rest = record.shares
    spoken = replace(first, spoken=timedelta(minutes=2, seconds=5))
    outline = compose(replace(record, shares=(spoken, *rest)))
    (slide,) = _all(outline, HeardSlide)
    assert slide.chart_title == "Words by person and round, and minutes spoken aloud"
    assert slide.categories[0] == f"{first.name} · 2:05"
    assert slide.categories[1] == rest[0].name
    assert f"Minutes spoken aloud: {first.name} 2:05." in slide.notes
    (plain,) = _all(compose(record), HeardSlide)
    assert plain.chart_title == "Words by person and round"


def test_the_headline_that_the_class_chose_is_the_title_of_its_theme() -> None:
    record = sample()
    offered = headline_candidates(record)["who speaks"]
    assert len(offered) == 3
    assert len({quote.voice for quote in offered}) == 3
    plain = compose(record)
    assert offered[0].text in next(
        s.head.title for s in _all(plain, ThemeSlide) if "Who speaks" in s.head.label
    )
    chosen = compose(record, options=DeckOptions(headlines={"who speaks": offered[2].text}))
    slide = next(s for s in _all(chosen, ThemeSlide) if "Who speaks" in s.head.label)
    assert offered[2].text in slide.head.title
    assert slide.ratified


def test_a_chosen_headline_whose_words_were_withdrawn_counts_no_more() -> None:
    options = DeckOptions(headlines={"who speaks": "Nobody says this any more."})
    slide = next(
        s for s in _all(compose(sample(), options=options), ThemeSlide) if "Who s" in s.head.label
    )
    assert not slide.ratified
    assert "any more" not in slide.head.title


@pytest.mark.parametrize(
    ("felt", "shown"), [(Felt(4), False), (Felt(5, 3.6, (0, 1, 1, 2, 1)), True)]
)
def test_what_people_felt_stands_beside_what_was_measured(felt: Felt, *, shown: bool) -> None:
    slide = _first(compose(replace(sample(), felt=felt)), HeardSlide)
    assert any("of 5" in figure.value for figure in slide.figures) is shown
    assert ("withheld" in slide.notes) is not shown


def test_the_presenters_name_stands_in_the_notes_of_their_slide_alone() -> None:
    outline = compose(sample(), options=DeckOptions(presenters={2: "Amara"}))
    assert outline.slides[1].notes.startswith("Presenter: Amara")
    assert [s for s in outline.slides if "Presenter: Amara" in s.notes] == [outline.slides[1]]


def test_reading_lists_what_was_given_and_what_people_sent() -> None:
    record = sample()
    first = replace(
        record.contributions[0], text="Read https://example.invalid/rota?x=1. It is short."
    )
    given = RecordedReading("On rotas", "a chapter")
    record = replace(record, contributions=(first, *record.contributions[1:]), readings=(given,))
    slide = _first(compose(record), ReadingSlide)
    assert [(row.title, row.source, row.url) for row in slide.rows] == [
        ("On rotas", "a chapter", None),
        ("example.invalid/rota", "from Amara", "https://example.invalid/rota?x=1"),
    ]


def test_a_record_without_any_has_no_reading_slide() -> None:
    assert not _all(compose(sample()), ReadingSlide)


def test_how_many_are_behind_nameless_lines_is_not_counted() -> None:
    (title,) = {slide.head.title.split(" (")[0] for slide in _all(compose(sample()), VoicesSlide)}
    assert title == "Every voice: one line from each of 12 by name, and lines without one"
