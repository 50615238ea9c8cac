"""Raised hands: who waits, who has the floor, and for how long.

Those who waited longest go first. Hands that went up within a short span of one another
(``Policy.equal_waiting``) have waited equally long; of those, whoever was heard least goes first,
and ties are broken by lot with the discussion's seed. Nobody is cut off: a turn's time ends with a
kind line and nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from discussion.arrangement import turns
from discussion.model import Discussion, RoundKind, Speech, timing
from discussion.model.arrangement import Floor, Hand
from discussion.model.errors import WrongMoment
from discussion.participation.ledger import Tally, named_amount_so_far

HANDS_ROUNDS = frozenset({RoundKind.OPEN_FLOOR, RoundKind.FISHBOWL, RoundKind.CHECK_OUT})
"""Rounds in which people choose when to speak, so that a queue helps."""


def queue(discussion: Discussion) -> tuple[int, ...]:
    """Who waits for the floor, in the order in which they get it."""
    tie = turns.shuffled(discussion, discussion.current_round.number)
    order: list[int] = []
    for together in _waiting_together(discussion):
        together.sort(key=lambda hand: (hand.heard, tie.get(hand.person_id, 1.0), hand.person_id))
        order += [hand.person_id for hand in together]
    return tuple(order)


def _waiting_together(discussion: Discussion) -> list[list[Hand]]:
    """Hands by how long they wait; each list begins with the one that went up first."""
    together: list[list[Hand]] = []
    for hand in sorted(discussion.hands, key=lambda each: each.raised_at):
        span = discussion.policy.equal_waiting
        if together and hand.raised_at - together[-1][0].raised_at <= span:
            together[-1].append(hand)
        else:
            together.append([hand])
    return together


def is_up(discussion: Discussion, person_id: int) -> bool:
    """Whether somebody's hand is raised."""
    return any(hand.person_id == person_id for hand in discussion.hands)


def busy(discussion: Discussion) -> frozenset[int]:
    """Who is on their way to speak: their hand is raised, or they have the floor."""
    waiting = {hand.person_id for hand in discussion.hands}
    return frozenset(waiting | ({discussion.floor.person_id} if discussion.floor else set()))


def toggled(discussion: Discussion, person_id: int, tally: Tally, now: datetime) -> Discussion:
    """The discussion with a participant's hand raised, or lowered if it was up.

    Raises ``WrongMoment`` in a round without a queue, and for whoever has the floor.
    """
    if discussion.current_plan.kind not in HANDS_ROUNDS:
        raise WrongMoment(
            "This round goes without hands. You are welcome to raise yours in the next open one."
        )
    if discussion.floor is not None and discussion.floor.person_id == person_id:
        raise WrongMoment("You have the floor already. Press I'm done once you have finished.")
    if is_up(discussion, person_id):
        return lowered(discussion, person_id)
    rate = discussion.policy.words_a_minute
    hand = Hand(person_id, now, named_amount_so_far(tally, person_id, rate))
    round_ = discussion.current_round
    if round_.hands_at is None:
        discussion = discussion.with_round(replace(round_, hands_at=now))
    return replace(discussion, hands=(*discussion.hands, hand))


def lowered(discussion: Discussion, person_id: int) -> Discussion:
    """The discussion with somebody's hand down; unchanged if it was."""
    if not is_up(discussion, person_id):
        return discussion
    left = tuple(hand for hand in discussion.hands if hand.person_id != person_id)
    return replace(discussion, hands=left)


def heard(discussion: Discussion, person_id: int, said_at: datetime) -> Discussion:
    """The discussion after somebody wrote under their name: what they waited for is done.

    Words from before the hand went up (read late, after a gap) leave it up.
    """
    waits = any(h.person_id == person_id and h.raised_at <= said_at for h in discussion.hands)
    return lowered(discussion, person_id) if waits else discussion


