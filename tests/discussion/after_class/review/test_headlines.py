"""Headlines: picked by the class in secret, from its own words."""

from __future__ import annotations

import pytest

from deck.files.compose import preview
from discussion.model.errors import BadInput, NotAllowed
from tests.discussion.after_class.review.material import LINES, Drawn, held, record
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    DEE,
    GUILD,
    LECTURER,
    PLACE,
)


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
