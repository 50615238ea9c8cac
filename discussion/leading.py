"""Who leads a discussion: its facilitator, those who lead with them, and handing that over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discussion import arranging, posts
from discussion.contributions import with_person
from discussion.effects import Decision
from discussion.errors import BadInput, NotAllowed, NothingRuns, WrongMoment
from discussion.model import Discussion, Person
from discussion.participation import Tally, last_sign


def leads(discussion: Discussion, person_id: int) -> bool:
    """Whether somebody facilitates this discussion, alone or with others."""
    return person_id == discussion.facilitator_id or person_id in discussion.co_facilitators


def check_may_control(discussion: Discussion, by: Person) -> None:
    """Raise ``NotAllowed`` unless somebody facilitates this discussion or is a lecturer."""
    if not leads(discussion, by.id) and not by.is_lecturer:
        raise NotAllowed("Only the facilitator or a lecturer can do that. You can ask them.")


def check_live(discussion: Discussion, by: Person) -> None:
    """Raise unless somebody may steer this discussion and it still runs."""
    check_may_control(discussion, by)
    if not discussion.is_live:
        raise NothingRuns("This discussion has ended; its deck is on the way.")


def signed(discussion: Discussion, by: Person, now: datetime) -> Discussion:
    """The discussion with a sign of somebody who steers it, if they take part in it."""
    known = discussion.participants.get(by.id)
    if known is None:
        return discussion
    was_away = not known.present
    known = replace(known, last_sign_at=now, present=True)
    discussion = discussion.with_participant(known)
    return arranging.joined(discussion, by.id, now) if was_away else discussion


def handed_over(
    discussion: Discussion, by: Person, to: Person, now: datetime, *, together: bool = False
) -> Decision:
    """Somebody else facilitates from now on, or (``together``) facilitates as well."""
    check_live(discussion, by)
    if to.id == discussion.facilitator_id:
        raise BadInput("That person facilitates this class already.")
    if together and to.id in discussion.co_facilitators:
        raise BadInput("That person facilitates with you already.")
    was = discussion
    discussion = with_person(signed(discussion, by, now), to, now)
    if together:
        others = discussion.co_facilitators | {to.id}
        return shown(was, replace(discussion, co_facilitators=others), now)
    return shown(was, _led_by(discussion, to.id, now), now)


def taken_over(discussion: Discussion, by: Person, tally: Tally, now: datetime) -> Decision:
    """Whoever asks facilitates from now on; the facilitator before goes on with them.

    A co-facilitator or a lecturer may at any time, anybody present once the facilitator is away.
    """
    if not discussion.is_live:
        raise NothingRuns("This discussion has ended; its deck is on the way.")
    if by.id == discussion.facilitator_id:
        raise WrongMoment("You facilitate this class already.")
    known = discussion.participants.get(by.id)
    takes_part = known is not None and known.present and known.opted_out_at is None
    if not (by.is_lecturer or by.id in discussion.co_facilitators):
        if not takes_part:
            raise NotAllowed("Press I'm here on the panel first; then you can take over.")
        if not is_away(discussion, tally, now):
            minutes = int(discussion.policy.facilitator_away_after.total_seconds() // 60)
            raise NotAllowed(
                "The facilitator is here. You can take over when they have left, or have given "
                f"no sign for {minutes} minutes."
            )
    was, before = discussion, discussion.facilitator_id
    discussion = _led_by(with_person(discussion, by, now), by.id, now)
    discussion = replace(discussion, co_facilitators=discussion.co_facilitators | {before})
    return shown(was, signed(discussion, by, now), now)


def is_away(discussion: Discussion, tally: Tally, now: datetime) -> bool:
    """Whether the facilitator left, stepped out, or has given no sign for some minutes."""
    known = discussion.participants.get(discussion.facilitator_id)
    if known is None or not known.present:
        return True
    return now - last_sign(known, tally) >= discussion.policy.facilitator_away_after


def _led_by(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion under a new facilitator; the one before takes turns like everybody."""
    before, others = discussion.facilitator_id, discussion.co_facilitators - {person_id}
    discussion = replace(discussion, facilitator_id=person_id, co_facilitators=others)
    if before not in discussion.participants:
        return discussion
    return arranging.joined(discussion, before, now)


def shown(before: Discussion, after: Discussion, now: datetime) -> Decision:
    """The decision for a change by who steers, who may have come back by it: panel and groups."""
    panel = posts.panel_edit(after, after.current_round, now)
    return Decision(after, (panel, *posts.group_changes(before, after)))
