"""A slide for each theme, other voices, the case stage by stage, and where we differ."""

from __future__ import annotations

from collections import Counter

from deck.builders.headlines import chosen, headline
from deck.builders.heat import people_behind
from deck.builders.material import QUOTES_A_THEME, Material, theme_lines
from deck.builders.opening import script
from deck.outline.outline import LeftOut, ThemeSlide
from deck.outline.pieces import Head, Part, Quote
from deck.outline.wording import capital, listed, many, shortened
from deck.synthesis.groups import Group, GroupedBy, tag_counts
from deck.synthesis.phrases import suggestions
from deck.synthesis.sentences import spoken
from deck.synthesis.writing import quoted
from discussion.model import TagKind

_MOST_TAGS = 8
_OWN_KIND = {
    GroupedBy.THEME: TagKind.THEME,
    GroupedBy.SOCIAL_LOCATION: TagKind.SOCIAL_LOCATION,
    GroupedBy.ROUND: None,
}


def theme_slides(material: Material) -> list[ThemeSlide]:
    """One slide for each theme of at least two contributions."""
    # c-TF-IDF is wanted only where people gave no tags; it reads every word, so not otherwise.
    untagged = any(theme.by is GroupedBy.ROUND for theme in material.themes)
    names = (
        suggestions([[spoken(c.text) for c in t.contributions] for t in material.themes])
        if untagged
        else [[] for _ in material.themes]
    )
    # Every headline is set aside before the quotes are chosen, so that none stands twice.
    heads = []
    for theme in material.themes:
        line = headline(material, theme)
        heads.append(material.quote(line) if line else None)
    return [
        _theme_slide(material, theme, head, words)
        for theme, head, words in zip(material.themes, heads, names, strict=True)
    ]


def _theme_slide(
    material: Material, theme: Group, head: Quote | None, words: list[str]
) -> ThemeSlide:
    lines = theme_lines(material, theme, QUOTES_A_THEME)
    quotes = tuple(material.quote(line) for line in lines)
    said = len(theme.contributions)
    name = capital(shortened(theme.name, 60))
    title = (
        quoted(head.text)
        if head
        else f"{name}: {many(theme.voices, 'voice')}, {many(said, 'contribution')}"
    )
    label = name if theme.by is GroupedBy.ROUND else f"{theme.by.value}: {name}"
    return ThemeSlide(
        head=Head(Part.OUTCOME, label, title),
        hue=material.hue_of(theme),
        quotes=quotes,
        headline=head,
        ratified=chosen(material, theme) is not None,
        reach=f"{many(theme.voices, 'voice')}, {many(said, 'contribution')}",
        names=_names(theme),
        by_round=_by_round(material, theme),
        tags=_tags(material, theme, _OWN_KIND[theme.by] or TagKind.THEME),
        suggestion=listed(words),
        notes=script(
            f"{many(theme.voices, 'voice')} spoke to this in {many(said, 'contribution')}.",
            " ".join(f"{q.voice}, round {q.round_number}: {quoted(q.text)}" for q in quotes)
            or "The headline says it.",
            "Who has seen this differently?",
        ),
    )


def _names(theme: Group) -> str:
    """Who spoke to a theme, under their name; nameless voices as a number of contributions."""
    names = list(dict.fromkeys(c.name for c in theme.contributions if c.name is not None))
    nameless = sum(c.name is None for c in theme.contributions)
    listed_names = listed([shortened(n, 24) for n in names], 12)
    extra = f"{many(nameless, 'contribution')} without a name" if nameless else ""
    return "; ".join(part for part in (listed_names, extra) if part)


def _tags(material: Material, theme: Group, leave_out: TagKind) -> tuple[tuple[str, int], ...]:
    """How often each tag stands in a theme; social locations as the heat table may show them."""
    least = material.options.fewest_in_a_cell
    few = {
        tag.name
        for tag in {t for c in theme.contributions for t in c.tags}
        if tag.kind is TagKind.SOCIAL_LOCATION
        and people_behind(c for c in theme.contributions if tag in c.tags) < least
    }
    counts = tag_counts(theme.contributions, leave_out)
    return tuple((name, number) for name, number in counts if name not in few)[:_MOST_TAGS]


def _by_round(material: Material, theme: Group) -> tuple[tuple[str, int], ...]:
    counts = Counter(c.round_number for c in theme.contributions)
    numbers = sorted({c.round_number for c in material.contributions})
    return tuple((f"Round {number}", counts[number]) for number in numbers)


def other_voices(material: Material) -> ThemeSlide | None:
    """Contributions that stand in no theme: nothing is inherited, nothing is lost."""
    in_themes = {c.id for theme in material.themes for c in theme.contributions}
    rest = tuple(c for c in material.contributions if c.id not in in_themes)
    if not rest:
        return None
    group = Group("Other voices", GroupedBy.THEME, rest)
    lines = theme_lines(material, group, QUOTES_A_THEME)
    if not lines:
        return None
    alone = not material.themes
    title = (
        f"{many(len(rest), 'contribution')} {'was' if len(rest) == 1 else 'were'} made"
        if alone
        else f"{many(len(rest), 'contribution')} stand{'s' * (len(rest) == 1)} outside the themes"
    )
    untagged = [spoken(c.text) for c in rest]
    words = suggestions([untagged, [spoken(c.text) for c in material.contributions]])[0]
    return ThemeSlide(
        head=Head(Part.OUTCOME, "what was said" if alone else "other voices", title),
        hue=None,
        quotes=tuple(material.quote(line) for line in lines),
        headline=None,
        ratified=False,
        reach=f"{many(group.voices, 'voice')}, {many(len(rest), 'contribution')}",
        names=_names(group),
        by_round=_by_round(material, group),
        tags=_tags(material, group, TagKind.ACTION),
        suggestion=listed(words),
        notes=script(
            "These contributions bear no theme tag that others share, so they stand apart.",
            f"{many(len(rest), 'contribution')} from {many(group.voices, 'voice')}.",
            "Does one of these open a theme that we have no name for yet?",
        ),
    )


def themes_left_out(material: Material) -> list[LeftOut]:
    """Themes without a slide of their own, and why."""
    left = []
    for group in material.all_groups:
        if group in material.themes:
            continue
        said = len(group.contributions)
        few = said < 2
        left.append(
            LeftOut(
                f"{capital(group.name)} ({many(said, 'contribution')})",
                "one contribution only; it stands among the other voices"
                if few
                else f"only the {len(material.themes)} themes with most voices have a slide",
            )
        )
    return left
