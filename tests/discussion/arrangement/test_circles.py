"""Groups, ballots and nameless writing through the service and the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from discussion.arrangement import grouping
from discussion.model import Discussion, Person, Place
from discussion.model.arrangement import Group
from discussion.model.effects import Post, PostKind
from discussion.model.errors import BadInput, NotAllowed, NothingRuns, WrongMoment
from discussion.participation.ledger import LedgerCounts
from storage.store.store import SqlStore
from tests.discussion.conftest import Classroom, HandClock, a_service
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    FACILITATOR,
    GUILD,
    LECTURER,
    PLACE,
    START,
    is_plain,
    kept_ledger,
)
from tests.empty_database import with_tables


async def in_groups(room: Classroom, people: tuple[Person, ...] = CLASS) -> Discussion:
    """A class in its round of pairs, whose posts were sent."""
    await room.start("paired")
    for person in people:
        await room.service.presence.join(PLACE, person)
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    await room.deliver()
    return (await room.service.archive.all_of(GUILD))[0]


def group_of(discussion: Discussion, person: Person) -> Group:
    found = grouping.group_of(discussion, person.id)
    assert found is not None
    return found


def thread_of(discussion: Discussion, person: Person) -> Place:
    thread_id = group_of(discussion, person).thread_id
    assert thread_id is not None
    return Place(GUILD, thread_id)


async def write(room: Classroom, number: int, person: Person, text: str, place: Place) -> None:
    room.service.messages.hear(room.message(number, person, text, place=place))
    await room.settled()


async def test_what_is_written_in_a_groups_thread_is_recorded_with_its_group(
    room: Classroom,
) -> None:
    discussion = await in_groups(room)
    place = thread_of(discussion, ADA)
    await write(room, 501, ADA, "Only we two see it so.", place)
    room.service.messages.edited(GUILD, 501, "Only we two see it like that.")
    await room.settled()
    kept = await room.kept(501)
    assert kept is not None
    assert kept.text.endswith("like that.")
    assert kept.group_number == group_of(discussion, ADA).number
    record = await room.service.archive.record(GUILD, discussion.id)
    (said,) = record.contributions
    assert said.url == f"https://discord.com/channels/{GUILD}/{place.channel_id}/501"
    assert said.group_number == kept.group_number
    room.service.messages.deleted(GUILD, [501])
    await room.settled()
    assert (await room.service.archive.record(GUILD, discussion.id)).contributions == ()


async def test_commands_work_in_a_groups_thread(room: Classroom) -> None:
    discussion = await in_groups(room)
    place = thread_of(discussion, ADA)
    await room.service.contributions.say(place, ADA, event_id=601, text="By command.")
    await room.service.contributions.say(
        place, ADA, event_id=602, text="By nobody.", anonymous=True
    )
    said = {post.data["contribution"]: post for post in await room.deliver(first_message_id=9500)}
    # In a pair, words without a name would have one: they are shown to everybody.
    assert said[601].channel_id == place.channel_id
    assert said[602].channel_id == PLACE.channel_id
    assert (await room.service.archive.status(place, ADA)).own_turns == 2
    await room.service.presence.pass_turn(place, BEN)
    with pytest.raises(WrongMoment, match="already running here"):
        await room.start("talk", place)


async def test_a_name_taken_off_in_a_thread_leaves_the_pair_too(room: Classroom) -> None:
    discussion = await in_groups(room)
    place = thread_of(discussion, ADA)
    await room.service.contributions.say(place, ADA, event_id=601, text="Before it stands.")
    await room.service.contributions.tag(place, ADA, 601, "", anonymous=True)
    await write(room, 502, ADA, "After it stood.", place)
    await room.service.contributions.tag(place, ADA, 502, "", anonymous=True)
    made = await room.deliver(first_message_id=9500)
    said = {p.data["contribution"]: p for p in made if p.kind is PostKind.SAID}
    assert {p.channel_id for p in said.values()} == {PLACE.channel_id}
    assert {p.data["name"] for p in said.values()} == {None}
    assert [p.channel_id for p in made if p.kind is PostKind.HIDE] == [place.channel_id]
    record = await room.service.archive.record(GUILD, discussion.id)
    assert {c.group_number for c in record.contributions} == {None}
    assert all(f"/{PLACE.channel_id}/" in (c.url or "") for c in record.contributions)


async def test_a_thread_that_could_not_be_read_loses_nothing(room: Classroom) -> None:
    discussion = await in_groups(room)
    await write(room, 501, ADA, "In the thread.", thread_of(discussion, ADA))
    await write(room, 502, BEN, "In the channel.", PLACE)
    await room.service.messages.reconcile(GUILD, discussion.id, [], channels=[PLACE.channel_id])
    record = await room.service.archive.record(GUILD, discussion.id)
    assert [each.text for each in record.contributions] == ["In the thread."]


async def test_without_the_right_to_make_threads_the_round_goes_on_in_the_channel(
    room: Classroom,
) -> None:
    discussion = await in_groups(room)
    group = group_of(discussion, ADA)
    place = thread_of(discussion, ADA)
    thread = Post(
        kind=PostKind.GROUP_THREAD,
        dedup="thread",
        guild_id=GUILD,
        discussion_id=discussion.id,
        channel_id=place.channel_id,
        data={"round": group.round_number, "group": group.number},
    )
    await room.service.delivery.undeliverable(thread, "403")
    with pytest.raises(NothingRuns):
        await room.service.presence.join(place, ADA)
    await write(room, 501, ADA, "Here, then.", PLACE)
    kept = await room.kept(501)
    assert kept is not None
    assert kept.group_number is None


async def test_threads_are_free_again_once_the_deck_is_there(room: Classroom) -> None:
    discussion = await in_groups(room)
    place = thread_of(discussion, ADA)
    await room.service.rounds.end(PLACE, FACILITATOR)
    assert (await room.service.archive.one(GUILD, discussion.id)).groups[0].closed_at == START
    await room.deliver(first_message_id=9500)
    with pytest.raises(NothingRuns):
        await room.service.presence.join(place, ADA)
    with pytest.raises(NothingRuns):
        await room.service.archive.status(place, ADA)


async def test_two_hundred_people_in_pairs_survive_a_restart(tmp_path: Path) -> None:
    people = [Person(1000 + n, f"Person {n} Example") for n in range(200)]
    clock = HandClock()
    async with SqlStore(with_tables(tmp_path / "class.db")) as store:
        room = Classroom(a_service(store, clock), store, clock)
        before = await in_groups(room, tuple(people))
    assert len(before.groups) == 25
    assert sorted(m for group in before.groups for m in group.members) == [p.id for p in people]
    async with SqlStore(with_tables(tmp_path / "class.db")) as store:
        room = Classroom(a_service(store, clock), store, clock)
        for number, person in enumerate(people, start=501):
            room.service.messages.hear(
                room.message(number, person, "I am here.", place=thread_of(before, person))
            )
        await room.settled()
        facts = await room.facts(before)
    assert facts.discussion == before
    assert {c.author_id: c.group_number for c in facts.contributions} == {
        person.id: group_of(before, person).number for person in people
    }


async def test_writing_without_names_is_nobodys(room: Classroom) -> None:
    discussion = await room.start("nameless")
    await write(room, 501, ADA, "We are afraid of it. #trust", PLACE)
    await room.service.contributions.say(
        PLACE, BEN, event_id=601, text="I am, too.", tags="night shifts"
    )
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    reveal = next(p for p in await room.deliver(first_message_id=9500) if p.kind is PostKind.REVEAL)
    assert str(reveal.data["lines"]).count("'name': None") == 2
    record = await room.service.archive.record(GUILD, discussion.id)
    assert [each.name for each in record.contributions] == [None, None]
    assert kept_ledger(await room.facts(discussion)).contributed_anonymously == 2
    # Everybody was there in some other way than by words under their name.
    assert record.ledger == LedgerCounts(otherwise=record.ledger.participants)
    assert record.shares == ()


async def test_a_ballot_through_the_service(room: Classroom) -> None:
    discussion = await room.start("nameless")
    await write(room, 501, ADA, "We are afraid of it. #trust #time", PLACE)
    await write(room, 502, BEN, "So am I. #trust", PLACE)
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    choose = room.service.circles.choose
    await choose(PLACE, CAI, ["time"], round_number=2)
    with pytest.raises(BadInput) as unknown:
        await choose(PLACE, CAI, ["money"], round_number=2)
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    with pytest.raises(WrongMoment) as late:
        await choose(PLACE, CAI, ["trust"], round_number=2)
    assert is_plain(unknown.value)
    assert is_plain(late.value)
    record = await room.service.archive.record(GUILD, discussion.id)
    ranked = [(each.name, each.votes) for each in record.themes_ranked]
    assert ranked == [("time", 1), ("trust", 0)]
    assert kept_ledger(await room.facts(discussion)).contributed_anonymously == 3
    assert record.rounds[1].ledger.contributed_anonymously == 0


async def test_a_fishbowl_is_swapped_by_whoever_leads(room: Classroom) -> None:
    await room.start("talk")
    with pytest.raises(NotAllowed):
        await room.service.circles.swap(PLACE, ADA)
    with pytest.raises(WrongMoment, match="No fishbowl"):
        await room.service.circles.swap(PLACE, LECTURER)
    with pytest.raises(WrongMoment, match="round is over"):
        await room.service.circles.take_seat(PLACE, ADA, round_number=7)
