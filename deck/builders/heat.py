"""Social locations by theme: what people tagged, never who somebody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from deck.builders.material import Material
from deck.builders.opening import script
from deck.house import IN_CLASS
from deck.outline.findings import HeatSlide
from deck.outline.pieces import Head, Part
from deck.outline.wording import capital, listed, many, shortened
from deck.synthesis.groups import GroupedBy
from discussion.model import TagKind
from discussion.record.record import RecordedContribution

MOST_ROWS = 8
MOST_COLUMNS = 6
Cells = tuple[tuple[int | None, ...], ...]


def people_behind(contributions: Iterable[RecordedContribution]) -> int:
    """How many people there are at least.

    Words without a name may all be one person's, and that person may also have spoken under a name.
    """
    named, nameless = set(), False
    for each in contributions:
        if each.name is None:
            nameless = True
        else:
            named.add(each.speaker)
    return max(len(named), int(nameless))


def locations(material: Material) -> list[str]:
    """Social locations that were tagged, the most frequent first."""
    counts = Counter(
        tag.name
        for c in material.contributions
        for tag in c.tags
        if tag.kind is TagKind.SOCIAL_LOCATION
    )
    return sorted(counts, key=lambda name: (-counts[name], name))


def heat_slide(material: Material) -> HeatSlide | None:
    """The table of locations by theme; None without either."""
    rows = locations(material)[:MOST_ROWS]
    themes = [t for t in material.themes if t.by is GroupedBy.THEME][:MOST_COLUMNS]
    if not rows or not themes:
        return None
    behind = [
        [
            [
                c
                for c in theme.contributions
                if any(t.kind is TagKind.SOCIAL_LOCATION and t.name == row for t in c.tags)
            ]
            for theme in themes
        ]
        for row in rows
    ]
    least = material.options.fewest_in_a_cell
    cells = tuple(
        tuple(None if said and people_behind(said) < least else len(said) for said in line)
        for line in behind
    )
    names = [capital(shortened(theme.name, 40)) for theme in themes]
    titled = [capital(row) for row in rows]
    withheld = any(cell is None for line in cells for cell in line)
    empty = sum(cell == 0 for line in cells for cell in line)
    across, top = _across(titled, names, cells)
    key = "– none. Tags describe what was said, not who someone is."
    if withheld:
        key = f"• fewer than {least} people, number withheld. {key}"
    pairs = len(rows) * len(themes)
    gaps = f"{empty} of {many(pairs, 'pair')} {'is' if empty == 1 else 'are'} empty"
    title = f"{top}; {gaps}" if top else gaps
    if withheld and not top:
        title += "; the other numbers are withheld"
    return HeatSlide(
        head=Head(
            Part.OUTCOME,
            "social location by theme",
            title,
        ),
        corner="Tagged as",
        rows=tuple(titled),
        columns=tuple((n, material.hue_of(t)) for n, t in zip(names, themes, strict=True)),
        cells=cells,
        row_totals=tuple(total_of(line) for line in cells),
        column_totals=tuple(total_of(column) for column in zip(*cells, strict=True)),
        total=total_of([cell for line in cells for cell in line]),
        across=across,
        gaps=_gaps(titled, names, cells),
        key=key,
        notes=script(
            "Numbers count contributions that bear both tags. People gave the tags themselves"
            + (
                f"; a cell with fewer than {least} people, and totals that would give it away, "
                "are withheld."
                if least > IN_CLASS
                else "."
            ),
            f"{across} {_gaps(titled, names, cells)}",
            "What is missing here: from our lives, or from our talk?",
        ),
    )


def total_of(cells: Sequence[int | None]) -> int | None:
    """The sum, or None where a withheld cell could be reckoned from it."""
    return None if any(cell is None for cell in cells) else sum(cell or 0 for cell in cells)


def _across(rows: Sequence[str], columns: Sequence[str], cells: Cells) -> tuple[str, str]:
    """A sentence on the fullest cell, and the finding for the title."""
    shown = [
        (cell, -r, -c)
        for r, line in enumerate(cells)
        for c, cell in enumerate(line)
        if cell is not None and cell > 0
    ]
    if not shown:
        return "No pair was tagged by enough people to show its number.", ""
    most, r, c = max(shown)
    row, column = rows[-r], columns[-c]
    return (
        f"{row} appears most with {column.lower()} ({many(most, 'contribution')}).",
        f"{row} meets {column.lower()} most often ({most})",
    )


def _gaps(rows: Sequence[str], columns: Sequence[str], cells: Cells) -> str:
    """The theme with most empty cells, read out; "" where nothing is empty."""
    missing = [[rows[r] for r in range(len(rows)) if cells[r][c] == 0] for c in range(len(columns))]
    widest = max(range(len(columns)), key=lambda c: (len(missing[c]), -c))
    if not missing[widest]:
        return "Every theme was tied to every social location."
    names = listed([name.lower() for name in missing[widest]]).replace(" and ", " or ")
    return (
        f"Nobody tied {columns[widest].lower()} to {names}. "
        "Absent from our lives, or from our talk?"
    )
