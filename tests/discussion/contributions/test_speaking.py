"""Words in, words changed, words out, over the real store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discussion.model import Endorsement, Link, LinkKind, Person, Place, Source, Tag, TagKind
from discussion.model.effects import PostKind
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, WrongMoment
from discussion.parsing.text import LONGEST
from tests.discussion.conftest import Classroom
from tests.discussion.material import ADA, BEN, CAI, FACILITATOR, GUILD, MINUTE, PLACE, is_plain

OTHER = Place(GUILD + 9, GUILD + 10)


async def test_what_is_said_by_command_is_kept_and_shown(room: Classroom) -> None:
    await room.start()
    said = await room.service.contributions.say(
        PLACE, ADA, event_id=101, text="See #theory", tags="secure base"
    )
    assert said.tags == {Tag(TagKind.THEORY, "theory"), Tag(TagKind.THEME, "secure base")}
    (post,) = [each for each in await room.deliver() if each.kind is PostKind.SAID]
    assert (post.data["name"], post.data["text"]) == (ADA.name, "See #theory")
    kept = await room.kept(101)
    assert kept is not None
    assert kept.message_id is not None


async def test_the_same_interaction_twice_is_said_once(room: Classroom) -> None:
    discussion = await room.start()
    for text in ("first", "second"):
        await room.service.contributions.say(PLACE, ADA, event_id=101, text=text)
    assert [c.text for c in (await room.facts(discussion)).contributions] == ["first"]
    assert [p.kind for p in await room.deliver()].count(PostKind.SAID) == 1


async def test_what_cannot_be_stored_is_left_out_of_what_is_said(room: Classroom) -> None:
    await room.start()
    said = await room.service.contributions.say(
        PLACE, ADA, event_id=101, text="a\x00b\ud800c\ufffe\r\nd", tags="sa\x00fe\udc00"
    )
    assert said.text == "abc\nd"
    assert said.tags == {Tag(TagKind.THEME, "safe")}
    assert await room.kept(101) == said


@pytest.mark.parametrize("text", ["", " \n", "\x00\ud800\ufffe", "x" * 4000])
async def test_words_that_cannot_be_kept_are_refused(room: Classroom, text: str) -> None:
    discussion = await room.start()
    with pytest.raises(BadInput) as refused:
        await room.service.contributions.say(PLACE, ADA, event_id=101, text=text)
    assert is_plain(refused.value)
    assert (await room.facts(discussion)).contributions == ()


async def test_the_longest_contribution_is_taken(room: Classroom) -> None:
    await room.start()
    said = await room.service.contributions.say(PLACE, ADA, event_id=101, text="x" * LONGEST)
    assert len(said.text) == LONGEST


async def test_an_answer_to_what_is_gone_is_refused(room: Classroom) -> None:
    discussion = await room.start()
    with pytest.raises(BadInput) as refused:
        await room.service.contributions.say(
            PLACE, ADA, event_id=101, text="I object", link=LinkKind.CHALLENGES, to=999
        )
    assert is_plain(refused.value)
    assert (await room.facts(discussion)).contributions == ()


async def test_a_message_is_heard_with_its_tags_and_its_author_is_there(room: Classroom) -> None:
    discussion = await room.start()
    for _ in range(2):
        await room.hear(101, ADA, "I felt #power\x00 there\ud800")
    facts = await room.facts(discussion)
    (kept,) = facts.contributions
    assert (kept.text, kept.source, kept.message_id) == (
        "I felt #power there",
        Source.MESSAGE,
        101,
    )
    assert kept.tags == {Tag(TagKind.OPPRESSION, "oppression")}
    assert ADA.id in facts.discussion.participants


async def test_a_reply_is_linked_to_what_it_answers(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "One thing")
    await room.hear(102, BEN, "Not so #disagree", reply_to=101)
    await room.hear(103, BEN, "To nothing", reply_to=55)
    assert (await room.facts(discussion)).links == (Link(102, 101, LinkKind.CHALLENGES),)


@pytest.mark.parametrize("text", ["", " ", "\x00"])
async def test_a_message_without_words_is_not_recorded(room: Classroom, text: str) -> None:
    await room.start()
    await room.hear(101, ADA, text)
    assert await room.kept(101) is None


async def test_messages_outside_a_discussion_are_nobodys_business(room: Classroom) -> None:
    await room.hear(100, ADA, "before")
    await room.start()
    room.service.messages.hear(
        room.message(101, ADA, "next door", place=replace(PLACE, channel_id=5))
    )
    await room.service.rounds.end(PLACE, FACILITATOR)
    await room.hear(102, ADA, "after")
    assert [await room.kept(n) for n in (100, 101, 102)] == [None, None, None]


async def test_an_edited_message_reads_as_it_does_now(room: Classroom) -> None:
    await room.start()
    await room.hear(101, ADA, "frist #theory")
    await room.service.contributions.tag(PLACE, BEN, 101, "secure base")
    room.clock.pass_by(MINUTE)
    room.service.messages.edited(GUILD, 101, "first #practice\x00 indeed")
    await room.settled()
    kept = await room.kept(101)
    assert kept is not None
    assert (kept.text, kept.words) == ("first #practice indeed", 3)
    assert {tag.name for tag in kept.tags} == {"practice", "secure base"}
    assert kept.edited_at == room.clock.now()


async def test_deleted_words_leave_the_record(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "xylophone")
    room.clock.pass_by(MINUTE)
    room.service.messages.deleted(GUILD, [101, 4444])
    await room.settled()
    record = await room.service.archive.record(GUILD, discussion.id)
    assert "xylophone" not in repr(record)
    assert (record.withdrawn, record.ledger.heard) == (1, 0)


async def test_another_server_changes_nothing_here(room: Classroom) -> None:
    discussion = await room.start()
    await room.start(place=OTHER)
    await room.hear(101, ADA, "here to stay")
    room.service.messages.deleted(OTHER.guild_id, [101])
    room.service.messages.edited(OTHER.guild_id, 101, "changed")
    room.service.messages.reacted(OTHER.guild_id, 101, BEN.id, "💯", added=True)
    await room.settled()
    for command in (
        room.service.contributions.tag(OTHER, BEN, 101, "theory"),
        room.service.contributions.endorse(OTHER, BEN, 101),
        room.service.contributions.in_message(OTHER, None, 101, BEN),
        room.service.contributions.say(
            OTHER, BEN, event_id=9, text="So", link=LinkKind.SUPPORTS, to=101
        ),
    ):
        with pytest.raises(BadInput) as refused:
            await command
        assert is_plain(refused.value)
    facts = await room.facts(discussion)
    assert [c.text for c in facts.contributions] == ["here to stay"]
    assert facts.endorsements == ()
    assert await room.kept(101, OTHER.guild_id) is None


async def test_ones_own_words_become_anonymous_and_are_shown_anew(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "hard to say")
    await room.deliver()
    await room.service.contributions.tag(PLACE, ADA, 101, "", anonymous=True)
    posts = await room.deliver(first_message_id=9_500)
    by_kind = {post.kind: post for post in posts}
    assert by_kind[PostKind.HIDE].data["message_id"] == 101
    assert by_kind[PostKind.SAID].data["name"] is None
    record = await room.service.archive.record(GUILD, discussion.id)
    assert ADA.name not in repr(record)
    assert "/101" not in repr(record)
    assert [each.text for each in record.contributions] == ["hard to say"]
    room.service.messages.deleted(
        GUILD, [101]
    )  # the removal of the message is not the author's own
    await room.settled()
    kept = await room.kept(101)
    assert kept is not None
    assert (kept.text, kept.withdrawn_at) == ("hard to say", None)


@pytest.mark.parametrize(
    ("by", "tags", "anonymous"), [(BEN, "", True), (BEN, "theory", True), (ADA, "", None)]
)
async def test_a_tag_that_makes_no_sense_is_refused(
    room: Classroom, by: Person, tags: str, anonymous: bool | None
) -> None:
    await room.start()
    await room.hear(101, ADA, "mine")
    before = await room.kept(101)
    with pytest.raises(DiscussionError) as refused:
        await room.service.contributions.tag(PLACE, by, 101, tags, anonymous=anonymous)
    assert is_plain(refused.value)
    assert isinstance(refused.value, NotAllowed if by is BEN else BadInput)
    assert await room.kept(101) == before


async def test_silent_words_are_hidden_counted_and_revealed_once(room: Classroom) -> None:
    discussion = await room.start("silent")
    await room.hear(101, ADA, "written in silence")
    await room.service.contributions.say(PLACE, BEN, event_id=102, text="me too", anonymous=True)
    # So few could have written it that it counts only once the discussion is over.
    assert (await room.service.archive.status(PLACE, ADA)).round_ledger.heard == 1
    posts = await room.deliver()
    told = [post.recipient_id for post in posts if post.kind is PostKind.WORDS_KEPT]
    assert told == [ADA.id]
    others = [post.kind for post in posts if post.recipient_id is None]
    assert others == [PostKind.PANEL, PostKind.HIDE]
    with pytest.raises(WrongMoment, match="kept for the reveal"):
        await room.service.contributions.in_message(
            PLACE, room.message(101, ADA, "written in silence"), 101, ADA
        )
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    await room.hear(103, ADA, "the second time")
    # The reveal of the first round still waits to be sent when the second one closes.
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    revealed = [p for p in await room.deliver() if p.kind is PostKind.REVEAL]
    texts = [[line["text"] for line in p.data["lines"]] for p in revealed]  # type: ignore[union-attr, index, call-overload] # JSON
    assert texts == [["written in silence", "me too"], ["the second time"]]
    record = await room.service.archive.record(GUILD, discussion.id)
    assert all(each.url for each in record.contributions)
    assert BEN.name not in repr(record)


async def test_one_line_of_a_reveal_can_lose_its_name(room: Classroom) -> None:
    await room.start("silent")
    await room.hear(101, ADA, "first line")
    await room.hear(102, BEN, "second line")
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    await room.deliver()
    await room.service.contributions.tag(PLACE, ADA, 101, "", anonymous=True)
    posts = await room.deliver(first_message_id=9_500)
    (again,) = [p for p in posts if p.kind is PostKind.REVEAL]
    names = [line["name"] for line in again.data["lines"]]  # type: ignore[union-attr, index, call-overload] # JSON
    assert names == [None, BEN.name]
    found = [await room.kept(number) for number in (101, 102)]
    assert len({each.message_id for each in found if each}) == 1


async def test_after_a_gap_the_record_follows_the_channel(room: Classroom) -> None:
    discussion = await room.start()
    for number, text in ((101, "stays"), (102, "will change"), (103, "will go")):
        await room.hear(number, ADA, text)
    await room.service.contributions.say(PLACE, BEN, event_id=104, text="said by command")
    room.clock.pass_by(MINUTE)
    shown = [
        room.message(101, ADA, "stays"),
        room.message(102, ADA, "changed\x00"),
        room.message(105, CAI, "missed #theory"),
    ]
    for _ in range(2):
        await room.service.messages.reconcile(GUILD, discussion.id, shown)
        record = await room.service.archive.record(GUILD, discussion.id)
        assert [each.text for each in record.contributions] == [
            "stays",
            "changed",
            "said by command",
            "missed #theory",
        ]
        assert record.withdrawn == 1
    await room.service.messages.reconcile(OTHER.guild_id, discussion.id, [])
    assert (await room.service.archive.record(GUILD, discussion.id)).withdrawn == 1


async def test_speaks_for_me_can_be_taken_back(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "for many")
    assert await room.service.contributions.endorse(PLACE, BEN, 101) is True
    assert (await room.facts(discussion)).endorsements == (Endorsement(101, BEN.id),)
    assert await room.service.contributions.endorse(PLACE, BEN, 101) is False
    assert (await room.facts(discussion)).endorsements == ()
    with pytest.raises(BadInput, match="own words") as refused:
        await room.service.contributions.endorse(PLACE, ADA, 101)
    assert is_plain(refused.value)


async def test_some_reactions_speak_for_somebody(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "for many")
    for person, emoji in ((BEN, "💯"), (BEN, "🤝"), (CAI, "👀"), (ADA, "💯")):
        room.service.messages.reacted(GUILD, 101, person.id, emoji, added=True)
    await room.settled()
    assert (await room.facts(discussion)).endorsements == (Endorsement(101, BEN.id),)
    room.service.messages.reacted(GUILD, 101, BEN.id, "💯", added=False)
    await room.settled()
    assert (await room.facts(discussion)).endorsements == ()


@pytest.mark.parametrize("emoji", ["🙋🏽", "🙋🏿\u200d♀️", "🙋🏻\u200d♂", "🤝🏼", "🫱🏻\u200d🫲🏿"])
async def test_a_mark_in_any_skin_tone_speaks_for_somebody(room: Classroom, emoji: str) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "for many")
    room.service.messages.reacted(GUILD, 101, BEN.id, emoji, added=True)
    await room.settled()
    assert (await room.facts(discussion)).endorsements == (Endorsement(101, BEN.id),)
    room.service.messages.reacted(GUILD, 101, BEN.id, emoji, added=False)
    await room.settled()
    assert (await room.facts(discussion)).endorsements == ()


async def test_ones_own_unrecorded_message_is_recorded_when_one_asks_for_it(
    room: Classroom,
) -> None:
    await room.start()
    message = room.message(101, ADA, "came late")
    with pytest.raises(BadInput, match="not in the record") as refused:
        await room.service.contributions.in_message(PLACE, message, 101, BEN)
    assert is_plain(refused.value)
    (found,) = await room.service.contributions.in_message(PLACE, message, 101, ADA)
    assert found.text == "came late"


async def test_what_was_replaced_before_a_silent_round_hid_it_is_not_revealed(
    room: Classroom,
) -> None:
    discussion = await room.start("silent")
    await room.hear(101, ADA, "xylophone")
    room.service.messages.edited(GUILD, 101, "marimba")
    await room.settled()
    await room.deliver()
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    revealed = repr([post.data for post in await room.deliver()])
    assert "marimba" in revealed
    assert "xylophone" not in revealed
    assert "xylophone" not in repr(await room.facts(discussion))


async def test_words_written_while_the_history_is_read_stay(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "before")
    known = await room.service.messages.recorded_ids(GUILD, discussion.id)
    await room.hear(102, BEN, "meanwhile")
    await room.service.messages.reconcile(GUILD, discussion.id, [], known_before=known)
    record = await room.service.archive.record(GUILD, discussion.id)
    assert [each.text for each in record.contributions] == ["meanwhile"]


async def test_words_written_after_opting_out_stay_out_of_the_record(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "counted")
    await room.service.presence.pass_turn(PLACE, ADA, whole_session=True)
    await room.hear(102, ADA, "not for the record")
    await room.service.presence.join(PLACE, ADA)
    shown = [room.message(101, ADA, "counted"), room.message(102, ADA, "not for the record")]
    await room.service.messages.reconcile(GUILD, discussion.id, shown)
    record = await room.service.archive.record(GUILD, discussion.id)
    assert [each.text for each in record.contributions] == ["counted"]
    assert record.withdrawn == 0


async def test_only_whoever_said_it_gives_it_a_social_location(room: Classroom) -> None:
    discussion = await room.start()
    await room.hear(101, ADA, "my own words")
    with pytest.raises(NotAllowed) as refused:
        await room.service.contributions.tag(PLACE, BEN, 101, "#class")
    assert is_plain(refused.value)
    await room.service.contributions.tag(PLACE, BEN, 101, "#theory")
    await room.service.contributions.tag(PLACE, ADA, 101, "#class")
    (said,) = (await room.facts(discussion)).contributions
    assert {tag.name for tag in said.tags} == {"theory", "class"}


async def test_words_without_a_name_move_nobody_in_a_public_order(room: Classroom) -> None:
    discussion = await room.start("circle")
    for person in (ADA, BEN):
        await room.service.presence.join(PLACE, person)
    before = (await room.facts(discussion)).discussion.turns
    await room.service.contributions.say(PLACE, BEN, event_id=1, text="nobody's", anonymous=True)
    await room.service.contributions.say(
        PLACE, CAI, event_id=2, text="a newcomer's", anonymous=True
    )
    assert (await room.facts(discussion)).discussion.turns == before
    await room.service.contributions.say(PLACE, BEN, event_id=3, text="mine")
    after = (await room.facts(discussion)).discussion.turns
    assert after is not None
    assert BEN.id in after.done
