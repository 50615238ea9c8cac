"""The deck of a term: what came back, who was heard, what became of actions."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from deck.findings import HeatSlide
from deck.gates import check
from deck.outline import ActionsSlide, HeardSlide
from deck.render_pptx import render_pptx
from deck.term import build_term, compose_term
from discussion.errors import BadInput
from discussion.record import Record
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
    assert heard.series[-1].values == (0, 0, 3)


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
