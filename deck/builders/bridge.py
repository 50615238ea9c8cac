"""Practice and experience beside theory: what people linked, then what shared words suggest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from deck.builders.material import Material, quote_of
from deck.builders.opening import script
from deck.outline.findings import BridgeEnd, BridgeLink, BridgeSlide
from deck.outline.pieces import Head, Part, Quote
from deck.outline.wording import listed, many
from deck.synthesis.links import Said, Tie, ties
from deck.synthesis.sentences import spoken
from deck.synthesis.terms import terms
from deck.synthesis.writing import quoted
from discussion.model import TagKind
from discussion.record.record import RecordedContribution

MOST_LINKS = 7
_MOST_WAITING = 2
_MOST_NOTED = 20
_LIVED = frozenset({TagKind.PRACTICE, TagKind.EXPERIENCE})


def bridge_slide(material: Material) -> BridgeSlide | None:
    """Ties between what people did or lived and the theory they used; None without any."""
    said = [c for c in material.contributions if material.lines_of.get(c.id)]
    theory = [c for c in said if _has(c, frozenset({TagKind.THEORY}))]
    lived = [c for c in said if _has(c, _LIVED) and not _has(c, frozenset({TagKind.THEORY}))]
    if not theory or not lived:
        return None
    uses = Counter(term for own in material.terms_of.values() for term in own)
    found = ties(
        [Said(c.id, spoken(c.text)) for c in lived],
        [Said(c.id, spoken(c.text)) for c in theory],
        {(link.from_id, link.to_id) for link in material.record.links},
        uses,
        len(material.contributions),
    )
    if not found:
        return None
    shown = _varied(found)
    tied = {tie.left for tie in found}
    waiting = [c for c in lived if c.id not in tied]
    left, right, links = _sides(material, shown)
    number = len(found)
    title = f"{many(number, 'experience')} {'is' if number == 1 else 'are'} tied to theory"
    if waiting:
        title += f"; {len(waiting)} {'is' if len(waiting) == 1 else 'are'} still waiting for one"
    quotes = tuple(_quote(material, c, ()) for c in waiting[:_MOST_WAITING])
    return BridgeSlide(
        head=Head(Part.OUTCOME, "practice, experience and theory", title),
        left=left,
        right=right,
        links=links,
        waiting=quotes,
        notes=script(
            "Replies and links that people made come first, then words that few contributions "
            "use; the shared words stand on each line. A tie can be missed or wrong.",
            _noted(material, found),
            "Which idea explains what still waits for one?",
        ),
    )


def _has(contribution: RecordedContribution, kinds: frozenset[TagKind]) -> bool:
    return any(tag.kind in kinds for tag in contribution.tags)


def _varied(found: Sequence[Tie]) -> list[Tie]:
    """The strongest ties, at most two to the same theory before others have had a place."""
    per: Counter[int] = Counter()
    first: list[Tie] = []
    later: list[Tie] = []
    for tie in found:
        per[tie.right] += 1
        (first if per[tie.right] <= 2 else later).append(tie)
    return [*first, *later][:MOST_LINKS]


def _sides(
    material: Material, shown: Sequence[Tie]
) -> tuple[tuple[BridgeEnd, ...], tuple[BridgeEnd, ...], tuple[BridgeLink, ...]]:
    """Both sides so that no two lines cross: what goes to the same theory stands together."""
    rights = list(dict.fromkeys(tie.right for tie in shown))
    ordered = sorted(shown, key=lambda tie: rights.index(tie.right))
    left = [_end(material, tie.left, tie.words) for tie in ordered]
    right = [
        _end(material, key, [w for tie in shown if tie.right == key for w in tie.words])
        for key in rights
    ]
    links = [
        BridgeLink(
            number,
            rights.index(tie.right),
            " · ".join(tie.words) or "by reply",
            tie.explicit,
        )
        for number, tie in enumerate(ordered)
    ]
    return tuple(left), tuple(right), tuple(links)


def _end(material: Material, key: int, words: Sequence[str]) -> BridgeEnd:
    contribution = material.by_id[key]
    return BridgeEnd(_quote(material, contribution, words), material.hue_for(contribution))


def _quote(material: Material, contribution: RecordedContribution, words: Sequence[str]) -> Quote:
    """The line of a contribution that holds most of the shared words, then the one that says most.

    Ties repeat what stands on theme slides, so they take nothing from the choice there.
    """
    shared = {term for word in words for term in terms(word)}
    line = max(
        material.lines_of[contribution.id],
        key=lambda o: (len(shared & o.terms), material.says(o), -o.order),
    )
    return quote_of(contribution, line.text)


def _noted(material: Material, found: Sequence[Tie]) -> str:
    lines = []
    for tie in found[:_MOST_NOTED]:
        left, right = material.by_id[tie.left], material.by_id[tie.right]
        how = "linked by a reply" if tie.explicit else "shared words"
        words = listed([quoted(word) for word in tie.words])
        lines.append(
            f"{left.signature or 'Without a name'} and "
            f"{right.signature or 'somebody without a name'}: {how}"
            + (f" {words}" if words else "")
            + "."
        )
    if len(found) > _MOST_NOTED:
        lines.append(f"And {len(found) - _MOST_NOTED} more.")
    return " ".join(lines) or "Nothing is tied yet."
