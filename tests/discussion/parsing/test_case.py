"""A document is cut into stages at its headings, else into even parts."""

from __future__ import annotations

import pytest

from discussion.model import CaseStage
from discussion.model.errors import BadInput
from discussion.parsing.case import MOST_EVEN_PARTS, MOST_STAGES, Block, Reading, cut
from discussion.parsing.text import count_words
from tests.discussion.material import is_plain


def _cut(*blocks: str) -> Reading:
    """Blocks written as Markdown writes them, ``# `` before a heading."""
    levels = [len(text) - len(text.lstrip("#")) for text in blocks]
    return cut([Block(t.lstrip("# "), n) for t, n in zip(blocks, levels, strict=True)], "my file")


def _titles(reading: Reading) -> list[str]:
    return [stage.title for stage in reading.stages]


def test_headings_begin_stages() -> None:
    reading = _cut("# The flat", "## 1. Monday", "Rain.", "## Tuesday", "Sun.", "Wind.")
    assert reading.title == "The flat"
    assert reading.at_headings
    assert reading.stages == (CaseStage("Monday", "Rain."), CaseStage("Tuesday", "Sun.\n\nWind."))


def test_a_first_heading_like_the_others_is_no_title() -> None:
    reading = _cut("# Monday", "Rain.", "# Tuesday", "Sun.")
    assert (reading.title, _titles(reading)) == ("my file", ["Monday", "Tuesday"])


def test_a_few_words_before_the_first_stage_belong_to_it() -> None:
    reading = _cut("# Title", "Names are changed.", "## A", "After.")
    assert reading.stages == (CaseStage("A", "Names are changed.\n\nAfter."),)


def test_many_words_before_the_first_stage_are_a_stage_of_their_own() -> None:
    before = "word " * 50
    reading = _cut("# Title", before, "## A", "After.")
    assert reading.stages == (CaseStage("Title", before.strip()), CaseStage("A", "After."))


def test_a_heading_right_below_a_higher_one_is_named_with_it() -> None:
    reading = _cut("# T", "## Part one", "### Keys", "Lost.", "### Doors", "Shut.")
    assert _titles(reading) == ["Part one: Keys", "Doors"]


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert _cut("# T", "## A\x00B", "\ud800text").stages[0] == CaseStage("AB", "text")


def test_deep_headings_stay_in_the_text_where_there_are_too_many() -> None:
    blocks = ["# T"]
    for part in range(4):
        blocks += [f"## Part {part}", "Words of it."]
        blocks += [text for n in range(4) for text in (f"### Detail {n}", "More words of it.")]
    reading = _cut(*blocks)
    assert _titles(reading) == ["Part 0", "Part 1", "Part 2", "Part 3"]
    assert "Detail 2\n\nMore words of it." in reading.stages[0].text


def test_too_many_parts_are_joined_at_the_shortest_and_nothing_is_lost() -> None:
    blocks = [t for n in range(30) for t in (f"## Head{n}", f"body{n} " * (n + 1))]
    reading = _cut("# T", *blocks)
    assert len(reading.stages) == MOST_STAGES
    assert _titles(reading)[0].startswith("Head0; Head1")
    everything = " ".join(f"{stage.title}\n{stage.text}" for stage in reading.stages)
    assert all(f"body{n} " * n in everything for n in range(30))


def test_a_short_text_without_headings_is_one_stage() -> None:
    reading = _cut("Only words.", "And more.")
    assert reading.stages == (CaseStage("my file", "Only words.\n\nAnd more."),)
    assert not reading.at_headings


@pytest.mark.parametrize("paragraphs", [2, 7, 20, 100])
def test_a_long_text_without_headings_is_cut_evenly_at_paragraph_ends(paragraphs: int) -> None:
    texts = [f"{n} " + "word " * (2000 // paragraphs) for n in range(paragraphs)]
    reading = _cut(*texts)
    assert len(reading.stages) <= MOST_EVEN_PARTS
    joined = "\n\n".join(stage.text for stage in reading.stages)
    assert joined == "\n\n".join(text.strip() for text in texts)
    if paragraphs >= 20:
        lengths = [count_words(stage.text) for stage in reading.stages]
        assert max(lengths) - min(lengths) <= 2 * 2000 // paragraphs
        assert _titles(reading) == [f"Part {n}" for n in range(1, MOST_EVEN_PARTS + 1)]


def test_one_long_paragraph_is_cut_at_its_sentences() -> None:
    reading = _cut("They wrote it down, and nobody read it. " * 200)
    assert len(reading.stages) == MOST_EVEN_PARTS
    assert all(stage.text.endswith("nobody read it.") for stage in reading.stages)


def test_a_very_long_heading_is_shortened_to_a_line() -> None:
    assert len(_cut("# T", "## " + "long " * 100, "Text.").stages[0].title) <= 120


@pytest.mark.parametrize("blocks", [[], [""], [" \n "], ["\x00"], ["# Title", "## Empty"]])
def test_a_document_without_text_is_refused(blocks: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        _cut(*blocks)
    assert is_plain(refused.value)
