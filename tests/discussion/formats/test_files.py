"""Every mistake in a format file is told at once, with its round, field and line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.formats import files
from discussion.formats.library import built_in_formats

BROKEN = """\
title = "Three chairs"

[[round]]
kind = "shouting"
title = "First"
minutes = 5
question = "What now?"

[[round]]
kind = "open_floor"
title = "Second"
minutes = "five"
colour = 1
"""


def test_every_mistake_is_found_with_its_round_and_line() -> None:
    format_, mistakes = files.read("chairs", BROKEN)
    assert format_ is None
    assert [(each.round_number, each.line) for each in mistakes] == [
        (None, None),
        (1, 4),
        (2, 13),
        (2, 9),
        (2, 12),
    ]
    fields = ("description", "kind", "colour", "question", "minutes")
    assert all(f"“{name}”" in each.words for name, each in zip(fields, mistakes, strict=True))


def test_a_file_that_is_no_toml_says_in_which_line() -> None:
    _, (mistake,) = files.read("chairs", 'title = "A"\ntitle = \n')
    assert mistake.line == 2
    assert "not valid TOML" in mistake.words


@given(st.text(max_size=200) | st.sampled_from([BROKEN]).map(lambda text: text.swapcase()))
def test_any_text_is_a_format_or_has_mistakes(text: str) -> None:
    format_, mistakes = files.read("any", text)
    assert (format_ is None) == bool(mistakes)


def test_only_writing_can_be_without_names() -> None:
    text = BROKEN.replace('title = "Three chairs"', 'title = "A"\ndescription = "B"')
    text = text.replace('"shouting"', '"silent_writing"\nattributed = false')
    text = text.replace('"five"', "5\nattributed = false").replace("colour = 1", 'question = "Q"')
    _, (mistake,) = files.read("chairs", text)
    assert (mistake.round_number, "silent_writing" in mistake.words) == (2, True)


def test_the_built_in_formats_have_no_mistakes() -> None:
    assert all(each.rounds for each in built_in_formats().values())


RULED = """\
title = "Quick talk"
description = "Invitations come early."

[policy]
invite_share = "50 %"
grace_at_least = "90 s"
inner_at_most = 8
cue_fair_shares = 2.5

[[round]]
kind = "open_floor"
title = "Talk"
minutes = 10
question = "What now?"
"""


def test_a_format_may_change_rules() -> None:
    format_, mistakes = files.read("quick", RULED)
    assert mistakes == ()
    assert format_ is not None
    assert format_.policy == {
        "invite_share": 0.5,
        "grace_at_least": timedelta(seconds=90),
        "inner_at_most": 8,
        "cue_fair_shares": 2.5,
    }


def test_every_mistake_in_its_rules_is_told_with_its_line() -> None:
    text = RULED.replace('"50 %"', '"20 %"').replace("2.5", "true").replace('"90 s"', "90")
    text = text.replace("inner_at_most = 8", "inner_at_most = 2\ninner-at-most = 4\nwavegap = 1")
    format_, mistakes = files.read("quick", text)
    assert format_ is None
    told = [(each.round_number, each.line, each.words) for each in mistakes]
    assert [line for _, line, _ in told] == [6, 8, 9, 10, 5, 7]
    assert all(number is None for number, _, _ in told)
    fields = ("grace_at_least", "inner_at_most", "wave_gap", "cue_fair_shares")
    assert all(f"“{name}”" in words for name, (_, _, words) in zip(fields, told, strict=False))
    assert "“grace_share” (25 %) may not be more than" not in told[4][2]
    assert told[4][2] == "“opener_share” (50 %) may not be more than “invite_share” (20 %)"


@pytest.mark.parametrize("given_", ["policy = 3", "policy = []", "[[policy]]\nwave_size = 3"])
def test_rules_that_are_no_table_are_a_mistake(given_: str) -> None:
    head, rest = RULED.split("[policy]")
    text = head + given_ + "\n\n" + rest[rest.index("[[round]]") :]
    _, (mistake,) = files.read("quick", text)
    assert "[policy]" in mistake.words
