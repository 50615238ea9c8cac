"""The deck of a term: what came back, who was heard, what became of actions."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from deck.files.gates import check
from deck.files.term import build_term, compose_term
from deck.house import EXPORTED, DeckOptions
from deck.outline.findings import HeatSlide
from deck.outline.outline import ActionsSlide, HeardSlide, TitleSlide
from deck.rendering.slides import render_pptx
from discussion.model.errors import BadInput
from discussion.record.record import FollowUp, Record
from tests.deck.records import hostile, records
from tests.deck.sample import BEGAN, empty, sample


def _later(record: Record, weeks: int, **changes: object) -> Record:
    by = timedelta(weeks=weeks)
    said = tuple(replace(c, said_at=c.said_at + by) for c in record.contributions)
    moved = replace(
        record,
        discussion_id=f"{weeks:012x}",
        started_at=record.started_at + by,
        ended_at=record.started_at + by + timedelta(minutes=37),
        contributions=said,
    )
    return replace(moved, **changes)  # type: ignore[arg-type]


def _term() -> list[Record]:
    first = sample()
    second = _later(first, 1)
    told = replace(
        second.contributions[0],
        text="The healthcare assistants open the handover now, and it changes who speaks.",
    )
    second = replace(second, contributions=(told,), actions=())
    return [first, second, _later(empty(), 2)]


def test_themes_and_people_are_shown_class_by_class() -> None:
    outline = compose_term(_term(), "Leadership")
    table = next(s for s in outline.slides if isinstance(s, HeatSlide))
    assert [day for day, _ in table.columns] == ["12 Nov", "19 Nov", "26 Nov"]
    row = table.cells[table.rows.index("Who speaks")]
    assert row == (14, 1, 0)
    heard = next(s for s in outline.slides if isinstance(s, HeardSlide))
    assert heard.series[0].values == (12, 12, 0)
    assert heard.series[-1].values == (2, 2, 3)


def test_an_action_that_a_later_class_speaks_of_says_when() -> None:
    rows = [r for s in compose_term(_term()).slides if isinstance(s, ActionsSlide) for r in s.rows]
    assert rows[0].theme == "spoken of on 19 Nov 2026"
    assert {row.theme for row in rows[1:]} == {"not spoken of yet"}


def test_the_order_of_records_does_not_matter_and_no_name_is_followed() -> None:
    term = _term()
    outline = compose_term(term, "T")
    assert compose_term(term[::-1], "T") == outline
    heard = next(s for s in outline.slides if isinstance(s, HeardSlide))
    assert "Amara" not in repr(heard)


def test_earlier_classes_than_fit_are_left_out_and_named() -> None:
    outline = compose_term([_later(sample(), n) for n in range(15)])
    assert "3 earlier classes" in [item.what for item in outline.left_out]
    assert "3 earlier classes" in outline.slides[-1].notes


def test_a_term_without_classes_is_refused() -> None:
    with pytest.raises(BadInput, match="at least one class"):
        compose_term([])


def test_the_file_passes_its_gates(tmp_path: Path) -> None:
    path = build_term([*_term(), _later(hostile(), 3)], tmp_path / "new", "Leading & <b>")
    assert check(path.read_bytes()) == []
    assert len(Presentation(io.BytesIO(path.read_bytes())).slides) >= 5


@given(st.lists(records(), min_size=1, max_size=4))
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_any_classes_make_a_term(made: list[Record]) -> None:
    classes = [_later(record, n) for n, record in enumerate(made)]
    assert check(render_pptx(compose_term(classes), BEGAN)) == []


def test_what_people_noted_of_actions_stands_beside_them() -> None:
    first = sample()
    due = [action.due_on for action in first.actions]
    assert due[0] is not None
    noted = [
        FollowUp(date(2026, 11, 20), due[0]),
        FollowUp(None, date(2026, 12, 1)),
        *(FollowUp(None, each) for each in due[2:]),
    ]
    dated = replace(first.actions[1], due_on=date(2026, 11, 24))
    actions = tuple(
        replace(action, follow_up=follow_up)
        for action, follow_up in zip(
            (first.actions[0], dated, *first.actions[2:]), noted, strict=True
        )
    )
    (slide,) = (
        s
        for s in compose_term([replace(first, actions=actions)]).slides
        if isinstance(s, ActionsSlide)
    )
    assert [row.theme for row in slide.rows[:3]] == ["done on 20 Nov 2026", "open, moved", "open"]
    assert slide.rows[1].due_on == date(2026, 12, 1)
    left = len(actions) - 1
    assert slide.head.title == f"{len(actions)} actions: 1 done, {left} open, 1 of them moved"


def test_cells_of_few_people_and_totals_that_would_tell_them_are_withheld() -> None:
    term = _term()
    outline = compose_term(term, options=DeckOptions(fewest_in_a_cell=EXPORTED))
    table = next(s for s in outline.slides if isinstance(s, HeatSlide))
    row = table.rows.index("Who speaks")
    assert table.cells[row] == (14, None, 0)
    assert table.row_totals[row] is None
    assert table.column_totals[1] is None
    assert table.total is None
    assert "fewer than 3 people, number withheld" in table.key
    titles = next(s for s in outline.slides if isinstance(s, TitleSlide))
    lane = next(each for each in titles.lanes if each.name == "Who speaks")
    assert [dot.words for dot in lane.dots] == [14, 1]
    assert check(render_pptx(outline, BEGAN)) == []
