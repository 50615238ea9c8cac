"""Gather and apply: the thin steps around a pure decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from discussion import posts
from discussion.arrangement import hands, voting
from discussion.facilitation import cue
from discussion.lifecycle import waking
from discussion.lifecycle.leading import ended
from discussion.lifecycle.rounds import Gathered
from discussion.model import Contribution, Discussion, Place, RoundKind, State
from discussion.model.effects import Decision
from discussion.model.errors import NothingRuns
from discussion.ports.store import Reader, Transaction


def running_at(reader: Reader, place: Place) -> Discussion:
    """The discussion in a place that is not published. Raises ``NothingRuns``."""
    discussion = reader.discussion_at(place)
    if discussion is None:
        raise NothingRuns(
            "No discussion is running in this channel. Start one with /discussion start."
        )
    return discussion


def live_at(reader: Reader, place: Place) -> Discussion:
    """The discussion in a place whose rounds still run. Raises ``NothingRuns``."""
    discussion = running_at(reader, place)
    if not discussion.is_live:
        raise ended(discussion)
    return discussion


def gather(reader: Reader, discussion: Discussion, typing: Iterable[int] = ()) -> Gathered:
    """What a decision about rounds needs to know."""
    guild = discussion.place.guild_id
    said: Sequence[Contribution] = ()
    silent = discussion.current_plan.kind is RoundKind.SILENT_WRITING
    votes = any(plan.kind is RoundKind.VOTE for plan in discussion.plans)
    if silent or votes:
        facts = reader.facts(guild, discussion.id)
        said = facts.contributions if facts is not None else ()
    number = discussion.current_round.number
    held = (c for c in said if c.held and c.withdrawn_at is None and c.round_number == number)
    recent: Sequence[int] = ()
    if discussion.current_plan.kind in cue.CUED_ROUNDS:
        window, circle = discussion.policy.cue_window, cue.circle(discussion)
        recent = reader.last_turns(guild, discussion.id, number, window, circle)
    return Gathered(
        tally=reader.tally(guild, discussion.id),
        held=tuple(sorted(held, key=lambda c: (c.said_at, c.id))) if silent else (),
        typing=frozenset(typing),
        # What is held is revealed before the next round begins: its themes count then, too.
        themes=voting.themes_in(replace(c, held=False) for c in said) if votes else (),
        preferences=reader.preferences(guild),
        recent=tuple(recent),
    )


def turned(before: Discussion, after: Discussion, now: datetime) -> Decision:
    """The decision for a change that may have moved a go-round on, or people between groups."""
    moved = (
        before.turns != after.turns
        or before.fishbowl != after.fishbowl
        or _options(before) != _options(after)
    )
    edits = (posts.panel_edit(after, after.current_round, now),) if moved else ()
    return Decision(after, (*edits, *posts.group_changes(before, after)))


def _options(discussion: Discussion) -> Sequence[str]:
    ballot = voting.open_ballot(discussion)
    return ballot.options if ballot else ()


def apply(transaction: Transaction, decision: Decision, now: datetime) -> Discussion:
    """Save what was decided: the state, the wake-ups that follow from it, the posts."""
    discussion = decision.discussion
    before = transaction.discussion(discussion.place.guild_id, discussion.id)
    transaction.save(discussion)
    transaction.expect(
        discussion.place.guild_id, discussion.id, waking.due_actions(discussion, now)
    )
    for post in decision.posts:
        transaction.post(post)
    for speech in decision.speeches:
        transaction.add_speech(speech)
    if before is not None:
        _follow_hands(transaction, before, discussion, now)
    return discussion


def _follow_hands(
    transaction: Transaction, before: Discussion, after: Discussion, now: datetime
) -> None:
    """What follows from hands and floor, whatever changed them: many things end a turn."""
    for speech in hands.spoken(before, after, now):
        transaction.add_speech(speech)
    if hands.shows_differently(before, after):
        transaction.post(posts.hands_shown(after, before.current_round.number, now))


def published(discussion: Discussion) -> Discussion:
    """The discussion once its deck was posted, or could not be: its place is free again."""
    return replace(discussion, state=State.PUBLISHED)
