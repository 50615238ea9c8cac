"""People in a running class: other bots, new names, and a very large class."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.classroom.conftest import Classroom
from tests.classroom.playing import Play

pytestmark = pytest.mark.campaign

LARGE = 200


async def test_what_other_bots_write_is_no_contribution(classroom: Classroom) -> None:
    robot = classroom.guild.add_member("Weather")
    robot.state.user.bot = True
    await classroom.begin()
    await classroom.use(classroom.facilitator, "discussion next")
    await classroom.panel(2)
    await robot.write(classroom.channel, "Rain at four.")
    await classroom.student.write(classroom.channel, "I would ask the night staff.")
    record = await classroom.recorded("night staff")
    assert [each.text for each in record.contributions] == ["I would ask the night staff."]
    assert record.ledger.participants == 2


async def test_somebody_with_a_new_name_is_one_person_under_it(classroom: Classroom) -> None:
    await classroom.begin()
    await classroom.use(classroom.facilitator, "discussion next")
    await classroom.panel(2)
    await classroom.student.write(classroom.channel, "I would ask the night staff.")
    await classroom.recorded("night staff")
    await classroom.student.rename("Bronwen of Ward 3")
    await classroom.student.write(classroom.channel, "And then the day staff.")
    record = await classroom.recorded("day staff")
    assert {each.name for each in record.contributions} == {"Bronwen of Ward 3"}
    assert len({each.speaker for each in record.contributions}) == 1
    assert record.ledger.participants == 2


async def test_two_hundred_people_are_in_one_class_and_in_groups_of_their_own(
    classroom: Classroom,
) -> None:
    play = Play(classroom, [classroom.guild.add_member(f"Student {n:03}") for n in range(LARGE)])
    await play.begin("snowball")
    panel = await play.panel(1)
    for person in play.people:
        await play.press(person, panel, "panel:v1:here:")
    kinds = [plan.kind.value for plan in (await play.discussion()).plans]
    for number in range(2, kinds.index("pairs") + 2):
        await classroom.use(classroom.facilitator, "discussion next")
        await play.panel(number)
    here = await play.discussion()
    sizes = Counter(len(group.members) for group in here.groups)
    assert sum(size * count for size, count in sizes.items()) == LARGE
    assert sum(sizes.values()) == here.policy.most_groups
    last = play.people[-1]
    await last.write(await play.thread_of(last), "From the last group. #trust")
    await classroom.use(classroom.facilitator, "discussion end")
    deck = await classroom.deck()
    assert deck.attachments[0].data.startswith(b"PK")
    record = await play.record()
    assert record.ledger.participants == LARGE + 1
    assert [each.text for each in record.contributions] == ["From the last group. #trust"]
