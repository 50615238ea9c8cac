"""How people come into and out of the arrangement of a round: turns, groups, circles, ballot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discussion.arrangement import fishbowl, grouping, turns, voting
from discussion.model import Contribution, Discussion, Round
from discussion.participation.ledger import Tally


def begun(
    discussion: Discussion, tally: Tally, themes: tuple[str, ...], now: datetime
) -> Discussion:
    """The discussion with people arranged as its current round wants them."""
    discussion = turns.begun(discussion, tally, now)
    discussion = grouping.begun(discussion, tally)
    discussion = fishbowl.begun(discussion, tally)
    return voting.begun(discussion, themes)


def closed(discussion: Discussion, round_: Round, now: datetime) -> Discussion:
    """The discussion with the groups and the ballot of a round closed."""
    return voting.closed(grouping.closed(discussion, round_, now), round_)


def joined(
    discussion: Discussion, person_id: int, now: datetime, channel_id: int | None = None
) -> Discussion:
    """The discussion with somebody who came, or came back; ``channel_id`` is where they spoke."""
    if not discussion.is_live or not discussion.rounds:
        return discussion
    discussion = turns.joined(discussion, person_id, now)
    discussion = grouping.joined(discussion, person_id, channel_id)
    return fishbowl.joined(discussion, person_id)


def left(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion after somebody went or opted out; nobody waits for them."""
    discussion = turns.left(discussion, person_id, now)
    if not discussion.is_live or not discussion.rounds:
        return discussion
    return fishbowl.left(grouping.left(discussion, person_id, now), person_id)


def heard(discussion: Discussion, contribution: Contribution) -> Discussion:
    """The discussion after somebody spoke in its current round."""
    discussion = turns.finished(discussion, contribution.author_id, contribution.said_at)
    return voting.named(discussion, contribution)


def unmoved(after: Discussion, before: Discussion) -> Discussion:
    """The discussion with everybody where they were: for words without a name.

    The arrangement is public, and whoever moved in it just now would be the author.
    """
    return replace(after, turns=before.turns, groups=before.groups, fishbowl=before.fishbowl)
