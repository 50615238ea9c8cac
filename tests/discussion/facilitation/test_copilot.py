"""Whoever leads has private help, which posts nothing by itself and names nobody unasked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from discussion.contributions import speaking
from discussion.facilitation import copilot
from discussion.facilitation.copilot import About, Suggestion
from discussion.facilitation.pace import MoveOn
from discussion.lifecycle import waking
from discussion.model import Contribution, Discussion, Person, RoundKind, Tag, TagKind
from discussion.model.effects import DueKind, Post, PostKind
from discussion.model.errors import BadInput, DiscussionError, NotAllowed, WrongMoment
from discussion.model.preferences import InviteBy, Preferences
from discussion.participation.ledger import Waiting
from discussion.record.recording import tally_of
from discussion.service.facilitation.copilot import Which
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    CLASS,
    FACILITATOR,
    GUILD,
    LECTURER,
    MINUTE,
    PLACE,
    START,
    a_class,
    a_plan,
    is_plain,
    knowing,
    play,
    words,
)

ALLOWED = Preferences(name_to_facilitator=True)
LATE = START + 8 * MINUTE


def told(posts: list[Post]) -> list[Post]:
    return [post for post in posts if post.kind is PostKind.COPILOT]


def wake(
    discussion: Discussion,
    kind: DueKind,
    said: list[Contribution],
    *,
    chosen: dict[int, Preferences] | None = None,
    late: timedelta = timedelta(),
) -> tuple[Discussion, list[Post]]:
    """Do the next action of a kind when it falls due, or later."""
    (due,) = (d for d in waking.due_actions(discussion, START) if d.kind is kind)
    known = replace(
        knowing(said),
        preferences=chosen or {},
        recent=tuple(c.author_id for c in said if not c.anonymous),
    )
    decision = waking.wake(discussion, due, known, due.due_at + late)
    return decision.discussion, list(decision.posts)


def test_at_three_quarters_whoever_leads_is_told_once_how_many_are_still_to_be_heard() -> None:
    discussion, posts = play(a_class(), [words(101, ADA, START + MINUTE)])
    (post,) = told(posts)
    assert post.recipient_id == FACILITATOR.id
    assert post.channel_id is None
    assert post.data["waiting"] == len(CLASS) - 1
    assert post.data["names"] == []
    assert discussion.rounds[0].copilot_at == START + timedelta(minutes=7.5)


def test_names_are_only_of_people_who_allowed_it() -> None:
    chosen = {ADA.id: ALLOWED, BEN.id: Preferences(InviteBy.NEVER)}
    (post,) = told(wake(a_class(), DueKind.COPILOT, [], chosen=chosen)[1])
    assert post.data["names"] == [ADA.name]
    (post,) = told(wake(a_class(), DueKind.COPILOT, [words(101, ADA, START)], chosen=chosen)[1])
    assert post.data["names"] == []


def test_a_name_that_is_missing_tells_nobody_who_wrote_without_one() -> None:
    chosen = {ADA.id: ALLOWED, BEN.id: ALLOWED}
    nameless = replace(words(101, ADA, START + MINUTE), anonymous=True)
    seen = copilot.look(a_class(), tally_of([nameless]), [], START + MINUTE, chosen=chosen)
    assert seen.names == ()
    assert seen.pace.to_be_heard == Waiting(len(CLASS), at_most=True)
    (post,) = told(wake(a_class(), DueKind.COPILOT, [nameless], chosen=chosen)[1])
    assert post.data["names"] == []


def test_co_facilitators_are_told_too_and_who_stepped_out_is_not() -> None:
    discussion = replace(a_class(), co_facilitators=frozenset({ADA.id}))
    _, posts = wake(discussion, DueKind.COPILOT, [])
    assert {post.recipient_id for post in told(posts)} == {FACILITATOR.id, ADA.id}
    gone = speaking.stepped_out(discussion, FACILITATOR.id, START)
    _, posts = wake(gone, DueKind.COPILOT, [])
    assert {post.recipient_id for post in told(posts)} == {ADA.id}


def test_nothing_is_told_when_all_are_heard_or_too_late() -> None:
    said = [words(n, person, START + MINUTE) for n, person in enumerate(CLASS, 101)]
    discussion, posts = wake(a_class(), DueKind.COPILOT, said)
    assert posts == []
    assert discussion.current_round.copilot_at is not None
    assert told(wake(a_class(), DueKind.COPILOT, [], late=3 * MINUTE)[1]) == []


@pytest.mark.parametrize("kind", [RoundKind.BRIEFING, RoundKind.GO_ROUND])
def test_rounds_that_invite_nobody_tell_nothing(kind: RoundKind) -> None:
    _, posts = play(a_class(a_plan(kind, 20 * MINUTE)))
    assert told(posts) == []


def test_a_look_counts_names_with_consent_and_suggests_voices_first() -> None:
    seen = copilot.look(a_class(), {}, [], START + MINUTE, chosen={ADA.id: ALLOWED})
    assert seen.pace.to_be_heard == Waiting(len(CLASS), at_most=False)
    assert seen.names == (ADA.name,)
    assert [each.about for each in seen.suggestions] == [About.VOICES]
    assert seen.questions == ()


def test_empty_parts_become_questions_from_half_way_on() -> None:
    gender = Tag(TagKind.SOCIAL_LOCATION, "gender")
    seen = copilot.look(a_class(), {}, [{gender, Tag(TagKind.PRACTICE, "practice")}], LATE)
    asked = [each for each in seen.suggestions if each.about is About.EMPTY_PART]
    assert 0 < len(asked) <= copilot.MOST_QUESTIONS
    assert [each.question for each in asked] == list(seen.questions)
    assert len({each.key for each in seen.suggestions}) == len(seen.suggestions)


def test_moving_on_is_suggested_when_all_are_heard_or_nothing_was_said_for_two_minutes() -> None:
    said = [words(n, person, START + 6 * MINUTE) for n, person in enumerate(CLASS, 101)]
    all_heard = copilot.look(a_class(), tally_of(said), [], START + 7 * MINUTE)
    assert all_heard.pace.move_on is MoveOn.ALL_HEARD
    assert all_heard.suggestions[0].about is About.MOVE_ON
    dry = copilot.look(a_class(), tally_of(said[:1]), [], LATE)
    assert dry.pace.move_on is MoveOn.NOTHING_SAID
    assert [each.about for each in dry.suggestions[:2]] == [About.VOICES, About.MOVE_ON]
    typing = copilot.look(a_class(), tally_of(said[:1]), [], LATE, typing=[BEN.id])
    assert typing.pace.move_on is None


def filled_by(person: Person, number: int = 3) -> list[Contribution]:
    return [
        words(100 + n, person, START + n * MINUTE / 2, "many words " * 9) for n in range(number)
    ]


def test_whoever_fills_a_round_gets_one_private_word_without_numbers_and_names() -> None:
    discussion, posts = wake(a_class(), DueKind.CUE, filled_by(ADA))
    (post,) = posts
    assert (post.kind, post.recipient_id, post.channel_id) == (PostKind.CUE, ADA.id, None)
    assert set(post.data) == {"language", "by"}
    assert discussion.participants[ADA.id].cued_rounds == {1}
    _, again = wake(discussion, DueKind.CUE, filled_by(ADA, 5))
    assert again == []


def test_it_is_looked_once_a_minute_after_the_grace_and_not_after_the_round() -> None:
    discussion, looked = a_class(), []
    while due := [d for d in waking.due_actions(discussion, START) if d.kind is DueKind.CUE]:
        looked.append(due[0].due_at)
        discussion = waking.wake(discussion, due[0], knowing(), due[0].due_at).discussion
    assert looked[0] == START + 2.5 * MINUTE
    assert looked == [START + 2.5 * MINUTE + n * MINUTE for n in range(8)]


@pytest.mark.parametrize("way", [InviteBy.NEVER, InviteBy.BUTTON])
def test_who_likes_no_private_word_gets_no_cue(way: InviteBy) -> None:
    chosen = {ADA.id: Preferences(way)}
    discussion, posts = wake(a_class(), DueKind.CUE, filled_by(ADA), chosen=chosen)
    assert posts == []
    assert discussion.participants[ADA.id].cued_rounds == frozenset()


def test_a_cue_goes_the_way_and_in_the_language_somebody_chose() -> None:
    chosen = {ADA.id: Preferences(InviteBy.UNSEEN, language="tr")}
    _, (post,) = wake(a_class(), DueKind.CUE, filled_by(ADA), chosen=chosen)
    assert post.data == {"by": "unseen", "language": "tr"}


def test_words_without_a_name_bring_no_cue() -> None:
    said = [replace(each, anonymous=True) for each in filled_by(ADA, 5)]
    assert wake(a_class(), DueKind.CUE, said)[1] == []


# -- through the service


async def begun(room: Classroom) -> Discussion:
    discussion = await room.start()
    for person in CLASS:
        await room.service.presence.join(PLACE, person)
    await room.deliver()
    return discussion


async def minutes(room: Classroom, number: int) -> list[Post]:
    """Let so many minutes pass, one after the other; returns what was posted."""
    posts = list[Post]()
    for minute in range(1, number + 1):
        await room.wake_at(START + minute * MINUTE)
        posts += await room.deliver()
    return posts


def which(discussion: Discussion, key: str = "voices", number: int = 1) -> Which:
    return Which(GUILD, discussion.id, number, key)


def asked(posts: list[Post]) -> list[tuple[object, object]]:
    return [(p.data["name"], p.data["text"]) for p in posts if p.kind is PostKind.ASKED]


async def test_a_suggestion_is_sent_in_the_name_of_whoever_leads_and_only_once(
    room: Classroom,
) -> None:
    discussion = await begun(room)
    for person in (FACILITATOR, LECTURER):
        await room.service.copilot.send(which(discussion), person, "Who else?")
    await room.service.copilot.send(which(discussion), FACILITATOR, "And you?", edited_as=77)
    assert asked(await room.deliver()) == [
        (FACILITATOR.name, "Who else?"),
        (FACILITATOR.name, "And you?"),
    ]
    facts = await room.facts(discussion)
    assert facts.contributions == ()


async def test_nothing_is_posted_to_the_group_without_a_press(room: Classroom) -> None:
    await begun(room)
    posts = await minutes(room, 19)
    assert told(posts)
    assert asked(posts) == []


@pytest.mark.parametrize(
    "use",
    [
        lambda s, d: s.copilot.look(PLACE, ADA),
        lambda s, d: s.copilot.suggestion(which(d), ADA),
        lambda s, d: s.copilot.send(which(d), ADA, "Who else?"),
    ],
)
async def test_all_others_are_refused(
    room: Classroom, use: Callable[..., Awaitable[object]]
) -> None:
    discussion = await begun(room)
    with pytest.raises(NotAllowed) as caught:
        await use(room.service, discussion)
    assert is_plain(caught.value)
    assert asked(await room.deliver()) == []


@pytest.mark.parametrize(
    ("number", "key", "text", "error"),
    [(2, "voices", "Who else?", WrongMoment), (1, "voices", " \n", BadInput)],
)
async def test_old_rounds_and_empty_messages_are_refused(
    room: Classroom, number: int, key: str, text: str, error: type[DiscussionError]
) -> None:
    discussion = await begun(room)
    with pytest.raises(error) as caught:
        await room.service.copilot.send(which(discussion, key, number), FACILITATOR, text)
    assert is_plain(caught.value)


async def test_a_suggestion_that_no_longer_fits_is_not_sent(room: Classroom) -> None:
    discussion = await begun(room)
    gone = Suggestion(About.EMPTY_PART, "What about age?")
    with pytest.raises(WrongMoment) as caught:
        await room.service.copilot.suggestion(which(discussion, gone.key), FACILITATOR)
    assert is_plain(caught.value)
    found = await room.service.copilot.suggestion(which(discussion), FACILITATOR)
    assert found.about is About.VOICES


async def test_a_cue_follows_what_people_said_and_comes_once(room: Classroom) -> None:
    await begun(room)
    for number in range(1, 4):
        await room.hear(700 + number, ADA, "many words and more of them")
    cues = [post for post in await minutes(room, 12) if post.kind is PostKind.CUE]
    assert [post.recipient_id for post in cues] == [ADA.id]


async def test_another_servers_copilot_shows_nothing(room: Classroom) -> None:
    discussion = await begun(room)
    other = replace(which(discussion), guild_id=GUILD + 5)
    with pytest.raises(DiscussionError):
        await room.service.copilot.send(other, LECTURER, "Who else?")
    assert asked(await room.deliver()) == []
