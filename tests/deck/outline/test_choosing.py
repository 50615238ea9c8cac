"""Choosing words from any discussion, and statements that people share."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deck.synthesis import Chosen, Contribution, choose
from deck.synthesis.links import Said, ties
from deck.synthesis.sentences import quotable
from deck.synthesis.shared import equal_shares
from deck.synthesis.terms import cost
from deck.synthesis.writing import writing_of

_WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "night",
            "rota",
            "decides",
            "who",
            "rests",
            "and",
            "carers",
            "wait",
            "for",
            "pay",
            "again",
        ]
    ),
    min_size=1,
    max_size=40,
).map(lambda words: " ".join(words) + ".")
_SAID = st.lists(
    st.builds(
        Contribution,
        author=st.sampled_from("abcdefgh"),
        text=st.one_of(
            _WORDS, st.text(max_size=60), st.sampled_from(["夜班很长。我们累了。", "#only"])
        ),
        tags=st.sampled_from([(), ("rota",), ("rota", "rest")]),
        links=st.lists(st.integers(0, 5), max_size=2).map(tuple),
        endorsements=st.integers(0, 4),
    ),
    max_size=25,
)


def _cheapest(said: list[Contribution]) -> dict[str, int]:
    """What everybody's shortest line takes."""
    costs: dict[str, int] = {}
    for each in said:
        for part in quotable(each.text):
            costs[each.author] = min(cost(part), costs.get(each.author, cost(part)))
    return costs


@given(_SAID, st.integers(0, 120))
@settings(max_examples=300, deadline=None)
def test_everybody_is_in_if_everybodys_shortest_line_fits(
    said: list[Contribution], extra: int
) -> None:
    needed = _cheapest(said)
    budget = sum(needed.values()) + extra
    chosen = choose(said, budget)
    assert {c.author for c in chosen} == set(needed)
    assert sum(c.words for c in chosen) <= budget


@given(_SAID, st.integers(0, 200))
@settings(max_examples=200, deadline=None)
def test_what_is_chosen_is_verbatim_within_the_budget_and_the_same_every_time(
    said: list[Contribution], budget: int
) -> None:
    chosen = choose(said, budget)
    assert sum(c.words for c in chosen) <= budget
    assert len({c.position for c in chosen}) == len(chosen)
    for each in chosen:
        assert each.text in said[each.position].text
        assert each.author == said[each.position].author
    assert choose(said, budget) == chosen


def test_somebody_who_speaks_much_does_not_crowd_out_somebody_who_speaks_once() -> None:
    said = [
        Contribution("loud", f"The night rota number {n} decides who may rest.")
        for n in "abcdefghij"
    ]
    said.append(Contribution("quiet", "I would rather write it down first."))
    assert "quiet" in {c.author for c in choose(said, 20)}


def test_each_theme_keeps_a_line_in_each_writing_system() -> None:
    said = [
        Contribution("a", f"The night rota number {n} decides who may rest.", ("rota",))
        for n in "abcdefgh"
    ]
    said += [
        Contribution("a", "夜班的表没有人问过我们。", ("rota",)),
        Contribution("a", "Никто не спросил нас, когда мы спим.", ("rota",)),
    ]
    systems = {writing_of(c.text).value for c in choose(said, 40)}
    assert systems == {"latin", "han", "cyrillic"}


def test_endorsed_words_win_between_equals() -> None:
    said = [
        Contribution("a", "The rota decides who rests here."),
        Contribution("a", "The rota decides who rests there.", endorsements=3),
        Contribution("b", "Who rests, the rota decides it all."),
    ]
    assert choose(said, 14)[0] == Chosen(1, "a", "The rota decides who rests there.", 6)


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        choose([], -1)


def _is_fair(approvals: list[frozenset[str]], chosen: tuple[int, ...], seats: int) -> bool:
    """Extended justified representation, by trying every group and every set of statements."""
    people = sorted(frozenset().union(*approvals))
    of = {p: {i for i, who in enumerate(approvals) if p in who} for p in people}
    for size in range(1, len(people) + 1):
        for group in combinations(people, size):
            deserved = size * seats // len(people)
            agreed = min(len(set.intersection(*(of[p] for p in group))), deserved)
            if agreed and all(len(of[p] & set(chosen)) < agreed for p in group):
                return False
    return True


@given(
    st.lists(st.frozensets(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=7),
    st.integers(1, 5),
)
@settings(max_examples=300, deadline=None)
def test_equal_shares_represent_every_group_that_agrees(
    approvals: list[frozenset[str]], seats: int
) -> None:
    result = equal_shares(approvals, seats)
    seats = min(seats, sum(map(bool, approvals)))
    assert len(result.chosen) == len(set(result.chosen)) == seats
    assert all(approvals[i] for i in result.chosen)
    if seats:
        assert _is_fair(approvals, result.chosen, seats)
        reached = frozenset().union(*(approvals[i] for i in result.chosen))
        assert (result.represented, result.endorsers) == (
            len(reached),
            len(frozenset().union(*approvals)),
        )


def test_a_large_group_does_not_take_every_statement() -> None:
    many, few = frozenset("abcdef"), frozenset("xyz")
    result = equal_shares([many, many, many, few], 3)
    assert 3 in result.chosen
    assert result.represented == 9


def test_what_people_linked_comes_before_shared_words_and_the_words_are_shown() -> None:
    lived = [
        Said(1, "The handover sheet stays empty at night."),
        Said(2, "Nobody asked me about my accent."),
        Said(3, "I was tired."),
    ]
    theory = [
        Said(7, "An empty handover sheet is power without a voice."),
        Said(8, "Epistemic injustice names it: they heard an accent."),
    ]
    uses: dict[str, int] = defaultdict(lambda: 2)
    found = ties(lived, theory, {(8, 3)}, uses, 40)
    assert [(t.left, t.right, t.explicit) for t in found] == [
        (3, 8, True),
        (1, 7, False),
        (2, 8, False),
    ]
    assert found[0].words == ()
    assert set(found[1].words) == {"handover sheet", "empty"}
    assert found[2].words == ("accent",)


def test_words_that_many_use_tie_nothing() -> None:
    found = ties(
        [Said(1, "The rota again.")], [Said(2, "A rota is policy.")], set(), {"rota": 30}, 40
    )
    assert found == []
