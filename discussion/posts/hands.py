"""The post of a round that shows who has the floor and who waits for it."""

from __future__ import annotations

from datetime import datetime

from discussion.arrangement import hands
from discussion.model import Discussion, naming, timing
from discussion.model.effects import Json, Post, PostKind
from discussion.posts.composing import compose


def hands_shown(discussion: Discussion, round_number: int, now: datetime) -> Post:
    """The floor and the queue of a round: posted once, and the same message from then on."""
    return compose(
        discussion,
        PostKind.HANDS,
        naming.hands(discussion.id, round_number),
        _data(discussion, round_number, now),
        replaces=True,
    )


def _data(discussion: Discussion, round_number: int, now: datetime) -> dict[str, Json]:
    if not discussion.is_live or discussion.current_round.number != round_number:
        return {"round": round_number, "over": True}
    people, floor = discussion.participants, discussion.floor
    paused = timing.is_paused(discussion.current_round)
    until = hands.until(discussion, floor, now) if floor and not paused else None
    return {
        "round": round_number,
        "over": False,
        "speaker": people[floor.person_id].name if floor else None,
        "since": floor.began_at.isoformat() if floor else None,
        "until": until.isoformat() if until else None,
        "time_is_up": floor is not None and floor.sign_at is not None,
        "waiting": [people[person].name for person in hands.queue(discussion)],
    }
