"""/rules: a lecturer sees and changes when people are invited, and a class keeps to it."""

from __future__ import annotations

from typing import Any

from discussion.formats.rules import RULES
from simulator import File, Reply
from tests.classroom.conftest import Classroom
from tests.classroom.lifecycle.test_commands import is_one_sentence
from tests.discussion.formats.test_files import RULED


async def lecturer(room: Classroom, command: str, **options: Any) -> Reply:
    reply = await room.use(room.lecturer, f"rules {command}", **options)
    assert reply.ephemeral
    return reply


async def test_a_lecturer_changes_a_rule_sees_it_and_lets_it_be_as_usual(
    classroom: Classroom,
) -> None:
    room = classroom
    first = await lecturer(room, "view")
    assert "All rules are as usual" in first.text
    (file,) = first.files
    everything = file.data.decode("utf-8-sig")
    assert all(f"{name}: " in everything and RULES[name].meaning in everything for name in RULES)
    told = await lecturer(room, "change", rule="wave_gap", value="90 s")
    assert "`wave_gap` is now **90 s**, no longer 45 s" in told.text
    assert "discussions begun from now on" in told.text
    assert "already" in (await lecturer(room, "change", rule="wave gap", value="1.5 min")).text
    view = await lecturer(room, "view")
    assert "`wave_gap`: **90 s** (usually 45 s)" in view.text
    one = await lecturer(room, "view", rule="wave_gap")
    assert "from 10 s to 30 min" in one.text
    await room.begin()
    (running,) = await room.application.service.archive.all_of(room.guild.id)
    assert running.policy.wave_gap.total_seconds() == 90
    assert "`wave_gap`: **45 s**" in (await lecturer(room, "reset", rule="wave_gap")).text
    assert "all is as usual" in (await lecturer(room, "reset")).text


async def test_rules_are_offered_with_what_they_say_here(classroom: Classroom) -> None:
    room = classroom
    await lecturer(room, "change", rule="wave_size", value="7")
    offered = await room.lecturer.autocomplete(room.channel, "rules change", "rule", "")
    assert len(offered) == 25
    assert offered[0]["name"].startswith("wave_size · 7 people · ")
    found = await room.lecturer.autocomplete(room.channel, "rules view", "rule", "wave g")
    assert [choice["value"] for choice in found] == ["wave_gap"]
    changed = await room.lecturer.autocomplete(room.channel, "rules reset", "rule", "")
    assert [choice["value"] for choice in changed] == ["wave_size"]
    values = await room.lecturer.autocomplete(
        room.channel, "rules change", "value", "", rule="wave_size"
    )
    assert [choice["value"] for choice in values] == [
        "7 people",
        "3 people",
        "1 person",
        "100 people",
    ]
    for command in ("view", "change", "reset"):
        nothing = await room.student.autocomplete(room.channel, f"rules {command}", "rule", "")
        assert nothing == []


async def test_what_does_not_fit_is_one_sentence(classroom: Classroom) -> None:
    room = classroom
    for rule, value in (("wave_gap", "soon"), ("wave_gap", "1 s"), ("nothing", "3")):
        assert is_one_sentence(await lecturer(room, "change", rule=rule, value=value))
    clash = await lecturer(room, "change", rule="invite_share", value="10 %")
    assert is_one_sentence(clash)
    assert "change the other one first" in clash.text
    assert "as usual" in (await lecturer(room, "view")).text


async def test_rules_are_a_lecturers_alone(classroom: Classroom) -> None:
    room = classroom
    for command, options in (
        ("view", {}),
        ("change", {"rule": "wave_gap", "value": "90 s"}),
        ("reset", {}),
    ):
        reply = await room.use(room.student, f"rules {command}", **options)
        assert is_one_sentence(reply)
        assert "Only a lecturer" in reply.text
        assert reply.files == []
    assert "as usual" in (await lecturer(room, "view")).text


async def test_a_format_shows_its_own_rules_and_keeps_them(classroom: Classroom) -> None:
    room = classroom
    added = File("quick.toml", RULED.encode())
    await room.use(room.lecturer, "format add", file=added)
    shown = await room.use(room.student, "format show", name="quick")
    assert "Rules of its own:" in shown.text
    assert "`invite_share`: 50 %." in shown.text
    assert "`inner_at_most`: 8 people." in shown.text
    told = await lecturer(room, "change", rule="inner_at_most", value="5")
    assert "In the format Quick talk it stays as the format says." in told.text
    assert "Quick talk: `invite_share` 50 %" in (await lecturer(room, "view")).text


async def test_a_round_can_be_extended_by_as_much_as_the_server_says(classroom: Classroom) -> None:
    room = classroom
    await lecturer(room, "change", rule="longest_extension", value="45 min")
    await room.begin()
    refused = await room.use(room.facilitator, "discussion extend", minutes=46)
    assert "1 to 45 minutes" in refused.text
    extended = await room.use(room.facilitator, "discussion extend", minutes=45)
    assert "45" in extended.text
    longest = await lecturer(room, "change", rule="longest_extension", value="2 h")
    assert "**120 min**" in longest.text
