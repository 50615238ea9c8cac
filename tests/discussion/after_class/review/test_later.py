"""After publication: words that go later take the deck with them."""

from __future__ import annotations

import pytest

from discussion.model.effects import PostKind
from discussion.model.errors import NotAllowed, WrongMoment
from discussion.service.after_class.archive import HONOURED_FOR
from tests.discussion.after_class.review.material import LINES, Drawn, held, kinds, published, texts
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    FACILITATOR,
    GUILD,
    LECTURER,
    MINUTE,
    PLACE,
    SECOND,
)


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


async def test_published_words_are_looked_after_for_a_fortnight(reviewed_room: Classroom) -> None:
    room = reviewed_room
    discussion = await published(room)
    room.clock.pass_by(HONOURED_FOR)
    assert [d.id for d in await room.service.archive.published_of_late()] == [discussion.id]
    # Nothing that was missed enters a published record; what went leaves it.
    message = room.message(109, ADA, "Came after it all.")
    await room.service.messages.reconcile(GUILD, discussion.id, [message])
    assert await texts(room, discussion) == {}
    assert PostKind.DECK_AGAIN in kinds(await room.deliver(first_message_id=9_300))
    room.clock.pass_by(SECOND)
    assert await room.service.archive.published_of_late() == []
