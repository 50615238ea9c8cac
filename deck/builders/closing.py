"""What we will do, every voice, and how this deck was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deck.builders.material import Material
from deck.builders.opening import script
from deck.outline.outline import ActionRow, ActionsSlide, Audit, LeftOut, MethodSlide, VoicesSlide
from deck.outline.pieces import Head, Part, Quote
from deck.outline.wording import capital, listed, many, shortened
from deck.synthesis.coverage import Line
from deck.synthesis.sentences import spoken
from discussion.record.rewording import UNWORDED, Rewording

ACTIONS_A_SLIDE = 8
VOICES_A_SLIDE = 16
MOST_ACTIONS = 48
MOST_VOICES = 240
"""Lines on every-voice slides; adding slides is quadratic and nobody reads more."""


def actions_slides(material: Material) -> list[ActionsSlide]:
    """Actions with owner, date and source; a gap is shown as one."""
    actions = material.record.actions[:MOST_ACTIONS]
    rows = []
    for number, action in enumerate(actions, start=1):
        contribution = material.by_id.get(action.contribution_id)
        rows.append(
            ActionRow(
                number=number,
                text=spoken(action.text) or "(no words beside the tag)",
                owners=listed([shortened(o, 24) for o in action.owners], 3) or None,
                due_on=action.due_on,
                theme=capital(material.theme_of(contribution)) if contribution else "",
                url=contribution.url if contribution else None,
            )
        )
    pages = [rows[i : i + ACTIONS_A_SLIDE] for i in range(0, len(rows), ACTIONS_A_SLIDE)]
    undated = sum(row.due_on is None for row in rows)
    unowned = sum(row.owners is None for row in rows)
    slides = []
    for page, part in enumerate(pages, start=1):
        title = _paged(
            _actions_title(len(material.record.actions), undated, unowned), page, len(pages)
        )
        slides.append(
            ActionsSlide(
                head=Head(Part.OUTCOME, "what we will do", title),
                rows=tuple(part),
                notes=script(
                    "Owners come from mentions and dates from the text; gaps are shown as gaps.",
                    " ".join(f"{row.number}. {row.text}" for row in part),
                    "Who takes what has no owner yet, and by when?",
                ),
            )
        )
    return slides


def _actions_title(number: int, undated: int, unowned: int) -> str:
    gaps = []
    if undated:
        gaps.append(f"{undated} need{'s' * (undated == 1)} a date")
    if unowned:
        gaps.append(f"{unowned} need{'s' * (unowned == 1)} an owner")
    rest = " and ".join(gaps) or (
        "it has an owner and a date" if number == 1 else "all have owner and date"
    )
    return f"{many(number, 'action')}: {rest}"


def _paged(title: str, page: int, pages: int) -> str:
    return title if pages == 1 else f"{title} ({page} of {pages})"


def voice_slides(material: Material) -> list[VoicesSlide]:
    """One line from each person who spoke; one not shown before where there is one."""
    lines = _line_for_each(material)
    quotes: list[Quote] = [material.quote(line) for line in lines[:MOST_VOICES]]
    quotes.sort(key=lambda q: (q.anonymous, q.voice.casefold(), q.contribution_id))
    # One person or two are on the slides before; a list of them alone says nothing more.
    if not quotes:
        return []
    pages = -(-len(quotes) // VOICES_A_SLIDE)
    size = -(-len(quotes) // pages)
    slides = []
    for page in range(pages):
        part = tuple(quotes[page * size : (page + 1) * size])
        if not part:
            continue
        title = _paged(_voices_title(quotes), page + 1, pages)
        slides.append(
            VoicesSlide(
                head=Head(Part.PROCESS, "every voice", title),
                quotes=part,
                notes=script(
                    "One line from each person who spoke, by name; nameless voices come last.",
                    " ".join(f"{q.voice}: {q.text}" for q in part),
                    "Is this the line you would have chosen for yourself?",
                ),
            )
        )
    return slides


def _voices_title(quotes: Sequence[Quote]) -> str:
    nameless = sum(q.anonymous for q in quotes)
    named = len(quotes) - nameless
    if not nameless:
        whom = "the one person" if named == 1 else f"each of {named} people"
        return f"Every voice: one line from {whom} who spoke"
    if not named:
        return f"Every voice: {many(nameless, 'line')} without a name"
    # How many are behind the nameless lines is nobody's to count.
    return f"Every voice: one line from each of {named} by name, and lines without one"


def _line_for_each(material: Material) -> list[Line]:
    first: dict[str, Line] = {}
    fresh: dict[str, Line] = {}
    for line in (
        *material.picks,
        *sorted(material.lines, key=lambda o: (-material.says(o), o.order)),
        *material.bare,
    ):
        first.setdefault(line.speaker, line)
        if line.text not in material.shown:
            fresh.setdefault(line.speaker, line)
    return [fresh.get(speaker, line) for speaker, line in first.items()]


@dataclass(frozen=True, slots=True)
class MadeBy:
    """What a language model had to do with a deck."""

    rewording: Rewording = UNWORDED
    titles: int = 0
    """How many titles it worded."""

    @property
    def result(self) -> str:
        """Beside the check."""
        return many(self.titles, "title") if self.titles else "none"

    @property
    def on_slide(self) -> str:
        """A line, where a model was asked."""
        if self.rewording.trouble:
            return f"A language model was asked for titles, but {self.rewording.trouble}."
        if self.titles:
            return f"Titles marked so were worded by {shortened(self.rewording.model, 40)}."
        return ""

    @property
    def in_notes(self) -> str:
        """For whoever presents."""
        if not self.titles:
            return "No text was written by a language model: headlines and quotes are verbatim."
        return (
            f"{many(self.titles, 'title')} of this deck, each marked on its slide, "
            f"{'was' if self.titles == 1 else 'were'} worded by a language model "
            f"({shortened(self.rewording.model, 60)}) from lines that the slide quotes, and "
            "checked by rule: the same numbers and names, no word that is not on the slide. "
            "All quotes are verbatim."
        )


def method_slide(
    material: Material,
    audit: Audit,
    missing: Sequence[LeftOut],
    left_out: Sequence[LeftOut],
    remarks: Sequence[str] = (),
    made: MadeBy | None = None,
) -> MethodSlide:
    """How the deck was made, what was checked, and what it cannot know."""
    record, made = material.record, made or MadeBy()
    linked = (
        "all quotes"
        if audit.quotes_with_link == audit.quotes
        else f"{audit.quotes_with_link} of {audit.quotes} quotes"
    )
    checks = (
        ("Voices that spoke and are quoted", f"{audit.voices_quoted} of {audit.voices}"),
        (
            "Contributions that are quoted",
            f"{audit.contributions_quoted:,} of {audit.contributions:,}",
        ),
        ("Shared words that the quotes touch", f"{100 * audit.vocabulary_covered:.0f} %"),
        ("Quotes that link to their message", linked if audit.quotes else "no quotes"),
        ("Withdrawn by the people who said it", many(record.withdrawn, "contribution")),
        ("Text written by a language model", made.result),
    )
    cannot = [
        "Tone, irony and silence.",
        "What was said outside the class channel.",
        "Tags are people’s own; nobody’s social location is inferred.",
    ]
    if made.on_slide:
        cannot.append(made.on_slide)
    if missing:
        cannot.append("Left out, for want of words: " + listed([m.what for m in missing]) + ".")
    cannot.append("To correct the deck, edit it: it belongs to the class.")
    return MethodSlide(
        head=Head(
            Part.PROCESS,
            "method",
            f"{audit.voices_quoted} of {many(audit.voices, 'voice')} quoted: how this deck was made"
            if audit.voices
            else "How this deck was made, and what it cannot know",
        ),
        steps=(
            (
                "Collect",
                f"{many(audit.contributions, 'contribution')}, with tags, rounds and replies",
            ),
            ("Weigh", "A word counts more when several people use it, less when one repeats it"),
            ("Reserve", "One line for each person who spoke, before anything else"),
            ("Choose", "Lines that add the most uncovered ideas for their length"),
            ("Draw", _drawn(audit)),
        ),
        checks=checks,
        cannot_know=tuple(cannot),
        notes=script(
            made.in_notes,
            "Left out: "
            + ("; ".join(f"{o.what}: {o.why}" for o in left_out) or "nothing")
            + "."
            + "".join(f" {remark}" for remark in remarks),
            "What should the next class do differently?",
        ),
    )


def _drawn(audit: Audit) -> str:
    """How it was drawn; links are claimed as far as there are any."""
    drawn = "Native charts, tables and shapes"
    if not audit.quotes_with_link:
        return drawn
    if audit.quotes_with_link == audit.quotes:
        return f"{drawn}; each quote links to its message"
    return f"{drawn}; quotes link to their messages where these read the same"
