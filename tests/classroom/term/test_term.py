"""A whole term in three zones: every reminder once, or dropped by policy and owned up to.

Twelve weeks from September to December 2026, in which the clocks change in London, in New York and
in Sydney; classes are claimed, swapped, moved and cancelled, and the bot is away for a week. What
should have been said is computed here from the calendar alone. ``pytest -s`` prints the table.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.application import Application
from simulator import Channel, Guild, LocalDiscord, Member, Message, Reply
from tests.classroom.conftest import RATE_LIMITS_FASTER, serving, settings_for
from tests.classroom.leaping import LeapingClock, leap, settled

pytestmark = pytest.mark.campaign

ZONES = ("Europe/London", "America/New_York", "Australia/Sydney")
WEEKS = 12
WEEK, DAY, HOUR, MINUTE = (timedelta(**{unit: 1}) for unit in ("weeks", "days", "hours", "minutes"))
BEGINS = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
FIRST = datetime(2026, 9, 15, 14, 0)  # noqa: DTZ001 - wall-clock time, a Tuesday
AWAY = (datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
"""The bot is down in the week in which London's clocks change."""
ENDS = datetime(2026, 12, 8, tzinfo=UTC)
SWAPPED, MOVED, CANCELLED, READY = (3, 5), 7, 9, (4, 11)
MOVED_TO = datetime(2026, 11, 4, 10, 0)  # noqa: DTZ001 - wall-clock time, a Wednesday
CHANGES_AT = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
"""When the swap, the move and the cancellation are made."""
PREPARE, MEET = (WEEK, DAY, HOUR), (DAY, 10 * MINUTE)
LATEST = 10 * MINUTE
_STARTS = re.compile(r"<t:(\d+):R>")

Key = tuple[str, str, str, int, timedelta]
"""The zone, what it is ("prepare", "meet"), to whom, the class's start, and how long before."""


@dataclass
class School:
    """One server: a lecturer, twelve students, and a channel."""

    zone: str
    guild: Guild
    channel: Channel
    lecturer: Member
    students: list[Member]
    classes: list[str] = field(default_factory=list)

    async def use(self, member: Member, command: str, /, **options: object) -> Reply:
        """Let somebody use a command."""
        return await (await member.slash(self.channel, command, **options)).resolved()

    def instant(self, wall: datetime) -> datetime:
        """The instant of a wall-clock time here, by the calendar alone."""
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def a_school(discord: LocalDiscord, zone: str) -> School:
    guild = discord.add_guild(zone)
    lecturers, group = guild.add_role("Lecturer"), guild.add_role("Year 2")
    return School(
        zone,
        guild,
        guild.add_text_channel("class"),
        guild.add_member("Dr Adeyo", roles=[lecturers]),
        [guild.add_member(f"Student {n}", roles=[group]) for n in range(WEEKS)],
    )


async def set_up(school: School) -> None:
    """Zone, roles, channel, twelve dates; each student claims one."""
    roles = {
        "lecturer_role": school.guild.role("Lecturer"),
        "class_role": school.guild.role("Year 2"),
    }
    lead = school.lecturer
    await school.use(lead, "setup", zone=school.zone, channel=school.channel, **roles)
    reply = await school.use(
        lead, "rota weekly", first=f"{FIRST:%Y-%m-%d}", at="14:00", weeks=WEEKS
    )
    assert f"{WEEKS} classes were added" in reply.text
    offered = await lead.autocomplete(school.channel, "rota move", "date", "")
    school.classes = [choice["value"] for choice in offered]
    for student, class_id in zip(school.students, school.classes, strict=True):
        assert "is yours" in (await school.use(student, "rota claim", date=class_id)).text


async def change(school: School, application: Application) -> None:
    """A swap that both want, a class that moves, one that is cancelled, two that are prepared."""
    give, take = SWAPPED
    giver, taker = school.students[give], school.students[take]
    await school.use(giver, "rota swap", mine=school.classes[give], theirs=school.classes[take])
    await settled(application)
    question = next(m for m in reversed(taker.direct_messages) if "swap classes" in m.text)
    await (await taker.press(question, label="Swap")).resolved()
    lead = school.lecturer
    to = f"{MOVED_TO:%Y-%m-%d %H:%M}"
    await school.use(lead, "rota move", date=school.classes[MOVED], to=to)
    await school.use(lead, "rota cancel", date=school.classes[CANCELLED])
    for number in READY:
        await school.use(school.students[number], "rota ready", date=school.classes[number])


