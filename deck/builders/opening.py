"""The first two slides: the title with its time line, and the class on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from deck.builders.headlines import headline
from deck.builders.material import Material
from deck.outline.counts import spoke
from deck.outline.outline import Dot, Finding, Lane, OnePageSlide, TitleSlide
from deck.outline.pieces import Figure, Head, Part, Quote
from deck.outline.wording import capital, day, many, minutes, people, shortened, was, zone_of
from deck.synthesis.groups import GroupedBy
from deck.synthesis.sentences import is_awkward
from discussion.model import TagKind
from discussion.parsing.sentences import sentences
from discussion.record.record import RecordedContribution

MOST_DOTS = 320
"""Beyond this a dot stands for several contributions: more would be a blot and a slow file."""
_LANES = 6
_FINDINGS = 3
_LONGEST_QUESTION = 150
_QUESTION_MARKS = ("?", "\u061f", "\uff1f", "\u037e")


def title_slide(material: Material) -> TitleSlide:
    """The topic, who facilitated, and a dot for each contribution."""
    record = material.record
    length = minutes(material.length)
    said = len(material.contributions)
    within = f" in {many(length, 'minute')}" if length else ""
    over = f" over {many(length, 'minute')}" if length else ""
    when = day(record.started_at.astimezone(zone_of(record.zone)))
    subtitle = (
        f"What we said{within}, how we got there and what we will do"
        if said
        else "The class met; nothing was said on the record"
    )
    lanes, share = _lanes(material)
    meaning = (
        "Each dot is one contribution" if share == 1 else f"A dot is up to {share} contributions"
    )
    facts = [record.server_name, when]
    if record.facilitator:
        facts.append(f"Facilitated by {record.facilitator}")
    return TitleSlide(
        head=Head(Part.OUTCOME, "title", record.topic.strip() or "Our discussion"),
        subtitle=subtitle,
        above=shortened(material.options.house.title_text, 120),
        facts=" · ".join(shortened(fact, 60) for fact in facts if fact),
        lanes=lanes,
        caption=f"{meaning}, left to right{over}; larger means more words" if lanes else "",
        notes=_notes(
            f"We talked about “{record.topic}” on {when}, in the format {record.format_title}.",
            f"{many(said, 'contribution')} {was(said)} made by "
            f"{people(record.ledger.participants)} who met.",
            "What did you expect to hear today, and did you?",
        ),
    )


def _notes(process: str, outcome: str, question: str) -> str:
    return script(process, outcome, question)


NO_PRESENTER = "Presenter: not chosen yet"


def script(process: str, outcome: str, question: str) -> str:
    """Presenter notes: what to say on process and outcome, a question, and the presenter's gap."""
    return f"{NO_PRESENTER}\n\nProcess: {process}\n\nOutcome: {outcome}\n\nAsk the room: {question}"


def _lanes(material: Material) -> tuple[tuple[Lane, ...], int]:
    said = material.contributions
    if not said:
        return (), 1
    share = -(-len(said) // MOST_DOTS)
    shown = material.themes[: _LANES - 1] if len(material.themes) >= _LANES else material.themes
    in_lanes = {c.id for theme in shown for c in theme.contributions}
    lanes = [
        Lane(_lane_name(theme.name), number, _dots(material, theme.contributions, share))
        for number, theme in enumerate(shown)
    ]
    rest = [c for c in said if c.id not in in_lanes]
    if rest:
        name = "Everything else" if lanes else "All contributions"
        lanes.append(Lane(name, None, _dots(material, rest, share)))
    return tuple(lanes), share


def _lane_name(name: str) -> str:
    return shortened(capital(name), 40)


def _dots(material: Material, said: Sequence[RecordedContribution], share: int) -> tuple[Dot, ...]:
    length = max(material.length, timedelta(seconds=1))
    dots = []
    for first in range(0, len(said), share):
        some = said[first : first + share]
        middle = some[len(some) // 2].said_at - material.record.started_at
        at = min(1.0, max(0.0, middle / length))
        dots.append(Dot(round(at, 4), sum(c.words for c in some) // len(some)))
    return tuple(dots)


def one_page(material: Material) -> OnePageSlide:
    """Four figures, up to three findings in the group's own words, and what is still open."""
    record = material.record
    said = len(material.contributions)
    ran = sum(r.began_at is not None for r in record.rounds)
    # A table of contributions knows of no rounds.
    held = f" in {many(ran, 'round')}" if record.rounds else ""
    led = sum(i.followed_after is not None for i in record.invitations)
    owned = sum(bool(a.owners) for a in record.actions)
    figures = (
        Figure(
            f"{record.ledger.contributed} of {record.ledger.participants}",
            "people spoke under their name",
        ),
        Figure(f"{said:,}", f"contribution{'s' * (said != 1)}{held}"),
        Figure(f"{led} of {len(record.invitations)}", "invitations were followed by words")
        if record.invitations
        else Figure("0", "invitations were sent"),
        Figure(
            f"{len(record.actions)}",
            f"action{'s' * (len(record.actions) != 1)}, {owned} with an owner",
        )
        if record.actions
        else Figure("0", "actions were named"),
    )
    findings = []
    for theme in material.themes[:_FINDINGS]:
        line = headline(material, theme)
        if line is not None:
            quote = material.quote(line)
            material.shown.discard(line.text)  # the theme's own slide bears it as its title
            source = (
                f"{capital(shortened(theme.name, 44))} · {many(theme.voices, 'voice')}, "
                + many(len(theme.contributions), "contribution")
            )
            findings.append(Finding(material.hue_of(theme), quote, source))
    return OnePageSlide(
        head=Head(Part.OUTCOME, "the class on one page", _title(material)),
        figures=figures,
        findings=tuple(findings),
        still_open=_still_open(material),
        notes=script(
            f"{spoke(record.ledger)}.",
            _title(material) + ". The sentences on this page are the group's own.",
            "Which of these sentences would you put first, and why?",
        ),
    )


def _title(material: Material) -> str:
    record = material.record
    actions = len(record.actions)
    result = f"{many(actions, 'action')} came out of it" if actions else "no action was named yet"
    if not material.contributions:
        there = record.ledger.participants
        return f"{people(there)} {was(there)} there; nothing was said on the record"
    top = material.themes[0] if material.themes else None
    if top is None or top.by is GroupedBy.ROUND:
        said = many(len(material.contributions), "contribution")
        return f"{people(record.ledger.participants)} met, {said}; {result}"
    name = capital(shortened(top.name, 34))
    tied = [t for t in material.themes if t.voices == top.voices]
    if len(tied) > 1:
        return f"{name} drew {many(top.voices, 'voice')}, as many as any theme; {result}"
    return f"{name} drew the most voices ({top.voices}); {result}"


def _still_open(material: Material) -> Quote | None:
    """The last question that nobody answered with a link, in its own words.

    A sentence with a question mark is wanted; without any, the last words of the last question.
    """
    answered = {link.to_id for link in material.record.links}
    open_ones = [
        line
        for c in reversed(material.contributions)
        if c.id not in answered and any(tag.kind is TagKind.QUESTION for tag in c.tags)
        for line in reversed(material.lines_of.get(c.id, ()))
        if len(line.text) <= _LONGEST_QUESTION and not is_awkward(line.text)
    ]
    asked = [line for line in open_ones if line.text.endswith(_QUESTION_MARKS)]
    single = [line for line in asked if len(sentences(line.text)) == 1]
    line = next(iter(single or asked or open_ones), None)
    return material.quote(line) if line else None
