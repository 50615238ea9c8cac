"""/session: the planner, the run sheet, and a rehearsal that leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.application import Application
from simulator import File, LocalDiscord
from tests.classroom.conftest import (
    FORMAT,
    RATE_LIMITS_FASTER,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.desk import FORMATS, ROUNDS, Desk, at_desk, opened, with_reading
from tests.classroom.leaping import LeapingClock, settled
from tests.classroom.term.test_reminders import BEGINS, CLASS, DAY, planned


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_desk(tmp_path) as found:
        yield found


async def test_the_planner_shows_the_rounds_of_the_next_class_and_that_they_add_up(
    desk: Desk,
) -> None:
    assert "Case discussion, as in the format" in desk.text
    assert f"▸ <t:{int(CLASS.timestamp())}:t> **1. Meet the case** · 4 min" in desk.text
    assert "add up to the 40 minutes of this class" in desk.text
    await desk.choose(ROUNDS, "3")
    assert "How is power used here" in desk.text
    assert "A way in: “From my own practice" in desk.text


async def test_a_round_is_edited_and_the_minutes_over_are_said_and_put_right(desk: Desk) -> None:
    await desk.choose(ROUNDS, "3")
    await desk.fill("Edit", Title="Talk", Question="Who *decides* at night?", Minutes="17")
    assert "**3. Talk** · 17 min" in desk.text
    assert "Who \\*decides\\* at night?" in desk.text
    assert "**3 minutes over** the 40 minutes of this class: shorten round 3 (Talk)" in desk.text
    await desk.fill("Edit", Minutes="12")
    assert "**2 minutes under**" in desk.text
    await desk.press("Fit to time")
    assert "add up to the 40 minutes" in desk.text
    again = await desk.use("plan")
    assert "**3. Talk**" in again.text
    assert "shaped by hand" in again.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"Minutes": "abc"}, "“abc” is no number of minutes"),
        ({"Minutes": "0"}, "from 1 to 120 minutes"),
        ({"Minutes": "200"}, "from 1 to 120 minutes"),
        ({"Title": "   "}, "a title of 1 to 80"),
    ],
)
async def test_a_field_that_cannot_be_used_is_said_and_the_question_comes_back(
    desk: Desk, fields: dict[str, str], says: str
) -> None:
    before = desk.text
    refused = await desk.fill("Edit", Question="A question that took a while", **fields)
    assert says in refused.text
    assert "A question that took a while" in refused.text
    assert (await desk.use("plan")).text == before


async def test_rounds_move_go_and_come(desk: Desk) -> None:
    await desk.press("Later")
    assert desk.text.index("1. Write before we talk") < desk.text.index("▸")
    assert "2. Meet the case" in desk.text
    await desk.press("Earlier")
    assert "**1. Meet the case**" in desk.text
    await desk.press("Remove")
    assert "Meet the case" not in desk.text
    assert "**4 minutes under**" in desk.text
    await desk.fill("Add a round", Kind="Vote", Title="Choose", Question="Which?", Minutes="4")
    assert "▸" in desk.text
    assert "**2. Choose** · 4 min" in desk.text
    assert "add up" in desk.text


async def test_advice_is_given_and_nothing_refused(desk: Desk) -> None:
    await desk.choose(ROUNDS, "2")
    await desk.press("Remove")
    assert "Time to write or to talk in pairs before round 2" in desk.text
    await desk.fill("Edit", Minutes="1")
    assert "Round 2 is so short" in desk.text


async def test_a_format_takes_the_place_of_rounds_only_when_that_is_said(desk: Desk) -> None:
    await desk.choose(FORMATS, "Snowball")
    assert "Snowball" in desk.text
    await desk.press("Later")
    await desk.choose(FORMATS, "Fishbowl")
    assert "in place of those you shaped" in desk.text
    await desk.press("Keep mine")
    assert "Your rounds stay as they are" in desk.text
    assert "Snowball, shaped by hand" in desk.text
    await desk.choose(FORMATS, "Fishbowl")
    await desk.press("Use its rounds")
    assert "Fishbowl, as in the format" in desk.text


async def test_a_format_that_a_lecturer_removes_meanwhile_leaves_the_rounds_that_were_shaped(
    desk: Desk,
) -> None:
    room = desk.room
    file = File("three-chairs.toml", FORMAT.encode())
    await room.use(room.lecturer, "format add", file=file)
    reply = await desk.use("plan", format="three-chairs")
    assert "Short class, as in the format" in reply.text
    assert reply.message is not None
    desk.shown = reply.message
    await desk.press("Later")
    await room.use(room.lecturer, "format remove", name="three-chairs")
    again = await desk.use("plan")
    assert "was removed since; your rounds stay" in again.text
    assert "**2. On paper**" in again.text
    gone = await desk.use("plan", format="three-chairs")
    assert "not there any more" in gone.text


async def test_of_two_presses_at_once_one_is_done_and_the_other_sees_the_newest(desk: Desk) -> None:
    room, other = desk.room, await desk.use("plan")
    first, second = await asyncio.gather(
        room.facilitator.press(desk.shown, label="Remove"),
        room.facilitator.press(other, label="Remove"),
    )
    texts = [(await each.resolved()).text for each in (first, second)]
    assert sum("changed before that" in each for each in texts) == 1
    assert all("Meet the case" not in each and "**4. Check-out**" in each for each in texts)


async def test_a_round_that_went_while_its_form_was_open_gives_the_words_back(desk: Desk) -> None:
    who = desk.room.facilitator
    form = await who.press(desk.shown, label="Edit")
    await desk.press("Remove")
    refused = await (await who.submit(form, {"Question": "Who was there?"})).resolved()
    assert "changed or removed meanwhile" in refused.text
    assert "Who was there?" in refused.text


async def test_only_whoever_prepares_the_class_or_a_lecturer_comes_near_it(desk: Desk) -> None:
    room = desk.room
    for command in ("plan", "run_sheet", "rehearse"):
        named = {"class": desk.term.class_id}
        refused = await room.use(room.student, f"session {command}", **named)
        assert "Only whoever prepares that class" in refused.text
        none = await room.use(room.student, f"session {command}")
        assert "You have no class to prepare" in none.text
    assert await room.student.autocomplete(room.channel, "session plan", "class", "") == []
    offered = await room.lecturer.autocomplete(room.channel, "session plan", "class", "oct")
    assert [each["value"] for each in offered] == [desk.term.class_id]
    assert "Meet the case" in (await room.use(room.lecturer, "session plan")).text


async def test_a_class_that_passed_on_or_was_cancelled_meanwhile_is_left_as_it_is(
    desk: Desk,
) -> None:
    room, class_id = desk.room, desk.term.class_id
    await room.use(room.lecturer, "rota assign", date=class_id, member=room.student)
    assert "Only whoever prepares that class" in (await desk.press("Later")).text
    await room.use(room.lecturer, "rota assign", date=class_id, member=room.facilitator)
    await room.use(room.lecturer, "rota cancel", date=class_id)
    assert "over or cancelled" in (await desk.press("Later")).text
    assert "over or cancelled" in (await desk.press("Rehearse")).text
    assert "no class to prepare" in (await desk.use("plan")).text


async def test_the_class_opens_with_the_session_as_it_was_shaped(desk: Desk) -> None:
    room = desk.room
    await with_reading(desk)
    await desk.choose(ROUNDS, "2")
    await desk.fill("Edit", Title="On paper", Question="What would you write?", Minutes="6")
    await desk.press("Earlier")
    await room.use(room.facilitator, "rota ready", date=desk.term.class_id)
    await desk.term.at(CLASS)
    panel = desk.term.public()[-1]
    assert "### Round 1 of 5 · On paper" in panel.text
    assert "## What would you write?" in panel.text
    assert "running; its rounds" in (await desk.press("Later")).text
    await desk.term.at(CLASS + timedelta(minutes=6, seconds=5))
    panel = desk.term.public()[-1]
    assert "Meet the case" in panel.text
    assert "## Who saw it?" in panel.text


async def test_starting_a_discussion_at_its_time_opens_the_class_as_it_was_planned(
    desk: Desk,
) -> None:
    room = desk.room
    await with_reading(desk)
    await desk.fill("Edit", Title="Arrive")
    await desk.term.at(CLASS - timedelta(minutes=10))
    started = await room.use(room.facilitator, "discussion start", topic="Our class")
    assert "This is your class about **Rest**, as you planned it." in started.text
    await settled(room.application)
    assert "### Round 1 of 5 · Arrive" in desk.term.public()[-1].text
    assert "running now" in (await room.use(room.student, "rota view")).text
    await desk.term.at(CLASS + timedelta(hours=1))
    assert [m for m in room.facilitator.direct_messages if "Shall I open it?" in m.text] == []
    assert "held" in (await room.use(room.student, "rota view")).text


@pytest.mark.parametrize("who", ["facilitator", "student"])
async def test_another_way_or_another_person_starts_a_discussion_of_its_own(
    desk: Desk, who: str
) -> None:
    room = desk.room
    await desk.term.at(CLASS - timedelta(minutes=10))
    options = {"format": "short"} if who == "facilitator" else {}
    member = room.facilitator if who == "facilitator" else room.student
    started = await room.use(member, "discussion start", topic="Something else", **options)
    assert "as you planned it" not in started.text
    await settled(room.application)
    assert "Something else" in desk.term.public()[-1].text
    assert "running now" not in (await room.use(room.student, "rota view")).text


async def test_long_before_its_time_a_class_is_not_opened_by_a_discussion(desk: Desk) -> None:
    room = desk.room
    await room.use(room.facilitator, "discussion start", topic="A trial")
    await settled(room.application)
    assert "running now" not in (await room.use(room.student, "rota view")).text


async def test_a_reminder_says_when_the_minutes_do_not_add_up(desk: Desk) -> None:
    await desk.term.at(CLASS - 7 * DAY)
    (week,) = desk.term.told(desk.room.facilitator)
    assert "do not add up" not in week
    assert "/session plan" in week
    await desk.press("Remove")
    await desk.term.at(CLASS - DAY)
    assert "do not add up" in desk.term.told(desk.room.facilitator)[-1]


async def test_the_planner_goes_on_after_a_restart(tmp_path: Path) -> None:
    clock = LeapingClock(BEGINS)
    async with LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings, clock=clock) as room:
            desk = await opened(await planned(room, clock), tmp_path)
            step = (await desk.use("rehearse")).message
            form = await room.facilitator.press(desk.shown, label="Edit")
        again = Application(settings, clock=clock)
        async with again, serving(again, discord):
            fields = {"Title": "Arrive"}
            await (await room.facilitator.submit(form, fields)).resolved()
            assert "**1. Arrive**" in desk.text
            await desk.press("Later")
            assert "**2. Arrive**" in desk.text
            assert step is not None
            await (await room.facilitator.press(step, label="Next")).resolved()
            assert "### Round 2 of 5 · Arrive" in step.text
