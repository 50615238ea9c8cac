"""The service over the real store: what people and time can do, and what they are told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from discussion.model import Answer, Discussion, InvitationState, Person, Place, State
from discussion.model.effects import Post, PostKind
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, NothingRuns, WrongMoment
from discussion.participation.ledger import Standing
from discussion.service import DiscussionService
from storage.store.store import SqlStore
from tests.discussion.conftest import Classroom, HandClock, a_service
from tests.discussion.material import (
    ADA,
    BEN,
    FACILITATOR,
    GUILD,
    LECTURER,
    MINUTE,
    PLACE,
    START,
    is_plain,
    kept_ledger,
)
from tests.empty_database import with_tables

ELSEWHERE = Place(GUILD, GUILD + 2)
OTHER_GUILD = Place(GUILD + 9, GUILD + 10)

Command = Callable[[DiscussionService], Awaitable[object]]
COMMANDS: dict[str, Command] = {
    "pause": lambda s: s.rounds.pause(PLACE, FACILITATOR),
    "resume": lambda s: s.rounds.resume(PLACE, FACILITATOR),
    "extend": lambda s: s.rounds.extend(PLACE, FACILITATOR, MINUTE),
    "next": lambda s: s.rounds.next_round(PLACE, FACILITATOR),
    "end": lambda s: s.rounds.end(PLACE, FACILITATOR),
    "status": lambda s: s.archive.status(PLACE, ADA),
    "join": lambda s: s.presence.join(PLACE, ADA),
    "step_out": lambda s: s.presence.step_out(PLACE, ADA),
    "pass": lambda s: s.presence.pass_turn(PLACE, ADA),
    "say": lambda s: s.contributions.say(PLACE, ADA, event_id=5, text="words"),
    "tag": lambda s: s.contributions.tag(PLACE, ADA, 5, "theory"),
    "endorse": lambda s: s.contributions.endorse(PLACE, ADA, 5),
    "record": lambda s: s.archive.record(GUILD, "0123456789ab"),
    "invitation": lambda s: s.invitations.check(GUILD, "0123456789ab", "x", ADA),
}


def kinds(posts: list[Post]) -> list[PostKind]:
    return [post.kind for post in posts]


async def invited(room: Classroom, person: Person = ADA) -> tuple[Discussion, str]:
    """A discussion in which somebody was just invited, and the invitation's id."""
    await room.start()
    await room.service.presence.join(PLACE, person)
    await room.wake_at(START + 15 * MINUTE)
    found = await room.service.archive.status(PLACE, person)
    return found.discussion, found.discussion.invitations[0].id


async def test_a_discussion_starts_with_its_panel(room: Classroom) -> None:
    discussion = await room.start()
    assert (discussion.state, discussion.facilitator_id) == (State.RUNNING, FACILITATOR.id)
    assert kinds(await room.deliver()) == [PostKind.PANEL]


async def test_a_second_start_in_the_same_place_is_refused(room: Classroom) -> None:
    await room.start()
    with pytest.raises(WrongMoment, match="already running here") as refused:
        await room.start()
    assert is_plain(refused.value)
    assert len(await room.service.archive.all_of(GUILD)) == 1


async def test_another_channel_or_server_has_room_for_its_own(room: Classroom) -> None:
    first = await room.start()
    assert (await room.start(place=ELSEWHERE)).id != first.id
    assert (await room.start(place=OTHER_GUILD)).place == OTHER_GUILD


@pytest.mark.parametrize("topic", ["", "  ", "\x00\ud800", "x" * 201])
async def test_a_topic_that_cannot_be_shown_is_refused(room: Classroom, topic: str) -> None:
    with pytest.raises(BadInput) as refused:
        await room.service.rounds.start(PLACE, ADA, topic=topic, format_name="talk")
    assert is_plain(refused.value)


async def test_an_unknown_format_is_refused(room: Classroom) -> None:
    with pytest.raises(BadInput, match="“tug of war”") as refused:
        await room.start("tug of war")
    assert is_plain(refused.value)


async def test_a_topic_is_made_safe(room: Classroom) -> None:
    started = await room.service.rounds.start(
        PLACE, ADA, topic="Who\x00 \udfffleads?", format_name="talk", length=30 * MINUTE
    )
    assert started.topic == "Who leads?"
    assert started.plans[0].length == 30 * MINUTE


@pytest.mark.parametrize("name", COMMANDS)
async def test_where_nothing_runs_that_is_what_people_read(room: Classroom, name: str) -> None:
    with pytest.raises(NothingRuns) as refused:
        await COMMANDS[name](room.service)
    assert is_plain(refused.value)


@pytest.mark.parametrize("name", ["pause", "resume", "extend", "next", "end"])
async def test_a_participant_does_not_control(room: Classroom, name: str) -> None:
    await room.service.rounds.start(PLACE, LECTURER, topic="Theirs", format_name="talk")
    with pytest.raises(NotAllowed) as refused:
        await COMMANDS[name](room.service)
    assert is_plain(refused.value)


