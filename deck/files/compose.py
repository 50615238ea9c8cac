"""From a record to the outline of its deck. Pure: the same record gives the same outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deck.builders.bridge import bridge_slide
from deck.builders.closing import (
    MOST_ACTIONS,
    MOST_VOICES,
    MadeBy,
    actions_slides,
    method_slide,
    voice_slides,
)
from deck.builders.headlines import candidates
from deck.builders.heat import heat_slide
from deck.builders.material import Material, prepare, quote_of
from deck.builders.opening import NO_PRESENTER, one_page, title_slide
from deck.builders.process import heard_slide, run_slide
from deck.builders.reading import reading_slide
from deck.builders.sharing import shared_choice, shared_slide
from deck.builders.stages import stages_slides
from deck.builders.tensions import differ_slides
from deck.builders.theme_map import theme_map
from deck.builders.themes import other_voices, theme_slides, themes_left_out
from deck.house import DeckOptions, readable
from deck.outline.outline import Audit, LeftOut, Outline, Slide, quotes_of
from deck.outline.pieces import Quote
from deck.outline.worded import worded
from deck.outline.wording import day, many, one_line, shortened, zone_of
from deck.printable import printable
from deck.synthesis.coverage import covered_share
from deck.synthesis.groups import GroupedBy
from deck.synthesis.shared import SharedChoice
from discussion.ports.deck import DeckPreview, ShownLine
from discussion.record.record import Record, RecordedQuestion


def compose(
    record: Record,
    without: frozenset[str] = frozenset(),
    options: DeckOptions | None = None,
) -> Outline:
    """Choose, order and word everything that the deck of a record shows.

    Slides whose title is in ``without`` are left out: their drawing did not pass the gates.
    """
    options = options or DeckOptions()
    material = prepare(record, options)
    drawn = _content(material)
    content = [
        s
        for s in with_unique_titles([slide for kind in drawn for slide in kind.slides])
        if s.head.title not in without
    ]
    missing = [LeftOut(k.name, k.empty) for k in drawn if k.empty and not k.slides]
    left_out = [*missing, *themes_left_out(material), *_numbers_left_out(material, content)]
    left_out += [
        LeftOut(f"the slide “{title}”", "its drawing did not pass the checks")
        for title in sorted(without)
    ]
    audit = _audit(material, content, shared_choice(material))
    _, remarks = readable(options.house)
    content, titles = worded(content, options.rewording)
    made = MadeBy(options.rewording, titles)
    content.append(method_slide(material, audit, missing, left_out, remarks, made))
    reading = reading_slide(material)
    if reading is not None:
        content.append(reading)
    when = day(record.started_at.astimezone(zone_of(record.zone)))
    return Outline(
        title=one_line(record.topic) or "Our discussion",
        footer=f"{shortened(record.server_name, 60)} · {when}".removeprefix(" · "),
        author=one_line(record.facilitator),
        slides=presented(
            with_unique_titles(content), options.presenters or record.presenters, record.questions
        ),
        audit=audit,
        left_out=tuple(left_out),
        remarks=remarks,
    )


def preview(record: Record) -> DeckPreview:
    """What the deck of a record would show, and the headlines that the class may choose among."""
    outline = compose(record)
    return DeckPreview(
        lines=tuple(
            ShownLine(quote.contribution_id, quote.text, slide.head.title)
            for slide in outline.slides
            for quote in quotes_of(slide)
        ),
        headlines={
            theme: tuple(ShownLine(quote.contribution_id, quote.text, "") for quote in some)
            for theme, some in headline_candidates(record).items()
        },
    )


def headline_candidates(record: Record) -> dict[str, tuple[Quote, ...]]:
    """For each theme at most three of its sentences that could be its headline, best first.

    The class chooses; what it chose goes back in ``Record.headlines``.
    """
    material = prepare(record, DeckOptions())
    return {
        theme.name: tuple(
            quote_of(material.by_id[line.contribution_id], line.text)
            for line in candidates(material, theme)
        )
        for theme in material.themes
        if theme.by is not GroupedBy.ROUND
    }


@dataclass(frozen=True, slots=True)
class _Kind:
    """Slides of one kind, and why there is none where there is none."""

    name: str
    slides: Sequence[Slide]
    empty: str = ""


def _content(material: Material) -> list[_Kind]:
    """All slides but the last ones, in the order in which their quotes are chosen and shown."""
    opening: list[Slide] = [title_slide(material), one_page(material)]
    return [
        _Kind("opening", opening),
        _Kind("how the class ran", _some(run_slide(material)), "no round was planned"),
        _Kind("who was heard", _some(heard_slide(material)), "nobody took part"),
        _Kind("the theme map", _some(theme_map(material)), "nobody spoke to two themes"),
        _Kind("theme slides", theme_slides(material), "no theme has two contributions"),
        _Kind("other voices", _some(other_voices(material))),
        _Kind(
            "social location by theme",
            _some(heat_slide(material)),
            "nothing was tagged with a social location and a theme",
        ),
        _Kind(
            "practice and theory",
            _some(bridge_slide(material)),
            "no practice or experience shares a reply or a rare word with theory",
        ),
        _Kind(
            "statements we share",
            _some(shared_slide(material)),
            "nobody marked words that speak for them too",
        ),
        _Kind(
            "where we differ",
            differ_slides(material),
            "nothing was challenged, and no view stood alone",
        ),
        _Kind("the case", stages_slides(material), "nobody spoke to a stage of a case"),
        _Kind("what we will do", actions_slides(material), "nothing was tagged as an action"),
        _Kind("every voice", voice_slides(material), "nobody spoke on the record"),
    ]


def _some(slide: Slide | None) -> tuple[Slide, ...]:
    return (slide,) if slide else ()


def presented(
    slides: Sequence[Slide],
    presenters: Mapping[int, str],
    questions: Sequence[RecordedQuestion] = (),
) -> tuple[Slide, ...]:
    """The slides with presenter and questions in the notes of each that has them."""
    named: list[Slide] = []
    for number, slide in enumerate(slides, start=1):
        name = one_line(presenters.get(number, ""))
        notes = slide.notes.replace(NO_PRESENTER, f"Presenter: {name}", 1) if name else slide.notes
        asked = [_asked(each) for each in questions if min(each.slide, len(slides)) == number]
        if asked:
            notes = "\n\n".join([notes, "\n".join(["Asked when this was presented:", *asked])])
        named.append(replace(slide, notes=notes))
    return tuple(named)


def _asked(question: RecordedQuestion) -> str:
    name = one_line(question.name or "")
    return f"{one_line(question.text)} ({name})" if name else one_line(question.text)


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


def _audit(material: Material, slides: Sequence[Slide], shared: SharedChoice) -> Audit:
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
        endorsers=shared.endorsers,
        endorsers_represented=shared.represented,
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
