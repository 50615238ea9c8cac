"""A tiny run of the facilitation benchmark: the shape of its result, on few seeds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.facilitation import picture, report
from benchmarks.facilitation.games import Played, play_all, seeds
from benchmarks.facilitation.measures import Outcome, kinds_of_class, mean, summary
from benchmarks.facilitation.model import SIZES, TEMPERAMENTS, Assumptions, members
from benchmarks.facilitation.picture import Point
from benchmarks.facilitation.ways import COMPARED, NO_PROMPTING, OURS, TIMER

RESERVED = next(n for n, each in enumerate(TEMPERAMENTS) if each.name == "reserved")
KINDS = [(RESERVED, 5), (RESERVED, 20)]


@pytest.fixture(scope="module")
def outcomes() -> Played:
    return play_all(COMPARED, KINDS, seeds(8))


def of(outcomes: Played, way: object) -> list[Outcome]:
    return [one for (each, _), many in outcomes.items() if each == way for one in many]


def test_this_policy_accounts_for_everybody(outcomes: Played) -> None:
    assert {each.accounted_for for each in of(outcomes, OURS)} == {1.0}


def test_this_policy_hears_more_people_than_no_prompting(outcomes: Played) -> None:
    ours, none = (summary(of(outcomes, way))["heard"] for way in (OURS, NO_PROMPTING))
    assert ours.value - ours.margin > none.value + none.margin


def test_nobody_is_asked_where_nothing_prompts(outcomes: Played) -> None:
    assert {each.asked for each in of(outcomes, NO_PROMPTING)} == {0.0}
    assert all(each.asked > 0 for each in of(outcomes, TIMER))


def test_nobody_is_invited_more_than_the_caps_allow(outcomes: Played) -> None:
    # Three private invitations, one opener in the one open floor, and a turn that comes twice.
    assert max(each.asked for each in of(outcomes, OURS)) <= 6


def test_shares_are_shares(outcomes: Played) -> None:
    for way in COMPARED:
        for each in of(outcomes, way):
            assert 0 <= each.heard <= each.accounted_for <= 1
            assert 0 <= each.gini < 1


def test_the_same_seed_plays_the_same_class_and_draws_the_same_people(outcomes: Played) -> None:
    again = play_all(COMPARED, KINDS, seeds(8))
    assert again == outcomes
    one, other = (members(TEMPERAMENTS[0], 20, 7, Assumptions()) for _ in range(2))
    assert [m.rate for m in one] == [m.rate for m in other]


def test_tuning_and_reporting_share_no_seed() -> None:
    assert not set(seeds(200)) & set(seeds(200, tuning=True))
    assert len(seeds(200)) == len(seeds(200, tuning=True)) == 200


def test_an_assumption_that_is_varied_changes_the_result(outcomes: Played) -> None:
    deaf = replace(Assumptions(), private=0.01, turn=0.01, public=0.01)
    less = play_all([OURS], KINDS, seeds(8), deaf)
    heard = summary(of(less, OURS))["heard"].value
    assert heard < summary(of(outcomes, OURS))["heard"].value


def test_every_size_and_temperament_is_played() -> None:
    assert len(kinds_of_class()) == len(SIZES) * len(TEMPERAMENTS) == 16


def test_a_margin_is_wider_where_values_differ_more() -> None:
    assert mean([1.0, 1.0, 1.0]).margin == 0
    assert mean([0.0, 1.0, 2.0]).margin == pytest.approx(1.96 / 3**0.5)


def test_the_result_goes_between_its_marks_and_leaves_the_rest() -> None:
    document = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    written = report.into(document, ["| new |"])
    assert written.startswith(f"before\n{report.BEGIN}\n")
    assert written.endswith(f"{report.END}\nafter\n")
    assert "| new |" in written
    assert "old" not in written
    assert report.into(written, ["| new |"]) == written
    with pytest.raises(ValueError, match="no marks"):
        report.into("nothing", [])


def test_the_picture_is_well_formed_and_names_each_way() -> None:
    point = Point(mean([1.0, 2.0]), mean([0.8, 0.9]))
    drawn = picture.draw({size: [(way.name, [point]) for way in COMPARED] for size in SIZES})
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    texts = [each.text for each in root.iter() if each.text]
    for way in COMPARED:
        assert way.name in texts
    for size in SIZES:
        assert f"{size} members" in texts


def test_the_documented_result_is_one_of_the_whole_run() -> None:
    text = Path("docs/facilitation.md").read_text("utf-8")
    result = text.partition(report.BEGIN)[2].partition(report.END)[0]
    assert "### 200 classes of each size and temperament" in result
    assert all(way.name in result for way in COMPARED)