async def test_a_whole_discussion_ends_with_its_deck_and_frees_its_place(room: Classroom) -> None:
    discussion = await room.start("silent")
    for minutes in (10, 20, 30):
        await room.wake_at(START + minutes * MINUTE)
    ended = await room.service.archive.one(GUILD, discussion.id)
    assert (ended.state, ended.ended_at) == (State.ENDED, START + 30 * MINUTE)
    with pytest.raises(NothingRuns, match="deck is on the way"):
        await room.service.rounds.pause(PLACE, FACILITATOR)
    assert kinds(await room.deliver()).count(PostKind.DECK) == 1
    assert (await room.service.archive.one(GUILD, discussion.id)).state is State.PUBLISHED
    assert (await room.start()).id != discussion.id


async def test_waking_before_anything_is_due_does_nothing(room: Classroom) -> None:
    started = await room.start()
    due_at = await room.service.wakes.next_due_at()
    assert due_at == START + 5 * MINUTE
    room.clock.pass_by(4 * MINUTE)
    assert await room.service.wakes.wake() == 0
    assert await room.service.archive.one(GUILD, started.id) == started


async def test_a_paused_discussion_expects_nothing(room: Classroom) -> None:
    await room.start()
    await room.service.rounds.pause(PLACE, FACILITATOR)
    assert await room.service.wakes.next_due_at() is None
    room.clock.pass_by(60 * MINUTE)
    assert await room.service.wakes.wake() == 0
    await room.service.rounds.resume(PLACE, FACILITATOR)
    assert await room.service.wakes.next_due_at() == START + 65 * MINUTE


async def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    clock = HandClock()
    async with SqlStore(with_tables(tmp_path / "class.db")) as store:
        before = Classroom(a_service(store, clock), store, clock)
        started = await before.start("silent")
        await before.service.presence.join(PLACE, ADA)
        due_at = await before.service.wakes.next_due_at()
    async with SqlStore(with_tables(tmp_path / "class.db")) as store:
        after = Classroom(a_service(store, clock), store, clock)
        (found,) = await after.service.archive.live()
        assert (found.id, set(found.participants)) == (started.id, {FACILITATOR.id, ADA.id})
        assert await after.service.wakes.next_due_at() == due_at
        await after.wake_at(START + 10 * MINUTE)
        assert (await after.service.archive.status(PLACE, ADA)).discussion.current_round.number == 2


async def test_a_held_discussion_sleeps_until_it_is_released(room: Classroom) -> None:
    started = await room.start("silent")
    room.service.wakes.hold([started.id])
    await room.wake_at(START + 11 * MINUTE)
    assert (await room.service.archive.one(GUILD, started.id)).current_round.number == 1
    room.service.wakes.release(started.id)
    await room.wake_at(START + 11 * MINUTE)
    assert (await room.service.archive.one(GUILD, started.id)).current_round.number == 2


async def test_status_says_how_somebody_stands(room: Classroom) -> None:
    await room.start()
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="three small words")
    status = await room.service.archive.status(PLACE, ADA)
    assert (status.own, status.own_words, status.own_turns) == (Standing.CONTRIBUTED, 3, 1)
    assert status.ledger.participants == 2
    stranger = await room.service.archive.status(PLACE, BEN)
    assert (stranger.own, stranger.own_words, stranger.is_facilitator) == (None, 0, False)


async def test_stepping_out_and_leaving_the_server_count_as_away(room: Classroom) -> None:
    started = await room.start("circle")
    for person in (ADA, BEN):
        await room.service.presence.join(PLACE, person)
    await room.service.presence.step_out(PLACE, ADA)
    await room.service.presence.left_guild(GUILD + 9, BEN.id)
    assert kept_ledger(await room.facts(started)).away == 1
    await room.service.presence.left_guild(GUILD, BEN.id)
    status = await room.service.archive.status(PLACE, ADA)
    assert kept_ledger(await room.facts(started)).away == 2
    assert status.discussion.turns is not None
    assert status.discussion.turns.waiting == ()


async def test_a_pass_for_a_round_that_is_over_is_refused(room: Classroom) -> None:
    await room.start("silent")
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    with pytest.raises(WrongMoment) as refused:
        await room.service.presence.pass_turn(PLACE, ADA, round_number=1)
    assert is_plain(refused.value)
    after = await room.service.presence.pass_turn(PLACE, ADA, round_number=2)
    assert after.participants[ADA.id].passed_rounds == {2}


async def test_opting_out_lasts_until_the_next_sign(room: Classroom) -> None:
    discussion = await room.start()
    await room.service.presence.pass_turn(PLACE, ADA, whole_session=True)
    await room.hear(101, ADA, "xylophone")
    private = room.message(101, ADA, "xylophone")
    await room.service.presence.join(PLACE, ADA)
    await room.hear(102, ADA, "back again")
    # A later look at the channel's history must not bring in what was said while opted out.
    await room.service.messages.reconcile(
        GUILD, discussion.id, [private, room.message(102, ADA, "back")]
    )
    facts, record = (
        await room.facts(discussion),
        await room.service.archive.record(GUILD, discussion.id),
    )
    assert [each.text for each in record.contributions] == ["back"]
    assert "xylophone" not in repr(facts)
    assert "xylophone" not in repr(record)
    assert record.withdrawn == 0


