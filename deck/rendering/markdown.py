"""The transcript: every contribution in order, by round, as Markdown that anybody can read.

People's text never becomes markup: every character that Markdown or HTML could act on is escaped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from deck.drawing.runs import safe_url
from deck.outline import counts
from deck.outline.outline import Outline
from deck.outline.pieces import NAMELESS
from deck.outline.wording import day, many, minutes, short_day, zone_of
from deck.printable import printable
from discussion.record.record import Record, RecordedContribution, RecordedLink

_ACTIVE = re.compile(r"([\\`*_\[\]|~@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_ACTIVE_AT_START = re.compile(r"\A(?:([#+\-=>])|(\d{1,9})([.)]))")
_ENTITIES = {"&": "&amp;", "<": "&lt;"}
_LINK_WORDS = {"builds_on": "builds on", "challenges": "challenges", "supports": "supports"}


def escaped(text: str) -> str:
    """A line of people's text in which no character is markup."""
    text = printable(text)
    text = re.sub(r"[&<]", lambda found: _ENTITIES[found.group()], text)
    text = _ACTIVE.sub(r"\\\1", text)
    return _ACTIVE_AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _quoted(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"> {escaped(line)}".rstrip()


def render_markdown(record: Record, outline: Outline) -> str:
    """The whole transcript with ledger, actions and what the deck leaves out."""
    lines = [
        *_head(record),
        *_rounds(record),
        *_votes(record),
        *_actions(record),
        *_questions(record, outline),
        *_left_out(outline),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _head(record: Record) -> Iterator[str]:
    ledger = record.ledger
    began = record.started_at.astimezone(zone_of(record.zone))
    yield f"# {escaped(record.topic) or 'Our discussion'}"
    yield ""
    facts = [record.server_name, day(began), record.format_title]
    if record.facilitator:
        facts.append(f"facilitated by {record.facilitator}")
    yield " · ".join(escaped(fact) for fact in facts if fact)
    yield ""
    yield "## Who was heard"
    yield ""
    yield f"{counts.spoke(ledger)}."
    yield ""
    for name, number in counts.rows(ledger):
        yield f"- {name}: {number}"
    if record.invitations:
        led = sum(i.followed_after is not None for i in record.invitations)
        yield f"- Private invitations: {len(record.invitations)}, followed by words: {led}"
    if record.withdrawn:
        yield f"- Withdrawn by the people who said it: {record.withdrawn}"
    yield ""


def _rounds(record: Record) -> Iterator[str]:
    by_round: dict[int, list[RecordedContribution]] = defaultdict(list)
    for contribution in sorted(record.contributions, key=lambda c: (c.said_at, c.id)):
        by_round[contribution.round_number].append(contribution)
    by_id = {c.id: c for c in record.contributions}
    links: dict[int, list[RecordedLink]] = defaultdict(list)
    for link in record.links:
        links[link.from_id].append(link)
    rounds = {r.number: r for r in record.rounds}
    for number in sorted({*rounds, *by_round}):
        planned = rounds.get(number)
        yield f"## Round {number}" + (f": {escaped(planned.title)}" if planned else "")
        yield ""
        if planned is not None:
            if planned.question:
                yield f"{escaped(planned.question)}"
                yield ""
            held = "" if planned.began_at else ", not held"
            yield f"Planned: {many(minutes(planned.planned), 'minute')}{held}"
            yield ""
        for contribution in by_round.get(number, ()):
            yield from _contribution(record, contribution, links[contribution.id], by_id)


def _contribution(
    record: Record,
    contribution: RecordedContribution,
    links: list[RecordedLink],
    by_id: dict[int, RecordedContribution],
) -> Iterator[str]:
    at = contribution.said_at.astimezone(zone_of(record.zone))
    url = safe_url(contribution.url)
    address = (
        url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
        if url
        else ""
    )
    source = f" · [open message]({address})" if url else ""
    yield f"**{escaped(contribution.signature or NAMELESS)}** · {at:%H:%M}{source}"
    yield ""
    yield from _quoted(contribution.text)
    yield ""
    notes = []
    if contribution.tags:
        notes.append("Tags: " + ", ".join(escaped(t.name) for t in sorted(contribution.tags)))
    for link in links:
        other = by_id.get(link.to_id)
        if other is not None:
            start = escaped(" ".join(other.text.split())[:60])
            notes.append(
                f"{_LINK_WORDS[link.kind.value]} {escaped(other.signature or NAMELESS)}: “{start}…”"
            )
    if contribution.endorsements:
        notes.append(f"speaks for {contribution.endorsements} more")
    if notes:
        yield "; ".join(notes)
        yield ""


def _votes(record: Record) -> Iterator[str]:
    for number in sorted({theme.round_number for theme in record.themes_ranked}):
        yield f"## What mattered most (vote in round {number})"
        yield ""
        for theme in record.themes_ranked:
            if theme.round_number == number:
                yield f"- {escaped(theme.name)}: {theme.votes}"
        yield ""


def _actions(record: Record) -> Iterator[str]:
    if not record.actions:
        return
    yield "## What we will do"
    yield ""
    for action in record.actions:
        owners = ", ".join(escaped(owner) for owner in action.owners) or "no owner yet"
        due = short_day(action.due_on) if action.due_on else "date not set"
        yield f"- {escaped(action.text)} ({owners}; {due})"
    yield ""


def _questions(record: Record, outline: Outline) -> Iterator[str]:
    if not record.questions:
        return
    yield "## What was asked when it was presented"
    yield ""
    for question in record.questions:
        at = min(max(question.slide, 1), len(outline.slides))
        title = escaped(outline.slides[at - 1].head.title)
        by = f" ({escaped(question.name)})" if question.name else ""
        words = escaped(" ".join(question.text.split()))
        yield f"- Slide {at}, {title}: {words}{by}"
    yield ""


def _left_out(outline: Outline) -> Iterator[str]:
    if not outline.left_out:
        return
    yield "## What the deck leaves out"
    yield ""
    for item in outline.left_out:
        yield f"- {escaped(item.what)}: {escaped(item.why)}"
    yield ""
