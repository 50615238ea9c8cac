"""Groups, circles and ballots as people meet them in Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.application import Application
from discussion.model import RoundKind
from simulator import Channel, Fault, LocalDiscord, Member, MemberError, Permission
from tests.classroom.conftest import (
    RATE_LIMITS_FASTER,
    Classroom,
    class_in,
    serving,
    settings_for,
)
from tests.classroom.playing import Play

ROUND = '\n[[round]]\nkind = "{kind}"\ntitle = "{kind}"\nminutes = 10\nquestion = "What now?"\n'
FORMATS = {
    "grouped": ("briefing", "pairs", "fours", "check_out"),
    "voting": ("open_floor", "vote", "check_out"),
    "bowl": ("briefing", "fishbowl", "check_out"),
}
PEOPLE = ("Ada", "Ben", "Cai", "Dee", "Eli")
STARTING = "POST /channels/{channel_id}/messages/{message_id}/threads"
ADDING = "PUT /channels/{channel_id}/thread-members/{user_id}"


def with_formats(folder: Path) -> None:
    """Put the formats of these tests beside the class's own."""
    formats = folder / "formats"
    formats.mkdir(exist_ok=True)
    for name, kinds in FORMATS.items():
        text = f'title = "{name}"\ndescription = "For a test."\n'
        (formats / f"{name}.toml").write_text(text + "".join(map(_round, kinds)), "utf-8")


def _round(kind: str) -> str:
    return ROUND.format(kind=kind)


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    """Five students and their facilitator."""
    with_formats(tmp_path)
    async with (
        LocalDiscord(speed=RATE_LIMITS_FASTER) as discord,
        class_in(discord, settings_for(discord, tmp_path)) as room,
    ):
        yield Play(room, [room.guild.add_member(name) for name in PEOPLE])


async def in_pairs(play: Play) -> dict[str, Channel]:
    """Bring the class into its pairs; returns everybody's thread by their name."""
    await play.begin("grouped")
    await play.take_part(1, RoundKind.BRIEFING)
    await play.room.use(play.room.facilitator, "discussion next")
    return {person.name: await play.thread_of(person) for person in play.people}


def members_of(thread: Channel) -> set[int]:
    assert thread.thread is not None
    return set(thread.thread.member_ids)


async def end_of(thread: Channel) -> None:
    """Wait until a thread is put away and locked."""
    facts = thread.thread
    assert facts is not None
    await thread.changed.wait_for(lambda: facts.archived and facts.locked, 15, "its end")


async def test_a_pair_has_a_thread_with_exactly_its_members(play: Play) -> None:
    threads = await in_pairs(play)
    room = play.room
    bot = room.discord.sim.world.bot.id
    people = {person.id: person.name for person in play.people}
    for thread in {each.id: each for each in threads.values()}.values():
        inside = members_of(thread) - {bot}
        assert inside == {person for person in people if threads[people[person]] is thread}
        post = room.channel.stored[thread.id]
        assert post.thread is thread
        # Exactly the members are called.
        assert {user.id for user in post.mentions} == inside
        assert all(people[person] in thread.name for person in inside)
    assert len({thread.id for thread in threads.values()}) == 2


async def test_threads_are_closed_and_can_be_read_from_the_panel(play: Play) -> None:
    threads = await in_pairs(play)
    room, ada = play.room, play.people[0]
    await ada.write(threads["Ada"], "Between us.")
    panel = await play.panel(2)
    await room.use(room.facilitator, "discussion next")
    for thread in threads.values():
        await end_of(thread)
    with pytest.raises(MemberError, match="locked"):
        await ada.write(threads["Ada"], "One more thing.")
    await room.channel.wait_for(lambda m: m is panel and f"<#{threads['Ada'].id}>" in m.text)
    assert len({(await play.thread_of(person)).id for person in play.people}) == 1
    record = await room.recorded("Between us.")
    assert record.contributions[0].url == f"{threads['Ada'].messages[-1].jump_url}"


async def test_whoever_is_left_alone_is_brought_to_others(play: Play) -> None:
    threads = await in_pairs(play)
    room = play.room
    pair = next(t for t in threads.values() if list(threads.values()).count(t) == 2)
    goes, stays = (person for person in play.people if threads[person.name] is pair)
    await play.press(goes, await play.panel(2), "panel:v1:out:")
    other = next(t for t in threads.values() if t is not pair)
    welcome = await other.wait_for(lambda m: m.author.bot and stays.mention in m.content, 15)
    assert [user.id for user in welcome.mentions] == [stays.id]
    assert stays.id in members_of(other)
    told = await pair.wait_for(lambda m: m.author.bot and f"<#{other.id}>" in m.content, 15)
    assert "alone" not in told.text
    await end_of(pair)
    late = room.guild.add_member("Late")
    await play.press(late, await play.panel(2), "panel:v1:here:")
    assert await play.thread_of(late) is other


