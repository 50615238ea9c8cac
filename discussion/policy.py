"""Every threshold of facilitation in one place, each changeable per class and per format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """When people are invited to speak, and how often.

    Shares are fractions of a round's length. The defaults follow docs/facilitation.md, which
    names their sources.
    """

    grace_share: float = 0.25
    """Nothing happens in this first share of a round ..."""
    grace_at_least: timedelta = timedelta(minutes=2)
    """... nor in its first two minutes."""
    opener_share: float = 0.5
    """When a nameless public opener may be posted."""
    opener_if_unheard_over: float = 0.5
    """The opener is posted if more than this share of those present is not yet heard."""
    invite_share: float = 0.6
    """When private invitations begin."""
    wave_gap: timedelta = timedelta(seconds=45)
    """The time between two waves of invitations in one round."""
    wave_size: int = 3
    """How many people one wave invites at most."""
    invite_until: timedelta = timedelta(minutes=1)
    """No invitation in the last stretch of a round: there must be time to answer."""
    invitation_gap: timedelta = timedelta(minutes=5)
    """The least time between two invitations to one person."""
    invitations_a_session: int = 3
    """The most invitations to one person in one discussion."""
    recent_sign: timedelta = timedelta(seconds=60)
    """Typing or a message this recent suppresses an invitation."""
    late_invitation: timedelta = timedelta(minutes=2)
    """A wave or opener that is later than this is dropped (a restart, say)."""
    shortest_turn: timedelta = timedelta(seconds=20)
    """The least time for one turn in a go-round, however many people wait."""
    pair_size: int = 2
    """How many people talk together in pairs; an odd one makes a group of one more."""
    four_size: int = 4
    """How many people talk together in fours, where no pairs went before."""
    most_groups: int = 25
    """The most groups of one round: with more people the groups are larger, so that making their
    threads stays within what Discord allows in a minute or so."""
    inner_share: float = 1 / 3
    """Which share of the people sits in the inner circle of a fishbowl ..."""
    inner_at_least: int = 3
    """... but at least so many ..."""
    inner_at_most: int = 6
    """... and at most so many: more than six in one conversation leave little room for each."""
    swap_share: float = 0.5
    """When the circles of a fishbowl swap."""
    ballot_options: int = 10
    """How many themes a ballot offers at most."""
    ballot_choices: int = 3
    """How many of them one person may choose."""
    longest_extension: timedelta = timedelta(minutes=30)
    """The most by which one command may extend a round."""
    shortest_round: timedelta = timedelta(minutes=2)
    """Re-planning leaves a round at least this, or half of its plan if that is less."""
    move_on_share: float = 0.5
    """The round closes when this share of those present wishes to move on ..."""
    move_on_at_least: int = 2
    """... and at least so many, unless fewer are present."""
    facilitator_away_after: timedelta = timedelta(minutes=5)
    """Without a sign of the facilitator for this long, any member present may take over."""
