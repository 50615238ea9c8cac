"""Who leads a discussion: its facilitator, those who lead with them, and handing that over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discussion import posts
from discussion.arrangement import arranging, hands
from discussion.contributions.speaking import with_person
from discussion.model import Discussion, Participant, Person, Speech
from discussion.model.effects import Decision
from discussion.model.errors import BadInput, NotAllowed, NothingRuns, WrongMoment
from discussion.model.preferences import Preferences
from discussion.participation.ledger import Tally, last_sign


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
        raise ended(discussion)


def ended(discussion: Discussion) -> NothingRuns:
    """The refusal of what only a running discussion takes."""
    if discussion.is_in_review:
        return NothingRuns(
            "This discussion has ended. Everybody is looking at their words; the deck follows."
        )
    return NothingRuns("This discussion has ended; its deck is on the way.")


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
    discussion: Discussion,
    by: Person,
    to: Person,
    now: datetime,
    *,
    together: bool = False,
    wishes: Preferences | None = None,
) -> Decision:
    """Somebody else facilitates from now on, or (``together``) facilitates as well.

    They are told in private, as their ``wishes`` are. Being named is no sign of theirs: whoever is
    not there stays so until they write or press something, and an opting out stays as it is.
    """
    check_live(discussion, by)
    if to.id == discussion.facilitator_id:
        raise BadInput("That person facilitates this class already.")
    if together and to.id in discussion.co_facilitators:
        raise BadInput("That person facilitates with you already.")
    was, discussion = discussion, signed(discussion, by, now)
    to_others = to.id != by.id
    discussion = (_named if to_others else with_person)(discussion, to, now)
    speeches: tuple[Speech, ...] = ()
    if together:
        others = discussion.co_facilitators | {to.id}
        discussion = replace(discussion, co_facilitators=others)
    else:
        discussion, speeches = _led_by(discussion, to.id, now)
    decision = shown(was, discussion, now)
    told = posts.leads(discussion, to.id, wishes or Preferences(), by, now, together=together)
    made = (*decision.posts, told) if to_others else decision.posts
    return replace(decision, posts=made, speeches=speeches)


def taken_over(discussion: Discussion, by: Person, tally: Tally, now: datetime) -> Decision:
    """Whoever asks facilitates from now on; the facilitator before goes on with them.

    A co-facilitator or a lecturer may at any time, anybody present once the facilitator is away.
    """
    if not discussion.is_live:
        raise ended(discussion)
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
    discussion, speeches = _led_by(with_person(discussion, by, now), by.id, now)
    discussion = replace(discussion, co_facilitators=discussion.co_facilitators | {before})
    return replace(shown(was, signed(discussion, by, now), now), speeches=speeches)


def is_away(discussion: Discussion, tally: Tally, now: datetime) -> bool:
    """Whether the facilitator left, stepped out, or has given no sign for some minutes."""
    known = discussion.participants.get(discussion.facilitator_id)
    if known is None or not known.present:
        return True
    return now - last_sign(known, tally) >= discussion.policy.facilitator_away_after


def _named(discussion: Discussion, person: Person, now: datetime) -> Discussion:
    """The discussion with somebody in it under the name they bear now; as away as they were."""
    known = discussion.participants.get(person.id)
    if known is None:
        known = Participant(person.id, person.name, now, present=False)
    return discussion.with_participant(replace(known, name=person.name))


def _led_by(
    discussion: Discussion, person_id: int, now: datetime
) -> tuple[Discussion, tuple[Speech, ...]]:
    """The discussion under a new facilitator, and the turn that they were speaking, if any.

    Whoever leads stands outside orders, groups and circles; the one before is in them again.
    """
    speeches: tuple[Speech, ...] = ()
    if discussion.turns is not None and discussion.turns.waiting[:1] == (person_id,):
        discussion, speeches = hands.turn_handed_on(discussion, now)
    discussion = arranging.left(discussion, person_id, now)
    before, others = discussion.facilitator_id, discussion.co_facilitators - {person_id}
    discussion = replace(discussion, facilitator_id=person_id, co_facilitators=others)
    if before not in discussion.participants:
        return discussion, speeches
    return arranging.joined(discussion, before, now), speeches


def shown(before: Discussion, after: Discussion, now: datetime) -> Decision:
    """The decision for a change by who steers, who may have come back by it: panel and groups."""
    panel = posts.panel_edit(after, after.current_round, now)
    return Decision(after, (panel, *posts.group_changes(before, after)))