def gone(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion after somebody left, passed or stays out: they neither wait nor speak."""
    return turn_ended(lowered(discussion, person_id), person_id, now)


def turn_ended(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion with the floor handed on, if it was with this person."""
    if discussion.floor is None or discussion.floor.person_id != person_id:
        return discussion
    return _handed_on(discussion, now)


def cleared(discussion: Discussion) -> Discussion:
    """The discussion with all hands down and nobody on the floor, as after a round."""
    if not discussion.hands and discussion.floor is None:
        return discussion
    return replace(discussion, hands=(), floor=None)


def done(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion after a speaker finished: the floor goes to whoever is next, if anybody is.

    Raises ``WrongMoment`` for somebody who does not have the floor.
    """
    if discussion.floor is None or discussion.floor.person_id != person_id:
        raise WrongMoment("The floor is not with you just now. Raise your hand and it comes round.")
    return _handed_on(discussion, now)


def next_speaker(discussion: Discussion, now: datetime) -> Discussion:
    """The discussion with the floor given to whoever is next, or to nobody if nobody waits.

    Raises ``WrongMoment`` if there is no hand up and nobody on the floor.
    """
    if not discussion.hands and discussion.floor is None:
        raise WrongMoment("No hand is up at the moment. Anybody can raise one with /hand.")
    return _handed_on(discussion, now)


def _handed_on(discussion: Discussion, now: datetime) -> Discussion:
    waiting = queue(discussion)
    if not waiting:
        return replace(discussion, floor=None)
    discussion = lowered(discussion, waiting[0])
    return replace(discussion, floor=Floor(waiting[0], now))


def sign_at(discussion: Discussion, now: datetime) -> datetime | None:
    """When the gentle sign is due that a speaker's time is up; None if none is to come."""
    floor = discussion.floor
    return None if floor is None or floor.sign_at is not None else until(discussion, floor, now)


def until(discussion: Discussion, floor: Floor, now: datetime) -> datetime:
    """Until when the floor is meant to be with somebody, if there is no pause from now on."""
    since = floor.began_at
    stood = now - since - timing.ran(discussion.current_round, since, now)
    return since + discussion.policy.speaking_turn + max(stood, timedelta())


def signed(discussion: Discussion, now: datetime) -> Discussion:
    """The discussion with the gentle sign given; the speaker goes on for as long as they like."""
    if discussion.floor is None:
        return discussion
    return replace(discussion, floor=replace(discussion.floor, sign_at=now))


def spoken(before: Discussion, after: Discussion, now: datetime) -> tuple[Speech, ...]:
    """The turn spoken aloud that a change has ended, if it ended one.

    Only who is in the voice channel speaks aloud; who has the floor in writing is heard by their
    words. Somebody who opted out is not recorded, and a moment's press is no turn.
    """
    floor = before.floor
    if floor is None or _same_turn(floor, after.floor):
        return ()
    # A bot that was away closes the round late; nobody talked on meanwhile.
    until_then = min(now, max(floor.began_at, timing.ends_at(before, now) or now))
    length = timing.ran(before.current_round, floor.began_at, until_then)
    return aloud(before, floor.person_id, floor.began_at, length)


def aloud(
    discussion: Discussion, person_id: int, began_at: datetime, length: timedelta
) -> tuple[Speech, ...]:
    """A turn of the current round as it counts: in the voice channel and not by mistake."""
    speaker = discussion.participants.get(person_id)
    if speaker is None or not speaker.in_voice or speaker.opted_out_at is not None:
        return ()
    if length < discussion.policy.spoken_at_least:
        return ()
    number = discussion.current_round.number
    guild = discussion.place.guild_id
    return (Speech(discussion.id, guild, person_id, number, began_at, length),)


def turn_handed_on(discussion: Discussion, now: datetime) -> tuple[Discussion, tuple[Speech, ...]]:
    """The discussion with the turn of a go-round over, and that turn if it was spoken aloud.

    Who spoke aloud was heard; for anybody else it is as if the turn's time had run out.
    """
    order = discussion.turns
    if order is None or not order.waiting:
        return discussion, ()
    first, began_at = order.waiting[0], order.turn_began_at
    ran = timing.ran(discussion.current_round, began_at, now)
    length = min(ran, turns.turn_length(discussion))
    speeches = aloud(discussion, first, began_at, length)
    if speeches:
        return turns.finished(discussion, first, now), speeches
    return turns.time_up(discussion, now), ()


def _same_turn(one: Floor, other: Floor | None) -> bool:
    return other is not None and (one.person_id, one.began_at) == (other.person_id, other.began_at)


def shows_differently(before: Discussion, after: Discussion) -> bool:
    """Whether the post with the floor and the queue of ``before``'s round reads differently now."""
    number = before.current_round.number
    round_ = next((r for r in after.rounds if r.number == number), None)
    if round_ is None or round_.hands_at is None:
        return False
    return _seen(before, number) != _seen(after, number)


def _seen(discussion: Discussion, number: int) -> tuple[object, ...]:
    if not discussion.is_live or discussion.current_round.number != number:
        return ()
    names = {person: discussion.participants[person].name for person in busy(discussion)}
    paused = timing.is_paused(discussion.current_round)
    return discussion.current_round.hands_at, discussion.hands, discussion.floor, paused, names
