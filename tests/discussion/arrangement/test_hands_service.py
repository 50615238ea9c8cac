"""Hands and voice over the real store: one post a round, and airtime in the record."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from discussion.model import Discussion, Person
from discussion.model.effects import Post, PostKind
from discussion.model.errors import NotAllowed, WrongMoment
from discussion.model.policy import Policy
from storage.store.store import SqlStore
from tests.discussion.conftest import Classroom, HandClock, a_service
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    FACILITATOR,
    GUILD,
    LECTURER,
    MINUTE,
    PLACE,
    SECOND,
    START,
    is_plain,
    kept_ledger,
)
from tests.empty_database import with_tables

VOICE = GUILD + 77
ELSEWHERE = GUILD + 78


async def hands_posts(room: Classroom) -> list[Post]:
    return [post for post in await room.deliver() if post.kind is PostKind.HANDS]


async def last(room: Classroom) -> dict[str, object]:
    return dict((await hands_posts(room))[-1].data)


async def now_at(room: Classroom, person: Person = ADA) -> Discussion:
    return (await room.service.archive.status(PLACE, person)).discussion


async def raise_in_turn(room: Classroom, *people: Person) -> None:
    for person in people:
        await room.service.hands.toggle(PLACE, person)
        room.clock.pass_by(MINUTE)


async def in_voice(room: Classroom, *people: Person) -> Discussion:
    """A discussion that talks in a voice channel with these people in it."""
    started = await room.service.rounds.start(
        PLACE, FACILITATOR, topic="Talk", format_name="talk", voice_channel_id=VOICE
    )
    await room.service.voice.found(GUILD, VOICE, people)
    return started


async def move(room: Classroom, person: Person, *, left: int | None, entered: int | None) -> None:
    room.service.voice.moved(GUILD, person, left=left, entered=entered)
    await room.settled()


async def test_a_round_has_one_post_of_hands_that_is_kept_up_to_date(room: Classroom) -> None:
    await room.start()
    assert await hands_posts(room) == []
    await raise_in_turn(room, ADA)
    (first,) = await hands_posts(room)
    assert first.replaces
    assert first.data["waiting"] == [ADA.name]
    await raise_in_turn(room, BEN)
    await room.service.hands.next_speaker(PLACE, FACILITATOR)
    (second,) = await hands_posts(room)
    assert second.dedup == first.dedup
    assert (second.data["speaker"], second.data["waiting"]) == (ADA.name, [BEN.name])
    assert second.data["since"] == room.clock.now().isoformat()
    assert second.data["until"] == (room.clock.now() + Policy().speaking_turn).isoformat()


async def test_nothing_is_edited_while_nothing_changes(room: Classroom) -> None:
    await room.start()
    await raise_in_turn(room, ADA)
    await room.deliver()
    await room.hear(1, BEN, "I was on that shift.")
    await room.service.presence.join(PLACE, CAI)
    assert await hands_posts(room) == []


async def test_writing_lowers_the_hand_and_everybody_sees_it(room: Classroom) -> None:
    await room.start()
    await raise_in_turn(room, ADA, BEN)
    await room.hear(1, ADA, "I have said it now.")
    assert (await last(room))["waiting"] == [BEN.name]


async def test_nameless_words_leave_the_queue_as_it_was(room: Classroom) -> None:
    await room.start()
    await raise_in_turn(room, ADA, BEN)
    await room.deliver()
    await room.service.contributions.say(
        PLACE, ADA, event_id=5, text="Said without a name.", anonymous=True
    )
    assert await hands_posts(room) == []
    assert [hand.person_id for hand in (await now_at(room)).hands] == [ADA.id, BEN.id]


async def test_the_turns_end_changes_the_post_alone(room: Classroom) -> None:
    await room.start()
    await raise_in_turn(room, ADA, BEN)
    await room.service.hands.next_speaker(PLACE, FACILITATOR)
    await room.deliver()
    await room.wake_at(room.clock.now() + Policy().speaking_turn)
    sent = await room.deliver()
    assert [post.kind for post in sent] == [PostKind.HANDS]
    assert sent[0].data["time_is_up"] is True
    assert sent[0].data["speaker"] == ADA.name


async def test_only_whoever_leads_gives_the_floor(room: Classroom) -> None:
    await room.start()
    await raise_in_turn(room, ADA, BEN)
    with pytest.raises(NotAllowed) as refused:
        await room.service.hands.next_speaker(PLACE, BEN)
    assert is_plain(refused.value)
    after = await room.service.hands.next_speaker(PLACE, LECTURER)
    assert after.floor is not None
    assert after.floor.person_id == ADA.id


async def test_a_button_of_an_earlier_round_is_refused(room: Classroom) -> None:
    await room.start()
    with pytest.raises(WrongMoment, match="That round is over") as refused:
        await room.service.hands.toggle(PLACE, ADA, round_number=2)
    assert is_plain(refused.value)
    assert (await now_at(room)).hands == ()


async def test_the_round_closes_the_post_of_its_hands(room: Classroom) -> None:
    await room.start("silent")
    for _ in range(2):
        await room.service.rounds.next_round(PLACE, FACILITATOR)
    await raise_in_turn(room, ADA)
    await room.service.hands.toggle(PLACE, ADA)
    await room.deliver()
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    assert await last(room) == {"round": 3, "over": True}


async def test_hands_and_floor_outlive_a_restart(room: Classroom, tmp_path: Path) -> None:
    await room.start()
    await raise_in_turn(room, ADA, BEN)
    await room.service.hands.next_speaker(PLACE, FACILITATOR)
    before = await now_at(room)
    async with SqlStore(with_tables(tmp_path / "class.db")) as again:
        clock = HandClock()
        clock.at = room.clock.at + MINUTE
        other = Classroom(a_service(again, clock), again, clock)
        after = await now_at(other)
        assert (after.hands, after.floor) == (before.hands, before.floor)
        await other.service.hands.done(PLACE, ADA)
        assert (await last(other))["speaker"] == BEN.name


async def test_who_is_in_the_voice_channel_is_there(room: Classroom) -> None:
    await in_voice(room, ADA)
    await move(room, BEN, left=ELSEWHERE, entered=VOICE)
    await move(room, CAI, left=None, entered=ELSEWHERE)
    people = (await now_at(room)).participants
    assert {p.name for p in people.values() if p.present} == {
        FACILITATOR.name,
        ADA.name,
        BEN.name,
    }


async def test_who_leaves_the_voice_channel_is_out_and_coming_back_is_there(
    room: Classroom,
) -> None:
    await in_voice(room, ADA)
    await raise_in_turn(room, ADA)
    room.clock.pass_by(10 * MINUTE)
    await move(room, ADA, left=VOICE, entered=None)
    gone = await now_at(room)
    assert not gone.participants[ADA.id].present
    assert gone.hands == ()
    await move(room, ADA, left=None, entered=VOICE)
    assert (await now_at(room)).participants[ADA.id].present


async def test_who_just_wrote_goes_on_in_writing(room: Classroom) -> None:
    await in_voice(room, ADA, BEN)
    room.clock.pass_by(6 * MINUTE)
    await room.hear(1, ADA, "I have to take the bus; I go on here.")
    room.clock.pass_by(MINUTE)
    for person in (ADA, BEN):
        await move(room, person, left=VOICE, entered=None)
    people = (await now_at(room)).participants
    assert (people[ADA.id].present, people[BEN.id].present) == (True, False)


async def test_leaving_the_voice_channel_ends_a_turn_aloud(room: Classroom) -> None:
    started = await in_voice(room, ADA)
    await raise_in_turn(room, ADA, BEN)
    await room.service.hands.next_speaker(PLACE, FACILITATOR)
    room.clock.pass_by(40 * SECOND)
    await move(room, ADA, left=VOICE, entered=None)
    after = await now_at(room)
    # She pressed something a short while ago, so she goes on in writing.
    assert after.participants[ADA.id].present
    assert after.floor is not None
    assert after.floor.person_id == BEN.id
    (speech,) = (await room.facts(started)).speeches
    assert (speech.person_id, speech.length) == (ADA.id, 40 * SECOND)


async def test_after_a_gap_those_who_came_and_went_are_known(room: Classroom) -> None:
    await in_voice(room, ADA, BEN)
    room.clock.pass_by(10 * MINUTE)
    await room.service.presence.step_out(PLACE, BEN)
    await room.service.voice.found(GUILD, VOICE, [BEN, CAI])
    people = (await now_at(room)).participants
    assert not people[ADA.id].present
    assert people[CAI.id].present
    # Ben said that he steps out and left the call open: that is his choice.
    assert not people[BEN.id].present


async def test_coming_in_does_not_end_an_opting_out(room: Classroom) -> None:
    await in_voice(room)
    await room.service.presence.pass_turn(PLACE, ADA, whole_session=True)
    await move(room, ADA, left=None, entered=VOICE)
    assert (await now_at(room)).participants[ADA.id].opted_out_at is not None


async def test_status_says_how_long_somebody_spoke(room: Classroom) -> None:
    await in_voice(room, ADA)
    await room.service.hands.toggle(PLACE, ADA)
    await room.service.hands.next_speaker(PLACE, FACILITATOR)
    room.clock.pass_by(75 * SECOND)
    await room.service.hands.done(PLACE, ADA)
    status = await room.service.archive.status(PLACE, ADA)
    assert (status.own_turns, status.own_airtime) == (1, 75 * SECOND)
    other = await room.service.archive.status(PLACE, FACILITATOR)
    assert other.own_airtime == timedelta()


async def test_a_turn_aloud_is_heard_and_in_the_record(room: Classroom) -> None:
    started = await in_voice(room, ADA, BEN)
    await raise_in_turn(room, ADA, BEN)
    await room.service.hands.next_speaker(PLACE, FACILITATOR)
    room.clock.pass_by(90 * SECOND)
    await room.service.hands.done(PLACE, ADA)
    room.clock.pass_by(30 * SECOND)
    await room.hear(1, CAI, "word " * 65)
    await room.service.rounds.end(PLACE, FACILITATOR)
    status = await room.service.archive.record(GUILD, started.id)
    assert {s.name: (s.spoken, s.words) for s in status.shares} == {
        ADA.name: (90 * SECOND, 0),
        BEN.name: (30 * SECOND, 0),
        CAI.name: (timedelta(), 65),
    }
    assert status.ledger.contributed == 3
    assert status.evenness is not None
    # 90 s, 30 s and 65 words are 195, 65 and 65 words at 130 a minute; Ines said nothing.
    assert status.evenness.highest_share == pytest.approx(195 / 325)


async def test_a_listener_in_the_voice_channel_has_not_left_silently(room: Classroom) -> None:
    started = await in_voice(room, ADA)
    await room.wake_at(START + 16 * MINUTE)
    await room.wake_at(START + 20 * MINUTE)
    facts = await room.facts(started)
    assert [i.person_id for i in facts.discussion.invitations] == [ADA.id]
    assert kept_ledger(facts).away == 0
    assert kept_ledger(facts).not_yet_heard == 2


async def test_in_a_go_round_aloud_the_speaker_hands_on(room: Classroom) -> None:
    started = await room.service.rounds.start(
        PLACE, FACILITATOR, topic="Talk", format_name="circle", voice_channel_id=VOICE
    )
    await room.service.voice.found(GUILD, VOICE, [ADA, BEN])
    order = (await now_at(room)).turns
    assert order is not None
    first, second = (next(p for p in (ADA, BEN) if p.id == each) for each in order.waiting)
    room.clock.pass_by(40 * SECOND)
    with pytest.raises(WrongMoment):
        await room.service.hands.done(PLACE, second)
    after = await room.service.hands.done(PLACE, first)
    assert after.turns is not None
    assert (after.turns.waiting, after.turns.done) == ((second.id,), (first.id,))
    (speech,) = (await room.facts(started)).speeches
    assert (speech.person_id, speech.length) == (first.id, 40 * SECOND)
    # Whoever did not speak yet gets another chance, as when the time runs out.
    room.clock.pass_by(2 * SECOND)
    later = await room.service.hands.next_speaker(PLACE, FACILITATOR)
    assert later.turns is not None
    assert later.turns.deferred == (second.id,)


async def test_who_goes_while_speaking_is_still_away_in_the_next_round(room: Classroom) -> None:
    await room.service.rounds.start(
        PLACE, FACILITATOR, topic="Talk", format_name="bowl", voice_channel_id=VOICE
    )
    await room.service.voice.found(GUILD, VOICE, (ADA, BEN))
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    await raise_in_turn(room, ADA)
    await room.service.hands.next_speaker(PLACE, FACILITATOR)
    room.clock.pass_by(MINUTE)
    await room.service.presence.step_out(PLACE, ADA)
    gone = (await room.service.rounds.back(PLACE, FACILITATOR)).participants[ADA.id]
    assert not gone.present
