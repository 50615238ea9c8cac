"""Headlines: the group's own most central short sentences, and the one that the class chose."""

from __future__ import annotations

import math

from deck.builders.material import Material
from deck.synthesis import coverage
from deck.synthesis.coverage import Line
from deck.synthesis.groups import Group
from deck.synthesis.sentences import is_awkward, spoken
from deck.synthesis.terms import cost, terms
from discussion.model import TagKind
from discussion.parsing.sentences import sentences
from discussion.record.record import RecordedContribution

CANDIDATES = 3
"""How many headlines of a theme the class may choose among."""
_HEADLINE_WORDS = range(6, 16)
_LEANING = 0.6
"""A sentence that follows another may lean on it; an intention is no finding."""
_HEADLINE_LETTERS = 95
_SUBSTANCE = frozenset(
    {TagKind.PRACTICE, TagKind.EXPERIENCE, TagKind.THEORY, TagKind.OPPRESSION, TagKind.CASE}
)


def headline(material: Material, theme: Group) -> Line | None:
    """The headline that the class chose, else the group's own most central short sentence.

    None where no sentence is fit for it. A choice whose words are gone, because somebody withdrew
    them, counts no more.
    """
    if theme.name not in material.heads:
        material.heads[theme.name] = chosen(material, theme) or next(
            iter(_ranked(material, theme)), None
        )
    return material.heads[theme.name]


def chosen(material: Material, theme: Group) -> Line | None:
    """The headline that the class chose for a theme, if its words still stand in it."""
    headlines = {**material.record.headlines, **material.options.headlines}
    text = headlines.get(theme.name, "")
    if not text.strip():
        return None
    for contribution in theme.contributions:
        for line in material.lines_of.get(contribution.id, ()):
            if line.text == text:
                return line
    for contribution in theme.contributions:
        if text in contribution.text:
            words = frozenset(terms(text))
            return Line(contribution.id, contribution.speaker, text, cost(text), words, 0)
    return None


def candidates(material: Material, theme: Group) -> list[Line]:
    """At most three headlines to choose among, the most central first, each by somebody else."""
    found: list[Line] = []
    for line in _ranked(material, theme):
        if line.speaker not in {other.speaker for other in found}:
            found.append(line)
        if len(found) == CANDIDATES:
            break
    return found


def _ranked(material: Material, theme: Group) -> list[Line]:
    """Sentences fit for a headline, the most central first.

    Central: it holds most of the weight that the theme's own words have, for its cost.
    """
    weight = coverage.weights(
        (c.speaker, (t for line in material.lines_of.get(c.id, ()) for t in line.terms))
        for c in theme.contributions
    )
    found: list[tuple[float, int, Line]] = []
    for contribution in theme.contributions:
        standing = _standing(material, contribution)
        opening = spoken(contribution.text)
        for line in material.lines_of.get(contribution.id, ()):
            if line.text in material.shown or not _may_head(line.text, line.cost):
                continue
            own = sum(sorted(weight.get(t, 0.0) + material.weight.get(t, 0.0) for t in line.terms))
            central = standing * own / line.cost**0.3
            if not opening.startswith(line.text):
                central *= _LEANING
            found.append((-central, line.order, line))
    return [line for _, _, line in sorted(found, key=lambda each: each[:2])]


def _standing(material: Material, contribution: RecordedContribution) -> float:
    """What people themselves made of a contribution, as a factor.

    Endorsements and replies raise it; so does a tag that says what it rests on. Intentions, and
    what is said while people arrive or leave, are no findings.
    """
    kinds = {tag.kind for tag in contribution.tags}
    replies = material.replies[contribution.id]
    factor = 1.0 + math.sqrt(contribution.endorsements) + 0.3 * math.sqrt(replies)
    if kinds & _SUBSTANCE:
        factor *= 2.0
    if TagKind.ACTION in kinds:
        factor *= _LEANING
    if contribution.round_number in material.edges:
        factor *= _LEANING
    return factor


def _may_head(text: str, words: int) -> bool:
    return (
        words in _HEADLINE_WORDS
        and len(text) <= _HEADLINE_LETTERS
        and not is_awkward(text)
        and not text.rstrip("\"'”’").endswith(("?", "؟", "\uff1f"))
        and len(sentences(text)) == 1
    )
