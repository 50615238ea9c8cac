"""Slides one by one: what is shown of each, pictures drawn once, presenters and questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deck.files import slide_views
from deck.files.compose import compose
from deck.files.slide_views import slides_of
from deck.outline.outline import quotes_of
from deck.reading.record_json import read_json
from deck.rendering.lines import lines_of
from deck.rendering.markdown import render_markdown
from deck.rendering.record_json import render_json
from discussion.record.record import Record, RecordedQuestion
from tests.deck.records import hostile
from tests.deck.sample import empty, large, right_to_left, sample

ASKED = (
    RecordedQuestion(2, "Who *wrote* that?", "Dr Adeyo"),
    RecordedQuestion(2, "And\nwhen?"),
    RecordedQuestion(99, "Last one?", "Amara"),
)


def presented() -> Record:
    return replace(sample(), presenters={1: "Amara", 2: "Jun"}, questions=ASKED)


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slide_views, "can_draw", lambda: False)


@pytest.mark.parametrize("record", [sample(), empty(), right_to_left(), hostile(), large(30, 200)])
def test_every_slide_says_what_stands_on_it(record: Record) -> None:
    for slide in compose(record).slides:
        lines = lines_of(slide)
        assert all(line.strip() for line in lines)
        assert lines or not record.contributions
        missing = [q.text for q in quotes_of(slide) if q.text not in "\n".join(lines)]
        # The headline of a theme is the title of its slide; on the bridge ends without a link rest.
        assert len(missing) < max(2, len(quotes_of(slide)))


def test_slides_come_in_the_order_of_the_deck_with_their_script(
    tmp_path: Path, without_pictures: None
) -> None:
    views = slides_of(sample(), tmp_path)
    assert [view.title for view in views] == [s.head.title for s in compose(sample()).slides]
    assert {view.part for view in views} == {"process", "outcome"}
    assert all("Ask the room" in view.notes for view in views[:-2])
    assert not any("not chosen yet" in view.notes for view in views)
    assert not any(view.picture for view in views)


def test_pictures_are_drawn_once_and_go_when_the_words_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Path] = []

    def pdf_of(deck: Path, seconds: float) -> Path:
        pdf = deck.with_suffix(".pdf")
        pdf.write_bytes(b"a pdf")
        return pdf

    def pictures_of(pdf: Path, folder: Path, *, seconds: float) -> list[Path]:
        drawn.append(folder)
        number = len(compose(record).slides)
        paths = [folder / f"slide-{each:02}.png" for each in range(1, number + 1)]
        for path in paths:
            path.write_bytes(b"a picture")
        return paths

    monkeypatch.setattr(slide_views, "can_draw", lambda: True)
    monkeypatch.setattr(slide_views, "pdf_of", pdf_of)
    monkeypatch.setattr(slide_views, "pictures_of", pictures_of)
    record = sample()
    first = slides_of(record, tmp_path)
    assert [v.picture.name for v in first if v.picture] == [
        f"slide-{each:02}.png" for each in range(1, len(first) + 1)
    ]
    # Neither showing it again nor presenters and questions draw anything.
    assert slides_of(presented(), tmp_path) == first
    assert len(drawn) == 1
    assert {path.suffix for path in drawn[0].iterdir()} == {".png"}
    record = replace(record, contributions=record.contributions[1:], links=())
    slides_of(record, tmp_path)
    assert len(drawn) == 2
    assert not drawn[0].exists()


def test_a_drawing_that_went_wrong_leaves_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slide_views, "can_draw", lambda: True)
    monkeypatch.setattr(slide_views, "pdf_of", lambda deck, seconds: None)
    views = slides_of(sample(), tmp_path)
    assert not any(view.picture for view in views)
    assert all(view.lines for view in views)


def test_presenters_and_questions_stand_in_the_notes_of_their_slide() -> None:
    slides = compose(presented()).slides
    assert slides[0].notes.startswith("Presenter: Amara")
    assert slides[1].notes.startswith("Presenter: Jun")
    assert "Who *wrote* that? (Dr Adeyo)\nAnd when?" in slides[1].notes
    assert "Last one? (Amara)" in slides[-1].notes
    assert [s for s in slides if "Asked when" in s.notes] == [slides[1], slides[-1]]


def test_presenters_and_questions_stand_in_the_files_and_come_back() -> None:
    record = presented()
    outline = compose(record)
    transcript = render_markdown(record, outline)
    assert "## What was asked when it was presented" in transcript
    assert r"Who \*wrote\* that? (Dr Adeyo)" in transcript
    again = read_json(render_json(record, outline))
    assert again.presenters == record.presenters
    assert again.questions == record.questions
    assert "What was asked" not in render_markdown(sample(), compose(sample()))
