"""Wake-ups: when a discussion wants to be woken, and what it does then.

Each kind is one row of ``REASONS``: the instant at which it is due, how often it was acted on in
this round (part of its name, so that each time happens once), and what it does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from discussion import posts
from discussion.arrangement import fishbowl, hands, turns
from discussion.facilitation import copilot, cue, invitations
from discussion.facilitation.cue import RecentTurns
from discussion.lifecycle import review
from discussion.lifecycle.rounds import Gathered, close_round, quiet_button_shown
from discussion.model import Discussion, State, timing
from discussion.model.effects import Decision, DueAction, DueKind, Post
from discussion.model.preferences import preferred
from discussion.participation.ledger import asked_in_no_way, waiting


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a discussion is woken.

    ``act`` is told whether it is later than the policy allows for what may be dropped
    (``Policy.late_invitation``): a round always closes and a turn always moves on, but an opener
    or an invitation is not made late.
    """

    kind: DueKind
    at: Callable[[Discussion, datetime], datetime | None]
    act: Callable[[Discussion, Gathered, datetime, bool], Decision]
    count: Callable[[Discussion], int] = lambda _: 0
    while_: State = State.RUNNING


def wake(discussion: Discussion, action: DueAction, known: Gathered, now: datetime) -> Decision:
    """Do what a due action asks for, if it still applies.

    An action that the state no longer asks for, or not yet, does nothing.
    """
    due = {each.dedup for each in due_actions(discussion, now) if each.due_at <= now}
    if action.dedup not in due:
        return Decision(discussion)
    late = now - action.due_at > discussion.policy.late_invitation
    return _REASONS[action.kind].act(discussion, known, now, late)


def due_actions(discussion: Discussion, now: datetime) -> tuple[DueAction, ...]:
    """When the discussion wants to be woken: a projection of its state, and of nothing else."""
    if discussion.state not in (State.RUNNING, State.ENDED):
        return ()
    number = discussion.current_round.number
    return tuple(
        DueAction(
            kind=reason.kind,
            dedup=f"{discussion.id}:r{number}:{reason.kind.value}:{reason.count(discussion)}",
            guild_id=discussion.place.guild_id,
            discussion_id=discussion.id,
            due_at=at,
        )
        for reason in REASONS
        if reason.while_ is discussion.state and (at := reason.at(discussion, now)) is not None
    )


def _close(discussion: Discussion, known: Gathered, now: datetime, late: bool) -> Decision:
    return close_round(discussion, known, now, replan=late)


def _open(discussion: Discussion, known: Gathered, now: datetime, late: bool) -> Decision:
    wanted = not late and invitations.opener_is_due(discussion, known.tally)
    discussion = discussion.with_round(replace(discussion.current_round, opener_at=now))
    return Decision(discussion, (posts.opener(discussion),) if wanted else ())


def _invite(discussion: Discussion, known: Gathered, now: datetime, late: bool) -> Decision:
    round_ = discussion.current_round
    discussion = discussion.with_round(replace(round_, waves=round_.waves + 1))
    if late:
        return Decision(discussion)
    busy, chosen = hands.busy(discussion).union(known.typing), known.preferences
    people = invitations.choose(discussion, known.tally, busy, now, chosen)
    wants_button = invitations.quiet_button_is_due(discussion, known.tally, busy, now, chosen)
    discussion, made = invitations.invited(discussion, people, now)
    asked = tuple(
        posts.invitation(discussion, each, preferred(chosen, each.person_id)) for each in made
    )
    if not wants_button:
        return Decision(discussion, asked)
    shown = quiet_button_shown(discussion, round_.number, now)
    return replace(shown, posts=(*asked, *shown.posts))


def _tell(discussion: Discussion, known: Gathered, now: datetime, late: bool) -> Decision:
    round_ = replace(discussion.current_round, copilot_at=now)
    discussion = discussion.with_round(round_)
    told = () if late else _told(discussion, known, now)
    if not (copilot.is_last(discussion) and asked_in_no_way(discussion, known.tally)):
        return Decision(discussion, told)
    # Who wishes to be asked in no private way is asked like everyone, before the class is over.
    shown = quiet_button_shown(discussion, round_.number, now)
    return replace(shown, posts=(*told, *shown.posts))