async def test_an_invitation_reaches_one_person_in_private(room: Classroom) -> None:
    await invited(room)
    made = [post for post in await room.deliver() if post.kind is PostKind.INVITATION]
    assert [(post.recipient_id, post.channel_id) for post in made] == [(ADA.id, None)]


async def test_nobody_is_invited_while_they_type(room: Classroom) -> None:
    await room.start()
    await room.service.presence.join(PLACE, ADA)
    room.clock.at = START + 15 * MINUTE
    room.service.messages.typing(PLACE, ADA.id)
    await room.wake_at(START + 15 * MINUTE)
    assert (await room.service.archive.status(PLACE, ADA)).discussion.invitations == ()


@pytest.mark.parametrize("answer", [Answer.CONTRIBUTE, Answer.CONTRIBUTE_ANONYMOUSLY])
async def test_an_invitation_is_answered_with_words(room: Classroom, answer: Answer) -> None:
    discussion, invitation = await invited(room)
    after = await room.service.invitations.answer(
        GUILD, discussion.id, invitation, ADA, answer, event_id=301, text="Here I am"
    )
    assert after.invitations[0].answer is answer
    record = await room.service.archive.record(GUILD, discussion.id)
    anonymous = answer is Answer.CONTRIBUTE_ANONYMOUSLY
    assert [each.name for each in record.contributions] == [None if anonymous else ADA.name]
    (said,) = [post for post in await room.deliver() if post.kind is PostKind.SAID]
    assert (ADA.name in repr(said.data)) is not anonymous
    assert (ADA.name in repr(record)) is not anonymous


async def test_an_invitation_is_passed_at_no_cost(room: Classroom) -> None:
    discussion, invitation = await invited(room)
    await room.service.invitations.answer(GUILD, discussion.id, invitation, ADA, Answer.PASS)
    status = await room.service.archive.status(PLACE, ADA)
    assert status.own is Standing.PASSED
    with pytest.raises(WrongMoment, match="answered that already"):
        await room.service.invitations.answer(GUILD, discussion.id, invitation, ADA, Answer.PASS)


async def test_an_invitation_is_nobody_elses(room: Classroom) -> None:
    discussion, invitation = await invited(room)
    for guild, person in ((GUILD, BEN), (OTHER_GUILD.guild_id, ADA)):
        with pytest.raises(DiscussionError) as refused:
            await room.service.invitations.answer(
                guild, discussion.id, invitation, person, Answer.PASS
            )
        assert is_plain(refused.value)


async def test_an_invitation_closes_with_its_round(room: Classroom) -> None:
    discussion, invitation = await invited(room)
    await room.service.rounds.end(PLACE, FACILITATOR)
    with pytest.raises(WrongMoment, match="discussion has ended") as refused:
        await room.service.invitations.check(GUILD, discussion.id, invitation, ADA)
    assert is_plain(refused.value)


async def test_an_invitation_that_cannot_be_delivered_becomes_a_button_for_all(
    room: Classroom,
) -> None:
    discussion, invitation = await invited(room)
    post = Post(
        PostKind.INVITATION,
        f"{discussion.id}:invite:{invitation}",
        GUILD,
        discussion.id,
        recipient_id=ADA.id,
        data={"invitation": invitation},
    )
    await room.service.delivery.undeliverable(post, "closed", unreachable=True)
    found = await room.service.archive.one(GUILD, discussion.id)
    assert found.invitations[0].state is InvitationState.UNDELIVERABLE
    assert found.current_round.quiet_button
    edits = [each for each in await room.deliver() if each.kind is PostKind.PANEL_EDIT]
    assert edits[-1].data["quiet_button"] is True


async def test_another_servers_discussions_cannot_be_read(room: Classroom) -> None:
    discussion = await room.start()
    other = OTHER_GUILD.guild_id
    for command in (
        room.service.archive.one(other, discussion.id),
        room.service.archive.record(other, discussion.id),
        room.service.archive.status(replace(PLACE, guild_id=other), ADA),
        room.service.rounds.end(replace(PLACE, guild_id=other), LECTURER),
    ):
        with pytest.raises(NothingRuns):
            await command
    assert await room.service.archive.all_of(other) == []


async def test_a_term_of_more_than_25_discussions_is_known_whole(room: Classroom) -> None:
    for number in range(30):
        await room.start(place=Place(GUILD, 7_000 + number))
        room.clock.pass_by(MINUTE)
        await room.service.rounds.end(Place(GUILD, 7_000 + number), FACILITATOR)
    await room.start()
    sessions = await room.service.archive.sessions(GUILD)
    assert len(sessions) == 30
    begun = [session.started_at for session in sessions]
    assert begun == sorted(begun, reverse=True)
