"""Every threshold of facilitation in one place, each changeable per class and per format.

Here stands why each is what it is; ``discussion/formats/rules.py`` says how it is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

Value: TypeAlias = float | int | timedelta
"""What a threshold can be: a share or a multiple, a number, a length of time."""


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
    """How many people one wave invites at most ..."""
    wave_share: float = 0.2
    """... or this share of those present, rounded up, where that is more: a large class has no more
    time than a small one. In the simulation of docs/facilitation.md a fifth hears more people of a
    class of forty than a tenth does, and shares out the words more evenly."""
    small_group: int = 4
    """With no more people present than this, everybody notices who has not spoken and there is room
    to begin unasked: private invitations wait until ``small_group_invite_share``. Asking evened out
    participation in medium-sized groups only (Kim et al., CHI 2020)."""
    small_group_invite_share: float = 0.75
    """When private invitations begin in a small group."""
    large_group: int = 25
    """With more people present than this, the copilot suggests pairs and fours: one floor has no
    room for everybody."""
    invite_below_fair_shares: float = 0.5
    """Somebody who has said at least this many times a fair share of the words so far (all words
    divided by those present) needs no invitation: they are heard, and others come first. In the
    same simulation, a half asks people less often than no such rule and hears as many as evenly."""
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
    equal_waiting: timedelta = timedelta(seconds=30)
    """Hands that went up within this span of one another have waited equally long."""
    speaking_turn: timedelta = timedelta(minutes=2)
    """After this long on the floor a kind line says that it is time to hand on."""
    spoken_at_least: timedelta = timedelta(seconds=5)
    """A shorter time on the floor is no spoken turn: somebody pressed by mistake, say."""
    words_a_minute: int = 130
    """How many words a minute aloud counts for, so that writing and speaking can be compared. A
    convention: careful public speech is commonly put at 120 to 150, and nothing was measured."""
    text_keeps_present: timedelta = timedelta(minutes=5)
    """Who leaves the voice channel but wrote or pressed something this recently is still there."""
    longest_extension: timedelta = timedelta(minutes=30)
    """The most by which one command may extend a round."""
    copilot_share: float = 0.75
    """When the facilitator is privately told how many are still to be heard."""
    cue_every: timedelta = timedelta(minutes=1)
    """How often it is looked whether somebody's words fill a round."""
    cue_window: int = 5
    """The private cue to bring others in looks at this many last contributions of the round ..."""
    cue_turns: int = 3
    """... and comes if one person made this many of them, ..."""
    cue_fair_shares: float = 2.0
    """... or said more than this many times a fair share of the round's words (all words divided by
    those present), ..."""
    cue_own_turns: int = 3
    """... with at least this many contributions of their own: two long ones are no pattern, ..."""
    cue_present_over: int = 2
    """... and with more people present than this: two people in talk take turns anyway."""
    quiet_for: timedelta = timedelta(minutes=2)
    """Nothing said for this long: the copilot says that it may be time to move on."""
    grid_share: float = 0.5
    """From this share of the planned time on, the copilot offers questions about empty parts of the
    grid."""
    shortest_round: timedelta = timedelta(minutes=2)
    """Re-planning leaves a round at least this, or half of its plan if that is less."""
    move_on_share: float = 0.5
    """The round closes when this share of those present wishes to move on ..."""
    move_on_at_least: int = 2
    """... and at least so many, unless fewer are present."""
    facilitator_away_after: timedelta = timedelta(minutes=5)
    """Without a sign of the facilitator for this long, any member present may take over."""
    review_for: timedelta = timedelta(minutes=10)
    """How long everybody may look at their words after the last round before the deck is posted;
    none posts it at once."""
