"""The private cue to bring others in: to whom it goes, and to whom never."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.arrangement import fishbowl
from discussion.contributions import speaking
from discussion.facilitation.cue import RecentTurns, to_cue
from discussion.lifecycle import rounds
from discussion.model import Contribution, Discussion, Person, RoundKind, Speech
from discussion.model.effects import PostKind
from discussion.participation.ledger import Tally, to_be_heard
from discussion.record.recording import tally_of
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    DEE,
    FACILITATOR,
    GUILD,
    ID,
    MINUTE,
    PLACE,
    START,
    a_class,
    a_plan,
    knowing,
    words,
)

EVERYBODY = (FACILITATOR, *CLASS)


def said_by(*people: Person, text: str = "three small words") -> list[Contribution]:
    return [words(n, each, START + n * MINUTE / 10, text) for n, each in enumerate(people, 1)]


def recent(said: Iterable[Contribution]) -> RecentTurns:
    return RecentTurns(tuple(c.author_id for c in said if not c.anonymous))


def cued(
    said: list[Contribution],
    discussion: Discussion | None = None,
    before: Iterable[Person] = (),
) -> list[int]:
    discussion = discussion or a_class()
    for each in before:
        known = discussion.participants[each.id]
        discussion = discussion.with_participant(replace(known, cued_rounds=frozenset({1})))
    return [person.id for person in to_cue(discussion, tally_of(said), recent(said))]


def test_three_of_the_last_five_contributions_bring_a_cue() -> None:
    assert cued(said_by(BEN, ADA, CAI, ADA, ADA)) == [ADA.id]


def test_two_of_the_last_five_do_not() -> None:
    assert cued(said_by(ADA, BEN, CAI, BEN, ADA, CAI)) == []


def test_a_run_that_ended_five_contributions_ago_is_over() -> None:
    assert cued(said_by(ADA, ADA, ADA, BEN, CAI, BEN, CAI, FACILITATOR)) == []


def test_over_twice_a_fair_share_of_the_words_brings_a_cue_whatever_came_last() -> None:
    said = said_by(ADA, ADA, ADA, text="a long story " * 20)
    said += [
        words(10 + n, each, START + MINUTE, "yes")
        for n, each in enumerate((BEN, CAI, BEN, CAI, BEN))
    ]
    assert ADA.id in cued(said)


def test_one_or_two_long_contributions_are_no_pattern() -> None:
    said = [words(1, ADA, START, "word " * 500), words(2, ADA, START, "word " * 500)]
    said += [words(3 + n, each, START + MINUTE) for n, each in enumerate((BEN, CAI, BEN))]
    assert cued(said) == []


def test_nobody_is_asked_to_make_room_when_everybody_has_had_it() -> None:
    assert cued(said_by(BEN, CAI, DEE, ADA, ADA, ADA)) == []


def test_whoever_passed_is_not_waited_for() -> None:
    discussion = speaking.passed(a_class(), DEE, START)
    assert cued(said_by(BEN, CAI, ADA, ADA, ADA), discussion) == []


def test_the_facilitator_is_not_waited_for_and_can_be_cued() -> None:
    assert cued(said_by(FACILITATOR, FACILITATOR, FACILITATOR)) == [FACILITATOR.id]
    assert cued(said_by(BEN, CAI, DEE, ADA, ADA, ADA)) == []


def test_once_a_round() -> None:
    said = said_by(BEN, ADA, CAI, ADA, ADA)
    assert cued(said, before=[ADA]) == []


def test_the_next_round_begins_afresh() -> None:
    discussion = a_class(a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.OPEN_FLOOR))
    said = said_by(ADA, ADA, ADA, ADA, text="a long story " * 20)
    now = START + 10 * MINUTE
    discussion = rounds.close_round(discussion, knowing(said), now).discussion
    assert to_cue(discussion, tally_of(said), RecentTurns()) == []


def test_never_after_opting_out_or_leaving() -> None:
    said = said_by(BEN, ADA, CAI, ADA, ADA)
    assert cued(said, speaking.opted_out(a_class(), ADA, START)) == []
    assert cued(said, speaking.stepped_out(a_class(), ADA.id, START)) == []


def test_two_people_take_turns_anyway() -> None:
    discussion = a_class(people=[ADA])
    assert cued(said_by(ADA, ADA, ADA), discussion) == []


def test_anonymous_words_bring_no_cue() -> None:
    said = [
        words(n, ADA, START + n * MINUTE / 10, "a long story " * 20, anonymous=n > 2)
        for n in range(1, 9)
    ]
    assert cued(said) == []


@pytest.mark.parametrize("kind", [RoundKind.BRIEFING, RoundKind.SILENT_WRITING, RoundKind.GO_ROUND])
def test_no_cue_where_people_write_for_themselves_or_have_turns(kind: RoundKind) -> None:
    assert cued(said_by(ADA, ADA, ADA), a_class(a_plan(kind))) == []


def test_no_cue_after_the_end() -> None:
    discussion = rounds.end(a_class(), FACILITATOR, knowing(), START + MINUTE).discussion
    assert cued(said_by(ADA, ADA, ADA), discussion) == []


def test_those_with_most_words_come_first() -> None:
    said = said_by(*([ADA] * 3), text="word " * 30) + said_by(*([BEN] * 3), text="word " * 90)
    twenty = [Person(100 + n, f"Student {n}") for n in range(20)]
    found = cued(said, a_class(people=[ADA, BEN, *twenty]))
    assert found == [BEN.id, ADA.id]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(EVERYBODY), st.integers(1, 60)), max_size=30),
    st.sets(st.sampled_from(EVERYBODY)),
    st.sets(st.sampled_from(CLASS)),
)
def test_a_cue_always_has_somebody_else_to_bring_in(
    spoken: list[tuple[Person, int]], had: set[Person], out: set[Person]
) -> None:
    said = [
        words(n, person, START + n * MINUTE / 10, "word " * length)
        for n, (person, length) in enumerate(spoken, 1)
    ]
    discussion = a_class()
    for person in sorted(out, key=lambda p: p.id):
        discussion = speaking.opted_out(discussion, person, START + 9 * MINUTE)
    tally: Tally = tally_of(said)
    found = cued(said, discussion, had)
    assert not set(found) & {p.id for p in had | out}
    for each in found:
        assert {p.id for p in to_be_heard(discussion, tally)} - {each}
        assert any(c.author_id == each for c in said)


def spoken_by(person: Person, *minutes: float, number: int = 1) -> list[Speech]:
    """Turns aloud of so many minutes, one after another from the start of the round."""
    turns, began_at = list[Speech](), START
    for length in minutes:
        turns.append(Speech(ID, PLACE.guild_id, person.id, number, began_at, length * MINUTE))
        began_at += length * MINUTE
    return turns


def cued_aloud(spoken: list[Speech], said: list[Contribution], discussion: Discussion) -> list[int]:
    # The last turns are somebody else's: what counts here is the share alone.
    found = to_cue(discussion, tally_of(said, spoken), RecentTurns())
    return [person.id for person in found]


def test_over_twice_a_fair_share_of_the_time_aloud_brings_a_cue() -> None:
    discussion = a_class()
    spoken = [*spoken_by(ADA, 1, 1, 1), *spoken_by(BEN, 0.5, 0.5), *spoken_by(CAI, 0.5)]
    assert cued_aloud(spoken, [], discussion) == [ADA.id]
    assert cued_aloud([*spoken, *spoken_by(CAI, 4)], [], discussion) == []


def test_talking_aloud_and_writing_count_by_one_measure() -> None:
    # Two minutes aloud are 260 words: more than twice what each of five would have of them all.
    aloud, wrote = spoken_by(ADA, 1, 0.5, 0.5), said_by(BEN, BEN, CAI, text="word " * 40)
    assert cued_aloud(aloud, wrote, a_class()) == [ADA.id]
    assert cued_aloud(aloud, [*wrote, *said_by(CAI, text="word " * 300)], a_class()) == []
    brief = a_class()
    brief = replace(brief, policy=replace(brief.policy, words_a_minute=30))
    assert cued_aloud(aloud, wrote, brief) == []


def test_two_long_turns_aloud_are_no_pattern() -> None:
    assert cued_aloud(spoken_by(ADA, 4, 4), [], a_class()) == []


BOWL = a_plan(RoundKind.FISHBOWL, 20 * MINUTE)
MANY = [Person(100 + n, f"Person {n} Example") for n in range(12)]


def the_circles(discussion: Discussion) -> tuple[list[Person], list[Person]]:
    """Who sits inside and who outside, in the order of their seats."""
    circles = fishbowl.current(discussion)
    assert circles is not None
    known = {person.id: person for person in MANY}
    return [known[p] for p in circles.inner], [known[p] for p in circles.outer]


def test_in_a_fishbowl_the_inner_circle_shares_the_floor_among_itself() -> None:
    discussion = a_class(BOWL, people=MANY)
    (first, second, third, *_), (outside, *_) = the_circles(discussion)
    # Four sit inside: half of their words is just twice a fair share, and a word more is over it.
    said = said_by(first, first, first, text="word " * 20)
    said += said_by(second, third, text="word " * 30)
    assert cued_aloud([], said, discussion) == []
    said += said_by(first, text="word")
    assert cued_aloud([], said, discussion) == [first.id]
    # What somebody writes outside makes nobody's share smaller, and gets no cue itself.
    said += said_by(*[outside] * 5, text="word " * 200)
    assert cued_aloud([], said, discussion) == [first.id]


def test_in_a_fishbowl_there_is_no_cue_once_all_inside_were_heard() -> None:
    discussion = a_class(BOWL, people=MANY)
    inside, _ = the_circles(discussion)
    first, *others = inside
    assert cued(said_by(first, first, first), discussion) == [first.id]
    assert cued(said_by(*others, first, first, first), discussion) == []


def test_whoever_left_the_inner_circle_is_asked_nothing() -> None:
    discussion = a_class(BOWL, people=MANY)
    (first, *_), _ = the_circles(discussion)
    said = said_by(first, first, first)
    assert cued(said, fishbowl.swapped(discussion, tally_of(said))) == []


async def cues(room: Classroom) -> list[int | None]:
    return [post.recipient_id for post in await room.deliver() if post.kind is PostKind.CUE]


async def test_a_run_of_turns_aloud_brings_the_cue_as_a_run_of_messages_does(
    room: Classroom,
) -> None:
    voice = GUILD + 77
    await room.service.rounds.start(
        PLACE, FACILITATOR, topic="Talk", format_name="talk", voice_channel_id=voice
    )
    await room.service.voice.found(GUILD, voice, [ADA, BEN, CAI, DEE])
    for speaker in (BEN, ADA, CAI, ADA, ADA):
        await room.service.hands.toggle(PLACE, speaker)
        await room.service.hands.next_speaker(PLACE, FACILITATOR)
        room.clock.pass_by(MINUTE / 2)
        await room.service.hands.done(PLACE, speaker)
    await room.wake_at(START + 6 * MINUTE)
    assert await cues(room) == [ADA.id]
    await room.wake_at(START + 9 * MINUTE)
    assert await cues(room) == []


async def test_in_a_fishbowl_notes_from_outside_hide_no_run_inside(room: Classroom) -> None:
    await room.start("bowl")
    for person in MANY:
        await room.service.presence.join(PLACE, person)
    begun = await room.service.rounds.next_round(PLACE, FACILITATOR)
    (first, second, *_), (outside, *_) = the_circles(begun)
    for number, speaker in enumerate((first, first, first, second, *[outside] * 6), start=1):
        await room.hear(number, speaker, "a few words")
    # The circles have the time of the briefing too, so their grace is longer.
    await room.wake_at(START + 8 * MINUTE)
    assert await cues(room) == [first.id]