async def test_commands_menus_edits_and_deletions_work_in_a_thread(play: Play) -> None:
    threads = await in_pairs(play)
    ada, room = play.people[0], play.room
    thread = threads["Ada"]
    reply = await (await ada.slash(thread, "say", text="By command.", tags="trust")).resolved()
    assert "recorded" in reply.text
    await thread.wait_for(lambda m: m.author.bot and "By command." in m.text, 15)
    written = await ada.write(thread, "As a messge.")
    gone = await ada.write(thread, "Taken back.")
    await ada.edit(written, "As a message.")
    await ada.delete(gone)
    form = await ada.message_menu(written, "Tag")
    await (await ada.submit(form, {"themes": "typing"})).resolved()
    status = await (await ada.slash(thread, "discussion status")).resolved()
    assert "2 contributions" in status.text
    assert "fine" in (await (await ada.slash(thread, "pass")).resolved()).text
    record = await room.recorded("As a message.")
    assert [each.text for each in record.contributions] == ["By command.", "As a message."]
    assert {tag.name for each in record.contributions for tag in each.tags} == {"trust", "typing"}
    assert len({each.group_number for each in record.contributions}) == 1


async def test_stopped_while_threads_are_made_each_is_made_once(tmp_path: Path) -> None:
    with_formats(tmp_path)
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            play = Play(room, [room.guild.add_member(name) for name in PEOPLE])
            await play.begin("grouped")
            await play.take_part(1, RoundKind.BRIEFING)
            # The thread is made, and the bot never hears of it.
            discord.faults.plan(STARTING, Fault.lost_reply(), times=2)
            discord.faults.plan(ADDING, Fault.lost_reply(), times=3)
            await room.use(room.facilitator, "discussion next")
            first = await room.channel.wait_for(lambda m: m.thread is not None, 15)
        assert first.thread is not None
        ada = next(p for p in play.people if p.name == "Ada")
        # Written while no bot was there to hear it.
        await ada.write(first.thread, "Is anybody here?")
        async with (
            Application(settings) as application,
            serving(application, discord),
        ):
            room.application = application
            threads = [await play.thread_of(person) for person in play.people]
            record = await room.recorded("Is anybody here?")
        hanging = [m for m in room.channel.messages if m.author.bot and m.thread is not None]
        assert len(hanging) == len({thread.id for thread in threads}) == 2
        assert record.contributions[0].group_number is not None


async def test_a_choice_is_secret_and_can_be_changed(play: Play) -> None:
    room, (ada, ben, cai, *_) = play.room, play.people
    await play.begin("voting")
    await ada.write(room.channel, "We need #trust and #time.")
    await ben.write(room.channel, "#trust it is.")
    await room.use(room.facilitator, "discussion next")
    panel = await play.panel(2)
    assert "trust, time" in panel.text
    before = len(room.channel.messages)
    assert "time" in await play.vote(ada, panel, ["time"])
    assert "trust" in await play.vote(ada, panel, ["trust"])
    assert "trust, time" in await play.vote(ben, panel, ["trust", "time"])
    assert "taken back" in await play.vote(ben, panel, [])
    await play.vote(ben, panel, ["trust"])
    await play.vote(cai, panel, ["time"])
    assert len(room.channel.messages) == before
    await play.press(cai, panel, "panel:v1:out:")
    await room.use(room.facilitator, "discussion next")
    await room.channel.wait_for(lambda m: m is panel and "1. trust (2)" in m.text)
    assert "2. time (0)" in panel.text
    assert "2 people" in panel.text
    assert all(person.name not in panel.text for person in play.people)


async def test_with_fewer_than_two_themes_people_write_one(play: Play) -> None:
    room = play.room
    await play.begin("voting")
    await room.use(room.facilitator, "discussion next")
    panel = await play.panel(2)
    assert "not yet two themes" in panel.text
    assert not any(b["custom_id"].startswith("ballot:") for b in panel.buttons)
    await play.people[0].write(room.channel, "Let us speak of #pay and #sleep")
    await room.channel.wait_for(lambda m: m is panel and "pay, sleep" in m.text)
    assert "sleep" in await play.vote(play.people[1], panel, ["sleep"])


async def test_seats_change_hands(play: Play) -> None:
    room = play.room
    await play.begin("bowl")
    await play.take_part(1, RoundKind.BRIEFING)
    await room.use(room.facilitator, "discussion next")
    panel = await play.panel(2)
    circles = (await play.discussion()).fishbowl
    assert circles is not None
    outside = next(p for p in play.people if p.id in circles.outer)
    inside = next(p for p in play.people if p.id in circles.inner)
    assert "already" in await play.press(inside, panel, "fishbowl:v1:seat:")
    refused = await room.use(outside, "fishbowl swap")
    assert "Only the facilitator" in refused.text
    await inside.write(room.channel, "I have said a good deal by now.")
    assert "inner circle" in await play.press(outside, panel, "fishbowl:v1:seat:")
    await room.channel.wait_for(lambda m: m is panel and _inner(m.text) >= {outside.name})
    assert inside.name not in _inner(panel.text)
    assert "swapped" in (await room.use(room.facilitator, "fishbowl swap")).text
    await room.channel.wait_for(lambda m: m is panel and inside.name in _inner(m.text))
    await room.use(room.facilitator, "discussion next")
    await play.panel(3)
    assert "No fishbowl" in (await room.use(room.facilitator, "fishbowl swap")).text


