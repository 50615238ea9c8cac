"""The window: it opens after the last round, and closes by itself or by whoever may."""

from __future__ import annotations

from pathlib import Path

import pytest

from discussion.model import State
from discussion.model.effects import PostKind
from discussion.model.errors import DiscussionError, NotAllowed, WrongMoment
from storage.store.store import SqlStore
from tests.discussion.after_class.review.material import (
    LINES,
    Broken,
    Drawn,
    held,
    kinds,
    panel,
    record,
    texts,
)
from tests.discussion.conftest import Classroom, HandClock, a_service
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    DEE,
    FACILITATOR,
    GUILD,
    LECTURER,
    MINUTE,
    PLACE,
    SECOND,
)


async def test_the_deck_waits_until_the_time_to_look_is_over(reviewed_room: Classroom) -> None:
    room = reviewed_room
    ended = await held(room)
    posts = await room.deliver()
    assert ended.is_in_review
    assert panel(posts) == (0, 3, True)
    assert PostKind.DECK not in kinds(posts)
    await room.wake_at(room.clock.now() + 10 * MINUTE - SECOND)
    assert kinds(await room.deliver()) == []
    await room.wake_at(room.clock.now() + SECOND)
    posts = await room.deliver()
    assert panel(posts) == (0, 3, False)
    assert PostKind.DECK in kinds(posts)
    assert (await room.service.archive.one(GUILD, ended.id)).state is State.PUBLISHED


async def test_nobody_waits_where_nobody_said_anything(reviewed_room: Classroom) -> None:
    room = reviewed_room
    await room.start()
    await room.service.presence.join(PLACE, ADA)
    ended = await room.service.rounds.end(PLACE, FACILITATOR)
    assert not ended.is_in_review
    assert PostKind.DECK in kinds(await room.deliver())


