"""Class times keep their hour: series of dates, held against ``zoneinfo`` over ten years."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discussion.model.errors import BadInput
from discussion.parsing.typed_dates import days_of, spans_from
from discussion.term.rota import walltime
from discussion.term.rota.recurrence import Weekly, dates_of, unknown_days_off

ZONES = sorted(available_timezones())
DAY = st.dates(date(2024, 1, 1), date(2034, 1, 1))
HOUR = st.times().map(lambda at: at.replace(microsecond=0))


@given(zone=st.sampled_from(ZONES), first=DAY, at=HOUR, weeks=st.integers(1, 60))
@example(zone="Europe/London", first=date(2026, 3, 22), at=time(1, 30), weeks=3)
@example(zone="America/New_York", first=date(2026, 10, 25), at=time(1, 30), weeks=3)
@example(zone="Australia/Lord_Howe", first=date(2026, 3, 29), at=time(1, 45), weeks=3)
@example(zone="Europe/London", first=date(2028, 2, 29), at=time(14), weeks=2)
def test_every_class_of_a_series_shows_the_same_hour(
    zone: str, first: date, at: time, weeks: int
) -> None:
    walls = dates_of(Weekly(first, at, weeks))
    instants = [walltime.instant_of(wall, zone) for wall in walls]
    assert instants == sorted(instants)
    for wall, instant in zip(walls, instants, strict=True):
        shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if walltime.is_skipped(wall, zone):
            # Nobody's clock shows that hour: the class begins later by what the change left out.
            assert timedelta() < shown - wall <= timedelta(days=1)
        else:
            assert shown == wall == walltime.wall_of(instant, zone)
        if walltime.is_repeated(wall, zone):
            later = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
            assert instant < later


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("Europe/London", datetime(2026, 3, 29, 1, 30), "01:30"),  # noqa: DTZ001 - wall clock
        ("Europe/London", datetime(2026, 10, 25, 1, 30), "00:30"),  # noqa: DTZ001 - wall clock
        ("Asia/Kathmandu", datetime(2026, 5, 5, 14, 0), "08:15"),  # noqa: DTZ001 - wall clock
    ],
    ids=["an hour that is left out", "an hour that comes twice", "a zone without changes"],
)
def test_the_hours_that_a_clock_change_touches(zone: str, wall: datetime, utc: str) -> None:
    assert walltime.instant_of(wall, zone).strftime("%H:%M") == utc


def test_weeks_off_are_left_out_and_not_made_up_for() -> None:
    spans = spans_from("2026-04-13 to 2026-04-19, 2026-04-22, 2026-04-15")
    series = Weekly(date(2026, 4, 7), time(14), weeks=3, off=days_of(spans))
    assert [wall.date().day for wall in dates_of(series)] == [7, 21]
    assert unknown_days_off(series, spans) == [
        (date(2026, 4, day), date(2026, 4, day)) for day in (15, 22)
    ]


def test_every_second_week() -> None:
    series = Weekly(date(2026, 4, 7), time(14), weeks=3, every=2)
    assert [wall.date().isoformat()[5:] for wall in dates_of(series)] == [
        "04-07",
        "04-21",
        "05-05",
    ]


@pytest.mark.parametrize(
    "refused",
    [
        lambda: Weekly(date(2026, 4, 7), time(14), weeks=0),
        lambda: Weekly(date(2026, 4, 7), time(14), weeks=61),
        lambda: Weekly(date(2026, 4, 7), time(14), weeks=3, every=9),
        lambda: dates_of(Weekly(date.max, time(14), weeks=3)),
        lambda: walltime.zone_named("Mars/Olympus"),
        lambda: walltime.zone_named("../etc/passwd"),
    ],
)
def test_what_cannot_be_a_series_or_a_zone_is_refused_in_a_sentence(refused: object) -> None:
    assert callable(refused)
    with pytest.raises(BadInput, match=r"^[A-Z].*\.$"):
        refused()
