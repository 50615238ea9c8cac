"""The model: what is assumed of people. It was stated before the policy was tuned against it.

These are assumptions, not findings. Their order follows the findings named in
docs/facilitation.md (a private word works better than a public one, an expected turn better than
an unexpected call), their sizes are ours, and ``sensitivity`` says which of them the result
depends on.

A class plays the built-in case discussion of 40 minutes. Somebody facilitates and says a sentence
at the beginning of each round; they are in the ledger, and are not counted among people to be
heard.

*Willingness.* Each member has a disposition ``d``, standard normal. Unasked, somebody begins to
write at a rate a minute whose logarithm is ``log(median) + spread * d`` (a lognormal
distribution), where median and spread belong to the temperament of the class. In the temperament
*dominated* a fifth of the members, drawn at random and at least one, are talkers with a
distribution of their own. The rate is multiplied by

- what the round asks for: ``ROUND_FACTOR`` (in a silent round nobody listens: more people write);
- ``(5 / members) ** crowding``, where people hear each other: a larger class leaves less room;
- ``1 / (1 + hesitation * exp(-0.7 * d) * messages in the last minute)``, where people hear each
  other: a fast floor keeps out those who are slow to take it;
- ``ease`` once somebody has spoken;
- ``exp(-wearing * annoyance)``.

*Writing.* Typing takes a lognormal time with median ``typing`` and spread 0.5, from 5 seconds to
3 minutes; in ``typing_shows`` of all cases the others (and the bot) can see it. A contribution has
a lognormal number of words: median 22 times ``exp(0.3 * d)``, spread 0.6.

*Being asked.* How open somebody is to being asked is
``o = shyness * d + sqrt(1 - shyness ** 2) * e`` with ``e`` standard normal of its own. The chance
that somebody speaks when asked has the log-odds ``logit(mean) + 0.8 * o + shift``, times
``exp(-wearing * annoyance)``; ``shift`` belongs to the temperament. The means:

- *in private* (``private``); who does not speak, speaks anonymously (35 %), passes (35 %), leaves
  the session out (5 %) or does nothing (25 %). Somebody sees a private word in ``notices`` of all
  cases, after a lognormal time with median 20 seconds and spread 0.8; if its round is over by then,
  half of those who would have spoken do so in the next;
- *in public, everybody at once* (``public``): each for themselves, and less the more others could:
  times ``(5 / members) ** 0.5``; here ``o`` is ``d`` itself, since who answers "anybody?" is who
  would have spoken;
- *called on by name without notice* (``cold``); who does not speak says nothing;
- *by a turn in an announced order* (``turn``); who does not speak passes (75 %) or does nothing
  (25 %). People begin to write when they are among the next three.

*Annoyance.* Each time somebody is asked it grows by the cost of the way of asking (``cost_...``;
one polite private message is 1), times ``1 + 0.5 *`` how often they were asked before, times 2 if
they are typing or spoke in the last minute, times a sensitivity of their own (lognormal, mean 1,
spread 0.5). A turn counts as asked when somebody is among the next three, and again when it comes
once more; a public opener counts as asked for everybody present.

*Coming and going.* 15 % are late, by an exponential time with mean 4 minutes, at most 15; the
others come within a minute. 4 % leave without a word at some instant, 2 % say that they go.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from discussion.model import RoundKind

LENGTH = 40 * 60.0
"""Seconds of a class."""

ROUND_FACTOR = {
    RoundKind.BRIEFING: 0.1,
    RoundKind.SILENT_WRITING: 2.0,
    RoundKind.OPEN_FLOOR: 1.0,
    RoundKind.GO_ROUND: 0.1,
    RoundKind.CHECK_OUT: 1.0,
}
MOST_FACTOR = 2.0
"""The largest of them: no rate exceeds it, but for the ease of having spoken."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything that the sensitivity section varies; the module's text says what each means."""

    private: float = 0.5
    public: float = 0.15
    cold: float = 0.55
    turn: float = 0.7
    shyness: float = 0.5
    notices: float = 0.85
    typing: float = 30.0
    typing_shows: float = 0.9
    crowding: float = 0.5
    hesitation: float = 0.3
    ease: float = 1.5
    wearing: float = 0.05
    cost_private: float = 1.0
    cost_public: float = 0.5
    cost_cold: float = 3.0
    cost_turn: float = 0.5


@dataclass(frozen=True, slots=True)
class Temperament:
    """A kind of class: the rate a minute at which members begin to write unasked."""

    name: str
    median: float
    spread: float
    shift: float
    """Added to the log-odds of speaking when asked."""
    talkers: float = 0.0
    """The share of members who talk at ``talker_median`` instead."""
    talker_median: float = 0.0
    talker_spread: float = 0.4


TEMPERAMENTS = (
    Temperament("lively", median=0.25, spread=0.6, shift=0.4),
    Temperament("mixed", median=0.10, spread=1.0, shift=0.0),
    Temperament("reserved", median=0.03, spread=0.9, shift=-0.5),
    Temperament("dominated", 0.03, 0.8, shift=-0.2, talkers=0.2, talker_median=0.6),
)
SIZES = (5, 10, 20, 40)
"""Members of a class, whoever facilitates included."""


@dataclass(slots=True)
class Member:
    """Somebody as drawn; nothing here depends on the policy that the class is played with."""

    id: int
    draws: random.Random
    disposition: float
    openness: float
    rate: float
    """Contributions begun a minute, unasked, before the factors."""
    sensitivity: float
    joins_at: float
    vanishes_at: float
    steps_out_at: float


def members(temperament: Temperament, size: int, seed: int, assumed: Assumptions) -> list[Member]:
    """The members of one class, whoever facilitates first. The same seed draws the same people."""
    draws = random.Random(f"{temperament.name}.{size}.{seed}")
    talkers = max(1, round(temperament.talkers * size)) if temperament.talkers else 0
    loud = set(draws.sample(range(1, size), talkers)) if talkers else set[int]()
    return [
        _member(number, temperament, draws, assumed, loud=number in loud) for number in range(size)
    ]


def _member(
    number: int, temperament: Temperament, draws: random.Random, assumed: Assumptions, *, loud: bool
) -> Member:
    disposition = draws.gauss(0, 1)
    shyness = assumed.shyness
    openness = shyness * disposition + math.sqrt(1 - shyness**2) * draws.gauss(0, 1)
    median = temperament.talker_median if loud else temperament.median
    spread = temperament.talker_spread if loud else temperament.spread
    late, leaves = draws.random(), draws.random()
    on_time, delay, instant = draws.uniform(0, 60), draws.expovariate(1 / 240), draws.random()
    leads = number == 0
    return Member(
        id=1000 + number,
        draws=random.Random(draws.getrandbits(64)),
        disposition=disposition,
        openness=openness,
        rate=0.0 if leads else median * math.exp(spread * disposition),
        sensitivity=math.exp(0.5 * draws.gauss(0, 1) - 0.125),
        joins_at=0.0 if leads else min(900.0, delay) if late < 0.15 else on_time,
        vanishes_at=LENGTH * instant if leaves < 0.04 and not leads else math.inf,
        steps_out_at=LENGTH * instant if 0.04 <= leaves < 0.06 and not leads else math.inf,
    )


def chance(mean: float, lean: float) -> float:
    """The chance whose log-odds are those of ``mean`` plus ``lean``."""
    odds = mean / (1 - mean) * math.exp(lean)
    return odds / (1 + odds)
