"""The ways of prompting that are compared: ours is the real policy, the others are rules of thumb.

All classes play the same rounds by the same rules. The go-round belongs to our policy (its last
step); with the other ways the same minutes are an open floor, unless ``go_round`` is set.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from discussion.formats.library import DEFAULT_FORMAT, built_in_formats
from discussion.model import RoundKind, RoundPlan
from discussion.model.policy import Policy

PLANS = built_in_formats()[DEFAULT_FORMAT].rounds
SILENT_POLICY = Policy(opener_share=2.0, invite_share=2.0, small_group_invite_share=2.0)
"""The real rules with nothing asked: its shares lie after the end of every round."""


class Asking(Enum):
    """Who is asked by a rule of thumb, and how."""

    NOBODY = "nobody"
    EVERYBODY_IN_PUBLIC = "everybody in public"
    WHO_WAS_SILENT = "who was silent for long, in private"
    ANYBODY_BY_NAME = "anybody by name, in public"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of prompting a class."""

    name: str
    asking: Asking = Asking.NOBODY
    minutes: float = 0.0
    """The time between two prompts; for silence: the minutes that are multiplied by the members."""
    policy: Policy = SILENT_POLICY
    go_round: bool = False

    @property
    def plans(self) -> tuple[RoundPlan, ...]:
        """The rounds of the class."""
        if self.go_round:
            return PLANS
        return tuple(
            replace(p, kind=RoundKind.OPEN_FLOOR) if p.kind is RoundKind.GO_ROUND else p
            for p in PLANS
        )

    @property
    def length(self) -> timedelta:
        """How long the class lasts."""
        return sum((p.length for p in self.plans), timedelta())


OURS = Way("this policy", policy=Policy(), go_round=True)
NO_PROMPTING = Way("no prompting")
TIMER = Way("timer, all in public", Asking.EVERYBODY_IN_PUBLIC, minutes=5)
SILENCE = Way("silent 2 min × members", Asking.WHO_WAS_SILENT, minutes=2)
COLD_CALLS = Way("random cold calls", Asking.ANYBODY_BY_NAME, minutes=2)
COMPARED = (OURS, NO_PROMPTING, TIMER, SILENCE, COLD_CALLS)

WITHOUT_GO_ROUND = replace(OURS, name="this policy, no go-round", go_round=False)
"""Our invitations alone, on the rounds that the others have."""
OTHERS_WITH_GO_ROUND = tuple(
    replace(way, name=f"{way.name}, go-round", go_round=True) for way in COMPARED[1:]
)
"""The others on our rounds."""
PARTS = (WITHOUT_GO_ROUND, *OTHERS_WITH_GO_ROUND)

STRENGTHS = {
    TIMER: (1.0, 2.0, 10.0),
    SILENCE: (0.1, 0.25, 0.5, 1.0),
    COLD_CALLS: (0.25, 0.5, 1.0, 4.0),
}
"""Other minutes for the rules of thumb: none is judged by one setting."""


def at_other_strengths() -> dict[Way, tuple[Way, ...]]:
    """Each rule of thumb at all its strengths, its own included, the most asking first."""
    return {
        way: tuple(
            replace(way, name=f"{way.name} ({m:g} min)", minutes=m)
            for m in sorted((*others, way.minutes))
        )
        for way, others in STRENGTHS.items()
    }
