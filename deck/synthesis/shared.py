"""Statements that a group shares, chosen by the method of equal shares.

Every person who marked statements has the same share of the seats to spend and may spend it only on
statements they marked. The next statement is the one whose price is carried with the least burden
on any single supporter. The rule is Rule X of Peters and Skowron ("Proportionality and the limits
of welfarism", EC 2020). It gives extended justified representation (Aziz and others, 2017): a group
that is large enough for k of the seats and agrees on k statements has somebody with k of them.
Seats that nobody can pay for any more go to statements of people who have none yet; adding to a
selection keeps what it guarantees.

Written here because the library that offers it, abcvoting, brings solvers and plotting along.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class SharedChoice:
    """The chosen statements by index, best carried first, and how far they reach."""

    chosen: tuple[int, ...]
    endorsers: int
    """People who marked at least one statement."""
    represented: int
    """Of these, people who marked at least one of the chosen."""


def equal_shares(approvals: Sequence[Collection[str]], seats: int) -> SharedChoice:
    """Choose at most ``seats`` statements; ``approvals`` has the people behind each of them.

    Statements that nobody marked are never chosen. Exact: shares are fractions.
    """
    supporters = [frozenset(people) for people in approvals]
    everybody = frozenset().union(*supporters)
    seats = min(seats, sum(bool(people) for people in supporters))
    if not everybody or seats <= 0:
        return SharedChoice((), len(everybody), 0)
    chosen = _paid(supporters, everybody, seats)
    chosen += _filled(supporters, chosen, seats)
    reached = frozenset().union(*(supporters[i] for i in chosen))
    return SharedChoice(tuple(chosen), len(everybody), len(reached))


def _paid(supporters: Sequence[frozenset[str]], everybody: frozenset[str], seats: int) -> list[int]:
    share = Fraction(seats, len(everybody))
    left = dict.fromkeys(everybody, share)
    heap = [
        (Fraction(1, len(people)), -len(people), index)
        for index, people in enumerate(supporters)
        if people and len(people) * share >= 1
    ]
    heapq.heapify(heap)
    chosen: list[int] = []
    while heap and len(chosen) < seats:
        known, popular, index = heapq.heappop(heap)
        burden = _burden([left[person] for person in supporters[index]])
        if burden is None:
            continue  # shares only shrink: what cannot be paid now never will be
        if burden != known and heap and (burden, popular, index) > heap[0]:
            heapq.heappush(heap, (burden, popular, index))
            continue
        for person in supporters[index]:
            left[person] -= min(left[person], burden)
        chosen.append(index)
    return chosen


def _burden(shares: list[Fraction]) -> Fraction | None:
    """The most that one supporter pays when the price of 1 is spread as evenly as it can be."""
    price = Fraction(1)
    shares.sort()
    for number, share in enumerate(shares):
        each = price / (len(shares) - number)
        if share >= each:
            return each
        price -= share
    return None


def _filled(supporters: Sequence[frozenset[str]], chosen: Sequence[int], seats: int) -> list[int]:
    reached = set().union(*(supporters[i] for i in chosen))
    rest = [i for i, people in enumerate(supporters) if people and i not in set(chosen)]
    added: list[int] = []
    while rest and len(chosen) + len(added) < seats:
        best = max(rest, key=lambda i: (len(supporters[i] - reached), len(supporters[i]), -i))
        added.append(best)
        rest.remove(best)
        reached |= supporters[best]
    return added
