"""The grid asks about topics that a group left empty, and never looks at who somebody is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.facilitation.grid import (
    PLACE,
    TEXTS,
    empty_parts,
    filled,
    plan_done,
    questions,
    read_texts,
)
from discussion.lifecycle import rounds
from discussion.model import Discussion, RoundKind, Tag, TagKind
from discussion.model.errors import BadFile
from discussion.parsing.tags import VOCABULARY, parse_tags
from tests.discussion.material import FACILITATOR, MINUTE, START, a_class, a_plan, knowing

COLUMNS = [column.kind for column in TEXTS.columns]


def said(*texts: str) -> list[frozenset[Tag]]:
    return [parse_tags(text) for text in texts]


def empty(*texts: str) -> list[tuple[TagKind | None, str | None]]:
    return [(part.kind, part.location) for part in empty_parts(filled(said(*texts)))]


ALL_COLUMNS = "#case #practice #experience #theory #oppression"


def test_the_columns_are_those_of_the_facilitation_rules() -> None:
    assert COLUMNS == [
        TagKind.CASE,
        TagKind.PRACTICE,
        TagKind.EXPERIENCE,
        TagKind.THEORY,
        TagKind.OPPRESSION,
    ]


def test_a_class_that_tagged_nothing_has_left_every_column_empty() -> None:
    assert empty() == [(kind, None) for kind in COLUMNS]


def test_a_contribution_fills_its_part_of_the_grid() -> None:
    grid = filled(said("#race #case", "#race #gender #theory", "#theory", "no tag at all"))
    assert grid.locations == ("gender", "race")
    assert grid.cells == {
        ("race", TagKind.CASE): 1,
        ("race", TagKind.THEORY): 1,
        ("gender", TagKind.THEORY): 1,
    }
    assert grid.kinds == {TagKind.CASE: 1, TagKind.THEORY: 2}


def test_a_column_with_one_contribution_is_not_empty() -> None:
    assert (TagKind.THEORY, None) not in empty("#theory")


def test_a_location_that_was_only_named_is_an_empty_row() -> None:
    assert empty(ALL_COLUMNS, "#class") == [(None, "class")]
    assert empty(ALL_COLUMNS, "#class", "#class #practice") == []


def test_themes_questions_and_actions_are_no_part_of_the_grid() -> None:
    assert empty("#trust #question #action") == [(kind, None) for kind in COLUMNS]


def test_the_question_about_a_row_names_the_location_in_plain_words() -> None:
    (part,) = empty_parts(filled(said(ALL_COLUMNS, "#caring")))
    assert "caring responsibilities" in part.question


def test_a_column_asks_about_the_location_if_there_is_just_one() -> None:
    one, *_ = empty_parts(filled(said("#race #practice")))
    assert "race and ethnicity" in one.question
    two, *_ = empty_parts(filled(said("#race #practice", "#gender #practice")))
    assert "race" not in two.question


def at(minutes: float, discussion: Discussion) -> list[str]:
    return [part.question for part in questions(discussion, [], START + minutes * MINUTE)]


def test_nothing_is_asked_before_half_way() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR, 20 * MINUTE))
    assert at(9.9, discussion) == []
    assert len(at(10, discussion)) == len(COLUMNS)


def test_a_round_cut_short_counts_as_done() -> None:
    plans = [a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR)]
    now = START + 2 * MINUTE
    discussion = rounds.next_round(a_class(*plans), FACILITATOR, knowing(), now).discussion
    assert len(at(2, discussion)) == len(COLUMNS)
    discussion = rounds.end(discussion, FACILITATOR, knowing(), now).discussion
    assert plan_done(discussion, now) == 1.0


def test_an_extension_moves_half_way() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR, 20 * MINUTE))
    discussion = rounds.extend(discussion, FACILITATOR, 10 * MINUTE, START).discussion
    assert at(14, discussion) == []
    assert at(15, discussion)


LOCATIONS = [c.tag for c in VOCABULARY.choices if c.kind is TagKind.SOCIAL_LOCATION]
TAGS = st.sampled_from([c.tag for c in VOCABULARY.choices])


@given(st.lists(st.frozensets(TAGS, max_size=5), max_size=12))
def test_every_part_is_either_filled_or_asked_about(tags: list[frozenset[Tag]]) -> None:
    grid = filled(tags)
    parts = empty_parts(grid)
    for kind in COLUMNS:
        has = any(tag.kind is kind for each in tags for tag in each)
        assert has != any(part.kind is kind and part.location is None for part in parts)
    for location in LOCATIONS:
        named = [each for each in tags if location in each]
        filled_row = any(tag.kind in COLUMNS for each in named for tag in each)
        asked = any(part.location == location.name for part in parts)
        assert asked == (bool(named) and not filled_row)


@pytest.mark.parametrize("location", LOCATIONS, ids=lambda tag: tag.name)
def test_questions_read_as_one_plain_sentence_or_two(location: Tag) -> None:
    for tags in ([frozenset({location})], [frozenset({location}), frozenset({LOCATIONS[0]})]):
        for part in empty_parts(filled(tags)):
            assert PLACE not in part.question
            assert part.question[0].isupper()
            assert part.question.endswith("?")
            assert len(part.question) < 200


def test_questions_ask_the_group_and_not_a_person() -> None:
    every = [TEXTS.row_question]
    for column in TEXTS.columns:
        every += [column.question, column.location_question]
    for text in every:
        told = text.lower()
        for word in ("as a ", "people like you", "your own background", "silent", "only "):
            assert word not in told


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[[column]", "TOML"),
        ('[[column]]\nkind = "case"', "title"),
        ('[[column]]\nkind = "weather"\ntitle = "x"', "weather"),
        ('[[column]]\nkind = "case"\ntitle = ""', "title"),
        ("column = 3", "field"),
    ],
)
def test_texts_that_are_wrong_are_refused_with_the_field(text: str, names: str) -> None:
    with pytest.raises(BadFile, match=names):
        read_texts(text)
