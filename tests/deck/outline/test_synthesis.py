"""What is chosen from a discussion, and that it is chosen fairly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deck.synthesis import coverage
from deck.synthesis.coverage import Line
from deck.synthesis.groups import GroupedBy, groups
from deck.synthesis.phrases import suggestions
from deck.synthesis.sentences import quotable, spoken
from deck.synthesis.terms import cost, terms
from deck.synthesis.writing import Writing, is_right_to_left, quoted, writing_of
from discussion.model import TagKind
from discussion.parsing.sentences import sentences
from tests.deck.sample import sample


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The rota decides. #rota #practice", "The rota decides."),
        ("#rota The rota decides.", "The rota decides."),
        ("The #rota decides who rests.", "The #rota decides who rests."),
        ("#rota #practice", ""),
        ("We are number #1 here.", "We are number #1 here."),
    ],
)
def test_hashtags_around_the_words_are_left_out_and_those_within_stay(text: str, left: str) -> None:
    assert spoken(text) == left
    assert left in text


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_every_part_is_a_verbatim_stretch_of_its_source(text: str) -> None:
    for part in quotable(text):
        assert part
        assert part in text


def test_sentences_keep_abbreviations_whole_and_end_in_any_script() -> None:
    assert sentences("Dr. Lowe came, e.g. late. We waited!") == [
        "Dr. Lowe came, e.g. late.",
        "We waited!",
    ]
    assert sentences("他来了。我们走了。") == ["他来了。", "我们走了。"]


def test_a_very_long_run_of_hashtags_is_read_quickly() -> None:
    assert spoken("word " + "#a " * 2000).startswith("word")
    assert quotable("." * 4000) == []


def test_many_voices_weigh_more_than_one_loud_voice() -> None:
    loud = [("a", ["rota"])] * 4
    many = [(name, ["rest"]) for name in "abcd"]
    weight = coverage.weights([*loud, *many, ("b", ["once"])])
    assert weight == {"rota": 2.0, "rest": 4.0}


def _line(number: int, speaker: str, length: int, words: str = "") -> Line:
    return Line(number, speaker, f"{speaker}{number}", length, frozenset(words.split()), number)


def test_one_person_cannot_crowd_the_others_out() -> None:
    loud = [_line(i, "loud", 5, f"t{i} t{i + 1} t{i + 2}") for i in range(20)]
    quiet = [_line(100 + i, f"quiet{i}", 6) for i in range(5)]
    weight = {f"t{i}": 3.0 for i in range(23)}
    picks = coverage.choose([*loud, *quiet], weight, budget=40)
    assert {p.speaker for p in picks} == {"loud", *(f"quiet{i}" for i in range(5))}
    assert sum(p.cost for p in picks) <= 40


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 30), st.sets(st.sampled_from("abcdefgh"))),
        min_size=1,
        max_size=60,
    ),
    st.integers(0, 400),
)
@settings(max_examples=150, deadline=None)
def test_everybody_is_quoted_whenever_their_shortest_lines_fit(
    drawn: list[tuple[int, int, set[str]]], budget: int
) -> None:
    lines = [_line(i, f"p{who}", length, " ".join(t)) for i, (who, length, t) in enumerate(drawn)]
    picks = coverage.choose(lines, dict.fromkeys("abcdefgh", 2.0), budget)
    if sum(coverage.cheapest(lines).values()) <= budget:
        assert {p.speaker for p in picks} == {line.speaker for line in lines}
        assert sum(p.cost for p in picks) <= budget
    assert len({p.contribution_id for p in picks}) == len(picks)


def test_the_budget_always_fits_everybody() -> None:
    lines = [_line(i, f"p{i}", 30) for i in range(300)]
    assert len(coverage.choose(lines, {}, coverage.budget_for(lines))) == 300


def test_chinese_and_japanese_are_cut_by_pairs() -> None:
    assert terms("我们走了") == ["我们", "们走", "走了"]
    assert cost("我们走了") == 2


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("Hello", Writing.LATIN),
        ("مرحبا بكم", Writing.ARABIC),
        ("我们走了", Writing.HAN),
        ("私は行きます", Writing.KANA),
        ("שלום", Writing.HEBREW),
        ("1 2 3", Writing.LATIN),
    ],
)
def test_writing_systems_are_told_apart(text: str, writing: Writing) -> None:
    assert writing_of(text) is writing
    assert is_right_to_left(text) is (writing in (Writing.ARABIC, Writing.HEBREW))


def test_quotation_marks_follow_the_writing_system() -> None:
    assert quoted("Yes") == "“Yes”"
    assert quoted("是") == "「是」"
    assert quoted("نعم") == "«نعم»"


def test_themes_come_first_then_social_locations_then_rounds() -> None:
    record = sample()
    assert groups(record.contributions, record.rounds)[0].by is GroupedBy.THEME
    for gone, by in (
        (TagKind.THEME, GroupedBy.SOCIAL_LOCATION),
        (TagKind.SOCIAL_LOCATION, GroupedBy.ROUND),
    ):
        left = tuple(
            replace(c, tags=frozenset(t for t in c.tags if t.kind is not gone))
            for c in record.contributions
        )
        record = replace(record, contributions=left)
        assert groups(record.contributions, record.rounds)[0].by is by


def test_a_suggested_name_is_what_sets_a_group_apart() -> None:
    rota = ["the night rota is unfair", "who writes the night rota", "the night rota again and tea"]
    food = ["tea at four", "no tea in the kitchen", "kitchen smells of tea"]
    first, second = suggestions([rota, food])
    assert first[0] == "night rota"
    assert "tea" in second