def expected(school: School) -> tuple[Counter[Key], Counter[Key]]:
    """What should be sent, and what should be dropped, by the calendar and the stated policy."""
    sent, dropped = Counter[Key](), Counter[Key]()
    for number in range(WEEKS):
        for starts, facilitator, since, until in _lives(number):
            at = school.instant(starts)
            wanted = [("prepare", school.students[facilitator].name, lead) for lead in PREPARE]
            wanted += [("meet", "everyone", lead) for lead in MEET]
            for what, whom, lead in wanted:
                due = at - lead
                if not since < due <= until:
                    continue
                key = (school.zone, what, whom, int(at.timestamp()), lead)
                away = AWAY[0] <= due < AWAY[1] - LATEST
                (dropped if away else sent)[key] += 1
    return sent, dropped


def _lives(number: int) -> list[tuple[datetime, int, datetime, datetime]]:
    """A class as wall-clock start, facilitator, and the instants between which that was so."""
    wall, far = FIRST + number * WEEK, ENDS
    first, second = SWAPPED
    if number in SWAPPED:
        other = second if number == first else first
        return [(wall, number, BEGINS, CHANGES_AT), (wall, other, CHANGES_AT, far)]
    if number == MOVED:
        return [(wall, number, BEGINS, CHANGES_AT), (MOVED_TO, number, CHANGES_AT, far)]
    return [(wall, number, BEGINS, CHANGES_AT if number == CANCELLED else far)]


def found(school: School) -> tuple[Counter[Key], Counter[Key]]:
    """What was sent, and what people were told was dropped, as they can read it."""
    sent, dropped = Counter[Key](), Counter[Key]()
    for student in school.students:
        for message in student.direct_messages:
            if "You facilitate the class" in message.text:
                sent[_key(school, "prepare", student.name, message)] += 1
            elif "came too late to be sent" in message.text:
                _count_dropped(school, student.name, message, dropped)
    for message in school.channel.messages:
        if message.author.bot and "Class <t:" in message.text:
            sent[_key(school, "meet", "everyone", message)] += 1
    return sent, dropped


def _key(school: School, what: str, whom: str, message: Message) -> Key:
    match = _STARTS.search(message.text)
    assert match is not None
    starts = int(match[1])
    before = datetime.fromtimestamp(starts, UTC) - message.created_at
    leads = PREPARE if what == "prepare" else MEET
    lead = min(leads, key=lambda each: abs(each - before))
    assert abs(lead - before) <= LATEST, f"{message.text} at {message.created_at}"
    return (school.zone, what, whom, starts, lead)


def _count_dropped(school: School, name: str, message: Message, dropped: Counter[Key]) -> None:
    starts = int(re.findall(r"<t:(\d+):F>", message.text)[0])
    names = {"a week before": WEEK, "a day before": DAY, "an hour before": HOUR}
    names["ten minutes before"] = 10 * MINUTE
    for line in message.text.splitlines()[1:]:
        what = "prepare" if "preparing" in line else "meet"
        whom = name if what == "prepare" else "everyone"
        lead = next(lead for words, lead in names.items() if words in line)
        dropped[(school.zone, what, whom, starts, lead)] += 1


async def test_a_term_in_three_zones(tmp_path: Path) -> None:
    clock = LeapingClock(BEGINS)
    async with LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        schools = [a_school(discord, zone) for zone in ZONES]
        async with AsyncExitStack() as stack:
            application = await stack.enter_async_context(Application(settings, clock=clock))
            await stack.enter_async_context(serving(application, discord))
            for school in schools:
                await set_up(school)
            await leap(application, clock, CHANGES_AT)
            for school in schools:
                await change(school, application)
            await leap(application, clock, AWAY[0])
        clock.leap(AWAY[1])
        application = Application(settings, clock=clock)
        async with application, serving(application, discord):
            await leap(application, clock, ENDS)
        assert [str(violation) for violation in discord.violations] == []
    lines = ["zone                what     wanted sent dropped told"]
    for school in schools:
        wanted, lost = expected(school)
        sent, told = found(school)
        assert sent == wanted
        assert told == lost
        for what in ("prepare", "meet"):
            numbers = (
                sum(n for key, n in each.items() if key[1] == what)
                for each in (wanted, sent, lost, told)
            )
            lines.append(f"{school.zone:20}{what:9}" + " ".join(f"{n:6}" for n in numbers))
        panels = [m for m in school.channel.messages if "### Round 1 of" in m.text]
        assert len(panels) == len(READY)
    print("\n".join(["", *lines]))  # noqa: T201 - the table that a reader asks for with -s
