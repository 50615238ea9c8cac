"""``python -m bot deck``: the deck of a file, without Discord or a database."""

from __future__ import annotations

from pathlib import Path

from deck.files.build import build_from_file, passing, record_from, write_file
from deck.house import DeckOptions


def make_deck(source: Path, out: Path, fewest_in_a_cell: int) -> list[Path]:
    """Make every form of a ``record.json`` or a table (.csv) in the folder ``out``.

    If ``out`` is the name of a .pptx file, the deck alone is made there. Cells of tables need
    ``fewest_in_a_cell`` people: such a deck goes into other hands. Raises ``BadFile`` or
    ``DeckFailed`` with one plain sentence.
    """
    options = DeckOptions(fewest_in_a_cell=fewest_in_a_cell)
    if out.suffix.casefold() != ".pptx":
        return build_from_file(source, out, options)
    _, deck = passing(record_from(source), options)
    write_file(out, deck)
    return [out]