async def test_whoever_leads_publishes_once_everybody_has_looked(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    await reviews.own_words(GUILD, ended.id, ADA, Drawn())
    assert await reviews.fine(GUILD, ended.id, BEN)
    assert not await reviews.fine(GUILD, ended.id, DEE)
    with pytest.raises(WrongMoment, match="1 person is still to look") as refusal:
        await reviews.publish(GUILD, ended.id, FACILITATOR)
    assert not any(person.name in str(refusal.value) for person in LINES)
    assert panel(await room.deliver()) == (2, 3, True)
    await reviews.fine(GUILD, ended.id, CAI)
    with pytest.raises(NotAllowed):
        await reviews.publish(GUILD, ended.id, ADA)
    await reviews.publish_at(PLACE, FACILITATOR)
    posts = await room.deliver()
    assert panel(posts) == (3, 3, False)
    assert kinds(posts).count(PostKind.DECK) == 1
    await room.wake_at(room.clock.now() + 20 * MINUTE)
    assert kinds(await room.deliver()) == []


async def test_a_lecturer_publishes_at_once_and_only_once(reviewed_room: Classroom) -> None:
    room = reviewed_room
    ended = await held(room)
    await room.service.reviews.publish(GUILD, ended.id, LECTURER)
    with pytest.raises(WrongMoment, match="is over"):
        await room.service.reviews.publish(GUILD, ended.id, LECTURER)
    with pytest.raises(WrongMoment, match="is over"):
        await room.service.reviews.fine(GUILD, ended.id, ADA)
    assert kinds(await room.deliver()).count(PostKind.DECK) == 1


async def test_rounds_that_run_are_not_published(reviewed_room: Classroom) -> None:
    await reviewed_room.start()
    with pytest.raises(WrongMoment, match="still running"):
        await reviewed_room.service.reviews.publish_at(PLACE, LECTURER)


async def test_what_is_written_after_the_end_is_not_recorded(reviewed_room: Classroom) -> None:
    room = reviewed_room
    ended = await held(room)
    room.clock.pass_by(SECOND)
    await room.hear(201, ADA, "That was good.")
    with pytest.raises(DiscussionError, match="looking at their words"):
        await room.service.contributions.say(PLACE, ADA, event_id=202, text="And this?")
    assert set(await texts(room, ended)) == set(LINES.values())


async def test_who_stepped_out_before_the_end_or_left_the_server_is_not_waited_for(
    reviewed_room: Classroom,
) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    await room.start()
    for number, (person, text) in enumerate(LINES.items(), start=101):
        await room.hear(number, person, text)
    room.clock.pass_by(SECOND)
    await room.service.presence.step_out(PLACE, ADA)
    ended = await room.service.rounds.end(PLACE, FACILITATOR)
    assert panel(await room.deliver()) == (0, 2, True)
    await room.service.presence.left_guild(GUILD, BEN.id)
    assert panel(await room.deliver()) == (0, 1, True)
    await reviews.fine(GUILD, ended.id, ADA)
    assert panel(await room.deliver()) == (1, 2, True)
    await reviews.fine(GUILD, ended.id, CAI)
    await reviews.publish(GUILD, ended.id, FACILITATOR)
    assert PostKind.DECK in kinds(await room.deliver())


async def test_the_window_closes_by_itself_when_whoever_led_is_gone(
    reviewed_room: Classroom,
) -> None:
    room = reviewed_room
    await held(room)
    await room.service.presence.left_guild(GUILD, FACILITATOR.id)
    await room.wake_at(room.clock.now() + 10 * MINUTE)
    assert PostKind.DECK in kinds(await room.deliver())


async def test_everything_holds_after_a_restart_in_the_middle(tmp_path: Path) -> None:
    clock = HandClock()
    async with SqlStore(tmp_path / "class.db") as store:
        room = Classroom(a_service(store, clock, 10 * MINUTE), store, clock)
        ended = await held(room)
        await room.deliver()
        await room.service.reviews.fine(GUILD, ended.id, ADA)
        (choice,) = await room.service.reviews.headlines(GUILD, ended.id, ADA, Drawn())
        await room.service.reviews.choose(
            GUILD, ended.id, ADA, choice.id, dict(choice.options).popitem()[0]
        )
    async with SqlStore(tmp_path / "class.db") as store:
        room = Classroom(a_service(store, clock, 10 * MINUTE), store, clock)
        (again,) = await room.service.reviews.headlines(GUILD, ended.id, ADA, Broken())
        assert again.chosen == choice.options[-1][0]
        assert panel(await room.deliver(first_message_id=9_500)) == (1, 3, True)
        await room.wake_at(clock.now() + 11 * MINUTE)
        assert PostKind.DECK in kinds(await room.deliver(first_message_id=9_600))
        assert (await record(room, ended)).headlines == {"trust": choice.options[-1][1]}


async def test_a_lecturer_starts_the_next_class_and_the_last_deck_comes_first(
    reviewed_room: Classroom,
) -> None:
    room = reviewed_room
    ended = await held(room)
    await room.deliver()
    with pytest.raises(WrongMoment, match="still looking at its words"):
        await room.start()
    room.clock.pass_by(SECOND)
    again = await room.service.rounds.start(PLACE, LECTURER, topic="Next", format_name="talk")
    posts = await room.deliver(first_message_id=9_100)
    assert kinds(posts).index(PostKind.DECK) < kinds(posts).index(PostKind.PANEL)
    assert (await room.service.archive.one(GUILD, ended.id)).state is State.PUBLISHED
    assert (await room.service.archive.status(PLACE, ADA)).discussion.id == again.id


async def test_the_pulse_can_be_given_until_the_deck_is_made(reviewed_room: Classroom) -> None:
    room = reviewed_room
    ended = await held(room)
    await room.service.pulse.give(PLACE, ADA, 4)
    assert (await record(room, ended)).felt is None
    await room.service.reviews.publish(GUILD, ended.id, LECTURER)
    felt = (await record(room, ended)).felt
    assert felt is not None
    assert felt.answers == 1
    with pytest.raises(WrongMoment):
        await room.service.pulse.give(PLACE, BEN, 5)
