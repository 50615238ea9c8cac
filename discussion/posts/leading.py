"""Private words to whoever leads or says much, and what is asked in their name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from discussion.facilitation.copilot import Suggestion, allowed_names
from discussion.model import Discussion, Participant, Person, naming
from discussion.model.effects import Json, Post, PostKind
from discussion.model.preferences import InviteBy, Preferences, preferred
from discussion.participation.ledger import Tally, waiting
from discussion.posts.composing import compose


def copilot(
    discussion: Discussion,
    leader_id: int,
    chosen: Mapping[int, Preferences],
    tally: Tally,
    suggestion: Suggestion,
    now: datetime,
) -> Post:
    """How many are still to be heard, and a message that could be sent."""
    wishes, number = preferred(chosen, leader_id), discussion.current_round.number
    left = waiting(discussion, tally)
    name = naming.copilot(discussion.id, number, leader_id)
    data: dict[str, Json] = {
        "round": number,
        "waiting": left.number,
        "at_most": left.at_most,
        "names": list(allowed_names(discussion, tally, chosen)),
        "about": suggestion.about.value,
        "question": suggestion.question,
        "stem": suggestion.stem,
    }
    return _private(discussion, PostKind.COPILOT, name, leader_id, wishes.told_by, data, now)


def cue(discussion: Discussion, person: Participant, wishes: Preferences, now: datetime) -> Post:
    """An invitation to bring others in."""
    name = naming.cue(discussion.id, discussion.current_round.number, person.id)
    data: dict[str, Json] = {"language": wishes.language}
    return _private(discussion, PostKind.CUE, name, person.id, wishes.invite_by, data, now)


def leads(
    discussion: Discussion,
    person_id: int,
    wishes: Preferences,
    by: Person,
    now: datetime,
    *,
    together: bool,
) -> Post:
    """Somebody was asked to facilitate; they are also told where their own words stand."""
    known = discussion.participants.get(person_id)
    data: dict[str, Json] = {
        "name": by.name,
        "topic": discussion.topic,
        "together": together,
        "out": known is not None and known.opted_out_at is not None,
    }
    name = naming.leads(discussion.id, person_id, now)
    return _private(discussion, PostKind.LEADS, name, person_id, wishes.told_by, data, now)


def asked(discussion: Discussion, name: str, text: str, which: str) -> Post:
    """A message that somebody who leads sends to the group in their own name."""
    number = discussion.current_round.number
    return compose(
        discussion,
        PostKind.ASKED,
        naming.asked(discussion.id, number, which),
        {"name": name, "text": text},
    )


def _private(
    discussion: Discussion,
    kind: PostKind,
    name: str,
    person_id: int,
    by: InviteBy,
    data: dict[str, Json],
    now: datetime,
) -> Post:
    """Something for one person; it is dropped rather than delivered late."""
    return Post(
        kind=kind,
        dedup=name,
        guild_id=discussion.place.guild_id,
        discussion_id=discussion.id,
        recipient_id=person_id,
        data={**data, "by": by.value},
        not_after=now + discussion.policy.late_invitation,
    )
