"""The floor of a simulated class: who is there, what happens when, and who speaks unasked.

State and ledger are those of ``discussion``; this file holds the people of ``model``.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from benchmarks.facilitation.model import (
    LENGTH,
    MOST_FACTOR,
    ROUND_FACTOR,
    Assumptions,
    Member,
    Temperament,
    members,
)
from benchmarks.facilitation.ways import Way
from discussion.contributions import speaking
from discussion.lifecycle import rounds
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Person,
    Place,
    RoundKind,
    Source,
)
from discussion.participation.ledger import Heard

BEGAN = datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
PLACE = Place(1, 2)
HEARD_BY_ALL = frozenset({RoundKind.BRIEFING, RoundKind.OPEN_FLOOR, RoundKind.CHECK_OUT})


@dataclass(slots=True)
class Life:
    """What a member is doing in this class."""

    member: Member
    person: Person
    here: bool = False
    spoke_at: float = -math.inf
    typing_until: float = -math.inf
    typing_shows: bool = True
    asked: int = 0
    annoyance: float = 0.0
    silent_since: float = 0.0
    turns_asked: int = 0


class Floor:
    """A class with people in it who come, go and speak unasked."""

    def __init__(
        self, way: Way, temperament: Temperament, size: int, seed: int, assumed: Assumptions
    ) -> None:
        self.way, self.temperament, self.size, self.assumed = way, temperament, size, assumed
        people = members(temperament, size, seed, assumed)
        self.lives = {m.id: Life(m, Person(m.id, f"Student {m.id}")) for m in people}
        self.tally: dict[tuple[int, int], Heard] = {}
        self.openers = 0
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._count = 0
        self._recent: deque[float] = deque()
        self._lead = self.lives[people[0].id]
        discussion = Discussion(
            id=DiscussionId(f"{seed:012x}"),
            place=PLACE,
            topic="Who leads here?",
            format_name="case-discussion",
            format_title="Case discussion",
            facilitator_id=people[0].id,
            plans=way.plans,
            policy=way.policy,
            seed=seed,
            started_at=BEGAN,
        )
        self.discussion = rounds.started(discussion, self._lead.person, BEGAN).discussion
        self._lead.here = True

    def at(self, at: float, happen: Callable[[float], None]) -> None:
        """Let something happen at a time, in seconds from the start."""
        self._count += 1
        heapq.heappush(self._events, (at, self._count, happen))

    def change(self, discussion: Discussion, now: float) -> None:
        """Take over a new state of the discussion, as of ``now``."""
        self.discussion = discussion

    def _people(self) -> list[Life]:
        """Who can be asked, as the bot knows it: who left without a word is still in the list."""
        known = self.discussion.participants
        return [
            self.lives[person.id]
            for person in known.values()
            if person.present and person.opted_out_at is None and person.id != self._lead.person.id
        ]

    def _arrange(self, life: Life) -> None:
        member = life.member
        if life is self._lead:
            return
        self.at(member.joins_at, lambda now: self._join(life, now))
        if member.vanishes_at < LENGTH:
            self.at(member.vanishes_at, lambda _: self._vanish(life))
        if member.steps_out_at < LENGTH:
            self.at(member.steps_out_at, lambda now: self._step_out(life, now))

    def _join(self, life: Life, now: float) -> None:
        if min(life.member.vanishes_at, life.member.steps_out_at) <= now:
            return
        life.here, life.silent_since = True, now
        self.change(speaking.with_sign(self.discussion, life.person, instant(now)), now)
        self._next_urge(life, now)

    def _vanish(self, life: Life) -> None:
        life.here = False

    def _step_out(self, life: Life, now: float) -> None:
        life.here = False
        self.change(speaking.stepped_out(self.discussion, life.person.id, instant(now)), now)

    def _next_urge(self, life: Life, now: float) -> None:
        most = life.member.rate * MOST_FACTOR * self.assumed.ease / 60
        at = now + life.member.draws.expovariate(most)
        if at < LENGTH:
            self.at(at, lambda then: self._urge(life, then))

    def _urge(self, life: Life, now: float) -> None:
        """A moment in which somebody may begin to write: thinned to the rate that holds now."""
        share = self._factor(life, now) / (MOST_FACTOR * self.assumed.ease)
        accepted = life.member.draws.random() < share
        if accepted and self._is_free(life, now):
            self._write(life, now)
        if life.here:
            self._next_urge(life, now)

    def _factor(self, life: Life, now: float) -> float:
        assumed, kind = self.assumed, self.discussion.current_plan.kind
        factor = ROUND_FACTOR[kind] * math.exp(-assumed.wearing * life.annoyance)
        if kind in HEARD_BY_ALL:
            hesitation = assumed.hesitation * math.exp(-0.7 * life.member.disposition)
            factor *= (5 / self.size) ** assumed.crowding
            factor /= 1 + hesitation * self._in_last_minute(now)
        return factor * (assumed.ease if life.spoke_at >= 0 else 1.0)

    def _in_last_minute(self, now: float) -> int:
        while self._recent and self._recent[0] < now - 60:
            self._recent.popleft()
        return len(self._recent)

    def _is_free(self, life: Life, now: float) -> bool:
        out = self.discussion.participants[life.person.id].opted_out_at is not None
        return life.here and not out and life.typing_until <= now

    def _write(self, life: Life, now: float, *, anonymous: bool = False) -> None:
        draws, median = life.member.draws, self.assumed.typing
        takes = min(180.0, max(5.0, median * math.exp(0.5 * draws.gauss(0, 1))))
        life.typing_until = now + takes
        life.typing_shows = draws.random() < self.assumed.typing_shows
        self.at(now + takes, lambda then: self._say(life, then, anonymous=anonymous))

    def _say(self, life: Life, now: float, *, anonymous: bool = False) -> None:
        if not life.here or not self.discussion.is_live:
            return
        draws, disposition = life.member.draws, life.member.disposition
        length = round(22 * math.exp(0.3 * disposition + 0.6 * draws.gauss(0, 1)))
        contribution = self._contribution(life, max(1, length), now, anonymous=anonymous)
        after = speaking.with_person(self.discussion, life.person, instant(now))
        after = speaking.heard(after, contribution)
        if anonymous:
            # As in the service: the order is public, and whoever moved in it would be the author.
            after = replace(after, turns=self.discussion.turns)
        life.spoke_at = life.silent_since = now
        if after.current_plan.kind in HEARD_BY_ALL:
            self._recent.append(now)
        self.change(after, now)

    def _contribution(self, life: Life, words: int, now: float, *, anonymous: bool) -> Contribution:
        number, at = self.discussion.current_round.number, instant(now)
        key = (life.person.id, number)
        before = self.tally.get(key, Heard(0, 0, 0, at))
        self.tally[key] = Heard(
            before.turns + 1, before.named_turns + (not anonymous), before.words + words, at
        )
        self._count += 1
        return Contribution(
            id=self._count,
            discussion_id=self.discussion.id,
            guild_id=PLACE.guild_id,
            channel_id=PLACE.channel_id,
            author_id=life.person.id,
            round_number=number,
            text="",
            words=words,
            said_at=at,
            source=Source.MESSAGE,
            anonymous=anonymous,
        )


def instant(at: float) -> datetime:
    """An instant of the class, from its seconds."""
    return BEGAN + timedelta(seconds=at)


def seconds(at: datetime) -> float:
    """Seconds of the class, from an instant."""
    return (at - BEGAN).total_seconds()
