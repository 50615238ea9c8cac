"""Ballots: what can be chosen, who counts, and that nothing tells who chose what."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from discussion import posts
from discussion.arrangement import voting
from discussion.contributions import speaking
from discussion.lifecycle import rounds
from discussion.lifecycle.rounds import Gathered
from discussion.model import Contribution, Discussion, Person, RoundKind, Tag, TagKind
from discussion.model.errors import BadInput, WrongMoment
from discussion.participation.ledger import Standing, ledger, ledger_of_round, standing
from discussion.ports.store import Facts
from discussion.record import recording
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    DEE,
    FACILITATOR,
    MINUTE,
    START,
    a_class,
    a_plan,
    is_plain,
    words,
)

TALK, VOTE = a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.VOTE)
THEMES = ("trust", "time", "money")


def themed(number: int, person: Person, *themes: str) -> Contribution:
    tags = frozenset(Tag(TagKind.THEME, theme) for theme in themes)
    return replace(words(number, person, START), tags=tags)


def voting_on(*themes: str) -> Discussion:
    known = Gathered({}, themes=themes)
    talk = a_class(TALK, VOTE, TALK)
    return rounds.next_round(talk, FACILITATOR, known, START + MINUTE).discussion


def closed(discussion: Discussion) -> Discussion:
    known = Gathered({})
    return rounds.next_round(discussion, FACILITATOR, known, START + 2 * MINUTE).discussion


def test_themes_with_more_voices_come_first_however_often_one_person_repeats_theirs() -> None:
    said = [
        themed(1, ADA, "money"),
        themed(2, ADA, "money"),
        themed(3, ADA, "money"),
        themed(4, BEN, "trust", "time"),
        themed(5, CAI, "trust"),
        replace(themed(6, DEE, "secret"), held=True),
        speaking.withdrawn(themed(7, DEE, "gone"), START),
        replace(words(8, DEE, START), tags=frozenset({Tag(TagKind.THEORY, "theory")})),
    ]
    assert voting.themes_in(said) == ("trust", "money", "time")


def test_a_ballot_offers_at_most_ten_themes() -> None:
    many = [f"theme {n:02}" for n in range(30)]
    (ballot,) = voting_on(*many).ballots
    assert ballot.options == tuple(many[:10])


def test_a_choice_can_be_changed_and_taken_back_until_the_close() -> None:
    discussion = voting.chosen(voting_on(*THEMES), ADA.id, ["money", "trust"])
    discussion = voting.chosen(discussion, ADA.id, ["time"])
    discussion = voting.chosen(voting.chosen(discussion, BEN.id, ["money"]), BEN.id, [])
    after = closed(discussion)
    assert after.ballots[0].result == (("time", 1), ("trust", 0), ("money", 0))
    with pytest.raises(WrongMoment) as error:
        voting.chosen(after, ADA.id, ["trust"])
    assert is_plain(error.value)


def test_only_those_who_are_still_there_count() -> None:
    discussion = voting_on(*THEMES)
    for person in (ADA, BEN, CAI):
        discussion = voting.chosen(discussion, person.id, ["trust"])
    discussion = speaking.stepped_out(discussion, ADA.id, START + MINUTE)
    discussion = speaking.opted_out(discussion, BEN, START + MINUTE)
    (ballot,) = closed(discussion).ballots
    assert ballot.result == (("trust", 1), ("time", 0), ("money", 0))
    assert ballot.took_part == {CAI.id}


@pytest.mark.parametrize("choices", [["trust", "time", "money", "power"], ["honesty"]])
def test_what_is_not_on_the_ballot_or_too_much_is_refused(choices: list[str]) -> None:
    with pytest.raises(BadInput) as error:
        voting.chosen(voting_on("trust", "time", "money", "power"), ADA.id, choices)
    assert is_plain(error.value)


def test_a_theme_named_during_the_vote_joins_while_there_is_room() -> None:
    discussion = voting_on("trust")
    named = replace(themed(9, ADA, "time", "trust"), round_number=2)
    discussion = speaking.heard(discussion, named)
    assert discussion.ballots[0].options == ("trust", "time")
    full = voting_on(*(f"theme {n}" for n in range(10)))
    assert speaking.heard(full, named).ballots == full.ballots


def test_a_vote_counts_as_heard_without_a_name() -> None:
    discussion = voting.chosen(voting_on(*THEMES), ADA.id, ["trust"])
    for each in (discussion, closed(discussion)):
        assert ledger_of_round(each, 2, {}).contributed_anonymously == 1
        assert ledger(each, {}).contributed_anonymously == 1
        assert standing(each, each.participants[BEN.id], {}) is Standing.NOT_YET_HEARD
    spoke = recording.tally_of([words(1, ADA, START)])
    assert standing(discussion, discussion.participants[ADA.id], spoke) is Standing.CONTRIBUTED


def test_after_the_close_nothing_says_who_chose_what() -> None:
    discussion = voting.chosen(voting_on(*THEMES), ADA.id, ["trust"])
    after = closed(discussion)
    assert after.ballots[0].votes == {}
    panel = posts.panel_edit(after, after.rounds[1], START + 3 * MINUTE)
    assert panel.data["result"] == [["trust", 1], ["time", 0], ["money", 0]]
    running = posts.panel_edit(discussion, discussion.rounds[1], START + MINUTE)
    assert running.data["result"] is None
    record = recording.record_of(Facts(after, (), (), ()), zone="Europe/London", server_name="")
    assert [(t.name, t.votes) for t in record.themes_ranked] == [
        ("trust", 1),
        ("time", 0),
        ("money", 0),
    ]
    for each in (panel.data, running.data):
        assert ADA.name not in json.dumps({**each, "topic": ""})