def _told(discussion: Discussion, known: Gathered, now: datetime) -> tuple[Post, ...]:
    """A word to each who leads, where somebody is still to be heard and was not spared by grace."""
    inviting = discussion.current_plan.kind in invitations.INVITING_ROUNDS
    if not inviting or now < invitations.grace_ends_at(discussion, now):
        return ()
    if not waiting(discussion, known.tally).number:
        return ()
    suggestion = copilot.voices(discussion)
    return tuple(
        posts.copilot(discussion, leader, known.preferences, known.tally, suggestion, now)
        for leader in copilot.leaders(discussion)
    )


def _look(discussion: Discussion, known: Gathered, now: datetime, late: bool) -> Decision:
    round_ = replace(discussion.current_round, looked_at=now)
    discussion = discussion.with_round(round_)
    if late:
        return Decision(discussion)
    made = list[Post]()
    for person in cue.to_cue(discussion, known.tally, RecentTurns(known.recent)):
        wishes = preferred(known.preferences, person.id)
        if not wishes.asked_privately:
            continue
        told = replace(person, cued_rounds=person.cued_rounds | {round_.number})
        discussion = discussion.with_participant(told)
        made.append(posts.cue(discussion, told, wishes, now))
    return Decision(discussion, tuple(made))


def _look_count(discussion: Discussion) -> int:
    round_ = discussion.current_round
    if round_.looked_at is None:
        return 0
    return 1 + int((round_.looked_at - round_.began_at).total_seconds())


def _turn_over(discussion: Discussion, _: Gathered, now: datetime, _late: bool) -> Decision:
    discussion, speeches = hands.turn_handed_on(discussion, now)
    edit = posts.panel_edit(discussion, discussion.current_round, now)
    return Decision(discussion, (edit,), speeches)


def _swap(discussion: Discussion, known: Gathered, now: datetime, _late: bool) -> Decision:
    discussion = fishbowl.swapped(discussion, known.tally)
    return Decision(discussion, (posts.panel_edit(discussion, discussion.current_round, now),))


def _hand_on(discussion: Discussion, _: Gathered, now: datetime, _late: bool) -> Decision:
    return Decision(hands.signed(discussion, now))


def _publish(discussion: Discussion, known: Gathered, now: datetime, _late: bool) -> Decision:
    return review.over(discussion, known.tally, now)


def _turn_ends_at(discussion: Discussion, _: datetime) -> datetime | None:
    return turns.turn_ends_at(discussion)


def _turn_count(discussion: Discussion) -> int:
    turns_ = discussion.turns
    return len(turns_.done) + len(turns_.deferred) if turns_ else 0


def _floor(discussion: Discussion) -> int:
    """Tells one stay on the floor from another: when it began, in milliseconds."""
    floor = discussion.floor
    return int(floor.began_at.timestamp() * 1000) if floor else 0


REASONS = (
    Reason(DueKind.ROUND_CLOSE, timing.ends_at, _close),
    Reason(DueKind.OPENER, invitations.opener_at, _open),
    Reason(DueKind.WAVE, invitations.next_wave_at, _invite, lambda d: d.current_round.waves),
    Reason(DueKind.COPILOT, copilot.told_at, _tell),
    Reason(DueKind.CUE, cue.look_at, _look, _look_count),
    Reason(DueKind.TURN, _turn_ends_at, _turn_over, _turn_count),
    Reason(DueKind.SWAP, fishbowl.swap_at, _swap),
    Reason(DueKind.FLOOR, hands.sign_at, _hand_on, _floor),
    Reason(DueKind.REVIEW_OVER, review.closes_at, _publish, while_=State.ENDED),
)
"""Every reason to be woken, in the order in which actions of one instant are done."""
_REASONS = {reason.kind: reason for reason in REASONS}
