"""The deck of a term, from the records of several classes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from deck.builders.term import (
    MOST_ACTIONS,
    MOST_CLASSES,
    MOST_THEMES,
    term_actions,
    term_heard,
    term_method,
    term_themes,
    term_title,
    themes_of,
)
from deck.files.build import write_file
from deck.files.compose import presented, with_unique_titles
from deck.files.gates import check
from deck.house import DeckOptions, readable
from deck.outline.outline import Audit, LeftOut, Outline, Slide
from deck.outline.wording import many, one_line, shortened
from deck.rendering.slides import render_pptx
from discussion.model.errors import BadInput, DeckFailed
from discussion.record.record import Record

_log = logging.getLogger(__name__)


def _classes(number: int) -> str:
    return many(number, "class", "classes")


def compose_term(
    records: Sequence[Record], title: str = "", options: DeckOptions | None = None
) -> Outline:
    """Themes and participation over time, and actions followed up. Raises ``BadInput`` for none.

    The order of the records does not matter. Nobody is followed from class to class: keys of
    speakers hold within one record only, and names are not compared.
    """
    if not records:
        raise BadInput("A term's deck needs at least one class that has ended.")
    options = options or DeckOptions()
    ordered = sorted(records, key=lambda r: (r.started_at, r.discussion_id))
    kept, earlier = ordered[-MOST_CLASSES:], ordered[:-MOST_CLASSES]
    left_out = []
    if earlier:
        left_out.append(
            LeftOut(
                many(len(earlier), "earlier class", "earlier classes"), "beyond what a table holds"
            )
        )
    themes = len(themes_of(kept)) - MOST_THEMES
    if themes > 0:
        left_out.append(LeftOut(many(themes, "theme"), "they came up in the fewest classes"))
    actions = sum(len(r.actions) for r in kept) - MOST_ACTIONS
    if actions > 0:
        left_out.append(LeftOut(many(actions, "action"), "beyond what tables can hold"))
    least = options.fewest_in_a_cell
    over_time = term_themes(kept, least)
    slides: list[Slide] = [term_title(kept, one_line(title), least)]
    slides += [over_time] if over_time else []
    slides += [term_heard(kept), *term_actions(kept), term_method(kept, left_out)]
    return Outline(
        title=one_line(title) or "Our term",
        footer=" · ".join(
            part for part in (shortened(kept[-1].server_name, 60), _classes(len(kept))) if part
        ),
        author="",
        slides=presented(with_unique_titles(slides), options.presenters),
        audit=Audit(0, 0, sum(len(r.contributions) for r in kept), 0, 0.0, 0, 0),
        left_out=tuple(left_out),
        remarks=readable(options.house)[1],
    )


def build_term(
    records: Sequence[Record],
    folder: Path,
    title: str = "",
    options: DeckOptions | None = None,
) -> Path:
    """Write ``term.pptx`` into a folder. Raises ``BadInput`` without records, or ``DeckFailed``."""
    options = options or DeckOptions()
    outline = compose_term(records, title, options)
    made_at = max(r.ended_at or r.started_at for r in records)
    deck = render_pptx(outline, made_at, options.house)
    problems = check(deck)
    if problems:
        for problem in problems:
            _log.error("the term's deck: %s", problem)
        raise DeckFailed(
            f"The term's deck did not pass its own checks ({problems[0]}). Report this."
        )
    path = folder / "term.pptx"
    write_file(path, deck)
    return path
