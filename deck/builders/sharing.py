"""Statements we share: chosen so that everybody who marked one is represented fairly."""

from __future__ import annotations

from collections.abc import Sequence

from deck.builders.material import Material
from deck.builders.opening import script
from deck.outline.findings import Shared, SharedSlide
from deck.outline.pieces import Figure, Head, Part
from deck.outline.wording import many, people
from deck.synthesis.shared import SharedChoice, equal_shares
from deck.synthesis.writing import quoted
from discussion.record.record import RecordedContribution

SEATS = 5
"""Statements on the slide."""


def shared_choice(material: Material) -> SharedChoice:
    """Which statements stand on the slide, and how many people who marked any are behind them.

    Nobody is counted where the record tells how many marked a statement but not who, as one that
    was read from a file does.
    """
    marked = _marked(material)
    known = _known(marked)
    # Each mark then counts as a person's, which comes down to the number of marks.
    approvals = [
        frozenset(c.endorsed_by)
        if known
        else frozenset(f"{c.id}-{number}" for number in range(c.endorsements))
        for c in marked
    ]
    choice = equal_shares(approvals, SEATS)
    return choice if known else SharedChoice(choice.chosen, 0, 0)


def _marked(material: Material) -> list[RecordedContribution]:
    return [c for c in material.contributions if c.endorsements and material.lines_of.get(c.id)]


def _known(marked: Sequence[RecordedContribution]) -> bool:
    return all(c.endorsed_by for c in marked)


def shared_slide(material: Material) -> SharedSlide | None:
    """The statements with the most marks first; None where nobody marked anything."""
    marked, choice = _marked(material), shared_choice(material)
    statements = []
    for index in choice.chosen:
        line = material.best_line(marked[index])
        if line is not None:
            statements.append(Shared(material.quote(line), marked[index].endorsements))
    if not statements:
        return None
    statements.sort(key=lambda s: -s.speaks_for)
    number, reached = choice.endorsers, choice.represented
    shown = many(len(statements), "statement")
    marks = sum(c.endorsements for c in marked)
    if _known(marked):
        title = f"{shown} we share: {reached} of {people(number)} who marked any are behind them"
        first = Figure(f"{reached} of {number}", "people who marked any have marked one of these")
        audit = f"{reached} of {people(number)} who marked any statement marked one of these."
    else:
        title = f"{shown} we share, out of {len(marked):,} that somebody marked"
        first = Figure(f"{marks:,}", "marks of “speaks for me too”")
        audit = "The file tells how many marked a statement, not who: those with most stand here."
    return SharedSlide(
        head=Head(Part.OUTCOME, "statements we share", title),
        statements=tuple(statements),
        figures=(
            first,
            Figure(
                f"{len(marked):,}",
                f"statement{'s' * (len(marked) != 1)} that others marked as theirs",
            ),
        ),
        audit=audit,
        notes=script(
            "Chosen by the method of equal shares: everybody who marked statements has the same "
            "say, so a large group cannot take every place. " + audit,
            " ".join(
                f"{s.quote.voice}: {quoted(s.quote.text)} ({s.speaks_for} more)."
                for s in statements
            ),
            "Which of these would you not sign, and what would you change in it?",
        ),
    )
