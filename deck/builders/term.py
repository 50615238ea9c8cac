"""The term: several classes in one deck, with themes and participation over time and follow-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from deck.builders.heat import people_behind, total_of
from deck.builders.opening import script
from deck.house import IN_CLASS
from deck.outline.counts import spoke
from deck.outline.findings import HeatSlide
from deck.outline.outline import (
    ActionRow,
    ActionsSlide,
    Dot,
    HeardSlide,
    Lane,
    LeftOut,
    MethodSlide,
    TitleSlide,
)
from deck.outline.pieces import Figure, Head, Part, Series
from deck.outline.wording import capital, listed, many, short_day, shortened, zone_of
from deck.synthesis.sentences import spoken
from deck.synthesis.terms import terms
from discussion.model import TagKind
from discussion.record.record import Record, RecordedAction, RecordedContribution

MOST_CLASSES = 12
"""As many columns as can be read; earlier classes go to the left-out list."""
MOST_THEMES = 8
ACTIONS_A_SLIDE = 8
MOST_ACTIONS = 40
_LANES = 6
_SHARED_WORDS = 2


def held_on(record: Record) -> date:
    """The day of a class in its own zone."""
    return record.started_at.astimezone(zone_of(record.zone)).date()


def themes_of(
    records: Sequence[Record], least: int = IN_CLASS
) -> list[tuple[str, tuple[int | None, ...]]]:
    """Themes with their contributions in each class; those of most classes first.

    A number is None where fewer than ``least`` people are behind it.
    """
    spoken_to = [_by_theme(record) for record in records]
    names = {name for own in spoken_to for name in own}
    every = sorted(
        ((name, [own.get(name, ()) for own in spoken_to]) for name in names),
        key=lambda row: (-sum(map(bool, row[1])), -sum(map(len, row[1])), row[0]),
    )
    return [
        (name, tuple(None if c and people_behind(c) < least else len(c) for c in classes))
        for name, classes in every
    ]


def _by_theme(record: Record) -> dict[str, list[RecordedContribution]]:
    found: dict[str, list[RecordedContribution]] = defaultdict(list)
    for each in record.contributions:
        for tag in each.tags:
            if tag.kind is TagKind.THEME:
                found[tag.name].append(each)
    return found


def term_title(records: Sequence[Record], title: str, least: int = IN_CLASS) -> TitleSlide:
    """The term, with a dot for each class in which a theme came up."""
    said = [len(r.contributions) for r in records]
    rows = themes_of(records, least)[:_LANES] or [("All contributions", tuple(said))]
    last = max(1, len(records) - 1)
    lanes = tuple(
        Lane(
            capital(shortened(name, 40)),
            number,
            # A number that is withheld gets the smallest dot.
            tuple(
                Dot(round(i / last, 4), 1 if n is None else n)
                for i, n in enumerate(counts)
                if n != 0
            ),
        )
        for number, (name, counts) in enumerate(rows)
    )
    first, final = held_on(records[0]), held_on(records[-1])
    when = short_day(first) if first == final else f"{short_day(first)} to {short_day(final)}"
    return TitleSlide(
        head=Head(Part.OUTCOME, "title", title or "Our term"),
        above="",
        subtitle=f"{many(len(records), 'class', 'classes')}, "
        f"{many(sum(said), 'contribution')}: what came back, who was heard, what was done",
        facts=" · ".join(x for x in (shortened(records[-1].server_name, 60), when) if x),
        lanes=lanes,
        caption="Each dot is a class, left to right; larger means more contributions",
        notes=script(
            "Classes: "
            + "; ".join(f"{short_day(held_on(r))}, {shortened(r.topic, 80)}" for r in records)
            + ".",
            f"{many(sum(said), 'contribution')} are behind it.",
            "What do you know now that you did not know in the first class?",
        ),
        meaning="in the order of the classes",
    )


def term_themes(records: Sequence[Record], least: int = IN_CLASS) -> HeatSlide | None:
    """Themes by class; None where nobody tagged a theme."""
    rows = themes_of(records, least)
    if not rows:
        return None
    shown = rows[:MOST_THEMES]
    days = [short_day(held_on(r)).rsplit(" ", 1)[0] for r in records]
    back = [row for row in rows if _classes(row[1]) > 1]
    cells = tuple(counts for _, counts in shown)
    top, counts = shown[0]
    name = capital(shortened(top, 34))
    classes = _classes(counts)
    title = f"{name} came up in {classes} of {many(len(records), 'class', 'classes')}"
    once = [n for n, c in shown if _classes(c) == 1]
    gaps = (
        f"Spoken of in one class only: {listed([n.lower() for n in once], 5)}. Finished, or lost?"
        if once and len(records) > 1
        else "Every theme came back."
    )
    across = f"{many(len(back), 'theme')} of {len(rows)} came back in a later class."
    key = "– not spoken of. Themes are the tags that people gave."
    counted = "Numbers count contributions with the tag in each class"
    if any(cell is None for line in cells for cell in line):
        key = f"• fewer than {least} people, number withheld. {key}"
        counted += (
            f"; a cell with fewer than {least} people, and totals that would give it away, are "
            "withheld"
        )
    return HeatSlide(
        head=Head(Part.OUTCOME, "themes over time", title),
        corner="Theme",
        rows=tuple(capital(shortened(n, 40)) for n, _ in shown),
        columns=tuple((day, None) for day in days),
        cells=cells,
        row_totals=tuple(total_of(row) for row in cells),
        column_totals=tuple(total_of(column) for column in zip(*cells, strict=True)),
        total=total_of([cell for row in cells for cell in row]),
        across=across,
        gaps=gaps,
        key=key,
        notes=script(
            f"{counted}.",
            f"{across} {gaps}",
            "Which theme should come back once more?",
        ),
    )


def _classes(counts: Sequence[int | None]) -> int:
    """In how many classes a theme came up."""
    return sum(number != 0 for number in counts)


def term_heard(records: Sequence[Record]) -> HeardSlide:
    """How many spoke under their name in each class, and how many took part in another way."""
    ledgers = [r.ledger for r in records]
    every = (
        Series("Under their name", tuple(x.contributed for x in ledgers)),
        Series("In another way", tuple(x.participants - x.contributed for x in ledgers)),
    )
    series = tuple(s for s in every if any(s.values)) or every[:1]
    days = tuple(short_day(held_on(r)).rsplit(" ", 1)[0] for r in records)
    # Two classes on one day must stay two bars.
    days = tuple(f"{day} ({i + 1})" if days.count(day) > 1 else day for i, day in enumerate(days))
    shares = [x.contributed / x.participants for x in ledgers if x.participants]
    first, last = (round(100 * s) for s in (shares[0], shares[-1])) if shares else (0, 0)
    even = [r.evenness.gini_words for r in records if r.evenness is not None]
    figures = [
        Figure(
            f"{first} % → {last} %",
            "of us spoke under our names, first → last class",
        )
    ]
    if even:
        figures.append(
            Figure(
                f"{even[0]:.2f} → {even[-1]:.2f}",
                "inequality of words (Gini), first → last class; 0 is even",
            )
        )
    invited = sum(len(r.invitations) for r in records)
    followed = sum(i.followed_after is not None for r in records for i in r.invitations)
    rows = (
        ("Classes", len(records)),
        ("Contributions", sum(len(r.contributions) for r in records)),
        ("Private invitations", invited),
        ("Followed by words", followed),
        ("Actions named", sum(len(r.actions) for r in records)),
    )
    return HeardSlide(
        head=Head(
            Part.PROCESS,
            "participation over time",
            f"{first} % spoke under their name in the first class, {last} % in the last",
        ),
        chart_title="People in each class",
        axis="Class",
        by_person=False,
        categories=days,
        series=series,
        figures=tuple(figures),
        ledger=rows,
        ledger_heads=("The term in numbers", "Number"),
        notes=script(
            " ".join(f"{short_day(held_on(r))}: {spoke(r.ledger)}." for r in records),
            "Numbers of people only: nobody is followed from class to class.",
            "What made it easier to speak as the term went on, and for whom did it not?",
        ),
    )


def term_actions(records: Sequence[Record]) -> list[ActionsSlide]:
    """Actions of the term and whether a later class spoke of them, by words they share."""
    every = [(record, action) for record in records for action in record.actions]
    rows = []
    for number, (record, action) in enumerate(every[:MOST_ACTIONS], start=1):
        later = [r for r in records if r.started_at > record.started_at]
        found = _spoken_of(action, later)
        said = {c.id: c for c in record.contributions}.get(action.contribution_id)
        rows.append(
            ActionRow(
                number=number,
                text=spoken(action.text) or "(no words beside the tag)",
                owners=listed([shortened(o, 24) for o in action.owners], 3) or None,
                due_on=action.follow_up.due_on if action.follow_up else action.due_on,
                theme=_became(action, found[0] if found else None, later),
                url=(found[1].url if found else None) or (said.url if said else None),
            )
        )
    title = _finding([action for _, action in every], rows)
    pages = [rows[i : i + ACTIONS_A_SLIDE] for i in range(0, len(rows), ACTIONS_A_SLIDE)]
    return [
        ActionsSlide(
            head=Head(
                Part.OUTCOME,
                "actions followed up",
                title if len(pages) == 1 else f"{title} ({page} of {len(pages)})",
            ),
            rows=tuple(part),
            notes=script(
                "Done, open and moved are as people noted it under /actions. Spoken of means "
                "that a later class shares at least two of its words that name something.",
                " ".join(f"{row.number}. {row.text}: {row.theme}." for row in part),
                "What was done that nobody has told us yet?",
            ),
            about="Followed up",
        )
        for page, part in enumerate(pages, start=1)
    ]


def _became(action: RecordedAction, found: Record | None, later: Sequence[Record]) -> str:
    """What became of an action: what people noted, else whether a later class spoke of it."""
    kept = action.follow_up
    if kept is not None and kept.done_on is not None:
        return f"done on {short_day(kept.done_on)}"
    if _is_moved(action):
        return "open, moved"
    if found is not None:
        spoken_on = f"spoken of on {short_day(held_on(found))}"
        return f"open, {spoken_on}" if kept else spoken_on
    if kept is not None:
        return "open"
    return "not spoken of yet" if later else "from the last class"


def _is_moved(action: RecordedAction) -> bool:
    """Whether an open action was given another date than its words had."""
    kept = action.follow_up
    if kept is None or kept.done_on or kept.due_on is None or action.due_on is None:
        return False
    return kept.due_on != action.due_on


def _finding(actions: Sequence[RecordedAction], rows: Sequence[ActionRow]) -> str:
    """What became of all of them, as a title."""
    kept = [action.follow_up for action in actions if action.follow_up is not None]
    if kept:
        done = sum(each.done_on is not None for each in kept)
        moved = sum(_is_moved(action) for action in actions)
        open_ = f"{len(actions) - done} open" + (f", {moved} of them moved" if moved else "")
        return f"{many(len(actions), 'action')}: {done} done, {open_}"
    spoken_of = sum(row.theme.startswith("spoken of") for row in rows)
    return f"{many(len(actions), 'action')}: {spoken_of} came up again in a later class"


def _spoken_of(
    action: RecordedAction, later: Sequence[Record]
) -> tuple[Record, RecordedContribution] | None:
    """The last contribution of a later class that shares enough words with an action."""
    wanted = set(terms(spoken(action.text))) - {
        term for owner in action.owners for term in terms(owner)
    }
    for record in sorted(later, key=lambda r: r.started_at, reverse=True):
        for each in sorted(record.contributions, key=lambda c: (c.said_at, c.id), reverse=True):
            shared = wanted & set(terms(spoken(each.text)))
            if len(shared) >= max(_SHARED_WORDS, len(wanted) // 3):
                return record, each
    return None


def term_method(records: Sequence[Record], left_out: Sequence[LeftOut]) -> MethodSlide:
    """How the deck of a term was made."""
    said = sum(len(r.contributions) for r in records)
    return MethodSlide(
        head=Head(Part.PROCESS, "method", "How this deck was made, and what it cannot know"),
        steps=(
            ("Collect", f"The records of {many(len(records), 'class', 'classes')}"),
            ("Count", "Tags that people gave themselves, class by class"),
            ("Compare", "Who was heard, as numbers of people, never as names"),
            ("Follow", "Actions, as people noted what became of them"),
            ("Draw", "Native charts and tables; each action links to its message"),
        ),
        checks=(
            ("Classes", str(len(records))),
            ("Contributions", f"{said:,}"),
            ("Actions named", str(sum(len(r.actions) for r in records))),
            ("Withdrawn by the people who said it", str(sum(r.withdrawn for r in records))),
            ("Text written by a language model", "none"),
        ),
        cannot_know=(
            "What was done without a word in class.",
            "Whether two tags with other names mean the same.",
            "Why somebody spoke more or less from class to class.",
            *([f"Left out: {left_out[0].what}."] if left_out else []),
        ),
        notes=script(
            "Everything here is counted from the records; nothing is inferred about anybody.",
            "Left out: " + ("; ".join(f"{o.what}: {o.why}" for o in left_out) or "nothing") + ".",
            "What should the next term do differently?",
        ),
    )
