"""Planned classes that open: by themselves, late, without their facilitator, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.application import Application
from discussion.formats import replanning
from discussion.model import Discussion
from simulator import LocalDiscord
from simulator.state.permissions import Permission
from tests.classroom.conftest import RATE_LIMITS_FASTER, class_in, serving, settings_for
from tests.classroom.leaping import LeapingClock, settled
from tests.classroom.term.test_reminders import BEGINS, CLASS, DAY, Term, planned

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def term(tmp_path: Path) -> AsyncIterator[Term]:
    clock = LeapingClock(BEGINS)
    async with (
        LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path), clock=clock) as room,
    ):
        yield await planned(room, clock)


async def the_discussion(application: Application) -> Discussion:
    (discussion,) = await application.service.archive.live()
    return discussion


async def test_who_sits_in_the_course_s_voice_channel_is_there_when_a_class_opens(
    term: Term,
) -> None:
    room = term.room
    seminar = room.guild.add_voice_channel("seminar room")
    await room.use(room.lecturer, "setup", voice=seminar)
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await room.student.join_voice(seminar)
    await term.at(CLASS)
    assert f"<#{seminar.id}>" in term.public()[-1].text
    async with asyncio.timeout(5):
        while True:
            if room.student.id in (await the_discussion(room.application)).participants:
                break
            # Coming and going by voice is noted without anybody being told.
            await asyncio.sleep(0.01)
    assert (await the_discussion(room.application)).participants[room.student.id].in_voice


async def test_a_channel_in_which_the_bot_lacks_a_right_is_named_before_a_class_fails(
    term: Term,
) -> None:
    room, role = term.room, term.room.guild.bot_role
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    room.guild.overwrite(room.channel, role, deny=Permission.ATTACH_FILES)
    await term.at(CLASS)
    question = room.facilitator.direct_messages[-1]
    assert f"cannot open in <#{room.channel.id}> yet" in question.text
    assert "Attach Files" in question.text
    refused = await (await room.facilitator.press(question, label="Open now")).resolved()
    assert "Attach Files" in refused.text
    await term.at(CLASS + 5 * MINUTE)
    assert "Attach Files" in term.public()[-1].text
    room.guild.overwrite(room.channel, role)
    await (await room.facilitator.press(question, label="Open now")).resolved()
    await settled(room.application)
    assert "### Round 1 of 5" in term.public()[-1].text


async def test_a_class_that_is_opened_late_still_ends_at_its_hour(term: Term) -> None:
    room = term.room
    await term.at(CLASS)
    term.clock.leap(CLASS + 12 * MINUTE)
    question = room.facilitator.direct_messages[-1]
    await (await room.facilitator.press(question, label="Open now")).resolved()
    discussion = await the_discussion(room.application)
    assert discussion.ends_by == CLASS + 40 * MINUTE
    outlook = replanning.outlook(discussion, discussion.started_at)
    assert (outlook.ends_at, outlook.over) == (CLASS + 40 * MINUTE, timedelta())
    assert discussion.participants[room.facilitator.id].present
    await term.at(CLASS + 41 * MINUTE)
    assert "held" in (await room.use(room.student, "rota view")).text


async def test_a_class_opened_minutes_before_its_end_leaves_every_round_some_time(
    term: Term,
) -> None:
    room = term.room
    await term.at(CLASS)
    term.clock.leap(CLASS + 38 * MINUTE)
    question = room.facilitator.direct_messages[-1]
    await (await room.facilitator.press(question, label="Open now")).resolved()
    discussion = await the_discussion(room.application)
    assert [plan.length for plan in discussion.plans] == [2 * MINUTE] * 5
    assert replanning.outlook(discussion, discussion.started_at).over > 7 * MINUTE


async def test_a_class_whose_hour_the_bot_missed_opens_late_and_ends_on_time(
    tmp_path: Path,
) -> None:
    clock = LeapingClock(BEGINS)
    async with LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings, clock=clock) as room:
            term = await planned(room, clock)
            await room.use(room.facilitator, "rota ready", date=term.class_id)
            await term.at(CLASS - DAY)
        clock.leap(CLASS + 10 * MINUTE)
        again = Application(settings, clock=clock)
        async with again, serving(again, discord):
            await settled(again)
            discussion = await the_discussion(again)
            assert discussion.started_at >= CLASS + 10 * MINUTE
            assert replanning.outlook(discussion, discussion.started_at).ends_at == (
                CLASS + 40 * MINUTE
            )


async def test_a_facilitator_who_is_not_there_is_not_waited_for(term: Term) -> None:
    room = term.room
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    panel = term.public()[-1]
    discussion = await the_discussion(room.application)
    assert not discussion.participants[room.facilitator.id].present
    await (await room.student.press(panel, label="I'm here")).resolved()
    reply = await room.use(room.student, "discussion take_over")
    assert "You facilitate this class now" in reply.text
    await (await room.facilitator.press(panel, label="I'm here")).resolved()
    discussion = await the_discussion(room.application)
    assert discussion.participants[room.facilitator.id].present
    assert room.facilitator.id in discussion.co_facilitators


async def test_a_facilitator_who_gives_a_sign_has_the_class(term: Term) -> None:
    room = term.room
    await room.use(room.facilitator, "rota ready", date=term.class_id)
    await term.at(CLASS)
    assert "stands still" in (await room.use(room.facilitator, "discussion pause")).text
    await (await room.student.press(term.public()[-1], label="I'm here")).resolved()
    refused = await room.use(room.student, "discussion take_over")
    assert "The facilitator is here" in refused.text
