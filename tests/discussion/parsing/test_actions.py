"""Actions: who means to do it and by when, where the words say so; gaps stay gaps."""

from __future__ import annotations

from datetime import date

import pytest

from discussion.parsing.actions import due_date, owner_names

TUESDAY = date(2026, 11, 10)
NAMES = ["Ada", "Ada Example", "Ben (he)"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("done by 2026-12-01", date(2026, 12, 1)),
        ("by 24 November", date(2026, 11, 24)),
        ("by the 24th of November", date(2026, 11, 24)),
        ("Nov 24th at the latest", date(2026, 11, 24)),
        ("by 3 February", date(2027, 2, 3)),
        ("by 10 November", TUESDAY),
        ("by Friday", date(2026, 11, 13)),
        ("on Tuesday", date(2026, 11, 17)),
        ("Tomorrow!", date(2026, 11, 11)),
        ("some time next week", date(2026, 11, 17)),
        ("before the next class", None),
        ("by 31 February", None),
        ("on 2026-13-45", None),
        ("I may ask 3 people", None),
        ("", None),
    ],
)
def test_a_date_is_read_from_the_words(text: str, due: date | None) -> None:
    assert due_date(text, TUESDAY) == due


@pytest.mark.parametrize(
    ("text", "author", "found"),
    [
        ("I will ask.", "Ada", ("Ada",)),
        ("I’ll ask.", "Ada", ("Ada",)),
        ("Somebody should ask.", "Ada", ()),
        ("I will ask.", None, ()),
        ("@Ben (he) will ask, I will too", "Ada", ("Ben (he)",)),
        ("@ada asks", None, ("Ada",)),
        ("@Adam asks", None, ()),
    ],
)
def test_an_owner_is_read_from_the_words(
    text: str, author: str | None, found: tuple[str, ...]
) -> None:
    assert owner_names(text, NAMES, author) == found


def test_several_owners_stand_in_the_order_of_the_words() -> None:
    assert owner_names("@Ben (he) and @Ada go", ["Ada", "Ben (he)"], None) == ("Ben (he)", "Ada")
