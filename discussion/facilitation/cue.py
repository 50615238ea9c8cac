"""Whom a private cue asks to bring others in.

A cue goes to somebody whose words, written or spoken, fill a round while others are still to be
heard: it asks them to make room, tells nobody else, and comes at most once a round. A public
display would make talkers cut back without quiet people speaking more (DiMicco 2007), so there is
none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from discussion.arrangement import fishbowl
from discussion.facilitation.invitations import grace_ends_at, present
from discussion.model import Discussion, Participant, RoundKind, timing
from discussion.participation.ledger import Heard, Tally, to_be_heard

CUED_ROUNDS = frozenset({RoundKind.OPEN_FLOOR, RoundKind.FISHBOWL, RoundKind.CHECK_OUT})
"""Rounds in which people hear each other and choose for themselves when to speak."""


@dataclass(frozen=True, slots=True)
class RecentTurns:
    """Who took the last turns of the current round, in writing or aloud, the latest last.

    The last few are enough (``Policy.cue_window``); withdrawn and anonymous ones are left out: a
    cue after anonymous words would show that their author is known. In a fishbowl they are those of
    the inner circle (``circle``): what somebody writes outside it takes no turn from anybody.
    """

    authors: tuple[int, ...] = ()

    def last(self, number: int) -> tuple[int, ...]:
        """The last so many of them."""
        return self.authors[-number:] if number > 0 else ()


def look_at(discussion: Discussion, now: datetime) -> datetime | None:
    """When it is looked next whether somebody gets a cue; None in rounds without one."""
    if discussion.current_plan.kind not in CUED_ROUNDS:
        return None
    first, before = grace_ends_at(discussion, now), discussion.current_round.looked_at
    at = first if before is None else max(first, before + discussion.policy.cue_every)
    ends_at = timing.ends_at(discussion, now)
    return at if ends_at is not None and at < ends_at else None


def to_cue(discussion: Discussion, tally: Tally, recent: RecentTurns) -> list[Participant]:
    """Who gets a private cue now, those who said most first.

    Args:
        discussion: a live discussion.
        tally: what was said in it.
        recent: the last contributions of the current round.
    """
    if not discussion.is_live or discussion.current_plan.kind not in CUED_ROUNDS:
        return []
    talking = circle(discussion)
    here = present(discussion) if talking is None else len(talking)
    if here <= discussion.policy.cue_present_over:
        return []
    waiting = {person.id for person in to_be_heard(discussion, tally)}
    number = discussion.current_round.number
    in_round = {person: heard for (person, in_), heard in tally.items() if in_ == number}
    if talking is not None:
        waiting &= talking
        in_round = {person: heard for person, heard in in_round.items() if person in talking}
    rate = discussion.policy.words_a_minute
    said = {person: heard.amount(rate) for person, heard in in_round.items()}
    fair = sum(said.values()) / here
    people = [
        person
        for person in discussion.participants.values()
        if person.present
        and (talking is None or person.id in talking)
        and person.opted_out_at is None
        and number not in person.cued_rounds
        and waiting - {person.id}
        and (
            _took_most_turns(discussion, person, recent)
            or _over_fair_share(discussion, in_round.get(person.id), fair)
        )
    ]
    return sorted(people, key=lambda p: (-said.get(p.id, 0), p.id))


def circle(discussion: Discussion) -> frozenset[int] | None:
    """Among whom the floor is shared: in a fishbowl its inner circle; None means everybody."""
    circles = fishbowl.current(discussion)
    return None if circles is None else frozenset(circles.inner)


def _took_most_turns(discussion: Discussion, person: Participant, recent: RecentTurns) -> bool:
    """Whether somebody made three of the last five contributions."""
    policy = discussion.policy
    return recent.last(policy.cue_window).count(person.id) >= policy.cue_turns


def _over_fair_share(discussion: Discussion, heard: Heard | None, fair: float) -> bool:
    """Whether somebody said over twice what each would say if all said as much.

    Talking aloud counts as the words that fit in its time (``Policy.words_a_minute``).
    Somebody who spoke without their name in this round is left alone, for the reason that
    ``RecentTurns`` gives.
    """
    policy = discussion.policy
    if heard is None or heard.turns < policy.cue_own_turns or heard.named_turns < heard.turns:
        return False
    return heard.amount(policy.words_a_minute) > policy.cue_fair_shares * fair
