"""Who is invited to speak, and when: steps 1 to 3 of docs/facilitation.md as pure functions."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from discussion.arrangement import fishbowl, turns
from discussion.model import (
    Discussion,
    Invitation,
    InvitationState,
    Participant,
    Round,
    RoundKind,
    naming,
    timing,
)
from discussion.model.preferences import InviteBy, Preferences, preferred
from discussion.participation.ledger import Heard, Tally, as_seen, heard_in_all, not_yet_heard

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


def present(discussion: Discussion) -> int:
    """How many people are there and take part, whoever leads included."""
    people = discussion.participants.values()
    return sum(1 for person in people if person.present and person.opted_out_at is None)


def wave_size(discussion: Discussion) -> int:
    """How many people one wave invites at most: more in a large class."""
    policy = discussion.policy
    return max(policy.wave_size, math.ceil(policy.wave_share * present(discussion)))


def first_wave_share(discussion: Discussion) -> float:
    """After which share of a round invitations begin: later in a small group."""
    policy = discussion.policy
    if present(discussion) <= policy.small_group:
        return max(policy.invite_share, policy.small_group_invite_share)
    return policy.invite_share


def small_groups_advised(discussion: Discussion) -> bool:
    """Whether the copilot suggests pairs and fours: one open floor for too many people."""
    open_floor = discussion.current_plan.kind is RoundKind.OPEN_FLOOR
    return open_floor and present(discussion) > discussion.policy.large_group


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
    first = timing.instant_at(discussion, first_wave_share(discussion), now)
    at = max(first, grace_ends_at(discussion, now)) + round_.waves * policy.wave_gap
    last = timing.instant_at(discussion, 1.0, now) - policy.invite_until
    return at if at <= last else None


def opener_is_due(discussion: Discussion, tally: Tally) -> bool:
    """Whether more than half of those present are not yet heard in this round.

    Everybody sees the opener, or that there was none: it goes by the counts that may be shown.
    """
    seen = as_seen(discussion, tally, discussion.current_round.number)
    waiting = len(not_yet_heard(discussion, seen))
    return waiting > discussion.policy.opener_if_unheard_over * present(discussion)


def heard_enough(discussion: Discussion, heard: Mapping[int, Heard]) -> frozenset[int]:
    """Who has said at least a fair share of all so far, and so leaves the room to others."""
    rate = discussion.policy.words_a_minute
    said = {person: own.amount(rate) for person, own in heard.items()}
    fair = sum(said.values()) / max(1, present(discussion))
    enough = discussion.policy.invite_below_fair_shares * fair
    return frozenset(person for person, amount in said.items() if amount >= enough)


def may_be_invited(
    discussion: Discussion, participant: Participant, spoke_at: datetime | None, now: datetime
) -> bool:
    """Whether an invitation to somebody who last spoke then would keep to every limit."""
    policy = discussion.policy
    if not turns.can_take_turn(discussion, participant):
        return False
    if not fishbowl.may_be_asked(discussion, participant.id):
        return False
    if spoke_at is not None and now - spoke_at < policy.recent_sign:
        return False
    own = [i for i in discussion.invitations if i.person_id == participant.id]
    if any(i.round_number == discussion.current_round.number for i in own):
        return False
    had = [i for i in own if i.state is not InvitationState.UNDELIVERABLE]
    if len(had) >= policy.invitations_a_session:
        return False
    return all(
        i.state is not InvitationState.OPEN and now - i.made_at >= policy.invitation_gap
        for i in had
    )


def choose(
    discussion: Discussion,
    tally: Tally,
    busy: Collection[int],
    now: datetime,
    chosen: Mapping[int, Preferences] | None = None,
) -> list[Participant]:
    """Whom the next wave invites: heard least so far, then longest silent, ties by lot.

    ``busy`` are those who are on their way to speak, and need no invitation.
    ``chosen`` is how people wish to be invited.
    """
    people = _askable(discussion, tally, busy, now)
    asked = [p for p in people if preferred(chosen or {}, p.id).asked_privately]
    return asked[: wave_size(discussion)]


def quiet_button_is_due(
    discussion: Discussion,
    tally: Tally,
    busy: Collection[int],
    now: datetime,
    chosen: Mapping[int, Preferences],
) -> bool:
    """Whether the next wave would ask somebody who wishes for the quiet button alone."""
    return any(
        preferred(chosen, person.id).invite_by is InviteBy.BUTTON
        for person in _askable(discussion, tally, busy, now)
    )


def _askable(
    discussion: Discussion, tally: Tally, busy: Collection[int], now: datetime
) -> list[Participant]:
    """Whom a wave may ask, whatever they chose, those to be asked first at the front."""
    tie = turns.shuffled(discussion, discussion.current_round.number)
    heard = heard_in_all(tally)
    wanted = not_yet_heard(discussion, tally)
    left_alone = heard_enough(discussion, heard).union(busy)

    def spoke_at(person: Participant) -> datetime | None:
        own = heard.get(person.id)
        return own.last_at if own else None

    def order(person: Participant) -> tuple[int, datetime, float]:
        own = heard.get(person.id) or Heard(0, 0, 0, person.joined_at)
        return own.amount(discussion.policy.words_a_minute), own.last_at, tie[person.id]

    people = [
        person
        for person in wanted
        if person.id not in left_alone and may_be_invited(discussion, person, spoke_at(person), now)
    ]
    return sorted(people, key=order)


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
