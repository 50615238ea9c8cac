"""Setting a server up: what a lecturer chooses, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from simulator.state.permissions import Permission
from tests.classroom.conftest import Classroom
from tests.classroom.lifecycle.test_commands import is_one_sentence


async def test_what_is_missing_is_said_and_what_is_chosen_is_shown(classroom: Classroom) -> None:
    room = classroom
    first = await room.use(room.lecturer, "setup")
    assert first.ephemeral
    assert "Time zone: UTC" in first.text
    assert "Still to choose with `/setup`: the lecturers' role, the class's role" in first.text
    tutors, group = room.guild.add_role("Tutors"), room.guild.add_role("Year 2")
    second = await room.use(
        room.lecturer,
        "setup",
        zone="Europe/London",
        minutes=50,
        lecturer_role=tutors,
        class_role=group,
        channel=room.channel,
    )
    assert "Length of a class: 50 minutes" in second.text
    assert f"<@&{group.id}>" in second.text
    assert "Everything is set" in second.text


async def test_the_chosen_role_lectures_and_the_old_one_does_no_longer(
    classroom: Classroom,
) -> None:
    room = classroom
    tutors = room.guild.add_role("Tutors")
    tutor = room.guild.add_member("Dr Okello", roles=[tutors])
    assert "Only a lecturer" in (await room.use(tutor, "summary")).text
    await room.use(room.lecturer, "setup", lecturer_role=tutors)
    assert "no discussion in this server yet" in (await room.use(tutor, "summary")).text
    assert "Only a lecturer" in (await room.use(room.lecturer, "summary")).text


async def test_a_discussion_lasts_as_long_as_a_class_does(classroom: Classroom) -> None:
    room = classroom
    await room.use(room.lecturer, "setup", minutes=50, zone="Asia/Kathmandu")
    await room.begin()
    (found,) = await room.application.service.archive.all_of(room.guild.id)
    assert sum((plan.length for plan in found.plans), timedelta()) == timedelta(minutes=50)
    assert (await room.record()).zone == "Asia/Kathmandu"


async def test_zones_are_found_by_the_name_of_a_city(classroom: Classroom) -> None:
    room = classroom
    found = await room.lecturer.autocomplete(room.channel, "setup", "zone", "lond")
    assert found[0]["value"] == "Europe/London"


@pytest.mark.parametrize("option", ["zone", "lecturer_role"])
async def test_what_cannot_be_is_refused_and_nothing_changes(
    classroom: Classroom, option: str
) -> None:
    room = classroom
    wrong = "Europe/Nowhere" if option == "zone" else room.guild.everyone
    reply = await room.use(room.lecturer, "setup", **{option: wrong})
    assert is_one_sentence(reply) or reply.text.endswith("settings.")
    assert "Time zone: UTC" in (await room.use(room.lecturer, "setup")).text


async def test_a_student_cannot_set_a_server_up(classroom: Classroom) -> None:
    reply = await classroom.use(classroom.student, "setup", minutes=20)
    assert "Only a lecturer" in reply.text


async def test_a_role_that_nobody_may_mention_is_named_with_the_way_to_change_it(
    classroom: Classroom,
) -> None:
    room = classroom
    group = room.guild.add_role("Year 2")
    said = (await room.use(room.lecturer, "setup", class_role=group, channel=room.channel)).text
    assert f"My mention of <@&{group.id}> reaches nobody" in said
    assert "Allow anyone to @mention this role" in said
    assert "I name its people one by one" in said
    room.guild.change_role(group, mentionable=True)
    assert "reaches nobody" not in (await room.use(room.lecturer, "setup")).text
    room.guild.change_role(group, mentionable=False)
    bot = room.guild.bot_role
    room.guild.overwrite(room.channel, bot, allow=Permission.MENTION_EVERYONE)
    assert "reaches nobody" not in (await room.use(room.lecturer, "setup")).text


async def test_a_chosen_role_that_was_deleted_is_to_be_chosen_anew(classroom: Classroom) -> None:
    room = classroom
    group = room.guild.add_role("Year 2")
    lecturers = room.guild.role("Lecturer")
    await room.use(
        room.lecturer,
        "setup",
        class_role=group,
        lecturer_role=lecturers,
        channel=room.channel,
    )
    room.guild.delete_role(group)
    assert (
        "Still to choose with `/setup`: the class's role."
        in (await room.use(room.lecturer, "setup")).text
    )
