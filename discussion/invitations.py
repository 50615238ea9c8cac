"""Who is invited to speak, and when: steps 1 to 3 of docs/facilitation.md as pure functions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from discussion import fishbowl, naming, timing, turns
from discussion.model import (
    Discussion,
    Invitation,
    InvitationState,
    Participant,
    Round,
    RoundKind,
)
from discussion.participation import Tally, amount_so_far, not_yet_heard

INVITING_ROUNDS = frozenset(
    {
        RoundKind.SILENT_WRITING,
        RoundKind.OPEN_FLOOR,
        RoundKind.FISHBOWL,
        RoundKind.CHECK_OUT,
    }
)
"""Rounds in which people choose when to speak; a go-round asks everybody by its order, and in
pairs and fours the others do."""


def grace_ends_at(discussion: Discussion, now: datetime) -> datetime:
    """Until when nothing is asked in the current round."""
    policy = discussion.policy
    length = timing.length(discussion, discussion.current_round)
    grace = max(policy.grace_share * length, policy.grace_at_least)
    return timing.instant_at(discussion, grace / length, now)


def opener_at(discussion: Discussion, now: datetime) -> datetime | None:
    """When the public opener is decided; None if this round has none or had it."""
    if discussion.current_plan.kind is not RoundKind.OPEN_FLOOR:
        return None
    if discussion.current_round.opener_at is not None:
        return None
    half = timing.instant_at(discussion, discussion.policy.opener_share, now)
    return max(half, grace_ends_at(discussion, now))


def next_wave_at(discussion: Discussion, now: datetime) -> datetime | None:
    """When the next wave of private invitations is decided; None if none is to come."""
    if discussion.current_plan.kind not in INVITING_ROUNDS:
        return None
    policy, round_ = discussion.policy, discussion.current_round
    first = timing.instant_at(discussion, policy.invite_share, now)
    at = max(first, grace_ends_at(discussion, now)) + round_.waves * policy.wave_gap
    last = timing.instant_at(discussion, 1.0, now) - policy.invite_until
    return at if at <= last else None


def opener_is_due(discussion: Discussion, tally: Tally) -> bool:
    """Whether more than half of those present are not yet heard in this round."""
    present = [p for p in discussion.participants.values() if p.present and not p.opted_out_at]
    waiting = len(not_yet_heard(discussion, tally))
    return waiting > discussion.policy.opener_if_unheard_over * len(present)


def may_be_invited(
    discussion: Discussion, participant: Participant, tally: Tally, now: datetime
) -> bool:
    """Whether an invitation to somebody would keep to every limit."""
    policy = discussion.policy
    if not turns.can_take_turn(discussion, participant):
        return False
    if not fishbowl.may_be_asked(discussion, participant.id):
        return False
    had = [
        i
        for i in discussion.invitations
        if i.person_id == participant.id and i.state is not InvitationState.UNDELIVERABLE
    ]
    number = discussion.current_round.number
    if any(
        i.person_id == participant.id and i.round_number == number for i in discussion.invitations
    ):
        return False
    if len(had) >= policy.invitations_a_session:
        return False
    if any(i.state is InvitationState.OPEN for i in had):
        return False
    if any(now - i.made_at < policy.invitation_gap for i in had):
        return False
    spoke = last_spoke_at(tally, participant.id)
    return spoke is None or now - spoke >= policy.recent_sign


def last_spoke_at(tally: Tally, person_id: int) -> datetime | None:
    """When somebody last contributed; None if they did not."""
    return max(
        (heard.last_at for (person, _), heard in tally.items() if person == person_id),
        default=None,
    )


def choose(
    discussion: Discussion, tally: Tally, typing: Collection[int], now: datetime
) -> list[Participant]:
    """Whom the next wave invites: heard least so far, then longest silent, ties by lot."""
    tie = turns.shuffled(discussion, discussion.current_round.number)
    people = [
        p
        for p in not_yet_heard(discussion, tally)
        if p.id not in typing and may_be_invited(discussion, p, tally, now)
    ]
    people.sort(
        key=lambda p: (
            amount_so_far(tally, p.id, discussion.policy.words_a_minute),
            last_spoke_at(tally, p.id) or p.joined_at,
            tie[p.id],
        )
    )
    return people[: discussion.policy.wave_size]


def invited(
    discussion: Discussion, people: list[Participant], now: datetime
) -> tuple[Discussion, list[Invitation]]:
    """The discussion with invitations to these people, and the invitations."""
    round_ = discussion.current_round
    made = [
        Invitation(naming.invitation_id(discussion, p.id, round_), p.id, round_.number, now)
        for p in people
    ]
    for invitation in made:
        discussion = discussion.with_invitation(invitation)
    return discussion, made


def expired(discussion: Discussion, round_: Round) -> Discussion:
    """The discussion with the open invitations of a round that closed put away."""
    return replace(
        discussion,
        invitations=tuple(
            replace(i, state=InvitationState.EXPIRED)
            if i.round_number == round_.number and i.state is InvitationState.OPEN
            else i
            for i in discussion.invitations
        ),
    )