async def test_a_hand_from_the_outer_circle_is_seen_and_its_owner_told_how_to_sit_in(
    play: Play,
) -> None:
    room = play.room
    await play.begin("bowl")
    await play.take_part(1, RoundKind.BRIEFING)
    await room.use(room.facilitator, "discussion next")
    panel = await play.panel(2)
    newcomer = room.student
    raised = await (await newcomer.press(panel, label="Raise hand")).resolved()
    assert "Your hand is up, and you are next." in raised.text
    assert "You are in the outer circle just now" in raised.text
    # Whoever comes by raising a hand stands on the panel and in the queue.
    await room.channel.wait_for(lambda m: m is panel and newcomer.name in m.text)
    await room.shown(f"Next: {newcomer.name}")
    said = await room.use(newcomer, "say", text="From outside, if I may.")
    assert "it is recorded" in said.text
    assert "**Take a seat** on the panel" in said.text
    circles = (await play.discussion()).fishbowl
    assert circles is not None
    inside = next(p for p in play.people if p.id in circles.inner)
    assert "outer circle" not in (await room.use(inside, "say", text="And I from inside.")).text


def _inner(text: str) -> set[str]:
    line = next((x for x in text.splitlines() if x.startswith("**Inner circle:**")), "")
    return {name.strip() for name in line.removeprefix("**Inner circle:**").split(",")}


async def test_one_person_alone_has_a_class_too(play: Play) -> None:
    room, ada = play.room, play.people[0]
    await play.begin("grouped")
    await play.press(ada, await play.panel(1), "panel:v1:here:")
    for number in (2, 3):
        await room.use(room.facilitator, "discussion next")
        assert "happens here" in (await play.panel(number)).text
        await ada.write(room.channel, f"Alone in round {number}")
    await room.use(room.facilitator, "discussion next")
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    record = await play.record()
    assert len(record.contributions) == 2
    assert not any(channel.is_thread for channel in room.guild.state.channels.values())


async def test_two_discussions_in_one_server_keep_apart(play: Play) -> None:
    room = play.room
    second = room.guild.add_text_channel("second")
    theirs = [room.guild.add_member(name) for name in ("Fay", "Gus")]
    await in_pairs(play)
    other_room = Classroom(
        **{
            **{name: getattr(room, name) for name in room.__dataclass_fields__},
            "channel": second,
            "facilitator": room.lecturer,
        }
    )
    other = Play(other_room, theirs)
    threads = await in_pairs(other)
    assert threads["Fay"] is threads["Gus"]
    await theirs[0].write(threads["Fay"], "Said in the second.")
    await play.people[0].write(await play.thread_of(play.people[0]), "Said in the first.")
    await room.use(room.facilitator, "discussion end")
    await room.deck()
    assert [c.text for c in (await play.record()).contributions] == ["Said in the first."]
    assert (await other.discussion()).is_live
    assert [c.text for c in (await other.record()).contributions] == ["Said in the second."]


@pytest.mark.parametrize("lacking", ["CREATE_PUBLIC_THREADS", "MANAGE_THREADS"])
async def test_without_the_rights_for_threads_the_format_is_refused(
    play: Play, lacking: str
) -> None:
    room = play.room
    right = Permission[lacking]
    room.guild.overwrite(room.channel, room.guild.bot_role, deny=right)
    reply = await room.use(room.facilitator, "discussion start", topic="Rest", format="grouped")
    assert lacking.replace("_", " ").title() in reply.text
    voting = await room.use(room.facilitator, "discussion start", topic="Rest", format="voting")
    assert "is open" in voting.text


async def test_a_format_with_groups_is_refused_in_a_thread(play: Play) -> None:
    room = play.room
    thread = await room.facilitator.start_thread(room.channel, "Our corner")
    starting = room.facilitator.slash(thread, "discussion start", topic="Rest", format="grouped")
    reply = await (await starting).resolved()
    assert "text channel" in reply.text


async def test_somebody_who_left_the_server_holds_up_no_group(play: Play) -> None:
    room = play.room
    await play.begin("grouped")
    await play.take_part(1, RoundKind.BRIEFING)
    gone: Member = play.people.pop()
    room.guild.state.members.pop(gone.id)  # before anybody was told
    await room.use(room.facilitator, "discussion next")
    threads = {(await play.thread_of(person)).id for person in play.people}
    assert len(threads) == 2
