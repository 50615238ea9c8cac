"""From a record to the outline of its deck. Pure: the same record gives the same outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deck.builders.closing import (
    MOST_ACTIONS,
    MOST_VOICES,
    actions_slides,
    method_slide,
    voice_slides,
)
from deck.builders.material import Material, prepare
from deck.builders.opening import one_page, title_slide
from deck.builders.process import heard_slide, run_slide
from deck.builders.themes import (
    differ_slide,
    other_voices,
    stages_slide,
    theme_slides,
    themes_left_out,
)
from deck.outline import Audit, LeftOut, Outline, Slide, quotes_of
from deck.printable import printable
from deck.synthesis.coverage import covered_share
from deck.wording import day, many, one_line, shortened, zone_of
from discussion.record import Record


def compose(record: Record, without: frozenset[str] = frozenset()) -> Outline:
    """Choose, order and word everything that the deck of a record shows.

    Slides whose title is in ``without`` are left out: their drawing did not pass the gates.
    """
    material = prepare(record)
    opening: list[Slide] = [title_slide(material), one_page(material)]
    process = [slide for slide in (run_slide(material), heard_slide(material)) if slide]
    themes = theme_slides(material)
    others = other_voices(material)
    stages, differ = stages_slide(material), differ_slide(material)
    actions = actions_slides(material)
    voices = voice_slides(material)
    content: list[Slide] = [*opening, *process, *themes]
    content += [slide for slide in (others, stages, differ) if slide]
    content += [*actions, *voices]
    content = [s for s in with_unique_titles(content) if s.head.title not in without]
    missing = _missing(
        (
            ("how the class ran", any(process), "no round was planned"),
            ("theme slides", any(themes), "no theme has two contributions"),
            ("the case", stages is not None, "nobody spoke to a stage of a case"),
            ("where we differ", differ is not None, "no reply was marked as a challenge"),
            ("what we will do", any(actions), "nothing was tagged as an action"),
            ("every voice", any(voices), "nobody spoke on the record"),
        )
    )
    left_out = [*missing, *themes_left_out(material), *_numbers_left_out(material, content)]
    left_out += [
        LeftOut(f"the slide “{title}”", "its drawing did not pass the checks")
        for title in sorted(without)
    ]
    audit = _audit(material, content)
    content.append(method_slide(material, audit, missing, left_out))
    when = day(record.started_at.astimezone(zone_of(record.zone)))
    return Outline(
        title=one_line(record.topic) or "Our discussion",
        footer=f"{shortened(record.server_name, 60)} · {when}".removeprefix(" · "),
        author=one_line(record.facilitator),
        slides=with_unique_titles(content),
        audit=audit,
        left_out=tuple(left_out),
    )


def _missing(kinds: Sequence[tuple[str, bool, str]]) -> list[LeftOut]:
    return [LeftOut(what, why) for what, there, why in kinds if not there]


def _numbers_left_out(material: Material, slides: Sequence[Slide]) -> list[LeftOut]:
    record = material.record
    quoted = {q.contribution_id for slide in slides for q in quotes_of(slide)}
    left = []
    unquoted = len(material.contributions) - len(quoted)
    if unquoted:
        left.append(
            LeftOut(
                f"the words of {many(unquoted, 'contribution')}",
                "they add no idea that a quote does not hold, or there was no room; "
                "the transcript has them all",
            )
        )
    if len(record.actions) > MOST_ACTIONS:
        left.append(
            LeftOut(
                many(len(record.actions) - MOST_ACTIONS, "action"), "beyond what tables can hold"
            )
        )
    voices = len({c.speaker for c in material.contributions})
    if voices > MOST_VOICES:
        left.append(
            LeftOut(f"lines of {voices - MOST_VOICES} voices", "beyond what tables can hold")
        )
    if record.withdrawn:
        left.append(
            LeftOut(many(record.withdrawn, "contribution"), "withdrawn by the people who made them")
        )
    return left


def _audit(material: Material, slides: Sequence[Slide]) -> Audit:
    quotes = [q for slide in slides for q in quotes_of(slide)]
    texts = {(q.contribution_id, q.text) for q in quotes}
    ids = {q.contribution_id for q in quotes}
    shown = [line for line in material.lines if (line.contribution_id, line.text) in texts]
    return Audit(
        voices=len({line.speaker for line in material.lines}),
        voices_quoted=len({material.by_id[i].speaker for i in ids}),
        contributions=len(material.contributions),
        contributions_quoted=len(ids),
        vocabulary_covered=round(covered_share(shown, material.weight), 4),
        quotes=len(quotes),
        quotes_with_link=sum(q.url is not None for q in quotes),
    )


def with_unique_titles(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """The slides with their titles told apart: screen readers list slides by title alone."""
    seen: dict[str, int] = {}
    unique: list[Slide] = []
    for slide in slides:
        title = printable(slide.head.title) or printable(slide.head.label) or "A slide"
        key = title.casefold()
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            title = f"{shortened(title, 90)} ({seen[key]})"
            seen[title.casefold()] = 1
        unique.append(replace(slide, head=replace(slide.head, title=title)))
    return tuple(unique)
