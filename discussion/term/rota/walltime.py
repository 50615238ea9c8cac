"""Wall-clock time: what a class's date and hour mean as an instant.

A class keeps its hour across a clock change. An hour that a change removes is read as the same
length of time after midnight would be without the change (02:30 becomes 03:30), and an hour that a
change repeats as its first occurrence: both are what ``zoneinfo`` says for ``fold=0`` (PEP 495).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from discussion.model.errors import BadInput


def zone_named(name: str) -> ZoneInfo:
    """A zone by its IANA name. Raises ``BadInput`` if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            f"There is no time zone called “{name}”. Pick one from the list, such as Europe/London."
        ) from None


def instant_of(wall: datetime, zone: str) -> datetime:
    """The instant of a wall-clock time in a zone, aware UTC."""
    return wall.replace(tzinfo=zone_named(zone), fold=0).astimezone(UTC)


def wall_of(instant: datetime, zone: str) -> datetime:
    """What a clock in a zone shows at an instant, without an offset."""
    return instant.astimezone(zone_named(zone)).replace(tzinfo=None)


def day_of(instant: datetime, zone: str) -> date:
    """Which day it is in a zone at an instant."""
    return wall_of(instant, zone).date()


def is_skipped(wall: datetime, zone: str) -> bool:
    """Whether a clock change leaves out this wall-clock time."""
    return wall_of(instant_of(wall, zone), zone) != wall


def is_repeated(wall: datetime, zone: str) -> bool:
    """Whether a clock change makes this wall-clock time come twice."""
    there = zone_named(zone)
    first, second = (wall.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_skipped(wall, zone)
