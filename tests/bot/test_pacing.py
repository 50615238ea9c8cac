"""How many requests may begin, by a clock that is moved by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Pace


class Hand:
    """Seconds, moved on by whoever holds it."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_full_second_leaves_no_room_until_it_is_over() -> None:
    hand = Hand()
    pace = Pace(most=3, now=hand)
    pace.take(2)
    hand.at += 0.5
    pace.take(1)
    assert pace.room() == 0
    assert pace.seconds_until(2) == 0.5
    assert pace.seconds_until(3) == 1.0
    hand.at += 0.5
    assert pace.room() == 2
    assert pace.seconds_until(2) == 0.0


@given(
    st.floats(0.5, 8),
    st.lists(st.tuples(st.floats(0, 2), st.integers(1, 5)), min_size=1, max_size=60),
)
def test_no_second_has_more_than_it_may(speed: float, steps: list[tuple[float, int]]) -> None:
    hand, begun = Hand(), list[float]()
    pace = Pace(speed=speed, most=5, now=hand)
    for wait, wanted in steps:
        hand.at += wait
        hand.at += pace.seconds_until(wanted) * 1.000001
        now = min(wanted, pace.room())
        pace.take(now)
        begun += [hand.at] * now
    for start in begun:
        assert sum(start <= each < start + 1 / speed - 1e-6 for each in begun) <= 5
