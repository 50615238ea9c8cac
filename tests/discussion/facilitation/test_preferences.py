"""What people choose for themselves holds at once, also in the middle of a discussion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from discussion.contributions import speaking
from discussion.facilitation import invitations
from discussion.lifecycle import waking
from discussion.model import Discussion, Person, RoundKind
from discussion.model.effects import DueKind, Post, PostKind
from discussion.model.preferences import InviteBy, Preferences
from discussion.participation.ledger import Standing, standing
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    CLASS,
    DEE,
    FACILITATOR,
    GUILD,
    MINUTE,
    PLACE,
    SECOND,
    START,
    a_class,
    a_plan,
    knowing,
    play,
)

LATER = START + 7 * MINUTE


def wave(
    discussion: Discussion, chosen: Mapping[int, Preferences]
) -> tuple[Discussion, list[Post]]:
    """The first wave of invitations of a class in which these people chose something."""
    (due,) = (d for d in waking.due_actions(discussion, START) if d.kind is DueKind.WAVE)
    known = replace(knowing(), preferences=chosen)
    decision = waking.wake(discussion, due, known, due.due_at)
    return decision.discussion, list(decision.posts)


def invited(posts: list[Post]) -> dict[int | None, object]:
    """Who is invited and by which way."""
    return {p.recipient_id: p.data["by"] for p in posts if p.kind is PostKind.INVITATION}


def test_the_invitation_says_by_which_way_and_in_which_language() -> None:
    chosen = {
        ADA.id: Preferences(InviteBy.UNSEEN, language="tr"),
        BEN.id: Preferences(InviteBy.MESSAGE),
    }
    _, posts = wave(a_class(people=[ADA, BEN, CAI]), chosen)
    assert invited(posts) == {ADA.id: "unseen", BEN.id: "message", CAI.id: "any"}
    (hers,) = (p for p in posts if p.recipient_id == ADA.id)
    assert hers.data["language"] == "tr"


def test_never_means_never_and_takes_no_place_in_a_wave() -> None:
    chosen = {ADA.id: Preferences(InviteBy.NEVER)}
    assert {p.id for p in invitations.choose(a_class(), {}, [], LATER, chosen)} == {
        BEN.id,
        CAI.id,
        DEE.id,
    }
    discussion, posts = wave(a_class(), chosen)
    assert ADA.id not in invited(posts)
    assert not discussion.current_round.quiet_button


def test_for_whoever_likes_the_button_it_appears_for_all_and_nobody_is_invited_in_their_place() -> (
    None
):
    discussion, posts = wave(a_class(people=[ADA, BEN]), {ADA.id: Preferences(InviteBy.BUTTON)})
    assert set(invited(posts)) == {BEN.id}
    (panel,) = (p for p in posts if p.kind is PostKind.PANEL_EDIT)
    assert panel.data["quiet_button"] is True
    assert "Ada" not in str(panel.data)
    assert discussion.current_round.quiet_button


def test_no_button_appears_for_somebody_who_spoke_or_types() -> None:
    chosen = {ADA.id: Preferences(InviteBy.BUTTON)}
    discussion = a_class()
    assert invitations.quiet_button_is_due(discussion, {}, [], LATER, chosen)
    assert not invitations.quiet_button_is_due(discussion, {}, [ADA.id], LATER, chosen)
    passed = speaking.passed(discussion, ADA, START)
    assert not invitations.quiet_button_is_due(passed, {}, [], LATER, chosen)


@pytest.mark.parametrize("way", [InviteBy.BUTTON, InviteBy.NEVER])
def test_private_help_for_whoever_leads_never_comes_as_a_message_they_did_not_want(
    way: InviteBy,
) -> None:
    assert Preferences(way).told_by is InviteBy.UNSEEN
    assert Preferences(InviteBy.MESSAGE).told_by is InviteBy.MESSAGE


def test_whoever_was_offered_the_button_and_had_left_counts_as_away() -> None:
    discussion = a_class(
        a_plan(RoundKind.OPEN_FLOOR), a_plan(RoundKind.CHECK_OUT, 3 * MINUTE), people=[ADA]
    )
    shown = replace(discussion.current_round, quiet_button=True)
    ended, _ = play(discussion.with_round(shown))
    without_invitations = replace(ended, invitations=())
    assert standing(without_invitations, ended.participants[ADA.id], {}) is Standing.AWAY


async def choose(room: Classroom, person: Person, preferences: Preferences) -> None:
    await room.service.preferences.change(GUILD, person.id, lambda _: preferences)


async def begun(room: Classroom) -> Discussion:
    """A talk of twenty minutes with five people in it."""
    discussion = await room.start()
    for person in CLASS:
        await room.service.presence.join(PLACE, person)
    return discussion


FIRST_WAVE = START + 12 * MINUTE


async def test_what_is_changed_in_the_middle_holds_for_the_next_wave(room: Classroom) -> None:
    await begun(room)
    await room.wake_at(FIRST_WAVE - SECOND)
    await choose(room, ADA, Preferences(InviteBy.NEVER))
    await choose(room, BEN, Preferences(InviteBy.BUTTON))
    await room.wake_at(FIRST_WAVE + timedelta(seconds=45))
    posts = await room.deliver()
    assert set(invited(posts)) == {CAI.id, DEE.id}
    found = (await room.service.archive.status(PLACE, FACILITATOR)).discussion
    assert found.current_round.quiet_button
    await choose(room, ADA, Preferences())
    await room.wake_at(FIRST_WAVE + timedelta(seconds=90))
    assert set(invited(await room.deliver())) == {ADA.id}


async def test_what_is_chosen_in_one_server_says_nothing_in_another(room: Classroom) -> None:
    await room.service.preferences.change(GUILD + 9, ADA.id, lambda _: Preferences(InviteBy.NEVER))
    assert await room.service.preferences.of(GUILD, ADA.id) == Preferences()
    await begun(room)
    await room.wake_at(FIRST_WAVE + timedelta(seconds=45))
    assert ADA.id in invited(await room.deliver())


@pytest.mark.parametrize(
    ("prefers", "said", "anonymous"),
    [(True, None, True), (True, False, False), (False, None, False), (False, True, True)],
)
async def test_the_name_is_left_out_as_somebody_prefers_unless_they_say_otherwise(
    room: Classroom, prefers: bool, said: bool | None, anonymous: bool
) -> None:
    await begun(room)
    await choose(room, ADA, Preferences(anonymous=prefers))
    kept = await room.service.contributions.say(
        PLACE, ADA, event_id=501, text="My view", anonymous=said
    )
    assert kept.anonymous is anonymous


async def test_ordinary_messages_stay_named(room: Classroom) -> None:
    await begun(room)
    await choose(room, ADA, Preferences(anonymous=True))
    await room.hear(701, ADA, "My view in the channel")
    kept = await room.kept(701)
    assert kept is not None
    assert not kept.anonymous
