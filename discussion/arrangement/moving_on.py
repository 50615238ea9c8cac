"""How many wish to move on, and how many it takes."""

from __future__ import annotations

import math

from discussion.model import Discussion, RoundKind


def can_be_wished(discussion: Discussion) -> bool:
    """Whether members may move on by themselves: not while people are still arriving."""
    return discussion.current_plan.kind is not RoundKind.BRIEFING


def wishing(discussion: Discussion) -> int:
    """How many of those present wish to move on."""
    return len(discussion.current_round.move_on & _present(discussion))


def present(discussion: Discussion) -> int:
    """How many are present and have not opted out, the facilitator among them."""
    return len(_present(discussion))


def enough(discussion: Discussion) -> int:
    """How many have to wish to move on."""
    there, policy = present(discussion), discussion.policy
    return min(there, max(policy.move_on_at_least, math.ceil(policy.move_on_share * there)))


def _present(discussion: Discussion) -> frozenset[int]:
    people = discussion.participants.values()
    return frozenset(p.id for p in people if p.present and p.opted_out_at is None)
