"""The life of a discussion: start, pause, resume, extend, next, end, and what a wake-up does.

Every function takes the discussion and ``now`` and returns a ``Decision``, or raises a
``DiscussionError``; none of them knows Discord, a database or a clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from discussion import posts
from discussion.arrangement import arranging, hands
from discussion.contributions import speaking
from discussion.facilitation import invitations
from discussion.formats import replanning
from discussion.lifecycle import review as reviewing
from discussion.lifecycle.leading import check_live, shown, signed
from discussion.model import (
    Contribution,
    Discussion,
    Participant,
    Person,
    Round,
    RoundKind,
    State,
    timing,
)
from discussion.model.effects import Decision, Post
from discussion.model.errors import BadInput, WrongMoment
from discussion.model.preferences import Preferences
from discussion.participation.ledger import Tally


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a decision about the rounds needs to know beside the discussion."""

    tally: Tally
    held: Sequence[Contribution] = ()
    """Words written in the current silent round, in the order of writing."""
    typing: Collection[int] = ()
    """Who is writing at this moment."""
    preferences: Mapping[int, Preferences] = field(default_factory=dict)
    """What people chose for themselves; who chose nothing has no entry."""
    recent: tuple[int, ...] = ()
    """Who made the last named contributions of the current round, the latest last."""
    themes: tuple[str, ...] = ()
    """The themes so far, for a vote that begins; those with the most voices first."""


def started(
    discussion: Discussion,
    by: Person,
    now: datetime,
    *,
    meant: datetime | None = None,
    is_there: bool = True,
) -> Decision:
    """The discussion with its facilitator in it and its first round begun.

    One that was ``meant`` to begin earlier still ends at its hour: its rounds are planned anew.
    With ``is_there`` False its facilitator counts as away until a sign of theirs.
    """
    discussion = discussion.with_participant(Participant(by.id, by.name, now, present=is_there))
    whole = sum((plan.length for plan in discussion.plans), timedelta())
    ends_by = min(now, meant or now) + whole
    discussion = replace(discussion, rounds=(Round(1, now),), ends_by=ends_by)
    if ends_by < now + whole:
        discussion = replanning.replanned(discussion, now, current=True)
    discussion = arranging.begun(discussion, {}, (), now)
    changes = posts.group_changes(None, discussion)
    return Decision(discussion, (posts.panel(discussion, now), *changes))


def pause(discussion: Discussion, by: Person, now: datetime) -> Decision:
    """Stop the round's time."""
    check_live(discussion, by)
    if discussion.state is State.PAUSED:
        raise WrongMoment("The round is already paused. Use /discussion resume to go on.")
    before, round_ = discussion, timing.paused(discussion.current_round, now)
    discussion = replace(signed(discussion, by, now).with_round(round_), state=State.PAUSED)
    return shown(before, discussion, now)


def resume(discussion: Discussion, by: Person, now: datetime) -> Decision:
    """Let the round's time run again; a turn that ran begins anew, later rounds give way."""
    check_live(discussion, by)
    if discussion.state is not State.PAUSED:
        raise WrongMoment("The round is running. There is nothing to resume.")
    before, round_ = discussion, timing.resumed(discussion.current_round, now)
    discussion = replace(signed(discussion, by, now).with_round(round_), state=State.RUNNING)
    discussion = replanning.replanned(discussion, now)
    if discussion.turns is not None:
        discussion = replace(discussion, turns=replace(discussion.turns, turn_began_at=now))
    return shown(before, discussion, now)


def extend(discussion: Discussion, by: Person, more: timedelta, now: datetime) -> Decision:
    """Give the round more time; the rounds that remain give way."""
    check_live(discussion, by)
    most = discussion.policy.longest_extension
    if not timedelta() < more <= most:
        minutes = int(most.total_seconds() // 60)
        raise BadInput(f"A round can be extended by 1 to {minutes} minutes at a time.")
    before, round_ = discussion, discussion.current_round
    round_ = replace(round_, extended=round_.extended + more)
    discussion = replanning.replanned(signed(discussion, by, now).with_round(round_), now)
    return shown(before, discussion, now)


def next_round(discussion: Discussion, by: Person, known: Gathered, now: datetime) -> Decision:
    """Close the round before its time and begin the next, or end after the last."""
    check_live(discussion, by)
    return close_round(signed(discussion, by, now), known, now, replan=True)


def end(discussion: Discussion, by: Person, known: Gathered, now: datetime) -> Decision:
    """Close the round and the discussion."""
    check_live(discussion, by)
    discussion = signed(discussion, by, now)
    over = _closed(discussion, known, now)
    ended = _ended(discussion, over.discussion, over.posts, known, now)
    return replace(ended, speeches=over.speeches)


def close_round(
    discussion: Discussion, known: Gathered, now: datetime, *, replan: bool = False
) -> Decision:
    """Close the current round: reveal what was held, then begin the next round or end.

    With ``replan`` the rounds that remain are planned anew, so that the class ends on time.
    """
    before = discussion
    over = _closed(discussion, known, now)
    discussion, made = over.discussion, over.posts
    if discussion.current_round.number == len(discussion.plans):
        return replace(_ended(before, discussion, made, known, now), speeches=over.speeches)
    round_ = Round(discussion.current_round.number + 1, now)
    discussion = replace(discussion, rounds=(*discussion.rounds, round_), state=State.RUNNING)
    if replan:
        discussion = replanning.replanned(discussion, now, current=True)
    discussion = arranging.begun(discussion, known.tally, known.themes, now)
    closed = posts.panel_edit(discussion, discussion.rounds[-2], now)
    changes = posts.group_changes(before, discussion)
    made = (closed, *made, posts.panel(discussion, now), *changes)
    return Decision(discussion, made, over.speeches)


def _closed(discussion: Discussion, known: Gathered, now: datetime) -> Decision:
    """The round closed and what was held in it; who was talking in their turn was heard."""
    discussion, speeches = hands.turn_handed_on(discussion, now)
    round_ = timing.ended(discussion.current_round, now)
    discussion = hands.cleared(invitations.expired(discussion.with_round(round_), round_))
    discussion = speaking.come_back(discussion, known.tally, round_)
    discussion = arranging.closed(discussion, round_, now)
    made: list[Post] = []
    if discussion.plan_of(round_).kind is RoundKind.SILENT_WRITING:
        made = posts.reveal(discussion, round_, known.held)
    return Decision(discussion, tuple(made), speeches)


def _ended(
    before: Discussion,
    discussion: Discussion,
    made: tuple[Post, ...],
    known: Gathered,
    now: datetime,
) -> Decision:
    discussion = replace(discussion, state=State.ENDED, ended_at=now, turns=None)
    closed = posts.panel_edit(discussion, discussion.current_round, now)
    changes = posts.group_changes(before, discussion)
    review = reviewing.begun(discussion, known.tally, now)
    return replace(review, posts=(closed, *made, *changes, *review.posts))


def quiet_button_shown(discussion: Discussion, round_number: int, now: datetime) -> Decision:
    """Show "a word from you?" on the panel: for everyone alike, naming nobody."""
    round_ = discussion.current_round
    if not discussion.is_live or round_.number != round_number or round_.quiet_button:
        return Decision(discussion)
    round_ = replace(round_, quiet_button=True)
    discussion = discussion.with_round(round_)
    return Decision(discussion, (posts.panel_edit(discussion, round_, now),))
