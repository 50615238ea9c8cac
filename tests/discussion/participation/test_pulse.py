"""The pulse: one anonymous tap at the close, withheld where few answers would point at people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from deck.files.compose import compose
from deck.reading.record_json import read_json
from deck.rendering.record_json import render_json
from discussion import posts
from discussion.model import Discussion, Person, RoundKind
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, WrongMoment
from discussion.participation import pulse
from discussion.record.record import Felt
from tests.deck.sample import sample
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    CLASS,
    FACILITATOR,
    GUILD,
    MINUTE,
    PLACE,
    START,
    a_class,
    a_plan,
    is_plain,
    play,
)

TWO = (a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT))


def answered(discussion: Discussion, values: Sequence[int]) -> Discussion:
    for person, value in zip((*CLASS, FACILITATOR), values, strict=False):
        discussion = pulse.given(discussion, person.id, value)
    return discussion


def test_four_answers_are_only_counted_and_five_are_shown() -> None:
    ended = {n: play(answered(a_class(), [5, 4, 4, 2, 5][:n]))[0] for n in (0, 4, 5)}
    assert pulse.felt(ended[0]) is None
    assert pulse.felt(ended[4]) == Felt(4)
    assert pulse.felt(ended[5]) == Felt(5, 4.0, (0, 1, 0, 2, 2))


def test_nothing_is_said_while_answers_still_come_in() -> None:
    assert pulse.felt(answered(a_class(), [5, 5, 5, 5, 1])) is None


def test_one_answer_a_person_which_cannot_be_changed() -> None:
    discussion = pulse.given(a_class(), ADA.id, 2)
    with pytest.raises(WrongMoment) as caught:
        pulse.given(discussion, ADA.id, 5)
    assert is_plain(caught.value)
    assert "which answer was yours" in str(caught.value)
    assert sum(discussion.pulse.counts) == 1


def test_the_sums_are_the_same_whoever_gave_what() -> None:
    one = pulse.given(pulse.given(a_class(), ADA.id, 1), BEN.id, 5)
    other = pulse.given(pulse.given(a_class(), BEN.id, 1), ADA.id, 5)
    assert one.pulse == other.pulse


@pytest.mark.parametrize(
    ("discussion", "person", "value", "error"),
    [
        (a_class(), ADA, 0, BadInput),
        (a_class(), ADA, 6, BadInput),
        (a_class(*TWO), ADA, 3, WrongMoment),
        (a_class(), Person(99, "Somebody"), 3, NotAllowed),
        (play(a_class())[0], ADA, 3, WrongMoment),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    discussion: Discussion, person: Person, value: int, error: type[DiscussionError]
) -> None:
    with pytest.raises(error) as caught:
        pulse.given(discussion, person.id, value)
    assert is_plain(caught.value)


def test_only_the_panel_of_the_last_round_asks() -> None:
    discussion = a_class(*TWO)
    assert posts.panel(discussion, START).data["pulse"] is False
    last, made = play(discussion, until=START + 15 * MINUTE)
    assert posts.panel(last, START + 15 * MINUTE).data["pulse"] is True
    ended, _ = play(last)
    edit = posts.panel_edit(ended, ended.current_round, START + 30 * MINUTE)
    assert edit.data["pulse"] is False
    assert made


@pytest.mark.parametrize("number", [4, 5])
async def test_the_record_and_its_file_say_as_much_as_they_may(
    room: Classroom, number: int
) -> None:
    discussion = await room.start()
    people = (*CLASS, FACILITATOR)
    for person in people:
        await room.service.presence.join(PLACE, person)
    for person, value in zip(people[:number], (5, 4, 4, 2, 5), strict=False):
        await room.service.pulse.give(PLACE, person, value)
    assert (await room.service.archive.record(GUILD, discussion.id)).felt is None
    await room.service.rounds.end(PLACE, FACILITATOR)
    record = await room.service.archive.record(GUILD, discussion.id)
    text = render_json(record, compose(record))
    felt = json.loads(text)["felt"]
    assert felt == (
        {"answers": 5, "mean": 4.0, "counts": [0, 1, 0, 2, 2]}
        if number == 5
        else {"answers": 4, "mean": None, "counts": None}
    )
    assert read_json(text).felt == record.felt


def test_a_record_from_before_reads_as_one_without_a_pulse() -> None:
    record = replace(sample(), felt=None)
    data = json.loads(render_json(record, compose(record)))
    del data["felt"]
    assert read_json(json.dumps(data)).felt is None
