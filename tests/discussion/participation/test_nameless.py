"""Words without a name tell nobody's name: not by who is present, counts, instants or orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from discussion.arrangement import moving_on
from discussion.contributions import speaking
from discussion.facilitation import pace
from discussion.model import Contribution, Person
from discussion.model.effects import PostKind
from discussion.participation.ledger import Waiting, as_seen, ledger, waiting
from discussion.record.recording import record_of, tally_of
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    DEE,
    FACILITATOR,
    LECTURER,
    MINUTE,
    PLACE,
    SECOND,
    START,
    a_class,
    play,
    words,
)

MANY = tuple(Person(100 + n, f"Student {n} Example") for n in range(9))


async def here(room: Classroom, *people: Person) -> None:
    for person in people:
        await room.service.presence.join(PLACE, person)


async def present(room: Classroom) -> int:
    status = await room.service.archive.status(PLACE, FACILITATOR)
    return moving_on.present(status.discussion)


@pytest.mark.parametrize("was", ["new", "out", "opted out"])
async def test_nameless_words_bring_nobody_back_to_be_counted(room: Classroom, was: str) -> None:
    await room.start("silent")
    await here(room, ADA, BEN)
    if was != "new":
        await here(room, CAI)
    if was == "out":
        await room.service.presence.step_out(PLACE, CAI)
    if was == "opted out":
        await room.service.presence.pass_turn(PLACE, CAI, whole_session=True)
    before = await present(room)
    await room.service.contributions.say(
        PLACE, CAI, event_id=101, text="hard to say", anonymous=True
    )
    assert await present(room) == before
    assert await room.kept(101) is not None
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    # Once the round is over they may as well have pressed I'm here; who opted out stays out.
    assert await present(room) == before + (was != "opted out")


async def test_who_went_after_writing_stays_away(room: Classroom) -> None:
    await room.start("silent")
    await here(room, ADA, CAI)
    await room.service.contributions.say(
        PLACE, CAI, event_id=101, text="hard to say", anonymous=True
    )
    room.clock.pass_by(SECOND)
    await room.service.presence.step_out(PLACE, CAI)
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    assert await present(room) == 2


async def test_who_wrote_under_their_name_and_went_stays_away(room: Classroom) -> None:
    await room.start("silent")
    await here(room, ADA, CAI)
    await room.hear(101, CAI, "Mine, and off I go.")
    await room.service.presence.step_out(PLACE, CAI)
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    assert await present(room) == 2


def nameless(number: int, person: Person, minute: int = 1) -> Contribution:
    return words(number, person, START + minute * MINUTE, anonymous=True)


def test_in_a_small_group_the_count_of_those_to_be_heard_does_not_fall() -> None:
    discussion = a_class()
    said = [words(1, ADA, START + MINUTE), words(2, BEN, START + MINUTE)]
    assert waiting(discussion, tally_of(said)) == Waiting(2, at_most=False)
    # Cai or Dee wrote this: a count that fell to one would leave a choice of two.
    assert waiting(discussion, tally_of([*said, nameless(3, CAI)])) == Waiting(2, at_most=True)
    found = pace.pace(
        discussion, tally_of([*said, nameless(3, CAI), nameless(4, DEE)]), (), START + 6 * MINUTE
    )
    assert found.move_on is not pace.MoveOn.ALL_HEARD


def openers(people: tuple[Person, ...], said: list[Contribution]) -> int:
    _, made = play(a_class(people=people), said, until=START + 5 * MINUTE)
    return [post.kind for post in made].count(PostKind.OPENER)


def test_in_a_small_group_nameless_words_do_not_keep_the_opener_away() -> None:
    named = [words(1, FACILITATOR, START + MINUTE), words(2, ADA, START + MINUTE)]
    assert openers(CLASS, named) == 1
    # Everybody sees whether it comes: its absence would say that one of three wrote this.
    assert openers(CLASS, [*named, nameless(3, BEN)]) == 1
    assert openers(CLASS, [*named, words(3, BEN, START + MINUTE)]) == 0


def test_in_a_large_group_nameless_words_spare_the_opener() -> None:
    assert openers(MANY, []) == 1
    assert openers(MANY, [nameless(n, each) for n, each in enumerate(MANY[:6], 1)]) == 0


def test_in_a_large_group_nameless_words_count() -> None:
    discussion = a_class(people=MANY)
    assert waiting(discussion, tally_of([nameless(1, MANY[0])])) == Waiting(8, at_most=False)


def test_nameless_words_of_somebody_away_change_no_count() -> None:
    discussion = speaking.stepped_out(a_class(people=MANY), MANY[0].id, START)
    discussion = speaking.opted_out(discussion, MANY[1], START)
    discussion = speaking.passed(discussion, MANY[2], START)
    said = [nameless(n, MANY[n]) for n in range(3)]
    assert waiting(discussion, tally_of(said)) == waiting(discussion, {})
    seen = as_seen(discussion, tally_of(said))
    assert ledger(discussion, seen) == ledger(discussion, {})


async def test_status_tells_those_who_lead_no_more_than_everybody_can_see(room: Classroom) -> None:
    await room.start()
    await here(room, ADA, BEN)
    await room.hear(1, ADA, "I begin.")
    before = await room.service.archive.status(PLACE, FACILITATOR)
    await room.service.contributions.say(
        PLACE, BEN, event_id=101, text="hard to say", anonymous=True
    )
    for person in (FACILITATOR, LECTURER, ADA):
        after = await room.service.archive.status(PLACE, person)
        assert (after.ledger, after.round_ledger) == (before.ledger, before.round_ledger)
        assert after.evenness == before.evenness
        assert after.nameless_left_out
    own = await room.service.archive.status(PLACE, BEN)
    assert own.own_turns == 1


@pytest.mark.parametrize("attributed", [True, False])
async def test_the_record_does_not_say_when_or_in_which_order_nameless_words_were_written(
    room: Classroom, attributed: bool
) -> None:
    discussion = await room.start("silent" if attributed else "nameless")
    await here(room, *CLASS)
    texts = ["the first", "the second", "the third", "the fourth"]
    for number, (person, text) in enumerate(zip(CLASS, texts, strict=True)):
        room.clock.pass_by(17 * SECOND)
        await room.service.contributions.say(
            PLACE, person, event_id=101 + number, text=text, anonymous=True
        )
    room.clock.pass_by(MINUTE)
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    closed = room.clock.now()
    record = record_of(await room.facts(discussion), zone="UTC", server_name="")
    assert {each.said_at for each in record.contributions} == {closed}
    shown = [each.text for each in record.contributions]
    assert sorted(shown) == sorted(texts)
    facts = await room.facts(discussion)
    turned = replace(
        facts,
        contributions=tuple(
            replace(each, said_at=START + timedelta(seconds=60 - n))
            for n, each in enumerate(facts.contributions)
        ),
    )
    again = record_of(turned, zone="UTC", server_name="")
    assert [each.text for each in again.contributions] == shown
