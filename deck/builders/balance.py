"""How evenly the talk was shared, and how far people felt heard: figures and notes.

What is compared before and after invitations is a description of two stretches of talk and no
experiment, and every place that shows it says so.
"""

from __future__ import annotations

from deck.outline.pieces import Figure
from deck.outline.wording import people
from discussion.participation import pulse
from discussion.participation.ledger import Evenness
from discussion.record.record import Record

_EVEN, _FELT_WELL = 0.35, 3.5
"""From where words count as evenly shared and answers as good, for a sentence in the notes."""


def figures(record: Record) -> tuple[Figure, ...]:
    """How evenly the words were shared, and what people felt or who said most."""
    shown = []
    # One voice alone is neither even nor uneven.
    if record.evenness is not None and record.ledger.contributed > 1:
        now, around = record.evenness, record.around_invitations
        if around is not None and around.before is not None and around.after is not None:
            shown.append(
                Figure(
                    f"{around.before.gini_words:.2f} → {around.after.gini_words:.2f}",
                    "Gini of words (0 is even) before → after invitations began; "
                    "no proof of effect",
                )
            )
        else:
            shown.append(Figure(f"{now.gini_words:.2f}", "inequality of words (Gini); 0 is even"))
        shown.append(_felt_figure(record) or _highest_share(now))
    elif felt := _felt_figure(record):
        shown.append(felt)
    return tuple(shown)


def notes(record: Record) -> str:
    """The same for the notes: every figure of evenness, and what people felt beside it."""
    return _evenness_line(record) + _felt_line(record)


def _evenness_line(record: Record) -> str:
    """Every figure of evenness, and what a comparison of before and after does not say."""
    if record.evenness is None:
        return ""
    line = f" How evenly, over the whole class: {_figures_of(record.evenness)}."
    around = record.around_invitations
    if around is None:
        return line
    before, after = (
        "nothing that can be shown" if part is None else _figures_of(part)
        for part in (around.before, around.after)
    )
    cut = "the round" if around.rounds == 1 else f"the {around.rounds} rounds"
    return (
        f"{line} In {cut} with invitations, before the first one: {before}; after it: {after}. "
        "Talk changes by itself in time, and a shorter stretch is less even in any case: "
        "this does not show what the invitations did."
    )


def _figures_of(evenness: Evenness) -> str:
    return (
        f"Gini {evenness.gini_words:.2f} of words and {evenness.gini_turns:.2f} of turns, "
        f"lowest share {100 * evenness.lowest_share:.0f} %, "
        f"highest {100 * evenness.highest_share:.0f} %"
    )


def _highest_share(evenness: Evenness) -> Figure:
    return Figure(
        f"{100 * evenness.highest_share:.0f} %",
        "of the words under names came from the person who said most",
    )


def _felt_figure(record: Record) -> Figure | None:
    """What people felt, beside what was measured; None for too few answers."""
    felt = record.felt
    if felt is None or felt.mean is None:
        return None
    return Figure(f"{felt.mean:.1f} of 5", f"“I was heard”, as {people(felt.answers)} felt it")


def _felt_line(record: Record) -> str:
    """What people felt beside what was measured, also where the two disagree."""
    if record.felt is None:
        return ""
    felt = record.felt.mean
    if felt is None:
        return (
            f" Fewer than {pulse.ENOUGH} people answered whether they felt heard, "
            "so the figure is withheld."
        )
    line = f" “I was heard” got {felt:.1f} of 5 from {people(record.felt.answers)}"
    if record.evenness is None:
        return line + "."
    even = record.evenness.gini_words < _EVEN
    if (felt >= _FELT_WELL) == even:
        return line + ", which agrees with how the words were shared."
    return line + (
        ", although the words were shared unevenly."
        if not even
        else ", although the words were shared evenly. Ask what was missing."
    )
