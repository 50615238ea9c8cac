"""Names taken off and words taken back, whatever the posts that show them are doing."""

from __future__ import annotations

import pytest

from discussion.model.effects import Post, PostKind
from discussion.model.errors import NotAllowed
from storage.store.outbox import LeasedPost, Outbox
from tests.discussion.conftest import Classroom
from tests.discussion.material import ADA, BEN, FACILITATOR, GUILD, MINUTE, PLACE


async def leased(room: Classroom) -> LeasedPost:
    lease = await Outbox(room.store).lease(room.clock.now(), lease_for=MINUTE, limit=1)
    return lease.posts[0]


def shown(posts: list[Post]) -> str:
    return repr([post.data for post in posts if post.kind in (PostKind.SAID, PostKind.REVEAL)])


async def test_a_name_taken_off_before_the_post_is_sent_never_appears(room: Classroom) -> None:
    await room.start()
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="hard to say")
    await room.service.contributions.tag(PLACE, ADA, 101, "", anonymous=True)
    posts = await room.deliver()
    assert shown(posts).count("hard to say") == 1
    assert ADA.name not in shown(posts)
    kept = await room.kept(101)
    assert kept is not None
    assert kept.anonymous
    assert kept.message_id is not None


async def test_a_named_post_on_its_way_is_followed_and_removed(room: Classroom) -> None:
    await room.start()
    await room.deliver()
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="hard to say")
    under_way = await leased(room)
    await room.service.contributions.tag(PLACE, ADA, 101, "", anonymous=True)
    await room.service.delivery.delivered(under_way.post, 7_000, under_way.version)
    posts = await room.deliver()
    assert shown(posts).count("hard to say") == 1
    assert ADA.name not in shown(posts)
    assert [p.data["message_id"] for p in posts if p.kind is PostKind.HIDE] == [7_000]
    kept = await room.kept(101)
    assert kept is not None
    assert kept.message_id not in (None, 7_000)


@pytest.mark.parametrize("under_way", [False, True])
async def test_a_reveal_does_not_show_a_name_taken_off(room: Classroom, under_way: bool) -> None:
    await room.start("silent")
    await room.deliver()
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="first line")
    await room.service.contributions.say(PLACE, BEN, event_id=102, text="second line")
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    sent = await leased(room) if under_way else None
    if sent is not None and sent.post.kind is PostKind.PANEL_EDIT:
        await room.service.delivery.delivered(sent.post, None, sent.version)
        sent = await leased(room)
    await room.service.contributions.tag(PLACE, ADA, 101, "", anonymous=True)
    if sent is not None:
        assert sent.post.kind is PostKind.REVEAL
        await room.service.delivery.delivered(sent.post, 7_000, sent.version)
    posts = await room.deliver()
    assert ADA.name not in shown(posts)
    assert BEN.name in shown(posts)
    hidden = [p.data["message_id"] for p in posts if p.kind is PostKind.HIDE]
    assert hidden == ([7_000] if under_way else [])
    assert all(kept and kept.message_id for kept in [await room.kept(101), await room.kept(102)])


async def test_silent_words_deleted_by_their_author_are_not_revealed(room: Classroom) -> None:
    discussion = await room.start("silent")
    await room.hear(101, ADA, "xylophone")
    room.clock.pass_by(MINUTE)
    room.service.messages.deleted(GUILD, [101])
    await room.settled()
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    posts = await room.deliver()
    assert "xylophone" not in repr(posts)
    assert PostKind.HIDE not in {post.kind for post in posts}
    assert "xylophone" not in repr(await room.facts(discussion))


async def test_silent_words_that_the_bot_hid_are_revealed(room: Classroom) -> None:
    await room.start("silent")
    await room.hear(101, ADA, "xylophone")
    await room.deliver()
    room.service.messages.deleted(GUILD, [101])
    await room.settled()
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    assert "xylophone" in shown(await room.deliver())


async def test_silent_words_gone_after_a_restart_are_not_revealed(room: Classroom) -> None:
    discussion = await room.start("silent")
    await room.hear(101, ADA, "xylophone")
    await room.service.messages.reconcile(GUILD, discussion.id, [])
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    assert "xylophone" not in repr(await room.deliver())


@pytest.mark.parametrize("anonymous", [False, True])
async def test_words_given_by_command_can_be_taken_back(room: Classroom, anonymous: bool) -> None:
    discussion = await room.start()
    say = room.service.contributions.say
    await say(PLACE, ADA, event_id=101, text="xylophone", anonymous=anonymous)
    await room.deliver()
    before = await room.kept(101)
    with pytest.raises(NotAllowed, match="Only the person"):
        await room.service.contributions.take_back(PLACE, BEN, 101)
    await room.service.contributions.take_back(PLACE, ADA, 101)
    posts = await room.deliver()
    assert before is not None
    assert [p.data["message_id"] for p in posts if p.kind is PostKind.HIDE] == [before.message_id]
    assert "xylophone" not in repr(await room.facts(discussion))


async def test_a_line_of_a_reveal_can_be_taken_back_and_the_others_stay(room: Classroom) -> None:
    await room.start("silent")
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="xylophone")
    await room.service.contributions.say(PLACE, BEN, event_id=102, text="second line")
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    await room.deliver()
    await room.service.contributions.take_back(PLACE, ADA, 101)
    posts = await room.deliver(first_message_id=9_500)
    assert "second line" in shown(posts)
    assert "xylophone" not in shown(posts)


async def test_held_words_taken_back_are_never_revealed(room: Classroom) -> None:
    await room.start("silent")
    await room.service.contributions.say(PLACE, ADA, event_id=101, text="xylophone")
    await room.service.contributions.take_back(PLACE, ADA, 101)
    await room.service.rounds.next_round(PLACE, FACILITATOR)
    assert "xylophone" not in repr(await room.deliver())
