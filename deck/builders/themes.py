"""A slide for each theme, other voices, the case stage by stage, and where we differ."""

from __future__ import annotations

from collections import Counter

from deck.builders.material import QUOTES_A_THEME, Material, headline, quote_of, theme_lines
from deck.builders.opening import script
from deck.outline import (
    Difference,
    DifferSlide,
    Head,
    LeftOut,
    Part,
    Quote,
    StageColumn,
    StagesSlide,
    ThemeSlide,
)
from deck.synthesis.groups import Group, GroupedBy, tag_counts
from deck.synthesis.phrases import suggestions
from deck.synthesis.sentences import spoken
from deck.synthesis.writing import quoted
from deck.wording import capital, listed, many, shortened
from discussion.model import LinkKind, TagKind

_PAIRS = 3
_STAGES = 4
"""As many columns as stay readable; the notes say what further stages drew."""
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
        reach=f"{many(theme.voices, 'voice')}, {many(said, 'contribution')}",
        names=_names(theme),
        by_round=_by_round(material, theme),
        tags=tuple(
            tag_counts(theme.contributions, _OWN_KIND[theme.by] or TagKind.THEME)[:_MOST_TAGS]
        ),
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
        reach=f"{many(group.voices, 'voice')}, {many(len(rest), 'contribution')}",
        names=_names(group),
        by_round=_by_round(material, group),
        tags=tuple(tag_counts(rest, TagKind.ACTION)[:_MOST_TAGS]),
        suggestion=listed(words),
        notes=script(
            "These contributions bear no theme tag that others share, so they stand apart.",
            f"{many(len(rest), 'contribution')} from {many(group.voices, 'voice')}.",
            "Does one of these open a theme that we have no name for yet?",
        ),
    )


def stages_slide(material: Material) -> StagesSlide | None:
    """The case, stage by stage, with what was said on each; None without a case or words on it."""
    case = material.record.case
    if case is None or not any(c.case_stage for c in material.contributions):
        return None
    columns = []
    for number, stage in enumerate(case.stages[:_STAGES], start=1):
        said = [c for c in material.contributions if c.case_stage == number]
        lines = theme_lines(material, Group(stage.title, GroupedBy.ROUND, tuple(said)), 2)
        quotes = tuple(material.quote(line) for line in lines)
        columns.append(StageColumn(stage.title, stage.text, len(said), quotes))
    counts = [
        sum(1 for c in material.contributions if c.case_stage == number)
        for number in range(1, len(case.stages) + 1)
    ]
    place = counts.index(max(counts))
    most, total = case.stages[place], sum(counts)
    title = (
        f"Stage {place + 1}, “{shortened(most.title, 40)}”, drew the most: "
        f"{counts[place]:,} of {many(total, 'contribution')}"
    )
    if len(counts) == 1:
        title = f"The case drew {many(total, 'contribution')}"
    return StagesSlide(
        head=Head(Part.OUTCOME, "the case, stage by stage", title),
        stages=tuple(columns),
        notes=script(
            f"The case “{case.title}” was shown in {many(len(case.stages), 'stage')}.",
            " ".join(
                f"{stage.title}: {many(drawn, 'contribution')}."
                for stage, drawn in zip(case.stages, counts, strict=True)
            ),
            "At which stage would you have acted, and how?",
        ),
    )


def differ_slide(material: Material) -> DifferSlide | None:
    """What was said beside what challenged it; None where nothing was challenged."""
    challenges = [link for link in material.record.links if link.kind is LinkKind.CHALLENGES]
    pairs: list[Difference] = []
    for link in challenges:
        said, against = material.by_id.get(link.to_id), material.by_id.get(link.from_id)
        if said is None or against is None:
            continue
        first, second = material.best_line(said), material.best_line(against)
        if first is not None and second is not None and len(pairs) < _PAIRS:
            # Both sides are needed to understand either, so these may stand elsewhere as well.
            pairs.append(Difference(quote_of(said, first.text), quote_of(against, second.text)))
            material.heard_on_slides.update((said.speaker, against.speaker))
            material.shown.update((first.text, second.text))
    if not pairs:
        return None
    number = len(challenges)
    title = f"{many(number, 'reply', 'replies')} challenged what was said" + (
        f"; {len(pairs)} stand side by side" if number > len(pairs) else "; both sides stand here"
    )
    return DifferSlide(
        head=Head(Part.OUTCOME, "where we differ", title),
        pairs=tuple(pairs),
        notes=script(
            "People marked these replies as challenges; the deck keeps both sides on purpose.",
            " ".join(
                f"{quote.voice}: {quoted(quote.text)}"
                for pair in pairs
                for quote in (pair.said, pair.challenge)
            ),
            "What would have to be true for both to be right?",
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
