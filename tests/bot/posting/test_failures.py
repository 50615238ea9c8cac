"""Failures of deliveries in the log: the first of its kind, then rarely; all are counted."""

from __future__ import annotations

import pytest

from bot.posting.failures import SILENT_FOR, Failures
from discussion.model import DiscussionId
from discussion.model.effects import Post, PostKind
from discussion.model.hindrance import Hindrance


def _post(name: str, channel: int = 5) -> Post:
    return Post(PostKind.PANEL, name, 1, DiscussionId("d"), channel_id=channel)


def test_the_first_is_logged_and_then_one_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    failures = Failures(monotonic=lambda: now)
    for number in range(50):
        failures.put_off(_post(f"p{number}"), Hindrance.NOT_TAKEN, "Discord answered 500")
    assert [record.getMessage() for record in caplog.records] == [
        "p0 cannot be delivered at the moment and is tried again: Discord answered 500"
    ]
    now = SILENT_FOR
    failures.put_off(_post("late"), Hindrance.NOT_TAKEN, "Discord answered 500")
    assert "49 more" in caplog.records[-1].getMessage()
    assert len(caplog.records) == 2
    assert (
        'roundtable_failed_deliveries_total{kind="panel",cause="not_taken"} 51\n'
        in failures.metrics()
    )


def test_each_channel_that_is_closed_is_named(caplog: pytest.LogCaptureFixture) -> None:
    failures = Failures(monotonic=lambda: 0.0)
    for name, channel in (("a", 5), ("b", 5), ("c", 6)):
        failures.given_up(_post(name, channel), Hindrance.CLOSED, "403")
    assert [record.getMessage()[0] for record in caplog.records] == ["a", "c"]
