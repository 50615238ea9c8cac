"""The service in a room of its own, driven step by step beside the notebook."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from discussion.model import Discussion, Person
from discussion.model.errors import DiscussionError
from discussion.model.preferences import Preferences
from storage.store.store import SqlStore
from tests.discussion.conftest import (
    BOWL,
    CIRCLE,
    NAMELESS,
    PAIRED,
    SILENT,
    TALK,
    VEILED,
    Classroom,
    HandClock,
    a_service,
)
from tests.discussion.material import CLASS, FACILITATOR, LECTURER, MINUTE, PLACE, is_plain
from tests.discussion.whole.notebook import Notebook
from tests.empty_database import with_tables

T = TypeVar("T")
FORMATS = {each.name: each for each in (TALK, SILENT, VEILED, CIRCLE, PAIRED, NAMELESS, BOWL)}
REVIEW_FOR = 10 * MINUTE
PEOPLE = st.sampled_from((FACILITATOR, *CLASS))
BY_ID = {each.id: each for each in (FACILITATOR, LECTURER, *CLASS)}
LEADERS = st.sampled_from((None, None, None, LECTURER, FACILITATOR, CLASS[0]))
"""Who steers, or tries to; None is whoever facilitates at the moment."""


def while_rounds_run(machine: DrivenClass) -> bool:
    """And for a few times after, so that everything is refused that comes too late."""
    return machine.live is not None or machine.in_vain < 5


class DrivenClass(RuleBasedStateMachine):
    """A class and the notebook that is kept of it."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.store = SqlStore(with_tables(Path(self.folder.name) / "class.db"))
        self.run(self.store.__aenter__())
        self.clock = HandClock()
        service = a_service(self.store, self.clock, REVIEW_FOR)
        self.room = Classroom(service, self.store, self.clock)
        self.service = service
        self.book: Notebook | None = None
        self.discussion_id = "000000000000"
        """Of the discussion that began last."""
        self.wishes: dict[int, Preferences] = {}
        self.invited: list[tuple[str, str, Person, int]] = []
        """Discussion, invitation, whose it is, and in which round."""
        self.in_vain = 0
        """How often something was tried since the last rounds were over."""
        self.events = 100
        self.posted = 9_000

    def teardown(self) -> None:
        self.run(self.store.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(doing)

    def attempt(self, doing: Coroutine[Any, Any, object], *, allowed: bool) -> Notebook | None:
        """Do something that is to succeed, or to be refused in plain words."""
        if allowed:
            self.run(doing)
            return self.book
        self.in_vain += self.live is None
        with pytest.raises(DiscussionError) as refused:
            self.run(doing)
        assert is_plain(refused.value)
        return None

    @property
    def live(self) -> Notebook | None:
        """The notebook of a discussion whose rounds run."""
        return self.book if self.book is not None and self.book.is_live else None

    @property
    def now(self) -> datetime:
        return self.clock.at

    def leader(self, by: Person | None) -> Person:
        return by or (BY_ID[self.book.facilitator] if self.book is not None else FACILITATOR)

    def next_event(self) -> int:
        self.events += 1
        return self.events

    def begin(self, name: str) -> None:
        """A discussion begins; one whose words are still looked at gives way if it may."""
        book = self.book
        gives_way = book is None or (
            book.look is not None and book.look.is_done and book.may_steer(FACILITATOR)
        )
        self.attempt(self.room.start(name), allowed=gives_way)
        if gives_way:
            self.book = Notebook.begun(FORMATS[name], self.now, REVIEW_FOR)
            self.discussion_id = self.discussion().id
            self.in_vain = 0

    def discussion(self) -> Discussion:
        return self.run(self.service.archive.status(PLACE, FACILITATOR)).discussion

    def pass_time(self, length: timedelta) -> None:
        self.run(self.room.wake_at(self.now + length))
        if self.book is not None:
            self.book.pass_by(length, self.now)

    def let_time_run(self, length: timedelta) -> None:
        """Time passes, and whatever falls due is done at its instant."""
        until = self.now + length
        while self.now < until:
            due = self.run(self.service.wakes.next_due_at()) or until
            self.pass_time(max(timedelta(), min(due, until) - self.now))
