"""The review: between the last round and the deck everybody looks at their own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deck.compose import preview
from discussion.drawing import DeckPreview
from discussion.effects import Post, PostKind
from discussion.errors import BadInput, DeckFailed, DiscussionError, NotAllowed, WrongMoment
from discussion.model import Discussion, Person, State
from discussion.record import Record
from discussion.recording import record_of
from storage.store import SqlStore
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

LINES = {
    ADA: "The night staff were never asked what they would change. #trust",
    BEN: "Trust grows where somebody admits a mistake before being asked. #trust",
    CAI: "A handover without a question is only a list read aloud. #trust",
}


class Drawn:
    """The deck room without its process."""

    async def preview(self, record: Record) -> DeckPreview:
        return preview(record)


class Broken(Drawn):
    """A deck room whose process dies."""

    async def preview(self, record: Record) -> DeckPreview:
        raise DeckFailed("The deck could not be built.")


async def held(room: Classroom) -> Discussion:
    """A class of three who said a sentence each, and one who did not, at its end."""
    await room.start()
    for number, (person, text) in enumerate(LINES.items(), start=101):
        await room.service.presence.join(PLACE, person)
        await room.hear(number, person, text)
        room.clock.pass_by(SECOND)
    await room.service.presence.join(PLACE, DEE)
    room.clock.pass_by(MINUTE)
    return await room.service.rounds.end(PLACE, FACILITATOR)


def kinds(posts: list[Post]) -> list[PostKind]:
    return [post.kind for post in posts]


def panel(posts: list[Post]) -> tuple[object, object, bool]:
    """How many have looked out of how many, and whether one still may."""
    (shown,) = (post for post in posts if post.kind is PostKind.REVIEW)
    return shown.data["looked"], shown.data["all"], shown.data["until"] is not None


async def record(room: Classroom, discussion: Discussion) -> Record:
    return record_of(await room.facts(discussion), zone="UTC", server_name="")


async def texts(room: Classroom, discussion: Discussion) -> dict[str, str | None]:
    """Who is beside which words in the record."""
    return {c.text: c.name for c in (await record(room, discussion)).contributions}


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


async def test_the_class_picks_headlines_in_secret(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    (choice,) = await reviews.headlines(GUILD, ended.id, ADA, Drawn())
    assert choice.theme == "trust"
    assert len(choice.options) == 3
    assert all(any(words in line for line in LINES.values()) for _, words in choice.options)
    first, second, third = choice.options
    assert (await record(room, ended)).headlines == {}
    # A tie goes by the deck's own order.
    await reviews.choose(GUILD, ended.id, ADA, choice.id, third[0])
    await reviews.choose(GUILD, ended.id, BEN, choice.id, second[0])
    assert (await record(room, ended)).headlines == {"trust": second[1]}
    await reviews.choose(GUILD, ended.id, DEE, choice.id, third[0])
    assert (await record(room, ended)).headlines == {"trust": third[1]}
    # One voice a person, which can change and be taken back.
    await reviews.choose(GUILD, ended.id, DEE, choice.id, first[0])
    (own,) = await reviews.choose(GUILD, ended.id, ADA, choice.id, None)
    assert own.chosen is None
    assert (await record(room, ended)).headlines == {"trust": first[1]}
    with pytest.raises(NotAllowed):
        await reviews.choose(GUILD, ended.id, LECTURER, choice.id, first[0])
    with pytest.raises(NotAllowed):
        await reviews.headlines(GUILD, ended.id, LECTURER, Drawn())
    for theme_id, key in ((choice.id, "101.00000000"), ("00000000", first[0])):
        with pytest.raises(BadInput):
            await reviews.choose(GUILD, ended.id, ADA, theme_id, key)


async def test_a_headline_gives_way_once_its_words_are_taken_back(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    (choice,) = await reviews.headlines(GUILD, ended.id, ADA, Drawn())
    own = {key: words for key, words in choice.options if words in LINES[ADA]}
    others = [each for each in choice.options if each[0] not in own]
    for person in LINES:
        await reviews.choose(GUILD, ended.id, person, choice.id, next(iter(own)))
    await reviews.choose(GUILD, ended.id, DEE, choice.id, others[1][0])
    await room.service.contributions.take_back(PLACE, ADA, 101)
    assert (await record(room, ended)).headlines == {"trust": others[1][1]}
    facts = await room.facts(ended)
    assert next(iter(own.values())) not in repr(facts.discussion)


async def test_headlines_are_looked_for_anew_when_words_were_put_right(
    reviewed_room: Classroom,
) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    await reviews.headlines(GUILD, ended.id, ADA, Drawn())
    await reviews.put_right(
        GUILD, ended.id, ADA, 101, "The night staff were asked, and changed the handover. #trust"
    )
    (choice,) = await reviews.headlines(GUILD, ended.id, ADA, Drawn())
    assert any("were asked, and changed" in words for _, words in choice.options)


async def test_what_the_class_chose_stands_in_the_deck(reviewed_room: Classroom) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    ended = await held(room)
    (choice,) = await reviews.headlines(GUILD, ended.id, ADA, Drawn())
    key, words = choice.options[-1]
    await reviews.choose(GUILD, ended.id, ADA, choice.id, key)
    slides = {line.slide for line in preview(await record(room, ended)).lines}
    assert any(words in title for title in slides)


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


async def published(room: Classroom) -> Discussion:
    ended = await held(room)
    await room.service.reviews.publish(GUILD, ended.id, LECTURER)
    await room.deliver()
    return await room.service.archive.one(GUILD, ended.id)


async def test_a_slide_that_is_shown_is_drawn_again_when_words_go(reviewed_room: Classroom) -> None:
    room = reviewed_room
    discussion = await published(room)
    await room.service.presenting.start(PLACE, FACILITATOR, discussion.id, 6, 10 * MINUTE)
    (first,) = (each for each in await room.deliver() if each.kind is PostKind.SLIDE)
    await room.service.contributions.take_back(PLACE, ADA, 101)
    (again,) = (each for each in await room.deliver() if each.kind is PostKind.SLIDE)
    assert again.dedup == first.dedup
    assert again.data["slide"] == first.data["slide"]
    await room.service.presenting.stop(PLACE, FACILITATOR)
    await room.deliver()
    await room.service.contributions.take_back(PLACE, BEN, 102)
    assert PostKind.SLIDE not in kinds(await room.deliver())


@pytest.mark.parametrize("how", ["taken_back", "deleted", "edited"])
async def test_a_deck_is_made_anew_when_its_words_go_later(
    reviewed_room: Classroom, how: str
) -> None:
    room = reviewed_room
    discussion = await published(room)
    await room.service.archive.given(GUILD, discussion.id, LECTURER)
    if how == "taken_back":
        await room.service.contributions.take_back(PLACE, ADA, 101)
    elif how == "deleted":
        room.service.messages.deleted(GUILD, [101])
    else:
        room.service.messages.edited(GUILD, 101, "Something else.")
    await room.settled()
    posts = await room.deliver(first_message_id=9_300)
    again = [kind for kind in kinds(posts) if kind is not PostKind.HIDE]
    assert sorted(again) == [PostKind.DECK_AGAIN, PostKind.DECK_OUTDATED, PostKind.PREVIEWS]
    (told,) = (post for post in posts if post.kind is PostKind.DECK_OUTDATED)
    assert told.recipient_id == LECTURER.id
    assert LINES[ADA] not in await texts(room, discussion)
    # Whoever was told is told again only once they have got a newer one.
    room.service.messages.deleted(GUILD, [102])
    await room.settled()
    posts = await room.deliver(first_message_id=9_400)
    assert kinds(posts) == [PostKind.DECK_AGAIN, PostKind.PREVIEWS]


async def test_later_nothing_can_be_put_right_but_words_can_be_found_to_be_taken_back(
    reviewed_room: Classroom,
) -> None:
    room, reviews = reviewed_room, reviewed_room.service.reviews
    discussion = await published(room)
    for doing in (
        reviews.put_right(GUILD, discussion.id, ADA, 101, "Later"),
        reviews.take_name_off(GUILD, discussion.id, ADA, 101),
        reviews.own_words(GUILD, discussion.id, ADA, Drawn()),
        reviews.headlines(GUILD, discussion.id, ADA, Drawn()),
    ):
        with pytest.raises(WrongMoment, match="still take yours back"):
            await doing
    found = await room.service.contributions.in_message(PLACE, None, 101, ADA, of_past=True)
    assert [each.id for each in found] == [101]
    with pytest.raises(NotAllowed):
        await room.service.contributions.take_back(PLACE, BEN, 101)


async def test_words_that_go_while_the_deck_waits_need_no_second_deck(
    reviewed_room: Classroom,
) -> None:
    room = reviewed_room
    ended = await held(room)
    await room.service.reviews.publish(GUILD, ended.id, LECTURER)
    await room.service.contributions.take_back(PLACE, ADA, 101)
    assert PostKind.DECK_AGAIN not in kinds(await room.deliver())


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
    max_examples=25,
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
