"""The whole service, driven through random commands and steps of time, against a simple model.

The model knows the state of the discussion, the round, what is left of it, and how everybody
stands; it is told what was done and how much time passed, and nothing of how the rules work.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from discussion import timing
from discussion.errors import DiscussionError
from discussion.model import Discussion, InvitationState, Person, RoundKind, State
from discussion.participation import LedgerCounts
from discussion.policy import Policy
from discussion.replanning import shared_out
from storage.store import SqlStore
from tests.discussion.conftest import CIRCLE, SILENT, TALK, Classroom, HandClock, a_service
from tests.discussion.material import (
    CLASS,
    FACILITATOR,
    LECTURER,
    MINUTE,
    PLACE,
    SECOND,
    is_plain,
)

T = TypeVar("T")
FORMATS = {each.name: each for each in (TALK, SILENT, CIRCLE)}
PEOPLE = st.sampled_from((FACILITATOR, *CLASS))
LEADERS = st.sampled_from((FACILITATOR, LECTURER, CLASS[0]))


@dataclass
class Known:
    """What the model knows of somebody."""

    joined_at: datetime
    sign_at: datetime
    present: bool = True
    out: bool = False
    passed: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    """Rounds in which they spoke under their name."""
    nameless: set[int] = field(default_factory=set)
    """Rounds in which they spoke without it."""
    nameless_at: datetime | None = None


@dataclass
class Model:
    """A discussion as somebody with a notebook and a stopwatch would keep it."""

    format_name: str
    left: timedelta
    round_began_at: datetime
    ends_by: datetime
    to_come: list[timedelta]
    """The lengths of the rounds after this one."""
    state: str = "running"
    round_number: int = 1
    ended_at: datetime | None = None
    people: dict[int, Known] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        return self.state in ("running", "paused")

    def signed(self, person: Person, now: datetime) -> Known:
        """Somebody did something: they are there."""
        known = self.people.setdefault(person.id, Known(now, now))
        known.sign_at, known.present = now, True
        return known

    @classmethod
    def begun(cls, format_name: str, now: datetime) -> Model:
        """A discussion of a format that begins now."""
        first, *others = (plan.length for plan in FORMATS[format_name].rounds)
        return cls(format_name, first, now, now + sum(others, first), others)

    def led_by(self, person: Person, now: datetime) -> None:
        """Somebody who is in the discussion steered it: they are there."""
        if person.id in self.people:
            self.signed(person, now)

    def replan(self, begins: datetime, rounds: int) -> list[timedelta]:
        """The last rounds share what is left; how they share it has tests of its own."""
        plans = FORMATS[self.format_name].rounds[-rounds:] if rounds else ()
        return list(shared_out(self.ends_by - begins, plans, Policy()))

    def closed(self, now: datetime, *, in_time: bool = False) -> None:
        """The round is over; early or much too late, the rest is planned anew."""
        if not self.to_come:
            self.end(now)
            return
        self.come_back()
        if not in_time:
            self.to_come = self.replan(now, len(self.to_come))
        self.left = self.to_come.pop(0)
        self.round_number += 1
        self.round_began_at = now
        self.state = "running"

    def end(self, now: datetime) -> None:
        """The class is over."""
        self.come_back()
        self.state, self.ended_at = "ended", now

    def come_back(self) -> None:
        """Who was away and wrote without their name, and nothing since, is there from now on."""
        for known in self.people.values():
            wrote_last = known.nameless_at is not None and known.sign_at <= known.nameless_at
            if self.round_number in known.nameless and wrote_last:
                known.present = True

    def stands(self, known: Known, *, in_round: bool, gone: bool) -> str:
        """How somebody stands, in the current round or over all."""
        rounds = {self.round_number} if in_round else set(range(1, self.round_number + 1))
        if known.named & rounds:
            return "contributed"
        # While it runs, nobody can tell by the counts who of so few wrote without a name.
        if known.nameless & rounds and not self.is_live:
            return "contributed_anonymously"
        if known.passed & rounds:
            return "passed"
        if known.out:
            return "opted_out"
        return "away" if not known.present or gone else "not_yet_heard"


class WholeDiscussion(RuleBasedStateMachine):
    """Commands and time, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.store = SqlStore(Path(self.folder.name) / "class.db")
        self.run(self.store.__aenter__())
        self.clock = HandClock()
        self.room = Classroom(a_service(self.store, self.clock), self.store, self.clock)
        self.model: Model | None = None
        self.events = 100
        self.posted = 9_000

    def teardown(self) -> None:
        self.run(self.store.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(doing)

    def attempt(self, doing: Coroutine[Any, Any, object], *, allowed: bool) -> bool:
        """Do something that is to succeed, or to be refused in plain words."""
        if allowed:
            self.run(doing)
            return True
        with pytest.raises(DiscussionError) as refused:
            self.run(doing)
        assert is_plain(refused.value)
        return False

    @property
    def is_live(self) -> bool:
        return self.model is not None and self.model.is_live

    @property
    def now(self) -> datetime:
        return self.clock.at

    def next_event(self) -> int:
        self.events += 1
        return self.events

    # -- the rounds --------------------------------------------------------------------------

    @rule(name=st.sampled_from(sorted(FORMATS)))
    def start(self, name: str) -> None:
        if self.attempt(self.room.start(name), allowed=self.model is None):
            self.model = Model.begun(name, self.now)
            self.model.people[FACILITATOR.id] = Known(self.now, self.now)

    @rule(by=LEADERS)
    def pause(self, by: Person) -> None:
        model = self.model
        may = model is not None and model.state == "running" and by is not CLASS[0]
        if self.attempt(self.room.service.rounds.pause(PLACE, by), allowed=may) and model:
            model.led_by(by, self.now)
            model.state = "paused"

    @rule(by=LEADERS)
    def resume(self, by: Person) -> None:
        model = self.model
        may = model is not None and model.state == "paused" and by is not CLASS[0]
        if self.attempt(self.room.service.rounds.resume(PLACE, by), allowed=may) and model:
            model.led_by(by, self.now)
            model.state = "running"
            model.to_come = model.replan(self.now + model.left, len(model.to_come))

    @rule(by=LEADERS, minutes=st.integers(-1, 40))
    def extend(self, by: Person, minutes: int) -> None:
        may = self.is_live and by is not CLASS[0] and 1 <= minutes <= 30
        doing = self.room.service.rounds.extend(PLACE, by, minutes * MINUTE)
        if self.attempt(doing, allowed=may) and self.model:
            self.model.led_by(by, self.now)
            self.model.left += minutes * MINUTE
            begins = self.now + self.model.left
            self.model.to_come = self.model.replan(begins, len(self.model.to_come))

    @rule(by=LEADERS)
    def next_round(self, by: Person) -> None:
        may = self.is_live and by is not CLASS[0]
        if self.attempt(self.room.service.rounds.next_round(PLACE, by), allowed=may) and self.model:
            self.model.led_by(by, self.now)
            self.model.closed(self.now)

    @precondition(lambda self: self.model is not None and self.model.round_number > 1)
    @rule(by=LEADERS)
    def end(self, by: Person) -> None:
        may = self.is_live and by is not CLASS[0]
        if self.attempt(self.room.service.rounds.end(PLACE, by), allowed=may) and self.model:
            self.model.led_by(by, self.now)
            self.model.end(self.now)

    # -- taking part -------------------------------------------------------------------------

    @rule(person=PEOPLE)
    def join(self, person: Person) -> None:
        if self.attempt(self.room.service.presence.join(PLACE, person), allowed=self.is_live):
            assert self.model is not None
            self.model.signed(person, self.now).out = False

    @rule(person=PEOPLE)
    def step_out(self, person: Person) -> None:
        doing = self.room.service.presence.step_out(PLACE, person)
        if self.attempt(doing, allowed=self.is_live) and self.model:
            self.model.signed(person, self.now).present = False

    @rule(person=PEOPLE, whole_session=st.booleans())
    def pass_turn(self, person: Person, *, whole_session: bool) -> None:
        doing = self.room.service.presence.pass_turn(PLACE, person, whole_session=whole_session)
        if self.attempt(doing, allowed=self.is_live) and self.model:
            known = self.model.signed(person, self.now)
            if whole_session:
                known.out = True
            else:
                known.passed.add(self.model.round_number)

    @rule(person=PEOPLE, anonymous=st.booleans())
    def say(self, person: Person, *, anonymous: bool) -> None:
        doing = self.room.service.contributions.say(
            PLACE, person, event_id=self.next_event(), text="A word or two", anonymous=anonymous
        )
        if self.attempt(doing, allowed=self.is_live) and self.model:
            if anonymous:
                known = self.model.people.setdefault(
                    person.id, Known(self.now, self.now, present=False)
                )
                known.sign_at = known.nameless_at = self.now
                known.nameless.add(self.model.round_number)
            else:
                known = self.model.signed(person, self.now)
                known.out = False
                known.named.add(self.model.round_number)

    @rule(person=PEOPLE)
    def write(self, person: Person) -> None:
        """An ordinary message; from somebody who opted out, it is not recorded."""
        self.run(self.room.hear(self.next_event(), person, "An ordinary message"))
        if not self.is_live or self.model is None:
            return
        known = self.model.people.get(person.id)
        if known is None:
            known = self.model.people[person.id] = Known(self.now, self.now)
        if not known.out:
            known.present, known.sign_at = True, self.now
            known.named.add(self.model.round_number)

    @rule(person=PEOPLE)
    def type(self, person: Person) -> None:
        self.room.service.messages.typing(PLACE, person.id)

    # -- time and posts ----------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 20, 45, 60, 150, 300, 600, 1200]))
    def time_passes(self, seconds: int) -> None:
        self.run(self.room.wake_at(self.now + seconds * SECOND))
        if self.model is not None and self.model.state == "running":
            self.model.left -= seconds * SECOND
            if self.model.left <= timedelta():
                late = -self.model.left
                self.model.closed(self.now, in_time=late <= Policy().late_invitation)

    @rule()
    def posts_are_sent(self) -> None:
        """Once its deck is posted, a discussion that ended gives its place free."""
        sent = self.run(self.room.deliver(first_message_id=self.posted))
        self.posted += len(sent)
        if self.model is not None and self.model.state == "ended":
            self.model = None

    # -- what must agree ---------------------------------------------------------------------

    @invariant()
    def everything_agrees(self) -> None:
        if self.model is None:
            with pytest.raises(DiscussionError):
                self.run(self.room.service.archive.status(PLACE, FACILITATOR))
            return
        status = self.run(self.room.service.archive.status(PLACE, FACILITATOR))
        discussion = status.discussion
        assert discussion.state is State(self.model.state)
        assert discussion.current_round.number == self.model.round_number
        if self.model.is_live:
            assert timing.remaining(discussion, self.now) == self.model.left
        self.check_ledgers(discussion, status.ledger, status.round_ledger)
        check_invitations(discussion)

    def check_ledgers(
        self, discussion: Discussion, whole: LedgerCounts, in_round: LedgerCounts
    ) -> None:
        assert self.model is not None
        for found, this_round in ((whole, False), (in_round, True)):
            expected = Counter(
                self.model.stands(
                    known,
                    in_round=this_round,
                    gone=self.left_silently(discussion, person)
                    or (this_round and self.came_too_late(known)),
                )
                for person, known in self.model.people.items()
            )
            counts = {name: getattr(found, name) for name in LedgerCounts.__dataclass_fields__}
            assert counts == {name: expected[name] for name in counts}

    def came_too_late(self, known: Known) -> bool:
        """Who came when the round was over was away in it."""
        assert self.model is not None
        return self.model.ended_at is not None and known.joined_at >= self.model.ended_at

    def left_silently(self, discussion: Discussion, person_id: int) -> bool:
        """At the end: asked, and no sign since before the last round began."""
        assert self.model is not None
        if self.model.state != "ended":
            return False
        kinds = [plan.kind for plan in FORMATS[self.model.format_name].rounds]
        asked = RoundKind.GO_ROUND in kinds[: self.model.round_number] or any(
            i.person_id == person_id and i.state is not InvitationState.UNDELIVERABLE
            for i in discussion.invitations
        )
        # When a panel shows the button for everyone has tests of its own.
        asked = asked or any(each.quiet_button for each in discussion.rounds)
        known = self.model.people[person_id]
        spoke = known.named | known.nameless
        silent = known.sign_at < self.model.round_began_at
        return asked and silent and self.model.round_number not in spoke


def check_invitations(discussion: Discussion) -> None:
    by_person: dict[int, list[datetime]] = {}
    for each in discussion.invitations:
        by_person.setdefault(each.person_id, []).append(each.made_at)
    assert FACILITATOR.id not in by_person
    for made in by_person.values():
        assert len(made) <= 3
        assert all(b - a >= 5 * MINUTE for a, b in pairwise(made))


WholeDiscussion.TestCase.settings = settings(
    deadline=None,
    max_examples=25,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
    # A found fault is told as it was found: looking for the shortest takes many minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
test_the_service_agrees_with_a_notebook_and_a_stopwatch = WholeDiscussion.TestCase
