"""Titles worded by a language model: which may be, and how the deck says that some were."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from deck.files import build as building
from deck.files.compose import compose
from deck.files.gates import Problem, check
from deck.house import DeckOptions
from deck.outline.outline import MethodSlide, OnePageSlide, ThemeSlide, TitleSlide, quotes_of
from deck.outline.worded import phrases_of
from deck.rendering.slides import render_pptx
from discussion.record.rewording import Phrase, Rewording
from tests.deck.sample import BEGAN, empty, sample

MODEL = "small-model-1"


def _turned(title: str) -> str:
    words = title.split()
    return " ".join([*words[2:], *words[:2]])


def _rewording(phrases: tuple[Phrase, ...]) -> Rewording:
    return Rewording(MODEL, {each.key: _turned(each.text) for each in phrases})


def _asked() -> tuple[Phrase, ...]:
    return phrases_of(compose(sample()).slides)


def test_only_titles_that_the_deck_made_for_quotes_with_a_name_are_asked_about() -> None:
    slides = compose(sample()).slides
    asked = {each.text for each in _asked()}
    assert asked
    for slide in slides:
        if slide.head.title not in asked:
            continue
        assert not isinstance(slide, TitleSlide | MethodSlide)
        assert not (isinstance(slide, ThemeSlide) and slide.headline)
        assert any(not quote.anonymous for quote in quotes_of(slide))
    nameless = {q.text for s in slides for q in quotes_of(s) if q.anonymous}
    assert nameless
    assert not nameless & {line for each in _asked() for line in each.sources}


def test_a_discussion_without_words_has_nothing_to_ask_about() -> None:
    assert phrases_of(compose(empty()).slides) == ()


def test_a_worded_title_is_marked_above_it_and_in_its_notes() -> None:
    own = compose(sample())
    outline = compose(sample(), options=DeckOptions(rewording=_rewording(_asked())))
    changed = [
        (before, after)
        for before, after in zip(own.slides, outline.slides, strict=True)
        if before.head.title != after.head.title
    ]
    assert [_turned(before.head.title) for before, _ in changed] == [
        after.head.title for _, after in changed
    ]
    assert len(changed) == len(_asked())
    for before, after in changed:
        assert after.head.label.endswith("title worded by a language model")
        assert MODEL in after.notes
        assert before.head.title in after.notes
        assert quotes_of(before) == quotes_of(after)


def test_the_method_slide_says_how_many_and_by_which_model() -> None:
    asked = _asked()
    outline = compose(sample(), options=DeckOptions(rewording=_rewording(asked)))
    (method,) = [each for each in outline.slides if isinstance(each, MethodSlide)]
    assert ("Text written by a language model", f"{len(asked)} titles") in method.checks
    assert any(MODEL in line for line in method.cannot_know)
    assert f"({MODEL})" in method.notes
    assert "No text was written by a language model" not in method.notes


def test_a_model_that_failed_is_mentioned_only_where_it_was_asked() -> None:
    trouble = Rewording(MODEL, {}, "it did not answer in time")
    outline = compose(sample(), options=DeckOptions(rewording=trouble))
    (method,) = [each for each in outline.slides if isinstance(each, MethodSlide)]
    line = "A language model was asked for titles, but it did not answer in time."
    assert line in method.cannot_know
    assert ("Text written by a language model", "none") in method.checks
    (untried,) = [each for each in compose(sample()).slides if isinstance(each, MethodSlide)]
    assert not any("language model was asked" in each for each in untried.cannot_know)


def test_a_deck_with_worded_titles_passes_the_gates() -> None:
    options = DeckOptions(rewording=_rewording(_asked()))
    deck = render_pptx(compose(sample(), options=options), BEGAN)
    assert check(deck) == []
    text = "\n".join(
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(deck)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert text.count("TITLE WORDED BY A LANGUAGE MODEL") == len(_asked())


def test_the_line_on_the_method_slide_fits_even_where_much_is_left_out() -> None:
    reasons = (
        "that costs more than is allowed",
        "its titles broke the rules",
    )
    for record in (empty(), sample()):
        for reason in reasons:
            options = DeckOptions(rewording=Rewording("m" * 200, {}, reason))
            assert check(render_pptx(compose(record, options=options), BEGAN)) == []


def test_two_titles_that_became_the_same_are_told_apart() -> None:
    same = Rewording(MODEL, {each.key: "Who speaks" for each in _asked()})
    titles = [
        each.head.title for each in compose(sample(), options=DeckOptions(rewording=same)).slides
    ]
    assert len(titles) == len(set(titles))


def test_where_words_of_a_model_spoil_a_slide_the_deck_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asked()
    own = [each.head.title for each in compose(sample()).slides]

    def strict(deck: bytes) -> list[Problem]:
        shown = Presentation(io.BytesIO(deck)).slides
        at = next(
            n for n, each in enumerate(compose(sample()).slides) if isinstance(each, OnePageSlide)
        )
        title: Any = shown[at].shapes.title
        spoilt = title.text_frame.text != own[at]
        return [Problem(at + 1, "title", "too long")] if spoilt else []

    monkeypatch.setattr(building, "check", strict)
    files = building.build(sample(), tmp_path, DeckOptions(rewording=_rewording(asked)))
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(files.deck)).slides]
    assert titles == own


def test_words_of_a_model_for_other_sources_are_not_used() -> None:
    asked = tuple(replace(each, sources=(*each.sources, "Withdrawn since.")) for each in _asked())
    outline = compose(sample(), options=DeckOptions(rewording=_rewording(asked)))
    assert outline.slides[1].head == compose(sample()).slides[1].head
    (method,) = [each for each in outline.slides if isinstance(each, MethodSlide)]
    assert ("Text written by a language model", "none") in method.checks
