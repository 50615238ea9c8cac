"""A voice or stage channel beside the discussion: who is in it is there.

Only who comes and goes is known, and how long a turn on the floor took; no sound ever reaches the
bot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from discussion.arrangement import hands, turns
from discussion.contributions import speaking
from discussion.model import Discussion, Participant, Person
from discussion.participation.ledger import Tally


def entered(discussion: Discussion, person: Person, now: datetime) -> Discussion:
    """The discussion after somebody came into its voice channel: they are there.

    Unlike a press, coming in does not end an opting out.
    """
    discussion = speaking.with_person(discussion, person, now)
    known = discussion.participants[person.id]
    discussion = discussion.with_participant(replace(known, in_voice=True))
    return turns.joined(discussion, person.id, now)


def left(discussion: Discussion, person_id: int, tally: Tally, now: datetime) -> Discussion:
    """The discussion after somebody went out of its voice channel.

    They have stepped out, unless they wrote or pressed something a short while ago: then they go
    on in writing. A turn that they spoke aloud is over either way.
    """
    known = discussion.participants.get(person_id)
    if known is None or not known.in_voice:
        return discussion
    discussion = discussion.with_participant(replace(known, in_voice=False))
    discussion = hands.turn_ended(discussion, person_id, now)
    acted_at = _acted_in_text_at(known, tally)
    if not known.present:
        return discussion
    if acted_at is not None and now - acted_at <= discussion.policy.text_keeps_present:
        return discussion
    return speaking.stepped_out(discussion, person_id, now)


def found(
    discussion: Discussion, people: Iterable[Person], tally: Tally, now: datetime
) -> Discussion:
    """The discussion once it is known who is in its voice channel, after a gap say.

    Who was in it before and still is stays as they chose to be.
    """
    there = {person.id: person for person in people}
    for known in tuple(discussion.participants.values()):
        if known.in_voice and known.id not in there:
            discussion = left(discussion, known.id, tally, now)
    for person in there.values():
        before = discussion.participants.get(person.id)
        if before is None or not before.in_voice:
            discussion = entered(discussion, person, now)
    return discussion


def _acted_in_text_at(participant: Participant, tally: Tally) -> datetime | None:
    wrote = [h.wrote_at for (person, _), h in tally.items() if person == participant.id]
    return max(
        (at for at in (*wrote, participant.last_sign_at) if at is not None),
        default=None,
    )
