"""Where we differ, and views held by one person: kept on purpose, both sides beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from deck.builders.material import Material, quote_of
from deck.builders.opening import script
from deck.outline.findings import Difference, DifferSlide
from deck.outline.pieces import Head, Part, Quote
from deck.outline.wording import many
from deck.synthesis.coverage import Line
from deck.synthesis.sentences import is_awkward
from deck.synthesis.writing import quoted
from discussion.model import LinkKind, TagKind
from discussion.record.record import RecordedContribution

PAIRS_ALONE = 3
"""Pairs on a slide without views of one person, and one fewer with them."""
_ALONE = 2
_FEWEST_WORDS = 8
_OWN_SHARE = 0.6
"""Share of the words of a view that nobody but its speaker used."""


def differ_slides(material: Material) -> list[DifferSlide]:
    """Pairs that challenge each other, views of one person with the first of them."""
    challenges = [link for link in material.record.links if link.kind is LinkKind.CHALLENGES]
    pairs = _pairs(material)
    alone = _alone(material)
    first = PAIRS_ALONE - bool(alone)
    pages = [pairs[:first]] if pairs or alone else []
    rest = pairs[first : first + PAIRS_ALONE]
    pages += [rest] if rest else []
    slides = []
    for number, page in enumerate(pages, start=1):
        here = tuple(alone) if number == 1 else ()
        slides.append(
            DifferSlide(
                head=Head(
                    Part.OUTCOME,
                    "where we differ",
                    _title(len(challenges), len(page), len(here), number),
                ),
                pairs=tuple(page),
                alone=here,
                notes=script(
                    "People marked these replies as challenges; the deck keeps both sides on "
                    "purpose. A view of one person is one that nobody else marked or built on, in "
                    "words that mostly nobody else used.",
                    " ".join(_spoken(page, here)),
                    "What would have to be true for both to be right?",
                ),
            )
        )
    return slides


def _title(challenges: int, here: int, alone: int, page: int) -> str:
    views = f"{many(alone, 'view')} {'is' if alone == 1 else 'are'} held by one person"
    if not here:
        return f"Nobody challenged anybody; {views}"
    start = f"{many(challenges, 'reply', 'replies')} challenged what was said"
    if page > 1:
        return f"{start}: {here} more {'stands' if here == 1 else 'stand'} side by side"
    if alone:
        return f"{start}; {views}"
    if challenges > here:
        return f"{start}; {here} stand side by side"
    return f"{start}; both sides stand here"


def _spoken(pairs: Sequence[Difference], alone: Sequence[Quote]) -> list[str]:
    quotes = [quote for pair in pairs for quote in (pair.said, pair.challenge)]
    return [f"{quote.voice}: {quoted(quote.text)}" for quote in (*quotes, *alone)]


def _pairs(material: Material) -> list[Difference]:
    """What was challenged and by what; where most people took a side, first."""
    backers: dict[int, set[int]] = defaultdict(set)
    for link in material.record.links:
        if link.kind is not LinkKind.CHALLENGES:
            backers[link.to_id].add(link.from_id)
    found: list[tuple[int, int, Difference]] = []
    seen: set[tuple[int, int]] = set()
    for number, link in enumerate(material.record.links):
        said, against = material.by_id.get(link.to_id), material.by_id.get(link.from_id)
        key = (link.to_id, link.from_id)
        if link.kind is not LinkKind.CHALLENGES or said is None or against is None or key in seen:
            continue
        seen.add(key)
        one, other = material.best_line(said), material.best_line(against)
        if one is None or other is None:
            continue
        voices = [_voices(material, c, backers[c.id]) for c in (said, against)]
        pair = Difference(
            quote_of(said, one.text), quote_of(against, other.text), voices[0], voices[1]
        )
        found.append((-sum(voices), number, pair))
    pairs = [pair for _, _, pair in sorted(found, key=lambda each: each[:2])[: PAIRS_ALONE * 2]]
    for pair in pairs:
        # Both sides are needed to understand either, so these may stand elsewhere as well.
        for quote in (pair.said, pair.challenge):
            material.heard_on_slides.add(material.by_id[quote.contribution_id].speaker)
            material.shown.add(quote.text)
    return pairs


def _voices(material: Material, contribution: RecordedContribution, backing: set[int]) -> int:
    """Voices on a side: who said it and those who supported or built on it."""
    ids = {contribution.id, *backing}
    return len({material.by_id[i].speaker for i in ids if i in material.by_id})


def _alone(material: Material) -> list[Quote]:
    """Views that only one person holds, by somebody whose words stand on fewest slides first."""
    linked = {link.to_id for link in material.record.links}
    used: dict[str, set[str]] = defaultdict(set)
    for line in material.lines:
        for term in line.terms:
            used[term].add(line.speaker)
    found: list[tuple[bool, float, int, Line]] = []
    for contribution in material.contributions:
        if contribution.endorsements or contribution.id in linked or not _is_view(contribution):
            continue
        for line in material.lines_of.get(contribution.id, ()):
            if line.cost < _FEWEST_WORDS or not line.terms or is_awkward(line.text):
                continue
            own = sum(len(used[term]) == 1 for term in line.terms) / len(line.terms)
            if own >= _OWN_SHARE and line.text not in material.shown:
                heard = line.speaker in material.heard_on_slides
                found.append((heard, -own * len(line.terms), line.order, line))
    chosen: list[Line] = []
    for _, _, _, line in sorted(found, key=lambda each: each[:3]):
        if line.speaker not in {other.speaker for other in chosen}:
            chosen.append(line)
        if len(chosen) == _ALONE:
            break
    return [material.quote(line) for line in chosen]


def _is_view(contribution: RecordedContribution) -> bool:
    """Whether it says how somebody sees something: no bare question and no intention."""
    kinds = {tag.kind for tag in contribution.tags}
    return bool(kinds) and not kinds & {TagKind.QUESTION, TagKind.ACTION}
