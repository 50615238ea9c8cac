"""Nameless words may be signed with a pseudonym: stable in one discussion, and told to nobody."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from deck.files.compose import compose
from deck.reading.record_json import read_json
from deck.rendering.record_json import render_json
from discussion.contributions.pseudonyms import NAMES, given
from discussion.formats.library import built_in_formats, read_format
from discussion.model import Discussion, Participant, Person
from discussion.model.errors import BadFile
from tests.discussion.conftest import Classroom
from tests.discussion.material import ADA, BEN, FACILITATOR, GUILD, PLACE, START, a_class

PEOPLE = [Person(1000 + n, f"Student {n}") for n in range(200)]


def veiled(drawn_with: str | None = "one", people: list[Person] | None = None) -> Discussion:
    return replace(a_class(people=people or [ADA, BEN]), pseudonym_secret=drawn_with)


def all_given(discussion: Discussion) -> dict[int, str | None]:
    for person in list(discussion.participants):
        discussion = given(discussion, person)
    return {p.id: p.pseudonym for p in discussion.participants.values()}


def test_there_are_enough_names_and_each_is_two_plain_words() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 200
    assert all(len(name.split()) == 2 and name.replace(" ", "").isalpha() for name in NAMES)


def test_a_pseudonym_stays_and_nobody_shares_it() -> None:
    discussion = veiled(people=PEOPLE)
    names = all_given(discussion)
    assert len(set(names.values())) == len(names)
    once = given(discussion, PEOPLE[0].id)
    assert given(once, PEOPLE[0].id) is once


def test_another_secret_gives_other_names_and_none_without_one() -> None:
    first, second = all_given(veiled("one", PEOPLE)), all_given(veiled("two", PEOPLE))
    same = [person for person in first if first[person] == second[person]]
    assert len(same) < len(first) / 10
    assert set(all_given(veiled(None)).values()) == {None}


def test_the_public_facts_of_a_discussion_do_not_give_it_away() -> None:
    # The id and the seed are public; with another secret the same discussion draws another name.
    drawn = {all_given(veiled(f"secret {n}"))[ADA.id] for n in range(40)}
    assert len(drawn) > 30


def test_nobodys_name_becomes_a_pseudonym() -> None:
    name = all_given(veiled())[ADA.id]
    assert name is not None
    other = veiled().with_participant(Participant(99, name, START))
    assert all_given(other)[ADA.id] != name


@pytest.mark.parametrize("value", ["1", '"yes"'])
def test_a_format_says_true_or_false(value: str) -> None:
    text = 'title = "T"\ndescription = "D"\npseudonyms = {}\n[[round]]\nkind = "open_floor"\n'
    text += 'title = "Talk"\nminutes = 5\nquestion = "What?"\n'
    assert read_format("own", text.format("true")).pseudonyms
    with pytest.raises(BadFile, match="pseudonyms"):
        read_format("own", text.format(value))
    assert not built_in_formats()["case-discussion"].pseudonyms


async def say(
    room: Classroom, number: int, person: Person, text: str, *, anonymous: bool = True
) -> None:
    await room.service.contributions.say(
        PLACE, person, event_id=number, text=text, anonymous=anonymous
    )


async def signatures(room: Classroom, discussion: Discussion) -> dict[str, str | None]:
    record = await room.service.archive.record(GUILD, discussion.id)
    return {each.text: each.pseudonym for each in record.contributions}


async def talking(room: Classroom, format_name: str = "veiled") -> Discussion:
    """A discussion in its open floor."""
    discussion = await room.start(format_name)
    if format_name == "veiled":
        await room.service.rounds.next_round(PLACE, FACILITATOR)
    return discussion


async def test_words_are_signed_where_the_format_wants_it(room: Classroom) -> None:
    discussion = await talking(room)
    await say(room, 501, ADA, "one")
    await say(room, 502, BEN, "two")
    await say(room, 503, ADA, "three")
    await say(room, 504, ADA, "named", anonymous=False)
    signed = await signatures(room, discussion)
    assert signed["one"] == signed["three"] is not None
    assert signed["two"] not in (None, signed["one"])
    assert signed["named"] is None
    posts = {p.data["text"]: p.data for p in await room.deliver() if "text" in p.data}
    assert posts["one"]["pseudonym"] == signed["one"]
    assert posts["one"]["name"] is None


async def test_words_of_a_silent_round_are_revealed_with_it(room: Classroom) -> None:
    await room.start("veiled")
    await say(room, 501, ADA, "one")
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    (lines,) = [p.data["lines"] for p in await room.deliver() if "lines" in p.data]
    assert isinstance(lines, list)
    (line,) = lines
    assert isinstance(line, dict)
    assert line["name"] is None
    assert line["pseudonym"] in NAMES


async def test_no_other_format_signs_anything(room: Classroom) -> None:
    discussion = await talking(room, "talk")
    await say(room, 501, ADA, "one")
    assert await signatures(room, discussion) == {"one": None}
    assert (await room.facts(discussion)).discussion.pseudonym_secret is None


async def test_words_that_stood_under_a_name_never_tell_whose_the_pseudonym_is(
    room: Classroom,
) -> None:
    discussion = await talking(room)
    await say(room, 501, ADA, "one")
    await say(room, 502, ADA, "two", anonymous=False)
    await room.hear(503, ADA, "three")
    await room.deliver()
    for number in (502, 503):
        await room.service.contributions.tag(PLACE, ADA, number, "", anonymous=True)
    signed = await signatures(room, discussion)
    assert signed["one"] is not None
    assert signed["two"] is signed["three"] is None


async def test_signed_words_can_be_withdrawn(room: Classroom) -> None:
    discussion = await talking(room)
    await say(room, 501, ADA, "one")
    await room.deliver()
    shown = await room.kept(501)
    assert shown is not None
    assert shown.message_id is not None
    room.service.messages.deleted(GUILD, [shown.message_id])
    await room.settled()
    assert await signatures(room, discussion) == {}


async def test_two_discussions_have_nothing_in_common(room: Classroom) -> None:
    names = list[str | None]()
    for first in (500, 600):
        discussion = await talking(room)
        await say(room, first, ADA, "one")
        names += (await signatures(room, discussion)).values()
        await room.service.rounds.end(PLACE, FACILITATOR)
        await room.deliver()
    assert len(set(names)) == 2


async def test_the_lecturers_files_hold_neither_the_secret_nor_the_author(room: Classroom) -> None:
    discussion = await talking(room)
    for number, text in enumerate(("one", "two"), 501):
        await say(room, number, ADA, text)
    await say(room, 503, ADA, "named", anonymous=False)
    secret = (await room.facts(discussion)).discussion.pseudonym_secret
    record = await room.service.archive.record(GUILD, discussion.id)
    text = render_json(record, compose(record))
    assert secret
    assert secret not in text
    assert secret not in repr(record)
    said = json.loads(text)["contributions"]
    signed = [each for each in said if each["anonymous"]]
    assert {each["pseudonym"] for each in signed} <= set(NAMES)
    assert not [each for each in signed if "speaker" in each or "name" in each]
    assert ADA.name not in json.dumps(signed)
    assert str(ADA.id) not in text
    back = read_json(text)
    assert [c.pseudonym for c in back.contributions] == [c.pseudonym for c in record.contributions]
