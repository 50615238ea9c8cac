"""One's own words: seen as they will appear, put right, without a name or withdrawn."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussion.model import Discussion, Person
from discussion.model.effects import PostKind
from discussion.model.errors import BadInput, DiscussionError
from storage.store.store import SqlStore
from tests.discussion.after_class.review.material import (
    LINES,
    Broken,
    Drawn,
    held,
    kinds,
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


async def test_people_see_their_own_words_as_they_will_appear(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    own = await reviews.own_words(GUILD, ended.id, ADA, Drawn())
    (word,) = own.words
    assert word.contribution.text == LINES[ADA]
    assert word.shown
    assert all(line.text in LINES[ADA] and line.slide for line in word.shown)
    alone = await reviews.own_words(GUILD, ended.id, BEN, Broken())
    assert [each.contribution.text for each in alone.words] == [LINES[BEN]]
    assert not alone.drawn
    nothing = await reviews.own_words(GUILD, ended.id, DEE, Drawn())
    assert nothing.words == ()


async def test_nameless_words_are_shown_to_their_author_alone(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    await room.start()
    await room.service.contributions.say(
        PLACE, ADA, event_id=101, text="Nobody says it, so I do.", anonymous=True
    )
    await room.hear(102, BEN, "I say it aloud.")
    ended = await room.service.rounds.end(PLACE, FACILITATOR)
    own = await reviews.own_words(GUILD, ended.id, ADA, Drawn())
    assert [each.contribution.anonymous for each in own.words] == [True]
    for other in (BEN, FACILITATOR, LECTURER):
        seen = await reviews.own_words(GUILD, ended.id, other, Drawn())
        assert all("Nobody" not in each.contribution.text for each in seen.words)


async def unlinked(room: Classroom, discussion: Discussion) -> list[str]:
    """The words that lead to no message."""
    return [each.text for each in (await record(room, discussion)).contributions if not each.url]


async def test_words_put_right_in_a_message_stay_so_and_lead_to_no_other_words(
    reviewed_room: Classroom,
) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    await room.deliver()
    messages = [room.message(n, p, t) for n, (p, t) in enumerate(LINES.items(), start=101)]
    await reviews.put_right(GUILD, ended.id, ADA, 101, "The night staff were asked at last. #trust")
    await room.service.messages.reconcile(GUILD, ended.id, messages)
    assert "The night staff were asked at last. #trust" in await texts(room, ended)
    assert await unlinked(room, ended) == ["The night staff were asked at last. #trust"]
    room.service.messages.edited(GUILD, 101, "Nobody asked them.")
    await room.settled()
    assert "Nobody asked them." in await texts(room, ended)
    assert await unlinked(room, ended) == []
    await room.service.messages.reconcile(GUILD, ended.id, messages[1:])
    assert set(await texts(room, ended)) == {LINES[BEN], LINES[CAI]}


async def test_words_that_the_bot_shows_are_shown_as_they_were_put_right(
    reviewed_room: Classroom,
) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    await room.start()
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="A slip of teh pen.")
    first = next(post for post in await room.deliver() if post.kind is PostKind.SAID)
    ended = await room.service.rounds.end(PLACE, FACILITATOR)
    await room.deliver(first_message_id=9_100)
    for number, text in enumerate(("A slip of the pen.", "No slip at all."), start=2):
        before = await room.kept(101)
        room.clock.pass_by(SECOND)
        after = await reviews.put_right(GUILD, ended.id, ADA, 101, text)
        assert after.text == text
        posts = await room.deliver(first_message_id=9_000 + 100 * number)
        said = [post for post in posts if post.kind is PostKind.SAID]
        assert [post.data["text"] for post in said] == [text]
        assert said[0].dedup != first.dedup
        hidden = [p.data["message_id"] for p in posts if p.kind is PostKind.HIDE]
        assert before is not None
        assert hidden == [before.message_id]
    kept = await room.kept(101)
    assert kept is not None
    assert kept.message_id is not None


async def test_a_line_of_a_reveal_is_put_right_among_the_others(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    await room.start("silent")
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="first lien")
    await room.service.contributions.say(PLACE, BEN, event_id=102, text="second line")
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    await room.deliver()
    ended = await room.service.rounds.end(PLACE, FACILITATOR)
    await room.deliver(first_message_id=9_100)
    await reviews.put_right(GUILD, ended.id, ADA, 101, "first line")
    posts = await room.deliver(first_message_id=9_200)
    (shown,) = (post for post in posts if post.kind is PostKind.REVEAL)
    assert "first line" in repr(shown.data["lines"])
    assert "second line" in repr(shown.data["lines"])
    assert kinds(posts).count(PostKind.HIDE) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "no words"), ("  \n ", "no words"), ("x" * 5_000, "5,000 characters")],
)
async def test_what_is_no_contribution_is_refused_and_nothing_is_lost(
    reviewed_room: Classroom, text: str, sentence: str
) -> None:
    room = reviewed_room
    ended = await held(room)
    with pytest.raises(BadInput, match=sentence):
        await room.service.reviews.put_right(GUILD, ended.id, ADA, 101, text)
    assert LINES[ADA] in await texts(room, ended)


async def test_nobody_changes_the_words_of_others(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    for by in (BEN, FACILITATOR, LECTURER):
        with pytest.raises(BadInput, match="not yours"):
            await reviews.put_right(GUILD, ended.id, by, 101, "I never said that")
        with pytest.raises(BadInput, match="not yours"):
            await reviews.take_name_off(GUILD, ended.id, by, 101)
        with pytest.raises(BadInput, match="not yours"):
            await reviews.one_word(GUILD, ended.id, by, 101)
    with pytest.raises(DiscussionError, match="no such discussion"):
        await reviews.put_right(GUILD + 1, ended.id, ADA, 101, "From another server")
    assert (await texts(room, ended))[LINES[ADA]] == ADA.name


async def test_a_name_is_taken_off_for_good(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    await room.deliver()
    await reviews.take_name_off(GUILD, ended.id, ADA, 101)
    await reviews.take_name_off(GUILD, ended.id, ADA, 101)
    assert (await texts(room, ended))[LINES[ADA]] is None
    posts = await room.deliver(first_message_id=9_100)
    assert [post.data["name"] for post in posts if post.kind is PostKind.SAID] == [None]
    assert ADA.name not in repr((await record(room, ended)).contributions)


async def test_words_are_withdrawn_once(reviewed_room: Classroom) -> None:
    room = reviewed_room
    ended = await held(room)
    await room.service.contributions.take_back(PLACE, ADA, 101)
    with pytest.raises(BadInput, match="not in the record any more"):
        await room.service.contributions.take_back(PLACE, ADA, 101)
    assert LINES[ADA] not in await texts(room, ended)
    await room.service.reviews.fine(GUILD, ended.id, BEN)
    await room.service.reviews.fine(GUILD, ended.id, CAI)
    await room.service.reviews.publish(GUILD, ended.id, FACILITATOR)
    posts = await room.deliver()
    assert kinds(posts).count(PostKind.DECK) == 1
    assert PostKind.DECK_AGAIN not in kinds(posts)


PEOPLE = st.sampled_from([*LINES, DEE])


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["words", "fine", "right", "no_name", "back", "vote", "delete"]),
        PEOPLE,
        st.integers(101, 103),
    ),
    max_size=12,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
async def test_the_record_holds_what_its_people_left_in_it(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, Person, int]]
) -> None:
    """Nothing withdrawn is in it, and no name beside words whose author took it off."""
    clock = HandClock()
    async with SqlStore(tmp_path_factory.mktemp("review") / "class.db") as store:
        room = Classroom(a_service(store, clock, 10 * MINUTE), store, clock)
        ended = await held(room)
        authors = dict(zip((101, 102, 103), LINES, strict=True))
        expected: dict[int, tuple[str, str | None]] = {
            number: (LINES[p], p.name) for number, p in authors.items()
        }
        for turn, (act, person, number) in enumerate(acts):
            clock.pass_by(SECOND)
            try:
                await _act(room, ended, act, person, number, turn)
            except DiscussionError:
                assert act != "delete"
                continue
            _note(expected, authors, act, person, number, turn)
        await room.deliver()
        said = {c.id: c for c in (await room.facts(ended)).contributions}
        made = await record(room, ended)
        found = {(c.text, c.name) for c in made.contributions}
        assert found == {(text, name) for text, name in expected.values()}
        for words in made.headlines.values():
            assert any(words in text for text, _ in expected.values())
        for number in (101, 102, 103):
            assert number in expected or said[number].text == ""


async def _act(
    room: Classroom, ended: Discussion, act: str, person: Person, number: int, turn: int
) -> None:
    reviews = room.service.reviews
    match act:
        case "words":
            await reviews.own_words(GUILD, ended.id, person, Drawn())
        case "fine":
            await reviews.fine(GUILD, ended.id, person)
        case "right":
            await reviews.put_right(GUILD, ended.id, person, number, f"Put right in {turn}.")
        case "no_name":
            await reviews.take_name_off(GUILD, ended.id, person, number)
        case "back":
            await room.service.contributions.take_back(PLACE, person, number)
        case "vote":
            for choice in await reviews.headlines(GUILD, ended.id, person, Drawn()):
                key = choice.options[turn % len(choice.options)][0]
                await reviews.choose(GUILD, ended.id, person, choice.id, key)
        case _:
            room.service.messages.deleted(GUILD, [number])
            await room.settled()


def _note(
    expected: dict[int, tuple[str, str | None]],
    authors: dict[int, Person],
    act: str,
    person: Person,
    number: int,
    turn: int,
) -> None:
    """What a notebook says of it."""
    if number not in expected or (act != "delete" and authors[number] != person):
        return
    text, name = expected[number]
    match act:
        case "right":
            expected[number] = (f"Put right in {turn}.", name)
        case "no_name":
            expected[number] = (text, None)
        case "back":
            del expected[number]
        case "delete" if name is not None:
            # What lost its name has been posted by the bot: no message of its author's shows it.
            del expected[number]
