"""The door to the rules of the term, by subject; built like ``discussion.service``."""

from __future__ import annotations

from discussion.ports import Clock, Store
from discussion.term.service.courses import Courses

__all__ = ["TermService"]


class TermService:
    """What people and time can do to a term."""

    def __init__(self, *, store: Store, clock: Clock, zone: str) -> None:
        """``zone`` is the IANA zone of servers in which nothing was set up."""
        self.courses = Courses(store=store, clock=clock, zone=zone)
